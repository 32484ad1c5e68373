"""Rows on small groups, made of the published cells alone: they tell nothing that cells do not.

A bounded cell enters with the middle of its bounds, which is not what its people answered.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analytics.release.model import TOTAL, Analysis, AnalysisKind, Cell, Statistic
from analytics.statistics.agreement import TeamsImpossible
from analytics.statistics.intervals import CountsImpossible
from analytics.statistics.rows.ground import Ground, Place, number
from analytics.statistics.shrinkage import Shrunk, shrunken_means, shrunken_shares

KIND = AnalysisKind.GROUPS
FEWEST_GROUPS = 3


@dataclass(frozen=True)
class GroupValue:
    """A published row: its place, its answers and its value (points, or a share from 0 to 1)."""

    department: str
    team: str
    n: int
    value: float


def group_rows(ground: Ground) -> Iterator[Analysis]:
    """Yield for each measure and group its value drawn to the organisation, and how sure it is.

    ``shrunken`` is a share or points; ``above`` the probability, 0 to 1, that the group lies
    above the organisation. Departments are one family of groups and teams another.
    """
    for measure in ground.instrument.measures:
        for teams in (False, True):
            values = group_values(ground.cells_of[measure], measure, teams=teams)
            for group, shrunk in zip(
                values, shrink(ground.cells_of[measure], measure, values), strict=False
            ):
                method = f"drawn towards the organisation, own weight {shrunk.weight:.2f}"
                place: Place = {"department": group.department, "team": group.team,
                                "outcome": measure, "n": group.n, "method": method}  # fmt: skip
                yield number(ground, KIND, "shrunken", shrunk.estimate, shrunk.interval, **place)
                yield number(ground, KIND, "above", round(shrunk.above, 2), **place)


def group_values(cells: Sequence[Cell], measure: str, *, teams: bool) -> list[GroupValue]:
    """Return the published rows of a measure by department, or by group of teams."""
    return [
        GroupValue(cell.department, cell.team, cell.n, value)
        for cell in cells
        if cell.measure == measure and cell.breakdown == TOTAL and cell.department != TOTAL
        and (cell.team != TOTAL) == teams and cell.statistic is not Statistic.SD
        and cell.n and (value := published_value(cell)) is not None
    ]  # fmt: skip


def published_value(cell: Cell) -> float | None:
    """Return a cell's value, the middle of its bounds, or None where it is withheld."""
    if cell.value is not None:
        return cell.value
    return None if cell.low is None or cell.high is None else (cell.low + cell.high) / 2


def organisation_cell(cells: Sequence[Cell], measure: str, *, spread: bool = False) -> Cell | None:
    """Return the organisation's own cell of a measure, or that of its standard deviation."""
    for cell in cells:
        whole = (cell.department, cell.team, cell.breakdown) == (TOTAL, TOTAL, TOTAL)
        if whole and cell.measure == measure and (cell.statistic is Statistic.SD) == spread:
            return cell
    return None


def published_levels(cells: Sequence[Cell]) -> dict[str, float]:
    """Return the organisation's published level in each measure, 0 to 1.

    A share is its own level; of a scale with two scores, 0 and 100 points, the mean is a share
    too. A bounded cell gives the middle of its bounds.
    """
    found: dict[str, float] = {}
    for cell in cells:
        whole = (cell.department, cell.team, cell.breakdown) == (TOTAL, TOTAL, TOTAL)
        value = published_value(cell) if whole and cell.statistic is not Statistic.SD else None
        if value is not None:
            found[cell.measure] = value if cell.statistic is Statistic.SHARE else value / 100
    return found


def shrink(cells: Sequence[Cell], measure: str, values: Sequence[GroupValue]) -> tuple[Shrunk, ...]:
    """Return the groups' values drawn to the organisation; nothing for fewer than three groups.

    Shares by the beta-binomial model. Means by the normal one, with the organisation's published
    standard deviation for that within groups, which draws a little further than their own.
    """
    if len(values) < FEWEST_GROUPS:
        return ()
    sizes = [group.n for group in values]
    totals = [group.n * group.value for group in values]
    try:
        if any(cell.measure == measure and cell.statistic is Statistic.SHARE for cell in cells):
            return shrunken_shares(totals, sizes)
        spread = organisation_cell(cells, measure, spread=True)
        if spread is None or spread.value is None:
            return ()
        variance = spread.value**2
        squares = [
            (n - 1) * variance + total**2 / n for n, total in zip(sizes, totals, strict=True)
        ]
        return shrunken_means(sizes, totals, squares)
    except (CountsImpossible, TeamsImpossible):
        return ()
