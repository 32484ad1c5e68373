"""Atoms: the people whom the published rows cannot tell apart.

Teams that every row counts together are one unit; an atom is a unit crossed with a category of
each breakdown. Within an atom any answer may be anybody's, so that an atom's sum is all that the
rows can ever say, and the attack needs no finer unknowns.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import Final

from analytics.disclosure.audit.reading.table import Row, Says, Table, Team
from analytics.release.model import GROUP_JOIN, TOTAL

ELSEWHERE: Final = "?"
"""The category of those whom a breakdown counts nowhere."""


@dataclass(frozen=True)
class Atom:
    """People who are in the same rows: their teams, and a category of each breakdown."""

    teams: tuple[Team, ...]
    categories: tuple[str, ...]

    @property
    def department(self) -> str:
        """The departments' names, joined."""
        return GROUP_JOIN.join(sorted({department for department, _ in self.teams}))

    @property
    def team(self) -> str:
        """The teams' names, joined, with the categories where there are some."""
        named = GROUP_JOIN.join(sorted({team for _, team in self.teams}))
        known = [category for category in self.categories if category != ELSEWHERE]
        return f"{named} ({', '.join(known)})" if known else named


@dataclass(frozen=True)
class Atoms:
    """All atoms of a table, and by row (in the table's order) the positions of those in it."""

    atoms: tuple[Atom, ...]
    of_row: tuple[tuple[int, ...], ...]
    breakdowns: tuple[str, ...]
    of_team: Mapping[Team, tuple[int, ...]]
    """By one team of each unit, the positions of the unit's atoms."""


def atoms_of(table: Table) -> Atoms:
    """Return the atoms of a table's numbered rows."""
    rows = [row for row in table.rows if row.says is not Says.NOTHING]
    units = _units(table.answers, rows)
    categories = [_categories(table, rows, breakdown) for breakdown in table.breakdowns]
    atoms = tuple(Atom(unit, crossed) for unit in units for crossed in product(*categories))
    width = len(atoms) // max(len(units), 1)
    unit_of = {team: at for at, unit in enumerate(units) for team in unit}
    inside = _inside(atoms[:width], table, rows)
    of_row = tuple(
        tuple(
            unit * width + offset
            for unit in sorted({unit_of[team] for team in row.teams})
            for offset in inside[row.breakdown, row.categories]
        )
        if row.says is not Says.NOTHING
        else ()
        for row in table.rows
    )
    of_team = {unit[0]: tuple(range(at * width, (at + 1) * width)) for at, unit in enumerate(units)}
    return Atoms(atoms, of_row, table.breakdowns, of_team)


def how_many_atoms(table: Table) -> int:
    """Return how many atoms a table has, without making them."""
    rows = [row for row in table.rows if row.says is not Says.NOTHING]
    widths = (len(_categories(table, rows, breakdown)) for breakdown in table.breakdowns)
    return len(_units(table.answers, rows)) * prod(widths)


def _units(teams: Iterable[Team], rows: Iterable[Row]) -> list[tuple[Team, ...]]:
    """Teams by the rows that count them, in alphabetical order."""
    signature: dict[Team, list[int]] = {team: [] for team in sorted(teams)}
    for at, counted in enumerate(dict.fromkeys(row.teams for row in rows)):
        for team in counted:
            signature[team].append(at)
    units: dict[tuple[int, ...], list[Team]] = {}
    for team, counted_by in signature.items():
        units.setdefault(tuple(counted_by), []).append(team)
    return [tuple(unit) for unit in units.values()]


def _categories(table: Table, rows: Iterable[Row], breakdown: str) -> tuple[str, ...]:
    """The categories of a breakdown, and one for the rest unless all people are in one."""
    named = {
        category for row in table.rows if row.breakdown == breakdown for category in row.categories
    }
    wholes = {row.teams: row.n for row in rows if row.breakdown == TOTAL and row.n is not None}
    everybody = frozenset(table.answers)
    counted = [row for row in rows if row.breakdown == breakdown and row.teams == everybody]
    complete = (
        everybody in wholes
        and all(row.n is not None for row in counted)
        and sum(row.n or 0 for row in counted) == wholes[everybody]
    )
    return tuple(sorted(named)) if complete else (*sorted(named), ELSEWHERE)


def _inside(
    crossed: Iterable[Atom], table: Table, rows: Iterable[Row]
) -> dict[tuple[str, frozenset[str]], tuple[int, ...]]:
    """By breakdown and categories of a row, the positions within a unit that it counts."""
    crossed = tuple(crossed)
    inside = {}
    for key in {(row.breakdown, row.categories) for row in rows}:
        breakdown, categories = key
        at = table.breakdowns.index(breakdown) if breakdown != TOTAL else None
        inside[key] = tuple(
            offset
            for offset, atom in enumerate(crossed)
            if at is None or atom.categories[at] in categories
        )
    return inside
