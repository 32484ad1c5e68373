"""How far off a published total can be, read from the release itself.

Where rows of a department are ranges at an end of the scale, its total is the sum of what stands
for them: at each such end off by at most what 1 person can move, or 2 in yes/no questions on
health (docs/anonymity.md, "Ends"). An organisation's total adds up its departments'.
"""

from collections.abc import Iterable

from analytics.release.content import Release
from analytics.release.model import TOTAL, Cell, CellStatus, MeasureEntry, Reason, Statistic
from survey.vocabulary import Sensitivity


def furthest_off(release: Release, total: Cell) -> int:
    """Return the people whose answers a total can be off by at most; 0 where it is exact.

    ``total`` is the cell of a department or of the organisation, without breakdown.
    """
    if total.reason is not Reason.ENDS_INSIDE or total.breakdown != TOTAL:
        return 0
    ends = {
        (cell.department, _near_the_bottom(cell))
        for cell in _ranges(release, total.measure)
        if total.department in {TOTAL, cell.department}
    }
    return len(ends) * _people_an_end(release.measure(total.measure))


def most_off(release: Release) -> tuple[Cell, int] | None:
    """Return the organisation's total that can be off by most people; None where all are exact."""
    totals = [cell for cell in release.cells if cell.department == TOTAL and _main(cell)]
    found = ((cell, furthest_off(release, cell)) for cell in totals)
    return max((one for one in found if one[1]), key=lambda one: one[1], default=None)


def _ranges(release: Release, measure: str) -> Iterable[Cell]:
    return (
        cell
        for cell in release.whole.cells  # a total adds up all of them, whoever looks
        if cell.measure == measure
        and _main(cell)
        and cell.department != TOTAL
        and cell.status is CellStatus.BOUNDED
        and cell.reason is Reason.NEAR_THE_END
    )


def _main(cell: Cell) -> bool:
    return cell.breakdown == TOTAL and cell.statistic in {Statistic.MEAN, Statistic.SHARE}


def _near_the_bottom(cell: Cell) -> bool:
    top = 1 if cell.statistic is Statistic.SHARE else 100
    return (cell.low or 0) + (top if cell.high is None else cell.high) < top


def _people_an_end(entry: MeasureEntry) -> int:
    return 2 if entry.kind == "yes_no" and entry.sensitivity is Sensitivity.HEALTH else 1
