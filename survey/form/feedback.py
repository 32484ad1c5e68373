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


HEALTH_LINES: Final = 2
"""Outcomes in the lines that come first; with the one of work there are three."""


@dataclass(frozen=True)
class Rating:
    """An answer on a line of numbers as it was given, such as 7 of 10, and the word for its band.

    ``band`` is empty for an answer between two bands.
    """

    value: int
    top: int
    band: str


@dataclass(frozen=True)
class Standing:
    """Where one response stands on one scale, in a language.

    Attributes
    ----------
    points
        From 0 to 100, whole.
    place
        ``low``, ``middle`` or ``high``: which third of the line, in words.
    hard
        Whether that is the third nearest the end that is not the good one.
    rating
        The answer itself, where the scale is one question whose numbers have names.
    """

    name: str
    points: int
    place: str
    low_end: str
    high_end: str
    hard: bool = False
    rating: Rating | None = None


@dataclass(frozen=True)
class Feedback:
    """What a person is told of the own answers.

    ``left_out`` names the scales with too few answers, ``much`` the outcomes that weigh heavily.
    The lines that come first are ``hard``, the conditions of work in the harder third, and
    ``first``, the first outcomes.
    """

    work: tuple[Standing, ...]
    health: tuple[Standing, ...]
    left_out: tuple[str, ...]
    much: tuple[str, ...]

    @property
    def hard(self) -> tuple[str, ...]:
        """The names of the conditions of work in the harder third."""
        return tuple(one.name for one in self.work if one.hard)

    @property
    def first(self) -> tuple[Standing, ...]:
        """The outcomes that are said at once."""
        return self.health[:HEALTH_LINES]


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
        work=_standings(instrument, answers, scored, MeasureRole.FACTOR, language),
        health=_standings(instrument, answers, scored, MeasureRole.OUTCOME, language),
        left_out=tuple(s.name[language] for s in instrument.scales if scored[s.key] is None),
        much=tuple(s.name[language] for s in instrument.scales if _is_much(s, scored[s.key])),
    )


def _points(scale: Scale, answers: Answers, instrument: Instrument) -> float | None:
    ticks = score(scale, answers, instrument)
    return None if ticks is None else points(ticks, full_ticks(scale, instrument))


def _standings(
    instrument: Instrument,
    answers: Answers,
    scored: dict[str, float | None],
    role: MeasureRole,
    language: str,
) -> tuple[Standing, ...]:
    return tuple(
        Standing(
            name=scale.name[language],
            points=round(value),
            place=_place(value),
            low_end=scale.low_end[language],
            high_end=scale.high_end[language],
            hard=_place(value) == ("high" if scale.good_end is GoodEnd.LOW else "low"),
            rating=_rating(instrument, scale, answers, language),
        )
        for scale in instrument.scales
        if scale.role is role and (value := scored[scale.key]) is not None
    )


def _place(value: float) -> str:
    return "low" if value < LOW_THIRD else "middle" if value <= HIGH_THIRD else "high"


def _rating(instrument: Instrument, scale: Scale, answers: Answers, language: str) -> Rating | None:
    if not scale.bands or len(scale.items) != 1:
        return None
    item = scale.items[0].item
    value = answers.get(item)
    if value is None:
        return None
    names = [one.name[language] for one in scale.bands if one.low <= value <= one.high]
    return Rating(value, max(instrument.options_of(item).values), names[0] if names else "")


def _is_much(scale: Scale, value: float | None) -> bool:
    if value is None or scale.role is not MeasureRole.OUTCOME:
        return False
    return (value if scale.good_end is GoodEnd.LOW else 100 - value) >= MUCH
