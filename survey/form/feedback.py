"""A person's own result: computed for one response at the moment of thanks, and never stored."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from survey.instruments.model import Instrument, Scale
from survey.instruments.scoring import Answers, full_ticks, points, score
from survey.vocabulary import GoodEnd, MeasureRole

LOW_THIRD: Final = 100 / 3
HIGH_THIRD: Final = 200 / 3

MUCH: Final = 70
"""Points from the good end on, from which an outcome is met with a kind word: pain of 7 of 10."""


@dataclass(frozen=True)
class Standing:
    """Where one response stands on one scale, in a language.

    Attributes
    ----------
    points
        From 0 to 100, whole.
    place
        ``low``, ``middle`` or ``high``: which third of the line, in words.
    """

    name: str
    points: int
    place: str
    low_end: str
    high_end: str


@dataclass(frozen=True)
class Feedback:
    """What a person is told of the own answers.

    ``left_out`` names the scales with too few answers, ``much`` the outcomes that weigh heavily.
    """

    work: tuple[Standing, ...]
    health: tuple[Standing, ...]
    left_out: tuple[str, ...]
    much: tuple[str, ...]


def feedback(instrument: Instrument, row: Sequence[int | None], language: str) -> Feedback:
    """Return the own result of one response.

    Parameters
    ----------
    instrument
        What was asked.
    row
        One entry an item, in the instrument's order; None is "prefer not to say".
    language
        One of the instrument's.
    """
    answers = dict(zip(instrument.item_by_key, row, strict=True))
    scored = {scale.key: _points(scale, answers, instrument) for scale in instrument.scales}
    return Feedback(
        work=_standings(instrument, scored, MeasureRole.FACTOR, language),
        health=_standings(instrument, scored, MeasureRole.OUTCOME, language),
        left_out=tuple(s.name[language] for s in instrument.scales if scored[s.key] is None),
        much=tuple(s.name[language] for s in instrument.scales if _is_much(s, scored[s.key])),
    )


def _points(scale: Scale, answers: Answers, instrument: Instrument) -> float | None:
    ticks = score(scale, answers, instrument)
    return None if ticks is None else points(ticks, full_ticks(scale, instrument))


def _standings(
    instrument: Instrument, scored: dict[str, float | None], role: MeasureRole, language: str
) -> tuple[Standing, ...]:
    return tuple(
        Standing(
            name=scale.name[language],
            points=round(value),
            place="low" if value < LOW_THIRD else "middle" if value <= HIGH_THIRD else "high",
            low_end=scale.low_end[language],
            high_end=scale.high_end[language],
        )
        for scale in instrument.scales
        if scale.role is role and (value := scored[scale.key]) is not None
    )


def _is_much(scale: Scale, value: float | None) -> bool:
    if value is None or scale.role is not MeasureRole.OUTCOME:
        return False
    return (value if scale.good_end is GoodEnd.LOW else 100 - value) >= MUCH
