"""The cells of a release: every measure for the organisation, departments and teams, by count.

Team rows pass the ends first; departments and the organisation are sums of what is shown. The
interval of a mean uses one spread for all groups, not the group's own: a group's own would
publish its second moment, and with it more than a mean may say (docs/adr/0005).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final

import pandas as pd

from analytics.disclosure.extremes import (
    Blurred,
    Exact,
    ends_touched,
    granularity,
    secret_offset,
    swap_ends,
)
from analytics.disclosure.groups import Block, Grouping
from analytics.release.model import TOTAL, Cell, CellStatus, Reason, Statistic
from analytics.scoring import points
from analytics.statistics.intervals import Interval, mean_interval, normal_quantile, wilson
from analytics.tally import Tally
from survey.instruments.model import Measure, Scale
from survey.vocabulary import Sensitivity

POINT_DIGITS: Final = 2
SHARE_DIGITS: Final = 4

SPREAD_BASE: Final = 100
"""Fewest answers from which the organisation's own standard deviation is published and used."""

PLANNED_SPREAD: Final = 25.0
"""Points; stands in for the standard deviation of smaller organisations."""

WHOLE: Final = Block(TOTAL, TOTAL, ())


@dataclass(frozen=True)
class Groupings:
    """The rows that show working conditions, and those that show health."""

    conditions: Grouping
    health: Grouping

    def of(self, sensitivity: Sensitivity) -> Grouping:
        """Return the grouping that protects measures of a sensitivity."""
        return self.health if sensitivity is Sensitivity.HEALTH else self.conditions


@dataclass(frozen=True)
class Row:
    """A row of one measure with its published sum, and at how many ends that may be off."""

    block: Block
    sums: Blurred
    ends: int


@dataclass(frozen=True)
class Ruler:
    """What turns a measure's ticks into published numbers.

    Attributes
    ----------
    full, g
        Ticks of one person at the top, and the grain of the ends.
    spread, df
        Points and degrees of freedom for the intervals of means.
    """

    measure: Measure
    full: int
    g: int
    spread: float
    df: int


def measure_cells(
    wave: str, measure: Measure, tally: Tally, groupings: Groupings, key: bytes
) -> Iterator[Cell]:
    """Yield the cells of one measure: organisation, departments, teams, then withheld rows.

    ``key`` is the secret of the ends; see ``analytics.disclosure.extremes``.
    """
    by_unit = tally.by_unit(measure.key)
    ruler = _ruler(measure, tally.full[measure.key], by_unit)
    grouping = groupings.of(measure.sensitivity)
    teams, departments = [], []
    for department in grouping.departments:
        rows = _team_rows(department, grouping, by_unit, ruler, key)
        touched = ends_touched([row.sums for row in rows], ruler.full, ruler.g)
        departments.append(_sum_row(department, rows, touched, ruler))
        teams.extend(rows)
    organisation = _sum_row(WHOLE, departments, sum(row.ends for row in departments), ruler)
    for row in (organisation, *departments, *teams):
        yield _cell(wave, row, ruler)
    if isinstance(measure, Scale) and ruler.df + 1 >= SPREAD_BASE:
        yield _spread_cell(wave, ruler)
    for block in _shown_elsewhere(groupings, measure.sensitivity):
        yield _withheld_cell(wave, measure, block, Reason.SHOWN_TOGETHER)


def unanswered_cell(wave: str, measure: Measure) -> Cell:
    """Return the organisation's cell of a measure with too few answers to show anywhere."""
    return _withheld_cell(wave, measure, WHOLE, Reason.TOO_FEW_ANSWERS)


def standard_deviation(n: int, total: int, squares: int) -> float:
    """Return the sample standard deviation, sqrt((Σx² - (Σx)²/n) / (n - 1)), in ticks."""
    if n < 2:
        return 0.0
    return sqrt(max((squares - total * total / n) / (n - 1), 0.0))


def _ruler(measure: Measure, full: int, by_unit: pd.DataFrame) -> Ruler:
    n, total, squares = (int(by_unit[column].sum()) for column in ("n", "total", "squares"))
    own = points(standard_deviation(n, total, squares), full)
    yes_no_health = not isinstance(measure, Scale) and measure.sensitivity is Sensitivity.HEALTH
    spread = own if n >= SPREAD_BASE else PLANNED_SPREAD
    return Ruler(measure, full, granularity(full, yes_no_health), spread, n - 1)


def _team_rows(
    department: Block, grouping: Grouping, by_unit: pd.DataFrame, ruler: Ruler, key: bytes
) -> list[Row]:
    blocks = [block for block in grouping.teams if block.department == department.department]
    offset = secret_offset(key, department.department, ruler.measure.key, ruler.g)
    sums = swap_ends(
        [_exact(by_unit, block.units) for block in blocks], ruler.full, ruler.g, offset
    )
    return [Row(block, blurred, 0) for block, blurred in zip(blocks, sums, strict=True)]


