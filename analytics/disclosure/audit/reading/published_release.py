"""Reads a release as an attacker does: its cells, and who is shown with whom."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from analytics.disclosure.audit.reading.attended import Attendance, Exact, attended_of
from analytics.disclosure.audit.reading.staff import Staff
from analytics.disclosure.audit.reading.table import FINE_GRAIN, Row, Says, Spread, Table, Team
from analytics.release.content import Release
from analytics.release.model import (
    GROUP_JOIN,
    TOTAL,
    Cell,
    CellStatus,
    MeasureEntry,
    Reason,
    Statistic,
)
from survey.vocabulary import Sensitivity

ROUNDING: Final = {Statistic.SHARE: 0.5e-4, Statistic.MEAN: 0.5e-2}
TOP: Final = {Statistic.SHARE: 1.0, Statistic.MEAN: 100.0}


Sizes = Mapping[str, Sequence[Attendance]]
"""By measure, who answered: what the strongest attacker knows besides the release."""


@dataclass(frozen=True)
class Places:
    """Who is where: by the labels of a row the teams in it, and all teams."""

    groups: Mapping[tuple[str, str], frozenset[Team]]
    staff: Staff

    def teams(self, cell: Cell) -> frozenset[Team]:
        """Return the teams that a cell counts."""
        labels = (cell.department, cell.team)
        return self.groups[labels] if labels in self.groups else self.staff.teams(*labels)


def release_tables(release: Release, sizes: Sizes | None = None) -> Iterator[Table]:
    """Yield each measure of a release as a table.

    ``sizes`` is what the strongest attacker knows besides: who answered what.
    """
    cells: dict[str, list[Cell]] = {}
    for cell in release.cells:
        cells.setdefault(cell.measure, []).append(cell)
    places = {
        sensitivity: _places(release, sensitivity)
        for sensitivity in {entry.sensitivity for entry in release.measures}
    }
    for entry in release.measures:
        attended = (sizes or {}).get(entry.key)
        yield _table(release, entry, cells.get(entry.key, ()), places[entry.sensitivity], attended)


def row_of(cell: Cell, teams: frozenset[Team], rounding: float) -> Row:
    """Return a cell as a row; ``rounding`` is what its number may be off by, of ``TOP``."""
    top = TOP[cell.statistic]
    low = cell.value if cell.value is not None else cell.low
    high = cell.value if cell.value is not None else cell.high
    says = Says.TRUTH
    if low is None or high is None:
        low, high, says = 0.0, top, Says.NOTHING
    elif cell.reason is Reason.ENDS_INSIDE or _bounded_total(cell) or _moved(cell):
        says = Says.SHOWN
    categories = () if cell.breakdown == TOTAL else cell.category.split(GROUP_JOIN)
    return Row(
        cell.department, cell.team, cell.breakdown, cell.category, teams, frozenset(categories),
        cell.n, (low - rounding) / top, (high + rounding) / top, says,
        cell.status is CellStatus.BOUNDED,
    )  # fmt: skip


def _moved(cell: Cell) -> bool:
    """A row of a breakdown that was moved; its bounds, where it has some, are of the truth."""
    return cell.reason is Reason.BLURRED and cell.status is CellStatus.SHOWN


def _bounded_total(cell: Cell) -> bool:
    total = cell.team == TOTAL and cell.breakdown == TOTAL
    return total and cell.status is CellStatus.BOUNDED and cell.reason is Reason.NEAR_THE_END


def _table(
    release: Release,
    entry: MeasureEntry,
    cells: Sequence[Cell],
    places: Places,
    attended: Sequence[Attendance] | None,
) -> Table:
    table = Table(
        measure=entry.key,
        full=1 if entry.kind == "yes_no" else entry.ticks or FINE_GRAIN,
        threshold=release.manifest.policy[entry.sensitivity.value],
        colleague=entry.kind == "yes_no" and entry.sensitivity is Sensitivity.HEALTH,
        rows=tuple(
            row_of(cell, places.teams(cell), ROUNDING[cell.statistic])
            for cell in cells
            if cell.statistic in ROUNDING and cell.status is not CellStatus.WITHHELD
        ),
        answers=places.staff.people,
        spread=_spread(cells),
    )
    return table if attended is None else _with_attendance(table, attended)


def _with_attendance(table: Table, attended: Sequence[Attendance]) -> Table:
    """A table whose attacker knows who answered, by category too where that is given."""
    who = attended_of(attended)
    people: dict[Team, int | None] = dict.fromkeys(table.answers, 0)
    counted = zip(who.teams, who.by_team.tolist(), strict=True)
    people |= {team: n for team, n in counted if n or team in people}
    exact = Exact(who, table.breakdowns) if all(map(who.knows, table.breakdowns)) else None
    return replace(table, answers=people, answers_are_public=True, exact=exact)


def _places(release: Release, sensitivity: Sensitivity) -> Places:
    rows: dict[tuple[str, str], set[Team]] = {}
    for member in release.groups:
        if member.sensitivity is sensitivity:
            team = (member.department, member.team)
            rows.setdefault((TOTAL, TOTAL), set()).add(team)
            rows.setdefault((member.group_department, TOTAL), set()).add(team)
            rows.setdefault((member.group_department, member.group_team), set()).add(team)
    staff = Staff(dict.fromkeys(sorted(rows.get((TOTAL, TOTAL), ()))))
    return Places({labels: frozenset(teams) for labels, teams in rows.items()}, staff)


def _spread(cells: Iterable[Cell]) -> Spread | None:
    for cell in cells:
        whole = cell.department == TOTAL and cell.breakdown == TOTAL
        if cell.statistic is Statistic.SD and whole and cell.value is not None:
            return Spread(cell.n or 0, (cell.value + ROUNDING[Statistic.MEAN]) / 100)
    return None
