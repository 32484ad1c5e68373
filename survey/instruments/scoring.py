"""From answers to scores: how a scale or a yes/no outcome is made of items, in whole numbers.

Scores are kept in *ticks*, whole numbers that no sum can round: for a scale of which m items
may be answered, one tick is 1 / (step range · lcm(1..m)) of the full scale, so that the mean of
any number of answered items is whole. ``full`` ticks are 100 points.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil, lcm

from survey.instruments.model import Instrument, Measure, Scale, YesNo

Answers = Mapping[str, int | None]
"""One response: its answers by item key; None is "prefer not to say" or not asked."""


@dataclass(frozen=True)
class Place:
    """An item's place in a scale: its lowest and highest value, and whether it is turned."""

    item: str
    low: int
    high: int
    turned: bool


@dataclass(frozen=True)
class ScaleRule:
    """How a scale's ticks follow from its items.

    Attributes
    ----------
    unit
        Ticks that one answered item at its highest end contributes before the mean is taken.
    full
        Ticks that equal 100 points.
    minimum
        Fewest answered items for a score (the half rule).
    """

    places: tuple[Place, ...]
    unit: int
    full: int
    minimum: int


def scale_rule(scale: Scale, instrument: Instrument) -> ScaleRule:
    """Return the rule of a scale: whole ticks whatever the number of items answered."""
    places = tuple(
        Place(entry.item, min(values), max(values), entry.turned)
        for entry in scale.items
        for values in [instrument.options_of(entry.item).values]
    )
    unit = lcm(*(place.high - place.low for place in places))
    full = unit * lcm(*range(1, len(places) + 1))
    return ScaleRule(places, unit, full, max(1, ceil(scale.minimum_answered * len(places))))


def full_ticks(measure: Measure, instrument: Instrument) -> int:
    """Return the ticks that equal 100 points of a scale; 1 for a yes/no outcome."""
    return scale_rule(measure, instrument).full if isinstance(measure, Scale) else 1


def score(measure: Measure, answers: Answers, instrument: Instrument) -> int | None:
    """Return one response's ticks on a measure, or None where too little was answered or asked."""
    if measure.key in instrument.measures_not_asked:
        return None
    if isinstance(measure, YesNo):
        return yes_no(measure, answers)
    return ticks(scale_rule(measure, instrument), answers)


def ticks(rule: ScaleRule, answers: Answers) -> int | None:
    """Return full · mean of (x - low) / (high - low) over the answered items, turned where keyed.

    None where fewer than the minimum are answered.
    """
    moved = [
        rule.unit
        * (place.high - answer if place.turned else answer - place.low)
        // (place.high - place.low)
        for place in rule.places
        if (answer := answers.get(place.item)) is not None
    ]
    if len(moved) < rule.minimum:
        return None
    return sum(moved) * rule.full // (rule.unit * len(moved))


def yes_no(outcome: YesNo, answers: Answers) -> int | None:
    """Return 1 if every condition holds, 0 if one is known not to, None if that stays open."""
    held = [
        None if answers.get(condition.item) is None else answers[condition.item] in condition.values
        for condition in outcome.all_of
    ]
    if False in held:
        return 0
    return None if None in held else 1


def points(tick_count: float, full: int) -> float:
    """Return ticks as points from 0 to 100."""
    return 100.0 * tick_count / full
