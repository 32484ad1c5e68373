"""Rows on scales: do the items measure one thing, and is a team's mean a property of the team?"""

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from analytics.release.model import Analysis, AnalysisKind
from analytics.statistics.agreement import Icc, TeamsImpossible, icc, r_wg_j
from analytics.statistics.cases import COUNT
from analytics.statistics.intervals import Interval
from analytics.statistics.items import ItemCounts
from analytics.statistics.levels import FEWEST_TEAMS
from analytics.statistics.reliability import (
    ItemPatterns,
    ItemsImpossible,
    alpha,
    item_rest,
    omega,
)
from analytics.statistics.rounding import nearest_ten
from analytics.statistics.rows.ground import Ground, Place, no_number, number
from analytics.statistics.rows.groups import GroupValue, group_values, organisation_cell
from analytics.statistics.sufficiency import FEWEST_ANSWERS
from survey.instruments.model import Scale

FEWEST_PEOPLE: Final = 6
"""In a team whose agreement enters the median."""
ICC_DIGITS: Final = 2
MARK: Final = 0.7
"""Alpha or omega below this: the scale is flagged. Nunnally 1978, a convention."""
BELOW: Final = f"below the mark of {MARK}"


def reliability_rows(ground: Ground) -> Iterator[Analysis]:
    """Yield alpha, omega and item-rest correlations of each scale of two items or more.

    ``factor`` is the scale and ``category`` an item. ``method`` begins with ``BELOW`` where the
    number is below its mark.
    """
    kind = AnalysisKind.RELIABILITY
    for scale, counts in ground.items.items():
        place: Place = {"factor": scale}
        values = counts.patterns[list(counts.ranges)].to_numpy(float)
        values = values / np.array(list(counts.ranges.values()), float)
        people = counts.patterns[COUNT].to_numpy(float)
        if people.sum() < FEWEST_ANSWERS:
            yield no_number(ground, kind, "alpha", "too_few_answers", **place)
            continue
        try:
            patterns = ItemPatterns(values, people)
        except ItemsImpossible:
            yield no_number(ground, kind, "alpha", "constant", **place)
            continue
        place |= {"n": nearest_ten(patterns.n)}
        for statistic, found in (("alpha", alpha(patterns)), ("omega", omega(patterns))):
            if found is not None:
                method = "complete answers" if found.estimate >= MARK else f"{BELOW}; convention"
                yield number(ground, kind, statistic, found.estimate, found.interval,
                             **(place | {"method": method}))  # fmt: skip
        for item, correlation in zip(counts.ranges, item_rest(patterns), strict=True):
            yield number(ground, kind, "item_rest", correlation, **(place | {"category": item}))


def below_mark(analyses: Sequence[Analysis]) -> frozenset[str]:
    """Return the scales to flag wherever they are used: omega below its mark, else alpha."""
    found: dict[str, float] = {}
    for statistic in ("alpha", "omega"):
        found |= {
            row.factor: row.value
            for row in analyses
            if row.analysis is AnalysisKind.RELIABILITY and row.statistic == statistic
            and row.value is not None
        }  # fmt: skip
    return frozenset(scale for scale, value in found.items() if value < MARK)


def agreement_rows(ground: Ground) -> Iterator[Analysis]:
    """Yield ICC(1), ICC(2) and the median r_wg(j) of each factor, from 20 teams and 100 answers.

    Over fewer teams the spread of their means would say much about each. The correlations are
    made of published cells alone: the rows of teams (a bounded one with the middle of its
    bounds) and the organisation's spread. True sums of teams would tell, beside the exact rows,
    what the people of a bounded one said. All have two decimals.
    """
    kind = AnalysisKind.AGREEMENT
    for factor in ground.instrument.model.factors:
        if not isinstance(ground.instrument.measures[factor], Scale):
            continue
        teams = group_values(ground.cells_of[factor], factor, teams=True)
        people, place = sum(team.n for team in teams), Place(factor=factor)
        if people < FEWEST_ANSWERS or len(teams) < FEWEST_TEAMS:
            reason = "too_few_teams" if people >= FEWEST_ANSWERS else "too_few_answers"
            yield no_number(ground, kind, "icc1", reason, **place)
            continue
        found = _icc(ground, factor, teams)
        if found is None:
            yield no_number(ground, kind, "icc1", "constant", **place)
            continue
        place |= {"n": nearest_ten(people), "method": f"{found.teams} teams, as published"}
        ends = Interval(
            round(found.interval.low, ICC_DIGITS), round(found.interval.high, ICC_DIGITS)
        )
        yield number(ground, kind, "icc1", round(found.single, ICC_DIGITS), ends, **place)
        yield number(ground, kind, "icc2", round(found.mean, ICC_DIGITS), **place)
        if factor in ground.items:
            yield from _r_wg(ground, factor, ground.items[factor])


def _icc(ground: Ground, factor: str, teams: Sequence[GroupValue]) -> Icc | None:
    """Return the correlations of published rows; None where there is no variance to divide.

    The sum of squares of all people is (n - 1) · SD² + (sum)² / n with the published SD; only
    their total counts, so that it may stand with the first team.
    """
    spread = organisation_cell(ground.cells_of[factor], factor, spread=True)
    if spread is None or spread.value is None:
        return None
    n = np.array([team.n for team in teams], float)
    total = n * np.array([team.value for team in teams])
    squares = np.zeros(len(teams))
    squares[0] = (n.sum() - 1) * spread.value**2 + total.sum() ** 2 / n.sum()
    try:
        return icc(n, total, squares)
    except TeamsImpossible:
        return None


def _r_wg(ground: Ground, factor: str, counts: ItemCounts) -> Iterator[Analysis]:
    steps = set(counts.ranges.values())
    large = counts.by_unit[counts.by_unit["n"] >= FEWEST_PEOPLE]
    if len(steps) != 1 or len(large) < FEWEST_TEAMS:
        return
    n, items = large["n"].to_numpy(float), list(counts.ranges)
    variances = np.mean(
        [(large[f"{item}_squares"] - large[f"{item}_total"] ** 2 / n) / (n - 1) for item in items],
        axis=0,
    )
    agreed = [r_wg_j(float(variance), len(items), steps.copy().pop() + 1) for variance in variances]
    yield number(
        ground, AnalysisKind.AGREEMENT, "r_wg", round(float(np.median(agreed)), 2), factor=factor,
        n=nearest_ten(int(n.sum())),
        method=f"median of {len(large)} teams of {FEWEST_PEOPLE} people or more",
    )  # fmt: skip
