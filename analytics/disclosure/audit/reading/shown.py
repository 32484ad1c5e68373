"""Shown: what rows say that are sums of other rows as shown, or moved by a secret amount.

A reader who knows how releases are made knows by how much these may be off the truth: by the ends
that were swapped in the rows of the teams, which everybody can see.
"""

from analytics.disclosure.audit.reading.atoms import Atoms
from analytics.disclosure.audit.reading.sums import Interval, Sum, steps
from analytics.disclosure.audit.reading.swaps import shown_sum
from analytics.disclosure.audit.reading.table import Row, Table
from analytics.release.model import TOTAL


def left_of_shown(row: Row, said: Sum, table: Table, atoms: Atoms) -> list[Sum]:
    """Return what a sum of shown rows leaves for people in none of those rows.

    A row that adds up rows as shown: what it leaves for people in none of those rows.

    Nothing left: it follows from its parts. Otherwise what is left is one more row, as shown,
    and the ends of that are as doubtful as those of any other.
    """
    g = table.grain
    left, people, taken, told = _untold(row, said, table, atoms)
    if not left and said.interval.low <= taken <= said.interval.high:
        return []
    low, high = said.interval.low - taken, said.interval.high - taken
    ceiling = people * table.full
    inner = told and g < low and high < ceiling - g and row.department != TOTAL
    if not inner:
        departments = {part.department for part in table.team_rows_within(row.teams)}
        doubt = 2 * (g - 1) * max(len(departments), 1)
        low, high = max(low - doubt, 0), min(high + doubt, ceiling)
    return [Sum(frozenset(left), Interval(low, high), f"{row.label} less its rows")]


def _untold(row: Row, said: Sum, table: Table, atoms: Atoms) -> tuple[set[int], int, int, bool]:
    """What a row's parts leave untold: the atoms, people, the sum of the parts, and whether known.

    Where what a part shows cannot be told, nothing is taken off.
    """
    left, people, taken = set(said.positions), row.n or 0, 0
    for at in table.places_within(TOTAL, row.teams):
        part, inside = table.rows[at], atoms.of_row[at]
        if not part.is_team_row or not inside or not left.issuperset(inside) or part.n is None:
            continue
        shown = shown_by(part, table)
        if shown is None:
            return set(said.positions), row.n or 0, 0, False
        left -= set(inside)
        people -= part.n
        taken += shown
    return left, people, taken, True


def moved(row: Row, said: Sum, table: Table) -> list[Sum]:
    """Return what a row of a breakdown says of the truth.

    A row of a breakdown, moved by as much as a secret amount may be; or a sum of such rows."""
    parts = {
        team
        for part in table.rows_within(row.breakdown, row.teams)
        if part.categories <= row.categories and part.teams != row.teams
        for team in part.teams
    }
    if parts == row.teams:
        return []
    if row.teams not in table.doubt:
        ends = _ends(row, table).values()
        table.doubt[row.teams] = sum(max(1, own) for own in ends) * (table.grain - 1)
    limit = table.doubt[row.teams]
    low, high = said.interval.low - limit, said.interval.high + limit
    room = Interval(max(low, 0), min(high, (row.n or 0) * table.full))
    return [Sum(said.positions, room, row.label)]


def _ends(row: Row, table: Table) -> dict[str, int]:
    """By department in a row, at how many ends what it is published as may be off."""
    ends: dict[str, set[str]] = {}
    for part in table.team_rows_within(row.teams):
        touched = ends.setdefault(part.department, set())
        ceiling = (part.n or 0) * table.full
        shown = shown_by(part, table)
        if shown is not None:
            for end, away in (("bottom", shown), ("top", ceiling - shown)):
                if away in (0, table.grain):
                    touched.add(end)
    return {department: len(touched) for department, touched in ends.items()}


def shown_by(row: Row, table: Table) -> int | None:
    """Return the sum that a row shows, where the reader can tell."""
    interval = steps(row, row.n or 0, table.full)
    if not row.bounded:
        return interval.low if interval.exact else None
    return shown_sum(interval.low, interval.high, (row.n or 0) * table.full, table.grain)
