"""Published rows as columns: what each says, and which teams it counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from analytics.disclosure.audit.prover.exchanges import Flags
from analytics.disclosure.audit.reading.problem import Whole
from analytics.disclosure.audit.reading.sums import TOLERANCE
from analytics.disclosure.audit.reading.table import Row, Says, Table, Team
from analytics.release.model import TOTAL


@dataclass(frozen=True)
class Published:
    """The numbered rows of a table, in its order.

    Attributes
    ----------
    teams
        By name, the number of each team.
    counted
        By row, the number of the set of teams that it counts.
    start, member
        By set, where its teams begin among the members; they end where the next one's begin.
    people, low, high
        By row, how many answered, and between which sums they lie, in steps from the bottom.
    shown, bounded, of_teams
        By row, whether it shows other rows' sums, is published as bounds, is a row of teams.
    """

    table: Table
    rows: Sequence[Row]
    teams: dict[Team, int]
    counted: Whole
    start: Whole
    member: Whole
    people: Whole
    low: Whole
    high: Whole
    shown: Flags
    bounded: Flags
    of_teams: Flags

    @cached_property
    def owner(self) -> Whole:
        """By member, the set that it is of."""
        return np.repeat(np.arange(len(self.start)), np.diff([*self.start, len(self.member)]))

    def of_breakdown(self, breakdown: str) -> Whole:
        """Return the places of a breakdown's rows; with ``TOTAL``, of those over all categories."""
        return np.flatnonzero([row.breakdown == breakdown for row in self.rows])


def published(table: Table) -> Published | None:
    """Return the rows of a table as columns; None where one says not how many it is of."""
    rows = [row for row in table.rows if row.says is not Says.NOTHING]
    if not rows or any(row.n is None for row in rows):
        return None
    sets: dict[frozenset[Team], int] = {}
    counted = [sets.setdefault(row.teams, len(sets)) for row in rows]
    if not all(sets):
        return None
    teams = {team: at for at, team in enumerate(table.answers)}
    people = np.array([row.n for row in rows], np.int64)
    ceiling = people * table.full
    low = np.ceil(np.array([row.low for row in rows]) * ceiling - TOLERANCE)
    high = np.floor(np.array([row.high for row in rows]) * ceiling + TOLERANCE)
    sizes = np.array([len(own) for own in sets], np.int64)
    return Published(
        table=table,
        rows=rows,
        teams=teams,
        counted=np.array(counted, np.int64),
        start=np.cumsum(sizes) - sizes,
        member=np.array([teams[team] for own in sets for team in own], np.int64),
        people=people,
        low=np.maximum(low, 0).astype(np.int64),
        high=np.minimum(high, ceiling).astype(np.int64),
        shown=np.array([row.says is Says.SHOWN for row in rows], np.bool_),
        bounded=np.array([row.bounded for row in rows], np.bool_),
        of_teams=np.array([row.team != TOTAL and row.breakdown == TOTAL for row in rows], np.bool_),
    )
