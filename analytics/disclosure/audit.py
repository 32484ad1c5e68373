"""The audit: attacks a release with nothing but its own published numbers.

It knows the staff list by name (the release's groups) and what stands in the cells, and nothing
of how they were made: it imports no grouping and no ends. It looks for

* a number about fewer people than the policy promises;
* a set of people below the threshold that sums and differences of published rows single out;
* a group of whom the published numbers say that everybody or nobody said so, directly or as the
  difference of published rows.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import ClassVar

import numpy as np

from analytics.release.content import Release
from analytics.release.model import TOTAL, Cell, CellStatus, MeasureEntry, Reason, Statistic
from survey.errors import BearingError
from survey.vocabulary import Sensitivity

TOLERANCE = 1e-9
ROUNDING = {Statistic.SHARE: 0.5e-4, Statistic.MEAN: 0.5e-2}
TOP = {Statistic.SHARE: 1.0, Statistic.MEAN: 100.0}


class AuditFailed(BearingError):
    """The release would give somebody away. ``findings`` says how."""

    code: ClassVar[str] = "AUDIT-FAILED"

    def __init__(self, message: str, findings: Sequence["Finding"]) -> None:
        super().__init__(message)
        self.findings = tuple(findings)


@dataclass(frozen=True)
class Finding:
    """One thing that follows from a release and should not."""

    code: str
    measure: str
    department: str
    team: str
    message: str


@dataclass(frozen=True)
class Published:
    """A published row of one measure: its atoms' sum lies between two values."""

    cell: Cell
    members: frozenset[tuple[str, str]]
    low: float
    high: float


def findings(release: Release) -> list[Finding]:
    """Return everything that follows from the release about a group below its threshold."""
    members = {sensitivity: _members(release, sensitivity) for sensitivity in Sensitivity}
    found = []
    for entry in release.measures:
        threshold = release.manifest.policy[entry.sensitivity.value]
        rows = _rows(release.cells, entry, members[entry.sensitivity])
        found += [_too_small(row.cell, threshold) for row in rows if _base(row) < threshold]
        found += _singled_out(rows, threshold)
        found += _all_or_none(rows)
    return found


def require_safe(release: Release) -> None:
    """Raise ``AuditFailed`` with what was found, if anything was."""
    found = findings(release)
    if found:
        raise AuditFailed(
            f"The audit found {len(found)} way(s) in which the release of wave"
            f" {release.manifest.wave!r} gives people away, first: {found[0].message}.",
            found,
        )


def _members(
    release: Release, sensitivity: Sensitivity
) -> dict[tuple[str, str], frozenset[tuple[str, str]]]:
    """By published row, the teams in it; departments and the organisation are rows too."""
    rows: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for member in release.groups:
        if member.sensitivity is sensitivity:
            team = (member.department, member.team)
            rows.setdefault((TOTAL, TOTAL), set()).add(team)
            rows.setdefault((member.group_department, TOTAL), set()).add(team)
            rows.setdefault((member.group_department, member.group_team), set()).add(team)
    return {row: frozenset(teams) for row, teams in rows.items()}


def _rows(
    cells: Iterable[Cell],
    entry: MeasureEntry,
    members: Mapping[tuple[str, str], frozenset[tuple[str, str]]],
) -> list[Published]:
    """The rows of a measure that hold a number, with the sums they allow."""
    rows = []
    for cell in cells:
        place = (cell.department, cell.team)
        if cell.measure != entry.key or cell.statistic not in ROUNDING or place not in members:
            continue
        if cell.status is CellStatus.WITHHELD:
            continue
        rows.append(_published(cell, entry, members))
    return rows


