"""Earlier rows: what a standing release says of each team row, in ticks."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from operator import add

from analytics.disclosure.standing.ranges import Stood
from analytics.release.content import Release
from analytics.release.counterparts import Place, Row, rows_of
from analytics.release.model import TOTAL, Cell, CellStatus, MeasureEntry, Reason, Statistic
from survey.vocabulary import Sensitivity


@dataclass(frozen=True)
class Earlier:
    """A measure in a standing release: the row of teams of each team, and what is said of whom."""

    row_of: Mapping[Place, frozenset[Place]]
    said: Mapping[frozenset[Place], Stood]

    def of(self, own: frozenset[Place]) -> Stood | None:
        """Return what is said of all rows with one of these teams; None where nothing is."""
        inside = {self.row_of[place] for place in own if place in self.row_of}
        together = frozenset[Place]().union(*inside)
        if together in self.said:
            return self.said[together]
        if not inside or any(teams not in self.said for teams in inside):
            return None
        return reduce(add, (self.said[teams] for teams in inside))


def earlier(release: Release, measure: str, sensitivity: Sensitivity, full: int) -> Earlier:
    """Return what a release says of a measure; nothing usable where its steps are others."""
    row_of = {place: teams for teams in team_rows(release, sensitivity).values() for place in teams}
    if full_of(release.measure(measure)) != full:
        return Earlier(row_of, {})
    teams = rows_by_label(release, sensitivity)
    said: dict[frozenset[Place], Stood] = {}
    for cell in release.cells:
        label = (cell.department, cell.team)
        own = cell.measure == measure and cell.breakdown == TOTAL and label in teams
        if own and cell.statistic is not Statistic.SD and _of_truth(cell):
            stood = _stood(cell, full)
            if stood is not None:
                said[teams[label]] = stood
    return Earlier(row_of, said)


def team_rows(release: Release, sensitivity: Sensitivity) -> dict[Row, frozenset[Place]]:
    """Return the rows of teams of a release, with the teams in each."""
    return {
        row: teams for row, teams in rows_by_label(release, sensitivity).items() if row[1] != TOTAL
    }


def rows_by_label(release: Release, sensitivity: Sensitivity) -> dict[Row, frozenset[Place]]:
    """Return all rows of a release, the organisation and departments too, with their teams."""
    teams: dict[Row, set[Place]] = {}
    for place, (department, team) in rows_of(release.groups, sensitivity).items():
        for row in ((TOTAL, TOTAL), (department, TOTAL), (department, team)):
            teams.setdefault(row, set()).add(place)
    return {row: frozenset(own) for row, own in teams.items()}


def full_of(entry: MeasureEntry) -> int:
    """Return the ticks of one person at the top; 0 where a release does not say them."""
    return 1 if entry.kind == "yes_no" else entry.ticks or 0


def _of_truth(cell: Cell) -> bool:
    """A row of teams, or a range; other departments are sums of rows as shown, ends swapped."""
    return cell.team != TOTAL or cell.reason is Reason.SINCE_EARLIER


def _stood(cell: Cell, full: int) -> Stood | None:
    """The sum behind a cell: exact where a value is shown, else between its bounds."""
    n = cell.n or 0
    top = n * full / (1.0 if cell.statistic is Statistic.SHARE else 100.0)
    if cell.status is CellStatus.SHOWN and cell.value is not None:
        total = round(cell.value * top)
        return Stood(n, total, total)
    if cell.low is None or cell.high is None:
        return None
    return Stood(n, round(cell.low * top), round(cell.high * top))
