"""Margins: a table with breakdowns for a reader who does not know who is in which category.

As long as it is open how many of a row are in each category, any people of the row may be in any:
the sums of the rows and those of the categories then bind each other through their common total
alone (a matrix of whole numbers with given margins exists as soon as these add up to the same).
So the rows are attacked by themselves, and each breakdown by itself, with the total that the
others leave. Who does know, as publishing does, attacks everything at once.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from analytics.disclosure.audit.reading.atoms import atoms_of, divisions, how_many_atoms
from analytics.disclosure.audit.reading.shown import moved
from analytics.disclosure.audit.reading.sizes import sizes_of
from analytics.disclosure.audit.reading.sums import Interval, Sum, steps
from analytics.disclosure.audit.reading.table import Row, Says, Table, Team
from analytics.release.model import TOTAL

FEW_ATOMS: Final = 60
"""Up to so many, a table with open sizes is attacked as a whole all the same."""


def readings(table: Table) -> list[Table]:
    """Return the tables as which a measure's published table is attacked.

    Itself, or where nobody can tell who is in which category one for each way to divide people.
    """
    if table.breakdowns and table.exact is None and _too_open(table):
        return margins(table)
    return [table]


def _too_open(table: Table) -> bool:
    """Whether there are many groups, and nobody can tell how many people are in each.

    Where a breakdown by itself leaves that open, all of them together do: nearly always, and
    found out with a hundredth of the groups.
    """
    if how_many_atoms(table) <= FEW_ATOMS:
        return False
    plain = tuple(row for row in table.rows if row.breakdown == TOTAL)
    alone = (
        replace(table, rows=(*plain, *(row for row in table.rows if row.breakdown == breakdown)))
        for breakdown in table.breakdowns
    )
    return any(map(_open, alone)) or _open(table)


def _open(table: Table) -> bool:
    return bool(sizes_of(table, atoms_of(table)).ties)


def margins(table: Table) -> list[Table]:
    """Return the tables of the rows and of each breakdown, with what they say of common totals."""
    table = replace(table, rows=tuple(_truthful(row, table) for row in table.rows))
    plain = tuple(row for row in table.rows if row.breakdown == TOTAL)
    added = tuple(_totals(table, table.breakdowns))
    told = _telling((*plain, *_of_teams(table, added)), added, (), table.full)
    found = [replace(table, rows=(*plain, *told))]
    for breakdown in table.breakdowns:
        own = tuple(row for row in table.rows if row.breakdown == breakdown)
        crossed = any(row.team != TOTAL for row in own)
        beside = (
            plain
            if crossed
            else tuple(row for row in plain if row.team == TOTAL and row.says is Says.TRUTH)
        )
        others = [other for other in table.breakdowns if other != breakdown]
        added = (*_totals(table, others), *_of_teams(table, own))
        divided_by = divisions(replace(table, rows=(*beside, *own, *added)))
        told = _telling(beside, added, {row.teams for row in own}, table.full)
        found.append(replace(table, rows=(*beside, *own, *told), divided_by=divided_by))
    return found


def _truthful(row: Row, table: Table) -> Row:
    """A row of a breakdown that was moved, as bounds: the rows of teams tell how far."""
    if row.says is not Says.SHOWN or row.breakdown == TOTAL or not row.n:
        return row
    ceiling = row.n * table.full
    for said in moved(row, Sum(frozenset([0]), steps(row, row.n, table.full), row.label), table):
        low, high = said.interval.low / ceiling, said.interval.high / ceiling
        return replace(row, low=low, high=high, says=Says.TRUTH, bounded=True)
    return row


def _telling(
    beside: Iterable[Row], added: Sequence[Row], areas: Iterable[frozenset[Team]], full: int
) -> tuple[Row, ...]:
    """Those of the added rows that say more of their people than others, or the rows beside them.

    What says no more would only tie together ``areas`` that nothing ties.
    """
    known: dict[frozenset[Team], list[Interval]] = {}
    for row in beside:
        if row.says is Says.TRUTH:
            known.setdefault(row.teams, []).append(steps(row, row.n or 0, full))
    telling = []
    for row in reversed(added):
        ends, own = steps(row, row.n or 0, full), known.setdefault(row.teams, [])
        if not any(_holds(ends, other) for other in own):
            own.append(ends)
            telling.append(row)
    inside = {teams: list(known[teams]) for teams in areas if known.get(teams)}
    return tuple(row for row in reversed(telling) if not _follows(row, inside, full))


def _follows(row: Row, known: Mapping[frozenset[Team], Sequence[Interval]], full: int) -> bool:
    """Whether a row says no more than those of areas in it, which share nobody."""
    inside = [own for teams, own in known.items() if teams < row.teams]
    people = [teams for teams in known if teams < row.teams]
    if sum(map(len, people)) != len(row.teams) or frozenset[Team]().union(*people) != row.teams:
        return False
    low = sum(max(each.low for each in own) for own in inside)
    high = sum(min(each.high for each in own) for own in inside)
    return _holds(steps(row, row.n or 0, full), Interval(low, high))


def _holds(ends: Interval, other: Interval) -> bool:
    return ends.low <= other.low and other.high <= ends.high


def _totals(table: Table, breakdowns: Iterable[str]) -> Iterator[Row]:
    """What the categories of a breakdown, added up, say of everybody in an area."""
    for breakdown in breakdowns:
        by_area: dict[frozenset[Team], list[Row]] = {}
        for row in table.rows_of(breakdown):
            if row.n is not None:
                by_area.setdefault(row.teams, []).append(row)
        for teams, parts in by_area.items():
            whole = table.whole_of(teams)
            if whole is not None and sum(part.n or 0 for part in parts) == whole.n:
                yield from _added(parts, teams, table)


def _of_teams(table: Table, own: Iterable[Row]) -> Iterator[Row]:
    """What the rows of the teams, added up, say of everybody in an area of a breakdown."""
    for teams in dict.fromkeys(row.teams for row in own):
        parts = [row for row in table.team_rows_within(teams) if row.n]
        if frozenset(team for part in parts for team in part.teams) == teams:
            yield from _added(parts, teams, table)


def _added(parts: list[Row], teams: frozenset[Team], table: Table) -> Iterator[Row]:
    """Disjoint rows that say the truth, as one row."""
    if any(part.says is not Says.TRUTH for part in parts):
        return
    n = sum(part.n or 0 for part in parts)
    ends = [steps(part, part.n or 0, table.full) for part in parts]
    low, high = sum(end.low for end in ends), sum(end.high for end in ends)
    department = parts[0].department
    yield Row(
        department, TOTAL, TOTAL, TOTAL, teams, frozenset(), n, low / (n * table.full),
        high / (n * table.full), Says.TRUTH, low < high,
    )  # fmt: skip
