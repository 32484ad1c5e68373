"""A wave as it is entered into a registry, whatever engine keeps that."""

from collections.abc import Sequence
from datetime import date

from survey.fieldwork.policy import Policy
from survey.instruments.model import Instrument
from survey.store.protocol import Unit, Wave
from survey.vocabulary import WaveState


def new_wave(
    name: str,
    state: WaveState,
    instrument: Instrument,
    policy: Policy,
    units: Sequence[Unit],
    given_on: date | None = None,
) -> Wave:
    """Return a wave that opens today, or is closed with answers of that day or another."""
    opened_on = given_on or date.today()
    closed_on = opened_on if state is WaveState.CLOSED else None
    return Wave(name, state, instrument, policy, tuple(units), opened_on, closed_on, None)
