"""Joining: rows of a finished grouping shown together, under the names that grouping gives."""

from collections.abc import Iterable, Sequence

from analytics.disclosure.groups import Block, Grouping, label
from survey.store.protocol import Unit


def join_teams(grouping: Grouping, one: Block, other: Block, units: Sequence[Unit]) -> Grouping:
    """Return the grouping with two rows of one department made one."""
    kept = [block.units for block in grouping.teams if block not in (one, other)]
    teams = [*kept, (*one.units, *other.units)]
    return _named([block.units for block in grouping.departments], teams, units, grouping)


def join_departments(
    grouping: Grouping, one: Block, other: Block, units: Sequence[Unit]
) -> Grouping:
    """Return the grouping with two departments made one; their teams' rows stay as they are."""
    kept = [block.units for block in grouping.departments if block not in (one, other)]
    departments = [*kept, (*one.units, *other.units)]
    return _named(departments, [block.units for block in grouping.teams], units, grouping)


def _named(
    departments: Iterable[Sequence[int]],
    teams: Sequence[Sequence[int]],
    units: Sequence[Unit],
    grouping: Grouping,
) -> Grouping:
    unit_of = {unit.id: unit for unit in units}
    total = grouping.departments[0].team
    blocks, rows = [], []
    for inside in departments:
        members = [unit_of[unit] for unit in inside]
        name = label(unit.department for unit in members)
        blocks.append(Block(name, total, tuple(sorted(inside))))
        for row in teams:
            if set(row) <= set(inside):
                names = _team_names([unit_of[unit] for unit in row], members)
                rows.append(Block(name, label(names), tuple(sorted(row))))
    return Grouping(
        tuple(sorted(blocks, key=lambda block: block.department)),
        tuple(sorted(rows, key=lambda block: (block.department, block.team))),
    )


def _team_names(row: Iterable[Unit], department: Sequence[Unit]) -> list[str]:
    """A team's name, with its department's where two departments shown together share it."""
    homes: dict[str, set[str]] = {}
    for unit in department:
        homes.setdefault(unit.team, set()).add(unit.department)
    return [
        unit.team if len(homes[unit.team]) == 1 else f"{unit.team} ({unit.department})"
        for unit in row
    ]
