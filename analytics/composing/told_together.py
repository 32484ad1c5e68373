"""Told together: measures of one row that say more than each of them, and where they are not shown.

Where the attack of questions together finds a row, both measures are shown one level up: of its
department alone, else of the organisation alone, else nowhere; a breakdown of theirs, not at all.
Both, because that the one is missing would tell what the other then says.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final

from analytics.disclosure.audit import AuditFailed
from analytics.disclosure.audit.between import Told, told_between
from analytics.release.content import Release
from analytics.release.model import TOTAL, Cell, CellStatus, Reason

ROUNDS: Final = 12
"""How often what is left may be attacked; each time something more is not shown."""


@dataclass(frozen=True)
class Apart:
    """What is not shown because measures would tell too much together.

    Attributes
    ----------
    rows
        Measures and departments of which only the department is shown.
    levels
        Measures shown of the organisation only.
    breakdowns
        Measures and breakdowns that are not shown.
    measures
        Measures not shown at all.
    spreads
        Measures whose distributions are not shown.
    """

    rows: frozenset[tuple[str, str]] = field(default=frozenset())
    levels: frozenset[str] = field(default=frozenset())
    breakdowns: frozenset[tuple[str, str]] = field(default=frozenset())
    measures: frozenset[str] = field(default=frozenset())
    spreads: frozenset[str] = field(default=frozenset())

    def cells(self, cells: Iterable[Cell]) -> tuple[Cell, ...]:
        """Return the cells with those withheld that are not to be shown."""
        return tuple(map(self._cell, cells))

    def release(self, release: Release) -> Release:
        """Return a release without what is not to be shown."""
        kept = tuple(row for row in release.distributions if row.measure not in self.spreads)
        return replace(release, cells=self.cells(release.cells), distributions=kept)

    def _cell(self, cell: Cell) -> Cell:
        if cell.measure in self.measures:
            return _withheld(cell, Reason.TOO_FEW_ANSWERS)
        if (cell.measure, cell.breakdown) in self.breakdowns:
            return _withheld(cell, Reason.TOO_FEW_ANSWERS)
        of_team = cell.team != TOTAL and (cell.measure, cell.department) in self.rows
        if of_team or (cell.measure in self.levels and cell.department != TOTAL):
            return _withheld(cell, Reason.SHOWN_TOGETHER)
        return cell

    def after(self, told: Iterable[Told], release: Release) -> "Apart":
        """Return what is not shown once some more is known to tell too much."""
        inside = _rows_by_department(release.cells)
        apart = self
        for each in told:
            apart = apart._after(each, inside)
        return apart

    def _after(self, told: Told, inside: dict[tuple[str, str], int]) -> "Apart":
        own = frozenset(told.measures)
        (department, team), breakdown = told.row.labels, told.row.breakdown
        if told.spread:
            return replace(self, spreads=self.spreads | {told.spread})
        if breakdown != TOTAL:
            return replace(self, breakdowns=self.breakdowns | {(key, breakdown) for key in own})
        if department == TOTAL or own <= self.levels:
            return replace(self, measures=self.measures | own, spreads=self.spreads | own)
        several = all(inside.get((key, department), 0) > 1 for key in own)
        if team != TOTAL and several:
            return replace(self, rows=self.rows | {(key, department) for key in own})
        return replace(self, levels=self.levels | own, spreads=self.spreads | own)


def told_apart(release: Release) -> Apart:
    """Return what of a release is not to be shown, so that no measures tell more together.

    Raises ``AuditFailed`` where something is told whatever is left out.
    """
    apart, changed = Apart(), None
    for _ in range(ROUNDS):
        left = apart.release(release)
        told = told_between(left, changed)
        if not told:
            return apart
        apart = apart.after(told, left)
        # What the others tell together, of which nothing more is left out, is as before: nothing.
        changed = {key for each in told for key in (*each.measures, each.spread)}
    raise AuditFailed(
        "The measures of wave {wave!r} tell more together than each of them,"
        " whatever is left out; first: {first}.",
        [each.finding for each in told],
        wave=release.manifest.wave,
        first=told[0].finding.message,
    )


def _rows_by_department(cells: Iterable[Cell]) -> dict[tuple[str, str], int]:
    """By measure and department, how many rows of teams are shown."""
    found: dict[tuple[str, str], int] = {}
    for cell in cells:
        if cell.team != TOTAL and cell.breakdown == TOTAL and cell.n:
            key = cell.measure, cell.department
            found[key] = found.get(key, 0) + 1
    return found


def _withheld(cell: Cell, reason: Reason) -> Cell:
    if cell.status is CellStatus.WITHHELD:
        return cell
    nothing = dict.fromkeys(("n", "value", "low", "high"))
    return Cell.model_validate(
        {**cell.model_dump(), **nothing, "status": CellStatus.WITHHELD, "reason": reason}
    )
