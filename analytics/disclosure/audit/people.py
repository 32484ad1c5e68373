"""People behind a row: of a team no more than its staff list names, however many answers came.

Whoever sent a team's answers beyond its people, and most of the others, subtracts them.
"""

from collections.abc import Iterator

import numpy as np

from analytics.disclosure.audit.finding import Finding, Leak
from analytics.disclosure.audit.reading.attended import Attended, attended_of
from analytics.disclosure.audit.reading.problem import Whole
from analytics.disclosure.audit.reading.published_release import Sizes
from analytics.disclosure.audit.reading.table import Row, Says, Table, Team
from analytics.release.model import TOTAL


def people_findings(table: Table, sizes: Sizes) -> Iterator[Finding]:
    """Yield the rows of a measure behind which there are fewer people than promised.

    ``sizes`` says who answered and, where that is known, how many people each team has.
    """
    attended = sizes.get(table.measure, ())
    if not attended:
        return
    counted = _Counted(attended_of(attended))
    for row in table.rows:
        people = counted.people(row) if row.says is not Says.NOTHING else 0
        if 0 < people < table.threshold:
            what = f"rests on {people} people at most, fewer than {table.threshold}"
            yield Finding(
                code=Leak.BASE.value,
                measure=table.measure,
                department=row.department,
                team=row.team,
                message=f"{table.measure} of {row.department}, {row.team}: {what}",
                arithmetic=f"{row.label}: {row.n} answers, and more than one of some people",
            )


class _Counted:
    """Answers by team and category, counted once for all rows."""

    def __init__(self, attended: Attended) -> None:
        self._attended = attended
        self._number = {team: at for at, team in enumerate(attended.teams)}
        self._places: dict[frozenset[Team], Whole] = {}
        self._by_team = attended.by_team
        self._by_category = {key: attended.by_category(key) for key in attended.names}

    def people(self, row: Row) -> int:
        """Return how many people there are behind a row, at most."""
        inside = self._of(row.teams)
        if row.breakdown == TOTAL:
            answers = self._by_team[inside]
        elif row.breakdown in self._by_category:
            names = self._attended.names[row.breakdown]
            own = np.array([name in row.categories for name in names], np.bool_)
            answers = self._by_category[row.breakdown][inside] @ own
        else:
            return 0
        return int(np.minimum(answers, self._attended.headcount[inside]).sum())

    def _of(self, teams: frozenset[Team]) -> Whole:
        if teams not in self._places:
            known = [self._number[team] for team in teams if team in self._number]
            self._places[teams] = np.array(known, np.int64)
        return self._places[teams]
