"""Where the answers of a cell without numbers are shown: in a wider row, or in narrower ones.

Rows differ by sensitivity: health needs more answers, so its rows are unions of those that show
working conditions. A row of the one kind has cells without numbers for the other kind.
"""

from collections.abc import Sequence

from analytics.release.model import GROUP_JOIN, TOTAL, Cell, GroupMember, MeasureEntry

Row = tuple[str, str]
"""A department and a team, either of them ``*``."""


def together_with(cell: Cell, entry: MeasureEntry, groups: Sequence[GroupMember]) -> str | None:
    """Return the other units of the wider row that shows a cell's answers, None without one."""
    inside = _members(cell, groups)
    rows = {_row(member, cell) for member in groups if _counts(member, entry, inside)}
    if len(rows) != 1:
        return None
    (row,) = rows
    everyone = {
        _unit(member): _name(member, cell)
        for member in groups
        if member.sensitivity is entry.sensitivity and _row(member, cell) == row
    }
    others = sorted({name for unit, name in everyone.items() if unit not in inside})
    return GROUP_JOIN.join(others) or None


def shown_in_parts(cell: Cell, entry: MeasureEntry, groups: Sequence[GroupMember]) -> bool:
    """Tell whether the answers of a cell's row are shown in several narrower rows."""
    inside = _members(cell, groups)
    return len({_row(member, cell) for member in groups if _counts(member, entry, inside)}) > 1


def _members(cell: Cell, groups: Sequence[GroupMember]) -> set[Row]:
    """The units of a cell's row, which is a row of one sensitivity or a unit's own name."""
    wanted = (cell.department, cell.team)
    counted = {_unit(member) for member in groups if _row(member, cell) == wanted}
    return counted or {
        _unit(member)
        for member in groups
        if wanted in ((member.department, member.team), (member.department, TOTAL))
    }


def _counts(member: GroupMember, entry: MeasureEntry, inside: set[Row]) -> bool:
    return member.sensitivity is entry.sensitivity and _unit(member) in inside


def _row(member: GroupMember, cell: Cell) -> Row:
    return member.group_department, TOTAL if cell.team == TOTAL else member.group_team


def _unit(member: GroupMember) -> Row:
    return member.department, member.team


def _name(member: GroupMember, cell: Cell) -> str:
    if cell.team == TOTAL:
        return member.department
    same = member.department == cell.department
    return member.team if same else f"{member.team} ({member.department})"