def _sum_row(block: Block, parts: Sequence[Row], ends: int, ruler: Ruler) -> Row:
    """A department is the sum of its teams as shown, the organisation that of its departments."""
    if len(parts) == 1:
        return Row(block, parts[0].sums, ends)
    n, total = sum(part.sums.n for part in parts), sum(part.sums.total for part in parts)
    return Row(block, _bounds_of_sum(n, total, ends, ruler), ends)


def _bounds_of_sum(n: int, total: int, ends: int, ruler: Ruler) -> Blurred:
    """A sum near an end is written as bounds, so that all-or-none is never said of a department."""
    ceiling, slack = n * ruler.full, ruler.g - 1
    if ends and (total <= ruler.g or total >= ceiling - ruler.g):
        return Blurred(n, total, max(0, total - ends * slack), min(ceiling, total + ends * slack))
    return Blurred(n, total, total, total)


def _cell(wave: str, row: Row, ruler: Ruler) -> Cell:
    scale = isinstance(ruler.measure, Scale)
    digits = POINT_DIGITS if scale else SHARE_DIGITS
    if row.sums.exact:
        value = _value(row.sums.total, row.sums.n, ruler)
        interval = _interval(row, ruler)
        low, high = interval.low, interval.high
    else:
        value = None
        low = _value(row.sums.low, row.sums.n, ruler)
        high = _value(row.sums.high, row.sums.n, ruler)
    return Cell(
        wave=wave,
        department=row.block.department,
        team=row.block.team,
        measure=ruler.measure.key,
        statistic=Statistic.MEAN if scale else Statistic.SHARE,
        n=row.sums.n,
        value=None if value is None else round(value, digits),
        low=round(low, digits),
        high=round(high, digits),
        status=CellStatus.SHOWN if row.sums.exact else CellStatus.BOUNDED,
        reason=_reason(row),
    )


def _reason(row: Row) -> Reason:
    if not row.sums.exact:
        return Reason.NEAR_THE_END
    return Reason.ENDS_INSIDE if row.ends else Reason.NONE


def _value(total: int, n: int, ruler: Ruler) -> float:
    return points(total / n, ruler.full) if isinstance(ruler.measure, Scale) else total / n


def _interval(row: Row, ruler: Ruler) -> Interval:
    """The 95 % interval: t for means, Wilson for shares, widened where ends were swapped.

    Swapping an end adds at most g²/4 to the variance of a sum (rounding to multiples of g with
    a uniform offset), so its half-width is added in quadrature.
    """
    n, value = row.sums.n, _value(row.sums.total, row.sums.n, ruler)
    if isinstance(ruler.measure, Scale):
        top = 100.0
        interval = mean_interval(value, ruler.spread, n, ruler.df)
    else:
        top = 1.0
        interval = wilson(row.sums.total, n)
    grain = top * ruler.g / (2 * ruler.full * n) * sqrt(row.ends)
    added = normal_quantile() * grain
    low = value - sqrt((value - interval.low) ** 2 + added**2)
    high = value + sqrt((interval.high - value) ** 2 + added**2)
    return Interval(max(low, 0.0), min(high, top))


def _spread_cell(wave: str, ruler: Ruler) -> Cell:
    return Cell(
        wave=wave,
        measure=ruler.measure.key,
        statistic=Statistic.SD,
        n=ruler.df + 1,
        value=round(ruler.spread, POINT_DIGITS),
        status=CellStatus.SHOWN,
    )


def _withheld_cell(wave: str, measure: Measure, block: Block, reason: Reason) -> Cell:
    return Cell(
        wave=wave,
        department=block.department,
        team=block.team,
        measure=measure.key,
        statistic=Statistic.MEAN if isinstance(measure, Scale) else Statistic.SHARE,
        status=CellStatus.WITHHELD,
        reason=reason,
    )


def _shown_elsewhere(groupings: Groupings, sensitivity: Sensitivity) -> list[Block]:
    """Rows that exist for the other sensitivity only: here their answers are in a wider row."""
    own = groupings.of(sensitivity)
    here = {(block.department, block.team) for block in (*own.departments, *own.teams)}
    return [
        block
        for grouping in (groupings.conditions, groupings.health)
        for block in (*grouping.departments, *grouping.teams)
        if (block.department, block.team) not in here
    ]


def _exact(by_unit: pd.DataFrame, units: Iterable[int]) -> Exact:
    own = by_unit.loc[by_unit.index.isin(list(units))]
    return Exact(int(own["n"].sum()), int(own["total"].sum()))
