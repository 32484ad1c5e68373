"""Foregone: what a new wave says of a group that followed already from earlier ones.

Whoever knows an earlier wave, and that fewer than k people came or went since, knows between which
sums the group's answers lie now, whatever those few answered. A row that says no less wide leaves
him every world that he had: no answer is settled by it, however rows and waves are added up.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import reduce
from operator import add

from analytics.disclosure.audit.over_time.changes import changes
from analytics.disclosure.audit.over_time.common_groups import by_teams_and_name
from analytics.disclosure.audit.over_time.rows import finest
from analytics.disclosure.audit.over_time.trees import Known
from analytics.disclosure.audit.reading.sums import Interval
from analytics.disclosure.audit.reading.table import Team
from analytics.release.model import TOTAL


class Earlier:
    """What one earlier wave says, asked of groups of a later one."""

    def __init__(self, rows: Sequence[Known], teams_now: Iterable[Team]) -> None:
        """Take the wave's rows, and the teams that the later wave names."""
        self._now = frozenset(teams_now)
        self._rows = by_teams_and_name(rows)
        self._holding = {team: row for row in finest(rows) for team in row.teams}

    def readings(self, row: Known) -> list[Known]:
        """Return what the wave says of a row's people, by its teams and by its name.

        Names and teams differ where teams came, went or changed their names. Nothing where the
        wave does not tell of them, or of them together with teams in other rows now.
        """
        part = row.breakdown, row.category
        by_name = self._rows.get((row.labels, *part))
        by_teams = self._rows.get((row.teams, *part)) or self._together(row)
        return list(dict.fromkeys(one for one in (by_teams, by_name) if one is not None))

    def _together(self, row: Known) -> Known | None:
        if row.breakdown != TOTAL:
            return None
        inside = [self._holding[team] for team in sorted(row.teams) if team in self._holding]
        if not inside:
            return None
        whole = reduce(add, dict.fromkeys(inside))
        if not whole.teams & self._now <= row.teams:
            return None
        return self._rows.get((whole.teams, TOTAL, TOTAL), whole)


def without_foregone(
    rows: Sequence[Known], earlier: Sequence[Earlier], threshold: int, full: int
) -> list[Known]:
    """Return a new wave's published rows, those that were foregone as if they said nothing."""
    return [
        replace(row, sums=Interval(0, row.n * full))
        if is_foregone(row, earlier, threshold, full)
        else row
        for row in rows
    ]


def is_foregone(row: Known, earlier: Sequence[Earlier], threshold: int, full: int) -> bool:
    """Say whether a row followed from each earlier wave that tells of its people, by any reading.

    Where its numbers of answers differ by k or more, from that one and the fewest who explain it.
    """
    told = [then for wave in earlier for then in wave.readings(row)]
    return bool(told) and all(follows(row, then, threshold, full) for then in told)


def follows(row: Known, then: Known, threshold: int, full: int) -> bool:
    """Say whether what a row says is no less wide than what followed from an earlier wave."""
    within = reach(then, row.n, threshold, full)
    return row.sums.low <= max(within.low, 0) and row.sums.high >= min(within.high, row.n * full)


def reach(then: Known, n: int, threshold: int, full: int) -> Interval:
    """Return between which sums a group of ``n`` answers now may lie: fewer than k changed it."""
    fewest = abs(then.n - n)
    spans = [one.possible(full) for one in changes(then.n, n, max(threshold, fewest + 1))]
    left, joined = (
        max((one.high for one in spans), default=0),
        min((one.low for one in spans), default=0),
    )
    return Interval(then.sums.low - left, then.sums.high - joined)
