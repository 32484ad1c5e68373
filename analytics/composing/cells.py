"""The cells of a release: every measure for the organisation, departments and teams, by count.

Team rows pass the ends first; departments and the organisation are sums of what is shown. The
interval of a mean uses one spread for all groups, not the group's own: a group's own would
publish its second moment, and with it more than a mean may say (docs/adr/0005).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from analytics.composing.breakdown_cells import breakdown_cells
from analytics.composing.breakdowns import Crossings
from analytics.composing.cell_values import (
    POINT_DIGITS,
    SPREAD_BASE,
    CellValues,
    Place,
    bounds_of_sum,
    cell_values_of,
    number_cell,
    withheld_cell,
)
from analytics.composing.tally import Tally
from analytics.disclosure.extremes import Blurred, Exact, ends_touched, secret_offset, swap_ends
from analytics.disclosure.groups import Block, Grouping
from analytics.release.model import TOTAL, Cell, CellStatus, Reason, Statistic
from survey.instruments.model import Measure, Scale
from survey.vocabulary import Sensitivity

WHOLE: Final = Block(TOTAL, TOTAL, ())
UNDIVIDED: Final = Crossings((), ())


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


def measure_cells(
    wave: str,
    measure: Measure,
    tally: Tally,
    groupings: Groupings,
    key: bytes,
    crossings: Crossings = UNDIVIDED,
) -> Iterator[Cell]:
    """Yield the cells of one measure: organisation, departments, teams, withheld rows, breakdowns.

    ``key`` is the secret of the ends; see ``analytics.disclosure.extremes``.
    """
    by_unit = tally.by_unit(measure.key)
    cell_values = cell_values_of(measure, tally.full[measure.key], by_unit)
    exact = exact_sums(by_unit)
    grouping = groupings.of(measure.sensitivity)
    blocks = _by_department(grouping.teams)
    teams, departments = [], []
    for department in grouping.departments:
        rows = _team_rows(department, blocks[department.department], exact, cell_values, key)
        touched = ends_touched([row.sums for row in rows], cell_values.full, cell_values.g)
        departments.append(_sum_row(department, rows, touched, cell_values))
        teams.extend(rows)
    organisation = _sum_row(WHOLE, departments, sum(row.ends for row in departments), cell_values)
    for row in (organisation, *departments, *teams):
        yield _cell(wave, row, cell_values)
    if isinstance(measure, Scale) and cell_values.df + 1 >= SPREAD_BASE:
        yield _spread_cell(wave, cell_values)
    for block in _shown_elsewhere(groupings, measure.sensitivity):
        yield withheld_cell(wave, _place(block), measure, Reason.SHOWN_TOGETHER)
    published = [(row.block, row.sums.total, row.ends) for row in departments]
    for divided in crossings.of(measure.sensitivity):
        yield from breakdown_cells(wave, divided, published, tally, cell_values, key)


def unanswered_cell(wave: str, measure: Measure, *, asked: bool = True) -> Cell:
    """Return the organisation's cell of a measure not asked, or with too few answers anywhere."""
    reason = Reason.TOO_FEW_ANSWERS if asked else Reason.NOT_ASKED
    return withheld_cell(wave, _place(WHOLE), measure, reason)


def _by_department(teams: Iterable[Block]) -> dict[str, list[Block]]:
    inside: dict[str, list[Block]] = {}
    for block in teams:
        inside.setdefault(block.department, []).append(block)
    return inside


def _team_rows(
    department: Block,
    blocks: Sequence[Block],
    exact: Mapping[int, Exact],
    cell_values: CellValues,
    key: bytes,
) -> list[Row]:
    offset = secret_offset(key, department.department, cell_values.measure.key, cell_values.g)
    own = [[exact[unit] for unit in block.units if unit in exact] for block in blocks]
    added = [Exact(sum(one.n for one in each), sum(one.total for one in each)) for each in own]
    sums = swap_ends(added, cell_values.full, cell_values.g, offset)
    return [Row(block, blurred, 0) for block, blurred in zip(blocks, sums, strict=True)]


def _sum_row(block: Block, parts: Sequence[Row], ends: int, cell_values: CellValues) -> Row:
    """A department is the sum of its teams as shown, the organisation that of its departments."""
    if len(parts) == 1:
        return Row(block, parts[0].sums, ends)
    n, total = sum(part.sums.n for part in parts), sum(part.sums.total for part in parts)
    return Row(block, bounds_of_sum(n, total, ends * (cell_values.g - 1), cell_values), ends)


def _cell(wave: str, row: Row, cell_values: CellValues) -> Cell:
    """Swapping an end adds at most g²/4 to the variance of a sum: it rounds to multiples of g."""
    variance = row.ends * cell_values.g**2 / 4
    return number_cell(wave, _place(row.block), row.sums, variance, _reason(row), cell_values)


def _reason(row: Row) -> Reason:
    if not row.sums.exact:
        return Reason.NEAR_THE_END
    return Reason.ENDS_INSIDE if row.ends else Reason.NONE


def _place(block: Block) -> Place:
    return Place(block.department, block.team, TOTAL, TOTAL)


def _spread_cell(wave: str, cell_values: CellValues) -> Cell:
    return Cell(
        wave=wave,
        measure=cell_values.measure.key,
        statistic=Statistic.SD,
        n=cell_values.df + 1,
        value=round(cell_values.spread, POINT_DIGITS),
        status=CellStatus.SHOWN,
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


def exact_sums(by_unit: pd.DataFrame) -> dict[int, Exact]:
    """Return answers and true sum by unit (``Tally.by_unit``)."""
    columns = (by_unit.index.to_numpy(), by_unit["n"].to_numpy(), by_unit["total"].to_numpy())
    units, n, total = (column.tolist() for column in columns)
    return dict(zip(units, map(Exact, n, total), strict=True))
