"""Blocks: departments that nothing ties together, each attacked as a table of its own.

A row of several departments ties them, unless rows of single ones tell all that it says: they
count the same people, each once, and leave nothing to subtract (``sums.reduced``) or to add
(``shown``). What is left falls into blocks, and what is known of one says nothing of another. So
no more than one of them is read and attacked at a time, however many there are.

The checker does not rest on this: it counts what was found of all blocks against the whole table.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from analytics.disclosure.audit.reading.atoms import divisions
from analytics.disclosure.audit.reading.shown import shown_by
from analytics.disclosure.audit.reading.sums import steps
from analytics.disclosure.audit.reading.table import Row, Says, Table, Team
from analytics.release.model import TOTAL


def blocks_of(table: Table, teams: int = 1, left: frozenset[str] | None = None) -> list[Table]:
    """Return the blocks of a table in the order of their names; itself where it has but one.

    Small ones are put together until they have so many teams. Where departments are named that
    are ``left``, only the blocks that hold one of them.
    Where a number of answers is not published, or a row may have come from either end, whose
    unknowns are numbered through the whole table, nothing is taken apart.
    """
    if not _plain(table):
        return [table]
    block = {department: department for department, _ in table.answers}
    wide = [(row, own) for row in table.rows if len(own := _departments(row)) > 1]
    for row, own in wide:
        if row.says is not Says.NOTHING and not _told(row, table):
            _join(block, own)
    names = {department: _first(block, department) for department in block}
    if left is not None:
        asked = {names[department] for department in left}
        names = {department: name for department, name in names.items() if name in asked}
    names = _together(names, table, teams)
    if len(set(names.values())) < 2 and len(names) == len(block):
        return [table]
    return list(_taken_apart(table, names))


def _plain(table: Table) -> bool:
    """Whether every row says how many it is of, everybody is in a row, and no end is doubtful."""
    counted: set[Team] = set()
    for row in table.rows:
        if row.says is Says.NOTHING:
            continue
        either = row.is_team_row and row.bounded and (row.n or 0) * table.full == 2 * table.grain
        if row.n is None or either:
            return False
        counted |= row.teams
    return counted == set(table.answers)


def _departments(row: Row) -> frozenset[str]:
    return frozenset(department for department, _ in row.teams)


def _told(row: Row, table: Table) -> bool:
    """Whether rows of single departments tell all that a row of several says."""
    if not _counted_by(row, _parts(row, table.rows_within(row.breakdown, row.teams))):
        return False
    if row.says is Says.SHOWN:
        return row.breakdown != TOTAL or _follows(row, table)
    exact = [part for part in table.rows_within(row.breakdown, row.teams) if _exact(part, table)]
    parts = _parts(row, exact)
    said = steps(row, row.n or 0, table.full)
    sums = sum(steps(part, part.n or 0, table.full).low for part in parts)
    return _counted_by(row, parts) and said.low <= sums <= said.high


def _exact(part: Row, table: Table) -> bool:
    return part.says is Says.TRUTH and steps(part, part.n or 0, table.full).exact


def _parts(row: Row, among: Iterable[Row]) -> list[Row]:
    """Rows of single departments inside a row, the largest first, no two with the same people."""
    inside = [
        part
        for part in among
        if part.says is not Says.NOTHING
        and part.categories <= row.categories
        and len(_departments(part)) == 1
    ]
    taken: dict[Team, set[str]] = {}
    parts = []
    for part in sorted(inside, key=lambda each: -len(each.teams) * max(len(each.categories), 1)):
        own = part.categories or {TOTAL}
        if not any(taken.get(team, set()) & own for team in part.teams):
            parts.append(part)
            for team in part.teams:
                taken.setdefault(team, set()).update(own)
    return parts


def _counted_by(row: Row, parts: Sequence[Row]) -> bool:
    """Whether these parts, which share nobody, count everybody of a row and nobody else."""
    people = sum(len(part.teams) * max(len(part.categories), 1) for part in parts)
    whole = len(row.teams) * max(len(row.categories), 1)
    return people == whole and sum(part.n or 0 for part in parts) == row.n


def _follows(row: Row, table: Table) -> bool:
    """Whether a sum of rows as shown follows from the rows of teams, which share nobody."""
    parts = table.team_rows_within(row.teams)
    shown = [shown_by(part, table) for part in parts]
    said = steps(row, row.n or 0, table.full)
    known = [each for each in shown if each is not None]
    return (
        len(known) == len(parts)
        and _counted_by(row, parts)
        and frozenset(team for part in parts for team in part.teams) == row.teams
        and said.low <= sum(known) <= said.high
    )


def _join(block: dict[str, str], departments: Iterable[str]) -> None:
    firsts = {_first(block, department) for department in departments}
    for other in firsts:
        block[other] = min(firsts)


def _first(block: dict[str, str], department: str) -> str:
    """The name of a department's block; the way to it is shortened."""
    first = department
    while block[first] != first:
        first = block[first]
    while block[department] != first:
        block[department], department = first, block[department]
    return first


def _together(names: dict[str, str], table: Table, teams: int) -> dict[str, str]:
    """The name of each department's block, where blocks have at least so many teams."""
    sizes = Counter(names[own] for own, _ in table.answers if own in names)
    joined: dict[str, str] = {}
    first, taken = "", 0
    for name in sorted(sizes):
        if not joined or taken >= teams:
            first, taken = name, 0
        joined[name] = first
        taken += sizes[name]
    return {department: joined[name] for department, name in names.items()}


def _taken_apart(table: Table, names: dict[str, str]) -> Iterator[Table]:
    """The table of each block: its people, and the rows that count nobody else."""
    rows: dict[str, list[Row]] = {}
    answers: dict[str, dict[Team, int | None]] = {}
    exact: dict[str, dict[tuple[str, ...], int]] = {}
    for row in table.rows:
        own = {names.get(department) for department in _departments(row)}
        name = own.pop() if len(own) == 1 else None
        if name is not None:
            rows.setdefault(name, []).append(row)
    for team, count in table.answers.items():
        if team[0] in names:
            answers.setdefault(names[team[0]], {})[team] = count
    for place, people in (table.exact or {}).items():
        if place[0] in names:
            exact.setdefault(names[place[0]], {})[place] = people
    divided_by = divisions(table)
    for name in sorted(answers):
        yield replace(
            table,
            rows=tuple(rows[name]),
            answers=answers[name],
            exact=None if table.exact is None else exact.get(name, {}),
            spread=None,
            divided_by=divided_by,
        )
