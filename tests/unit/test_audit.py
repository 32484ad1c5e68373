"""The audit finds what gives people away, and nothing where nothing does."""

from dataclasses import replace

import pytest

from analytics.disclosure.audit import AuditFailed, findings, require_safe
from analytics.release.content import Release
from analytics.release.model import Cell, CellStatus, Reason
from tests.organisations import Organisation, release_of, wave_of


@pytest.fixture(scope="module")
def release() -> Release:
    wave = wave_of([[9, 8, 3], [14, 12]])
    rows = [
        (unit.id, (1 + (unit.id + person) % 5, int((unit.id * 5 + person) % 3 == 0)))
        for unit in wave.units
        for person in range(unit.headcount or 0)
    ]
    return release_of(Organisation(wave, tuple(rows)))


def with_cells(release: Release, *cells: Cell) -> Release:
    return replace(release, cells=(*release.cells, *cells))


def cell_of(release: Release, measure: str, department: str, team: str) -> Cell:
    found = [
        cell
        for cell in release.cells
        if (cell.measure, cell.department, cell.team) == (measure, department, team)
        and cell.statistic != "sd"
    ]
    return found[0]


def replaced(release: Release, old: Cell, **changes: object) -> Release:
    new = old.model_copy(update=changes)
    return replace(release, cells=tuple(new if cell == old else cell for cell in release.cells))


def test_a_release_of_ours_gives_nothing_away(release: Release) -> None:
    assert findings(release) == []
    require_safe(release)


def test_a_number_about_fewer_people_than_promised_is_found(release: Release) -> None:
    cell = cell_of(release, "workload", "D0", "T0")
    found = findings(replaced(release, cell, n=5))
    assert "AUDIT-BASE" in {finding.code for finding in found}


def test_a_team_of_3_by_subtraction_is_found(release: Release) -> None:
    """A threshold-only release: teams of 9 and 8 shown, the 3 hidden, the department exact."""
    alone = [member.model_copy(update={"group_team": member.team}) for member in release.groups]
    pooled = cell_of(release, "workload", "D0", "T1 + T2")
    eight = pooled.model_copy(update={"team": "T1", "n": 8})
    leaky = replace(
        release,
        groups=tuple(alone),
        cells=(*(cell for cell in release.cells if cell.team != "T1 + T2"), eight),
    )
    found = [finding for finding in findings(leaky) if finding.code == "AUDIT-DIFFERENCE"]
    assert [(finding.department, finding.team) for finding in found] == [("D0", "T2")]


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_all_or_none_is_found(release: Release, share: float) -> None:
    cell = cell_of(release, "back_pain", "D1", "T0")
    exposed = replaced(
        release, cell, value=share, low=0.0, high=1.0, status=CellStatus.SHOWN, reason=Reason.NONE
    )
    assert "AUDIT-ALL-OR-NONE" in {finding.code for finding in findings(exposed)}


def test_all_or_none_by_subtraction_is_found(release: Release) -> None:
    """11 of 26 in the department and 11 of 14 in one team leave nobody in the other."""
    whole = cell_of(release, "back_pain", "D1", "*")
    part = cell_of(release, "back_pain", "D1", "T0")
    exposed = replaced(release, whole, value=11 / 26, status=CellStatus.SHOWN, reason=Reason.NONE)
    exposed = replaced(exposed, part, value=11 / 14, status=CellStatus.SHOWN, reason=Reason.NONE)
    assert "AUDIT-ALL-OR-NONE" in {finding.code for finding in findings(exposed)}


def test_what_is_found_stops_the_release_and_says_where(release: Release) -> None:
    cell = cell_of(release, "workload", "D0", "T0")
    with pytest.raises(AuditFailed, match="D0, T0") as failed:
        require_safe(replaced(release, cell, n=5))
    assert failed.value.findings
