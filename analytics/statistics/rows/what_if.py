"""Rows on what would be expected if every group had the conditions of the best quarter."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from analytics.release.model import Analysis, AnalysisKind
from analytics.statistics.attributable import what_ifs
from analytics.statistics.intervals import Interval
from analytics.statistics.models import Fitted
from analytics.statistics.patterns import Floats, Patterns
from analytics.statistics.risks import Risks
from analytics.statistics.rounding import nearest_ten
from analytics.statistics.rows.ground import Ground, Place, no_number, number
from analytics.statistics.rows.groups import (
    group_values,
    organisation_cell,
    published_value,
    shrink,
)
from analytics.statistics.standardisation import at_share
from analytics.statistics.two_by_two import Comparison
from survey.vocabulary import GoodEnd

KIND = AnalysisKind.WHAT_IF
BEST_PART = 0.25
FEWEST_GROUPS = 8
"""A best quarter of fewer groups than two is one lucky group."""
METHOD = (
    "adjusted model, marginal standardisation at the published share; holds only if the association"
    " is causal; best quarter of groups at {target:.0f} points"
)
STEPS = (25, 50, 75, 100)
"""How far towards the best quarter, in per cent: the stops of a slider."""


@dataclass(frozen=True)
class Shift:
    """How far each group would move, in points, to be where the best quarter is."""

    target: float
    points: Mapping[tuple[str, str], float]


def what_if_rows(ground: Ground) -> Iterator[Analysis]:
    """Yield expected shares and attributable fractions by outcome, factor and slider stop.

    ``category`` is per cent of the way. Groups that are better already stay where they are; each
    person moves as far as their group's published mean, drawn to the organisation. ``target`` is
    the mean of the best quarter, in points. The model starts from the published share
    (``analytics.statistics.standardisation``) and tells fractions alone, to a thousandth; the
    expected share is the published one times what is left: from a share of its own, a model
    would tell how many of its people have the outcome, and by subtraction of few others.
    """
    shifts = {factor: best_quarter(ground, factor) for factor in ground.instrument.model.factors}
    for outcome in ground.outcomes:
        fitted = ground.models.adjusted(outcome)
        risks = _start(ground, fitted)
        for factor in ground.factors(outcome):
            yield from _rows(ground, fitted, risks, factor, shifts[factor])


def best_quarter(ground: Ground, factor: str) -> Shift | None:
    """Return where the best quarter of answers is, by groups of teams, and who is how far off.

    Made of published cells alone, drawn to the organisation first: of many small groups the best
    looking are also the luckiest. None for fewer than eight groups.
    """
    groups = group_values(ground.cells_of[factor], factor, teams=True)
    drawn = shrink(ground.cells_of[factor], factor, groups)
    if len(drawn) < FEWEST_GROUPS:
        return None
    up = 1 if ground.instrument.measures[factor].good_end is GoodEnd.HIGH else -1
    means = [one.estimate for one in drawn]
    target = _best(means, [group.n for group in groups], up)
    return Shift(
        target,
        {
            (group.department, group.team): target - mean if up * (target - mean) > 0 else 0.0
            for group, mean in zip(groups, means, strict=True)
        },
    )


def _best(means: Sequence[float], n: Sequence[int], up: int) -> float:
    """Return the mean of the best quarter of answers, groups taken from the best on."""
    left, total = BEST_PART * sum(n), 0.0
    for mean, size in sorted(zip(means, n, strict=True), key=lambda pair: -up * pair[0]):
        taken = min(left, float(size))
        total, left = total + taken * mean, left - taken
    return total / (BEST_PART * sum(n))


def expected_interval(now: Comparison, part: Comparison) -> Interval:
    """Return the interval of a share times what is left of it, each with an interval of its own.

    Today's share is not known for sure either, so what is expected never is more surely than it.
    MOVER on the log scale: Zou & Donner 2008, Stat Med 27:1693, and Donner & Zou 2012, Stat
    Methods Med Res 21:347. Both are taken to be independent.
    """
    share, left = now.estimate, 1 - part.estimate
    lower = _ratios_away(now.interval.low / share, (1 - part.interval.high) / left)
    upper = _ratios_away(now.interval.high / share, (1 - part.interval.low) / left)
    return Interval(share * left / lower, min(1.0, share * left * upper))


def _ratios_away(*ratios: float) -> float:
    """Return how many times away both together are, each being so many times away alone."""
    if min(ratios) <= 0:
        return math.inf
    return math.exp(math.hypot(*(math.log(one) for one in ratios)))


def _published_share(ground: Ground, outcome: str) -> Comparison | None:
    """Return the published share with the outcome, where some have it and some have not."""
    cell = organisation_cell(ground.cells_of[outcome], outcome)
    share = None if cell is None else published_value(cell)
    if cell is None or share is None or not 0 < share < 1:
        return None
    low, high = (share if end is None else end for end in (cell.low, cell.high))
    return Comparison(share, Interval(low, high))


def _start(ground: Ground, fitted: Fitted) -> Risks | None:
    """Return the risks of the model's people at the published share."""
    share, patterns = _published_share(ground, fitted.outcome), fitted.sample.patterns
    if fitted.fit is None or share is None:
        return None
    return Risks.of(at_share(fitted.fit, patterns, share.estimate), patterns)


def _rows(
    ground: Ground, fitted: Fitted, risks: Risks | None, factor: str, shift: Shift | None
) -> Iterator[Analysis]:
    place: Place = {"outcome": fitted.outcome, "factor": factor}
    now = _published_share(ground, fitted.outcome)
    if risks is None or now is None or shift is None or factor not in fitted.sample.factors:
        why = fitted.why_not or ("constant" if factor in fitted.sample.constant else "")
        yield no_number(ground, KIND, "expected_share", why or "too_few_groups", **place)
        return
    patterns, column = risks.patterns, fitted.sample.column(factor)
    points = _points(ground, factor, shift, patterns) / fitted.sample.sd[factor]
    place |= {"n": nearest_ten(patterns.n), "method": METHOD.format(target=shift.target)}
    yield number(ground, KIND, "target", shift.target, **place)
    ways = what_ifs(risks, column, [step / 100 * points for step in STEPS])
    for step, way in zip(STEPS, ways, strict=True):
        found = way.fraction
        part = Comparison(
            round(found.estimate, 3),
            Interval(round(found.interval.low, 3), round(found.interval.high, 3)),
        )
        share, expected = now.estimate * (1 - part.estimate), expected_interval(now, part)
        at = place | {"category": str(step)}
        yield number(ground, KIND, "attributable_fraction", part.estimate, part.interval, **at)
        yield number(ground, KIND, "expected_share", share, expected, **at)


def _points(ground: Ground, factor: str, shift: Shift, patterns: Patterns) -> Floats:
    """Return how far the people of each pattern move, by the group of their unit."""
    sensitivity = ground.instrument.measures[factor].sensitivity
    group_of = {
        (member.department, member.team): (member.group_department, member.group_team)
        for member in ground.groups
        if member.sensitivity is sensitivity
    }
    by_unit = {
        unit.id: shift.points.get(group_of.get((unit.department, unit.team), ("", "")), 0.0)
        for unit in ground.units
    }
    if patterns.cluster is None:
        return np.full(len(patterns.count), by_unit.get(0, 0.0))
    units, place = np.unique(patterns.cluster, return_inverse=True)
    return np.array([by_unit.get(int(unit), 0.0) for unit in units])[place]
