"""What is due for a wave at a moment, in its order: follows from its dates and its state alone."""

from datetime import datetime
from enum import StrEnum

from survey.fieldwork.dates.dates import Phase
from survey.store.protocol import Wave
from survey.vocabulary import WaveState


class DueStep(StrEnum):
    """What a date brings."""

    BEGIN = "begin"
    CLOSE = "close"
    PUBLISH = "publish"
    PURGE = "purge"


def due(wave: Wave, now: datetime, *, has_answers: bool) -> tuple[DueStep, ...]:
    """Return what is to be done with a wave now, also what nobody did while no server ran.

    ``has_answers`` is whether its single answers are still there. When they have to go they go,
    published or not: that is what people were promised.
    """
    dates = wave.dates
    phase = dates.phase(now)
    expired = dates.destroys is not None and now >= dates.destroys
    found: list[DueStep] = []
    if wave.state is WaveState.OPEN:
        if phase is Phase.OVER or expired:
            found.append(DueStep.CLOSE)
        elif dates.opens and not dates.begun and phase is Phase.RUNNING:
            found.append(DueStep.BEGIN)
    closed = wave.state is WaveState.CLOSED or DueStep.CLOSE in found
    if closed and dates.publishes and has_answers:
        found.append(DueStep.PUBLISH)
    if expired and has_answers:
        found.append(DueStep.PURGE)
    return tuple(found)
