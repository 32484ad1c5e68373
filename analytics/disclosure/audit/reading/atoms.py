"""Atoms: the people whom the published rows cannot tell apart.

Teams that every row counts together are one unit; an atom is a unit crossed with a category of
each breakdown. Within an atom any answer may be anybody's, so that an atom's sum is all that the
rows can ever say, and the attack needs no finer unknowns.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise, product
from math import prod
from typing import Final

from analytics.disclosure.audit.reading.table import Row, Says, Table, Team
from analytics.release.model import GROUP_JOIN, TOTAL

Categories = tuple[str, ...]
"""One of each breakdown, in their order."""

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
    """Return the atoms of a table's numbered rows; those alone that hold somebody, where known."""
    rows = [row for row in table.rows if row.says is not Says.NOTHING]
    units = _units(table.answers, rows)
    crossed = _inhabited(table, units)
    if crossed is None:
        everywhere = list(product(*divisions(table).values()))
        crossed = [everywhere] * len(units)
    starts = list(accumulate(map(len, crossed), initial=0))
    unit_of = {team: at for at, unit in enumerate(units) for team in unit}
    inside: dict[tuple[str, frozenset[str]], list[tuple[int, ...]]] = {}
    for row in rows:
        key = (row.breakdown, row.categories)
        if key not in inside:
            inside[key] = _inside(crossed, starts, table, *key)
    of_row = tuple(
        tuple(
            at
            for unit in sorted({unit_of[team] for team in row.teams})
            for at in inside[row.breakdown, row.categories][unit]
        )
        if row.says is not Says.NOTHING
        else ()
        for row in table.rows
    )
    return Atoms(
        atoms=tuple(
            Atom(unit, each) for unit, own in zip(units, crossed, strict=True) for each in own
        ),
        of_row=of_row,
        breakdowns=table.breakdowns,
        of_team={
            unit[0]: tuple(range(start, end))
            for unit, (start, end) in zip(units, pairwise(starts), strict=True)
        },
    )


def how_many_atoms(table: Table) -> int:
    """Return how many atoms a table has, without making them."""
    rows = [row for row in table.rows if row.says is not Says.NOTHING]
    widths = (len(categories) for categories in divisions(table).values())
    return len(_units(table.answers, rows)) * prod(widths)


def divisions(table: Table) -> dict[str, tuple[str, ...]]:
    """Return by breakdown the categories that people are divided into, in alphabetical order."""
    if table.divided_by is not None:
        return {breakdown: table.divided_by[breakdown] for breakdown in table.breakdowns}
    return {breakdown: _categories(table, breakdown) for breakdown in table.breakdowns}


def _inhabited(table: Table, units: Sequence[tuple[Team, ...]]) -> list[list[Categories]] | None:
    """By unit, the crossed categories in which somebody answered; None where nobody can tell."""
    if table.exact is None:
        return None
    unit_of = {team: at for at, unit in enumerate(units) for team in unit}
    crossed: list[set[Categories]] = [set() for _ in units]
    known = [frozenset(own) for own in divisions(table).values()]
    for (department, team, *categories), people in table.exact.items():
        at = unit_of.get((department, team))
        there = all(each in own for each, own in zip(categories, known, strict=True))
        if at is not None and people and there:
            crossed[at].add(tuple(categories))
    return [sorted(own) for own in crossed]


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


def _categories(table: Table, breakdown: str) -> tuple[str, ...]:
    """The categories of a breakdown, and one for the rest unless all people are in one."""
    own = table.rows_of(breakdown)
    named = {category for row in own for category in row.categories}
    everybody = frozenset(table.answers)
    wholes = [
        row.n
        for row in table.rows_of(TOTAL)
        if row.teams == everybody and row.says is not Says.NOTHING and row.n is not None
    ]
    counted = [row for row in own if row.teams == everybody and row.says is not Says.NOTHING]
    complete = (
        bool(wholes)
        and all(row.n is not None for row in counted)
        and sum(row.n or 0 for row in counted) == wholes[-1]
    )
    return tuple(sorted(named)) if complete else (*sorted(named), ELSEWHERE)


def _inside(
    crossed: Sequence[Sequence[Categories]],
    starts: Sequence[int],
    table: Table,
    breakdown: str,
    categories: frozenset[str],
) -> list[tuple[int, ...]]:
    """By unit, the positions of those of its atoms that a row of these categories counts."""
    if breakdown == TOTAL:
        return [tuple(range(start, end)) for start, end in pairwise(starts)]
    at = table.breakdowns.index(breakdown)
    return [
        tuple(start + place for place, each in enumerate(own) if each[at] in categories)
        for start, own in zip(starts, crossed, strict=False)
    ]
