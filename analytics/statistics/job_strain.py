"""Job strain by fixed cut-offs: quadrants of demands and control, iso-strain, and pain in each.

Beside a model, never instead of one: the share in "high strain" runs from 20 to 42 % with the
cut-off alone (Mikkelsen 2011), so the rule in force belongs beside every picture of it.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from typing import Final, TypeVar

import numpy as np
import pandas as pd

from analytics.statistics.cases import COUNT
from analytics.statistics.intervals import Interval, wilson
from analytics.statistics.sample import PatternTally
from analytics.statistics.standardisation import intercept_shift

Key = TypeVar("Key")

FEWEST_PEOPLE: Final = 10
"""With and without the outcome, in each part that is shown (rule 6 of anonymity)."""


CUT_DIGITS: Final = 2
"""Decimals of a point in which a cut-off is kept."""


class Quadrant(StrEnum):
    """Where a person stands, as Karasek 1979 names it."""

    HIGH_STRAIN = "high_strain"
    ACTIVE = "active"
    PASSIVE = "passive"
    LOW_STRAIN = "low_strain"


class Part(StrEnum):
    """A part of the organisation made by answers that is not one quadrant."""

    NOT_HIGH_STRAIN = "not_high_strain"
    ISO_STRAIN = "iso_strain"
    SUPPORTED_STRAIN = "supported_strain"


@dataclass(frozen=True)
class StrainRule:
    """Which scales and which fixed cut-offs, in points of 100, and where these come from.

    ``source`` names the instrument, or the first wave whose medians were kept. Medians of each
    wave anew would make about a quarter "high strain" by construction.
    """

    demands: str
    control: str
    demands_cut: float
    control_cut: float
    source: str
    support: str | None = None
    support_cut: float | None = None


@dataclass(frozen=True)
class PartShare:
    """How many people are in a part and which share of them has the outcome."""

    n: int
    events: float
    interval: Interval

    @property
    def share(self) -> float:
        """Share with the outcome, 0 to 1."""
        return self.events / self.n


@dataclass(frozen=True)
class Strain:
    """What may be shown of one outcome by job strain.

    Attributes
    ----------
    quadrants
        All four; or high strain against all others where one of the four is too small; or
        nothing where these are.
    iso
        High strain with low support and with support, where a support scale has a cut-off.
    """

    rule: StrainRule
    outcome: str
    quadrants: Mapping[Quadrant | Part, PartShare]
    iso: Mapping[Part, PartShare]


def weighted_median(tally: PatternTally, measure: str) -> float | None:
    """Return the median of a scale in points, to be kept as a cut-off; None without answers.

    With an even number of people it is the mean of the middle two.
    """
    known = tally.patterns[[measure, COUNT]].dropna().astype("int64")
    totals = known.groupby(measure, sort=True)[COUNT].sum()
    people = int(totals.sum())
    if not people:
        return None
    ticks, reached = totals.index.to_numpy(), totals.cumsum().to_numpy()
    low, high = (int(ticks[(reached > at).argmax()]) for at in ((people - 1) // 2, people // 2))
    return 100 * (low + high) / 2 / tally.full[measure]


def job_strain(tally: PatternTally, outcome: str, rule: StrainRule) -> Strain:
    """Return the share with a yes/no outcome by quadrant, with Wilson intervals.

    High strain is demands strictly above **and** control strictly below their cut-offs; a score
    at the cut-off is not exposed (the rule of the IPD-Work consortium, Kivimäki 2012, Lancet
    380:1491). Iso-strain is high strain with support strictly below its cut-off. Parts are made
    by answers, so each that is shown has ten people with and ten without the outcome, and no
    part can be had by subtraction: all scales of the rule are known of everybody counted here.
    At the border of the release, shares belong in whole per cent and counts in tens, since the
    organisation's own count may include a few people who skipped one of these scales; and
    they start from its share (``at_published_share``).
    """
    keys = [rule.demands, rule.control, *([rule.support] if rule.support else []), outcome]
    frame = tally.patterns[[*keys, COUNT]].dropna()
    demanding = _beyond(tally, frame, rule.demands, rule.demands_cut, above=True)
    powerless = _beyond(tally, frame, rule.control, rule.control_cut, above=False)
    strained = demanding & powerless
    four: dict[Quadrant | Part, PartShare | None] = {
        Quadrant.HIGH_STRAIN: _part(frame, outcome, strained),
        Quadrant.ACTIVE: _part(frame, outcome, demanding & ~powerless),
        Quadrant.PASSIVE: _part(frame, outcome, ~demanding & powerless),
        Quadrant.LOW_STRAIN: _part(frame, outcome, ~demanding & ~powerless),
    }
    two: dict[Quadrant | Part, PartShare | None] = {
        Quadrant.HIGH_STRAIN: four[Quadrant.HIGH_STRAIN],
        Part.NOT_HIGH_STRAIN: _part(frame, outcome, ~strained),
    }
    iso: dict[Part, PartShare | None] = {}
    if rule.support is not None and rule.support_cut is not None:
        alone = _beyond(tally, frame, rule.support, rule.support_cut, above=False)
        iso = {
            Part.ISO_STRAIN: _part(frame, outcome, strained & alone),
            Part.SUPPORTED_STRAIN: _part(frame, outcome, strained & ~alone),
        }
    return Strain(rule, outcome, _all_or_none(four) or _all_or_none(two), _all_or_none(iso))


def at_published_share(strain: Strain, share: float) -> Strain:
    """Return the parts with all log odds moved alike until they average to ``share``.

    The shares of all parts add up to the outcome's true total. Moved, they add up to what the
    organisation's cell says, and what they tell is how far the parts lie apart (their odds
    ratios stay). Nothing is left where the quadrants are not shown.

    Raises
    ------
    ShareImpossible
        When ``share`` is not between 0 and 1.
    """
    quadrants = list(strain.quadrants.values())
    if not quadrants:
        return replace(strain, iso={})
    n = np.array([part.n for part in quadrants], float)
    odds = np.log([part.events / (part.n - part.events) for part in quadrants])
    shift = intercept_shift(odds, n / n.sum(), share)
    return replace(
        strain,
        quadrants={key: _moved(part, shift) for key, part in strain.quadrants.items()},
        iso={key: _moved(part, shift) for key, part in strain.iso.items()},
    )


def _moved(part: PartShare, shift: float) -> PartShare:
    odds = part.events / (part.n - part.events) * math.exp(shift)
    events = part.n * odds / (1 + odds)
    return PartShare(part.n, events, wilson(events, part.n))


def _beyond(
    tally: PatternTally, frame: pd.DataFrame, measure: str, cut: float, *, above: bool
) -> "pd.Series[bool]":
    """Tell who is strictly beyond a cut-off, in exact arithmetic, so that ties are ties.

    A score that is the cut-off to ``CUT_DIGITS`` is a tie: two thirds are kept as 66.67.
    """
    full, written = tally.full[measure], Fraction(repr(cut))
    at, score = written * full / 100, Fraction(round(written * full / 100) * 100, full)
    if abs(score - written) <= Fraction(1, 2 * 10**CUT_DIGITS):
        at = score * full / 100
    ticks = frame[measure].astype("int64")
    return ticks * at.denominator > at.numerator if above else ticks * at.denominator < at.numerator


def _part(frame: pd.DataFrame, outcome: str, inside: "pd.Series[bool]") -> PartShare | None:
    """Return the share of a part, or None where too few people have or lack the outcome."""
    count = frame.loc[inside, COUNT].astype("int64")
    n, events = int(count.sum()), int((count * frame.loc[inside, outcome].astype("int64")).sum())
    if min(events, n - events) < FEWEST_PEOPLE:
        return None
    return PartShare(n, events, wilson(events, n))


def _all_or_none(parts: Mapping[Key, PartShare | None]) -> Mapping[Key, PartShare]:
    shown = {key: part for key, part in parts.items() if part is not None}
    return shown if len(shown) == len(parts) else {}