def _published(
    cell: Cell,
    entry: MeasureEntry,
    members: Mapping[tuple[str, str], frozenset[tuple[str, str]]],
) -> Published:
    """What a reader who knows how releases are made may conclude of a row's sum.

    A row whose parts hold bounds is the sum of what is shown of them: two people (one on a scale)
    may be too many or too few at each end of each department in it.
    """
    n = cell.n or 0
    low = cell.value if cell.value is not None else cell.low or 0.0
    high = cell.value if cell.value is not None else cell.high or 0.0
    slack = ROUNDING[cell.statistic] * n
    if cell.reason is Reason.ENDS_INSIDE:
        departments = {row for row in members if row[1] == TOTAL and row[0] != TOTAL}
        inside = sum(members[row] <= members[cell.department, cell.team] for row in departments)
        people = 2 if entry.kind == "yes_no" and entry.sensitivity is Sensitivity.HEALTH else 1
        slack += 2 * inside * people * TOP[cell.statistic]
    return Published(cell, members[cell.department, cell.team], low * n - slack, high * n + slack)


def _base(row: Published) -> int:
    return row.cell.n or 0


def _too_small(cell: Cell, threshold: int) -> Finding:
    return _finding("AUDIT-BASE", cell, f"rests on fewer than {threshold} answers")


def _singled_out(rows: Sequence[Published], threshold: int) -> list[Finding]:
    """Atoms below the threshold that a combination of published rows isolates.

    An atom is a set of teams that the same rows count; a combination of rows is constant on it.
    It is isolated where its indicator lies in the span of the rows, a question of rank.
    """
    atoms = _atoms(rows)
    if not rows:
        return []
    design = np.array([[atom <= row.members for atom in atoms] for row in rows], dtype=float)
    sizes, *_ = np.linalg.lstsq(design, np.array([_base(row) for row in rows]), rcond=None)
    projector = np.linalg.pinv(design) @ design
    found = []
    for at, atom in enumerate(atoms):
        isolated = projector[at, at] > 1 - TOLERANCE
        if isolated and 0 < round(sizes[at]) < threshold:
            department, team = sorted(atom)[0]
            found.append(
                Finding("AUDIT-DIFFERENCE", rows[0].cell.measure, department, team,
                        f"{rows[0].cell.measure}: published rows single out fewer than"
                        f" {threshold} answers of {department}, {team}")
            )  # fmt: skip
    return found


def _atoms(rows: Sequence[Published]) -> list[frozenset[tuple[str, str]]]:
    teams = sorted({team for row in rows for team in row.members})
    signature = {team: tuple(team in row.members for row in rows) for team in teams}
    ordered = sorted(teams, key=lambda team: (signature[team], team))
    return [frozenset(group) for _, group in groupby(ordered, key=lambda team: signature[team])]


def _all_or_none(rows: Sequence[Published]) -> list[Finding]:
    """Rows, and differences of a row and rows inside it, whose sum can only be at an end."""
    found = [
        _finding("AUDIT-ALL-OR-NONE", row.cell, "everybody or nobody said so")
        for row in rows
        if _settled(row.low, row.high, _base(row), row.cell.statistic)
    ]
    for whole in rows:
        parts = [row for row in rows if row.members < whole.members]
        for part in parts:
            rest = _base(whole) - _base(part)
            low, high = whole.low - part.high, whole.high - part.low
            if rest > 0 and _settled(low, high, rest, whole.cell.statistic):
                found.append(
                    _finding("AUDIT-ALL-OR-NONE", whole.cell,
                             f"without {part.cell.team} it shows everybody or nobody")
                )  # fmt: skip
    return found


def _settled(low: float, high: float, n: int, statistic: Statistic) -> bool:
    """Whether a sum of n answers between these bounds must lie at one end."""
    top = TOP[statistic] * n
    grain = 1.0 if statistic is Statistic.SHARE else TOP[statistic] * 1e-3
    return high < grain or low > top - grain


def _finding(code: str, cell: Cell, what: str) -> Finding:
    message = f"{cell.measure} of {cell.department}, {cell.team}: {what}"
    return Finding(code, cell.measure, cell.department, cell.team, message)
