"""The cells of a breakdown: each category for the organisation, and for each of its areas.

In every department and question the rows of a breakdown are moved by secret amounts that add up
to the department as published; an area is the sum of its departments, the organisation that of
all. A yes/no row of one department is written as bounds, which say all that is known of it; means
and larger sums as a number, moved by less than their interval, which is widened accordingly.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np

from analytics.composing.breakdowns import Divided
from analytics.composing.cell_values import (
    CellValues,
    Place,
    bounds_of_sum,
    number_cell,
    withheld_cell,
)
from analytics.composing.sums import UNSAID
from analytics.composing.tally import Tally
from analytics.disclosure.crossings.areas import Area, Crossing
from analytics.disclosure.crossings.noise import moved, secret_draws, width
from analytics.disclosure.extremes import Blurred, Exact
from analytics.disclosure.groups import Block, label
from analytics.release.model import GROUP_JOIN, TOTAL, Cell, Reason, Statistic

Published = Sequence[tuple[Block, int, int]]
"""Each department group with its published sum, and at how many ends that may be off."""


@dataclass(frozen=True)
class Moved:
    """A row as published: answers, sum, how far that may be off, and the variance of that."""

    n: int
    total: int
    reach: int
    variance: float

    def __add__(self, other: "Moved") -> "Moved":
        """Return the row of both departments together."""
        return Moved(
            self.n + other.n,
            self.total + other.total,
            self.reach + other.reach,
            self.variance + other.variance,
        )


def breakdown_cells(
    wave: str,
    divided: Divided,
    published: Published,
    tally: Tally,
    cell_values: CellValues,
    key: bytes,
) -> Iterator[Cell]:
    """Yield the cells of one measure by one breakdown: the organisation, then each area.

    A breakdown that is shown nowhere has one withheld cell; a department that is shown together
    with others has one, too.
    """
    crossing = divided.crossing
    if crossing is None:
        place = Place(TOTAL, TOTAL, divided.breakdown, TOTAL)
        yield withheld_cell(wave, place, cell_values.measure, Reason.TOO_FEW_ANSWERS)
        return
    rows = _department_rows(divided, crossing, published, tally, cell_values, key)
    yield from _area_cells(wave, divided, TOTAL, list(rows.values()), cell_values)
    for area in crossing.areas if len(crossing.areas) > 1 else ():
        if not divided.organisation_only:
            inside = [rows[department] for department in area]
            yield from _area_cells(wave, divided, area_name(area), inside, cell_values)
    for department in _not_alone(divided, crossing):
        place = Place(department, TOTAL, divided.breakdown, TOTAL)
        yield withheld_cell(wave, place, cell_values.measure, Reason.SHOWN_TOGETHER)


def area_name(area: Area) -> str:
    """Return the name of department groups that are shown together: their departments'."""
    return label(name for group in area for name in group.split(GROUP_JOIN))


def _not_alone(divided: Divided, crossing: Crossing) -> list[str]:
    """The department groups without rows of their own; of one group alone, the organisation."""
    everybody = [department for area in crossing.areas for department in area]
    if divided.organisation_only or len(crossing.areas) == 1:
        return sorted(everybody)
    return sorted(name for area in crossing.areas if len(area) > 1 for name in area)


def _department_rows(
    divided: Divided,
    crossing: Crossing,
    published: Published,
    tally: Tally,
    cell_values: CellValues,
    key: bytes,
) -> dict[str, list[Moved]]:
    """By department group, its rows in the order of the categories."""
    exact = _exact(
        divided, crossing, [block for block, _, _ in published], tally, cell_values.measure.key
    )
    rows = {}
    for own, (block, total, ends) in zip(exact, published, strict=True):
        limit = width(cell_values.g, ends)
        sizes = [row.n for row in own]
        draw = secret_draws(
            key, block.department, divided.breakdown, cell_values.measure.key, sizes
        )
        sums = moved(own, cell_values.full, total, limit, draw)
        rows[block.department] = [
            _moved(row, total, limit, cell_values) for row, total in zip(own, sums, strict=True)
        ]
    return rows


def _moved(row: Exact, total: int, limit: int, cell_values: CellValues) -> Moved:
    """A row moved evenly by up to ``limit`` either way has that variance: w (w + 1) / 3."""
    reach = min(limit, row.n * cell_values.full)
    return Moved(row.n, total, reach, reach * (reach + 1) / 3)


def _exact(
    divided: Divided, crossing: Crossing, blocks: Sequence[Block], tally: Tally, measure: str
) -> list[list[Exact]]:
    """For each department group, answers and true sum by category."""
    place_of = {unit: at for at, block in enumerate(blocks) for unit in block.units}
    category_of = {
        UNSAID if step is None else step: at
        for at, category in enumerate(crossing.categories)
        for step in category.steps
    }
    counted = tally.categories[divided.breakdown].of(measure)
    places = np.array([place_of[unit] for unit in counted.unit.tolist()], np.int64)
    categories = np.array([category_of[step] for step in counted.category.tolist()], np.int64)
    sums = np.zeros((2, len(blocks), len(crossing.categories)), np.int64)
    np.add.at(sums[0], (places, categories), counted.n)
    np.add.at(sums[1], (places, categories), counted.total)
    return [list(map(Exact, n, total)) for n, total in zip(*sums.tolist(), strict=True)]


def _area_cells(
    wave: str,
    divided: Divided,
    name: str,
    inside: Sequence[Sequence[Moved]],
    cell_values: CellValues,
) -> Iterator[Cell]:
    for at, category in enumerate(divided.names):
        row = reduce(Moved.__add__, (rows[at] for rows in inside))
        place = Place(name, TOTAL, divided.breakdown, category)
        if row.n == 0:
            yield withheld_cell(wave, place, cell_values.measure, Reason.TOO_FEW_ANSWERS)
        else:
            sums = _sums(row, len(inside) == 1, cell_values)
            reason = Reason.BLURRED if sums.exact or _clear_of_ends(sums, cell_values) else (
                Reason.NEAR_THE_END
            )  # fmt: skip
            yield number_cell(wave, place, sums, row.variance, reason, cell_values)


def _sums(row: Moved, one_department: bool, cell_values: CellValues) -> Blurred:
    """A yes/no row of one department is bounds; any other is a number unless near an end."""
    if one_department and cell_values.statistic is Statistic.SHARE:
        ceiling = row.n * cell_values.full
        return Blurred(
            row.n, row.total, max(0, row.total - row.reach), min(ceiling, row.total + row.reach)
        )
    return bounds_of_sum(row.n, row.total, row.reach, cell_values)


def _clear_of_ends(sums: Blurred, cell_values: CellValues) -> bool:
    return sums.low > 0 and sums.high < sums.n * cell_values.full
