"""Rows: what a release says of the same people by several measures, as whole-number sums."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, reduce
from typing import Final

from analytics.disclosure.audit.over_time.rows import finest, rows_known
from analytics.disclosure.audit.over_time.trees import Known
from analytics.disclosure.audit.reading.sums import Interval
from analytics.disclosure.audit.reading.table import Table, Team
from analytics.release.model import GROUP_JOIN, TOTAL, Distribution

MOVED: Final = 2
"""Answers that may be counted on the other side of a merged step's boundary."""

Key = tuple[frozenset[Team], str, str]
"""Whom a row counts: teams, breakdown and category."""


@dataclass(frozen=True)
class Rows:
    """What is known of one measure, row by row."""

    known: Mapping[Key, Known]

    @cached_property
    def finest(self) -> Mapping[Team, tuple[int, Known]]:
        """By team the row that holds no other and counts it, and its place among those."""
        rows = enumerate(finest(self.known.values()))
        return {team: (at, row) for at, row in rows for team in row.teams}

    def of(self, key: Key) -> Known | None:
        """Return a row, or what its finest rows add up to where they are just its people."""
        return self.known.get(key) or self._added(key)

    def _added(self, key: Key) -> Known | None:
        teams, breakdown, _ = key
        if breakdown != TOTAL:
            return None
        inside = dict(self.finest[team] for team in teams if team in self.finest)
        apart = sum(len(row.teams) for row in inside.values()) != len(teams)
        if not inside or apart or not all(row.teams <= teams for row in inside.values()):
            return None
        return reduce(Known.__add__, (inside[at] for at in sorted(inside)))


@dataclass(frozen=True)
class Cut:
    """A boundary that a distribution keeps: how many answered an item above a step."""

    measure: str
    item: str
    above: int


def rows_of(table: Table) -> Rows:
    """Return the rows of a measure whose number of answers is known, with what follows of each."""
    return Rows({(row.teams, row.breakdown, row.category): row for row in rows_known(table)})


def undivided(table: Table) -> Table:
    """Return a table without the rows of its breakdowns."""
    return replace(table, rows=tuple(table.rows_of(TOTAL)))


def together(measures: Sequence[Rows]) -> Iterator[tuple[Known, ...]]:
    """Yield what several measures say of the same people.

    A row of one may be several of another, whose rows are finer.
    """
    for key in dict.fromkeys(key for rows in measures for key in rows.known):
        known = tuple(row for rows in measures if (row := rows.of(key)) is not None and row.n)
        if len(known) == len(measures):
            yield known


def cuts_of(said: Iterable[Distribution], measures: Mapping[str, Rows]) -> dict[Cut, Rows]:
    """Return what distributions say of each boundary that they keep, place by place.

    ``measures`` tell by their rows which teams a department has.
    """
    found: dict[Cut, dict[Key, Known]] = {}
    places: dict[tuple[str, str, str], list[Distribution]] = {}
    for step in said:
        places.setdefault((step.measure, step.item, step.department), []).append(step)
    teams: dict[str, dict[tuple[str, str], frozenset[Team]]] = {}
    for (measure, item, department), steps in places.items():
        if measure not in teams:
            own = measures[measure].known.values()
            teams[measure] = {row.labels: row.teams for row in own if row.breakdown == TOTAL}
        inside = _teams(department, teams[measure])
        for cut, row in _boundaries(measure, item, department, steps, inside):
            found.setdefault(cut, {})[inside, TOTAL, TOTAL] = row
    return {cut: Rows(known) for cut, known in found.items()}


def _boundaries(
    measure: str,
    item: str,
    department: str,
    steps: Sequence[Distribution],
    inside: frozenset[Team],
) -> Iterator[tuple[Cut, Known]]:
    for step in steps:
        higher = [each.count for each in steps if each.low_step > step.high_step]
        if inside and higher:
            above = sum(higher)
            sums = Interval(max(above - MOVED, 0), min(above + MOVED, step.n))
            row = Known(inside, TOTAL, TOTAL, (department, TOTAL), step.n, sums)
            yield Cut(measure, item, step.high_step), row


def _teams(department: str, teams: Mapping[tuple[str, str], frozenset[Team]]) -> frozenset[Team]:
    own = teams.get((department, TOTAL))
    if own is not None:
        return own
    named = [teams.get((name, TOTAL)) for name in department.split(GROUP_JOIN)]
    return frozenset(team for each in named for team in each or ()) if all(named) else frozenset()
