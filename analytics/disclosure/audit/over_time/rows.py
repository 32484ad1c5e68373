"""Rows: what one wave's table says of each group, drawn together from all its levels.

Teams lie in departments and these in the organisation. What a department leaves when its rows are
taken off is a row, too, though nobody published it; and a row is as narrow as its department and
its siblings make it.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache

from analytics.disclosure.audit.over_time.trees import Known, add_rest, narrow, trees
from analytics.disclosure.audit.reading.shown import shown_by
from analytics.disclosure.audit.reading.sums import Interval, steps
from analytics.disclosure.audit.reading.table import Row, Says, Table, Team
from analytics.release.model import TOTAL


def rows_known(table: Table) -> tuple[Known, ...]:
    """Return every group of a table whose number of answers is known, with what follows of each."""
    return drawn_together(rows_published(table))


def rows_published(table: Table) -> tuple[Known, ...]:
    """Return each row of a table whose number of answers is known, with what it says alone."""

    @cache
    def open_ends(teams: frozenset[Team]) -> tuple[int, ...]:
        return _open_ends(teams, table)

    def doubt(teams: frozenset[Team], parted: bool) -> int:
        """By how many steps what is shown may be off: swapped ends, draws of a breakdown's rows.

        Each department's sum is off by less than a grain at each end that is open in it; a row
        of a breakdown is moved by less than a grain in each department, or by as much as that
        is off.
        """
        least = 1 if parted else 0
        return sum(max(least, ends) for ends in open_ends(teams)) * (table.grain - 1)

    return tuple(_known(row, table, doubt) for row in table.rows if row.n is not None)


def drawn_together(published: Iterable[Known]) -> tuple[Known, ...]:
    """Return every group of a wave, with what follows of each from all published rows.

    Rows over all categories are drawn together; a row of a breakdown stands as it is published.
    """
    published = list(published)
    whole = [known for known in published if known.breakdown == TOTAL]
    parted = [known for known in published if known.breakdown != TOTAL]
    roots = trees(_by_teams(whole))
    for root in roots:
        add_rest(root)
    narrow(roots)
    return (*(node.known for root in roots for node in root.all()), *parted)


def finest(rows: Iterable[Known]) -> list[Known]:
    """Return the rows over all categories that hold no other row."""
    whole = sorted((one for one in rows if one.breakdown == TOTAL), key=lambda one: len(one.teams))
    taken: set[Team] = set()
    found = []
    for one in whole:
        if one.teams and not one.teams & taken:
            found.append(one)
            taken |= one.teams
    return found


def _known(row: Row, table: Table, doubt: Callable[[frozenset[Team], bool], int]) -> Known:
    n = row.n or 0
    sums = Interval(0, n * table.full) if row.says is Says.NOTHING else steps(row, n, table.full)
    if row.says is Says.SHOWN:
        off = doubt(row.teams, row.breakdown != TOTAL)
        sums = Interval(max(sums.low - off, 0), min(sums.high + off, n * table.full))
    labels = (row.department, row.team)
    return Known(row.teams, row.breakdown, row.category, labels, n, sums)


def _open_ends(teams: frozenset[Team], table: Table) -> tuple[int, ...]:
    """At how many ends the sum of each department may be off, of those that have some teams."""
    ends: dict[str, set[int]] = {}
    for part in table.team_rows_within(teams):
        shown, ceiling = shown_by(part, table), (part.n or 0) * table.full
        own = ends.setdefault(part.department, set())
        if shown is None:
            own |= {0, 1} if part.bounded else set()
            continue
        own |= {end for end, away in enumerate((shown, ceiling - shown))
                if away in (0, table.grain)}  # fmt: skip
    return tuple(map(len, ends.values()))


def _by_teams(rows: Iterable[Known]) -> list[Known]:
    """Rows of the same teams as one, with what all of them allow."""
    found: dict[frozenset[Team], Known] = {}
    for row in rows:
        first = found.setdefault(row.teams, row)
        low, high = max(first.sums.low, row.sums.low), min(first.sums.high, row.sums.high)
        found[row.teams] = replace(row, sums=Interval(low, high))
    return list(found.values())
