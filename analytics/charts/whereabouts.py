"""Where the answers of a cell without numbers are shown: in a wider row, or in narrower ones.

Rows differ by sensitivity: health needs more answers, so its rows are unions of those that show
working conditions. A row of the one kind has cells without numbers for the other kind.
"""

from collections.abc import Iterable, Sequence

from analytics.release.model import GROUP_JOIN, TOTAL, Cell, CellStatus, GroupMember, MeasureEntry
from survey.vocabulary import Sensitivity

Row = tuple[str, str]
"""A department and a team, either of them ``*``."""


def together_with(cell: Cell, entry: MeasureEntry, groups: Sequence[GroupMember]) -> str | None:
    """Return the other units of the wider row that shows a cell's answers, None without one."""
    index = _index(groups)
    inside = index.members(cell)
    rows = index.rows(cell, entry, inside)
    if len(rows) != 1:
        return None
    (row,) = rows
    others = {
        _name(member, cell)
        for member in index.by_row.get((entry.sensitivity, row), ())
        if _unit(member) not in inside
    }
    return GROUP_JOIN.join(sorted(others)) or None


def shown_in_parts(cell: Cell, entry: MeasureEntry, groups: Sequence[GroupMember]) -> bool:
    """Tell whether the answers of a cell's row are shown in several narrower rows."""
    index = _index(groups)
    return len(index.rows(cell, entry, index.members(cell))) > 1


def groups_and_organisation(cells: Iterable[Cell]) -> tuple[Cell, ...]:
    """Return the cells of the smallest groups shown, with the organisation's to compare with.

    A department none of whose teams has numbers stands for itself. Give the cells of the measures
    that are shown together: working conditions and health may be divided differently.
    """
    every = tuple(cells)
    divided = {
        cell.department
        for cell in every
        if cell.team != TOTAL and cell.status is not CellStatus.WITHHELD
    }
    return tuple(
        cell
        for cell in every
        if cell.team != TOTAL or cell.department == TOTAL or cell.department not in divided
    )


class _Index:
    """The groups of a release by row and by unit: a large organisation has thousands of each."""

    def __init__(self, groups: Sequence[GroupMember]) -> None:
        self.by_row: dict[tuple[Sensitivity, Row], list[GroupMember]] = {}
        self.of_unit: dict[tuple[Sensitivity, Row], GroupMember] = {}
        self.inside: dict[Row, set[Row]] = {}
        self.named: dict[Row, set[Row]] = {}
        for member in groups:
            unit = _unit(member)
            self.of_unit[member.sensitivity, unit] = member
            for team in dict.fromkeys((member.group_team, TOTAL)):
                row = member.group_department, team
                self.by_row.setdefault((member.sensitivity, row), []).append(member)
                self.inside.setdefault(row, set()).add(unit)
            for name in (unit, (member.department, TOTAL)):
                self.named.setdefault(name, set()).add(unit)

    def members(self, cell: Cell) -> set[Row]:
        """Return the units of a cell's row: a row of either sensitivity or a unit's own name."""
        wanted = (cell.department, cell.team)
        return self.inside.get(wanted) or self.named.get(wanted) or set()

    def rows(self, cell: Cell, entry: MeasureEntry, inside: set[Row]) -> set[Row]:
        """Return the rows of the measure's sensitivity in which these units are counted."""
        found = (self.of_unit.get((entry.sensitivity, unit)) for unit in inside)
        return {
            (one.group_department, TOTAL if cell.team == TOTAL else one.group_team)
            for one in found
            if one is not None
        }


_kept: list[tuple[Sequence[GroupMember], _Index]] = []
MOST_KEPT = 8


def _index(groups: Sequence[GroupMember]) -> _Index:
    """Return the index of these very groups, made once and kept with them."""
    for known, index in _kept:
        if known is groups:
            return index
    index = _Index(groups)
    if isinstance(groups, tuple):  # else it might change
        _kept.append((groups, index))
        del _kept[:-MOST_KEPT]
    return index


def _unit(member: GroupMember) -> Row:
    return member.department, member.team


def _name(member: GroupMember, cell: Cell) -> str:
    if cell.team == TOTAL:
        return member.department
    same = member.department == cell.department
    return member.team if same else f"{member.team} ({member.department})"
