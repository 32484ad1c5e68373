"""The audit finds what gives people away, and nothing where nothing does."""

import json
from dataclasses import replace

import pytest

from analytics.disclosure.audit import (
    Attendance,
    AuditFailed,
    certificate_of,
    findings,
    inspect,
    require_safe,
)
from analytics.disclosure.audit.prover import block_by_block, worlds
from analytics.disclosure.audit.prover.at_once.proof import Proven
from analytics.disclosure.audit.prover.solver import Outcome
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
    rest = cell_of(release, "back_pain", "D1", "T1")
    exposed = replaced(release, whole, value=11 / 26, status=CellStatus.SHOWN, reason=Reason.NONE)
    exposed = replaced(exposed, part, value=11 / 14, status=CellStatus.SHOWN, reason=Reason.NONE)
    everybody = cell_of(release, "back_pain", "*", "*")
    exposed = replace(exposed, cells=tuple(c for c in exposed.cells if c not in (rest, everybody)))
    assert [finding.code for finding in findings(exposed)] == ["AUDIT-ALL-OR-NONE"]


def test_numbers_that_no_answers_agree_with_are_no_proof_of_safety(release: Release) -> None:
    cell = cell_of(release, "back_pain", "D1", "*")
    wrong = replaced(release, cell, value=0.5, status=CellStatus.SHOWN, reason=Reason.NONE)
    wrong = replaced(wrong, cell_of(wrong, "back_pain", "D1", "T0"), value=2 / 14)
    assert "AUDIT-CONTRADICTION" in {finding.code for finding in findings(wrong)}


def test_a_time_out_is_a_failure_and_never_safe(
    release: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(block_by_block, "proven_at_once", Proven.nothing)  # nothing goes unasked
    monkeypatch.setattr(worlds, "nested_worlds", lambda *_asked: None)
    monkeypatch.setattr(worlds, "largest", lambda *_asked: (Outcome.TIME_OUT, None))
    found = findings(release)
    assert {finding.code for finding in found} == {"AUDIT-TIME-OUT"}
    assert {finding.measure for finding in found} == {"workload", "back_pain"}


def test_the_same_release_gives_the_same_certificate(release: Release) -> None:
    first, again = (certificate_of(inspect(release).verdicts) for _ in range(2))
    assert first == again
    assert 0 < first.groups <= first.worlds
    assert first.sha256 == again.sha256
    assert not any(measure["leaks"] for measure in json.loads(first.document)["measures"])


def test_the_certificate_shows_two_worlds_that_differ_on_every_group(release: Release) -> None:
    document = json.loads(certificate_of(inspect(release).verdicts).document)
    pain = next(each for each in document["measures"] if each["measure"] == "back_pain")
    for part in pain["parts"]:
        for place, group in enumerate(part["groups"]):
            low, high = (part["worlds"][group[end]]["sums"][place] for end in ("lowest", "highest"))
            row = [c for c in release.cells if c.measure == "back_pain" and c.value is not None]
            shown = {c.team for c in row}
            assert low < high or " + ".join(t for _, t in group["teams"]) in shown


def test_the_attacker_may_know_who_answered(release: Release) -> None:
    sizes = {("D0", "T0"): 9, ("D0", "T1"): 8, ("D0", "T2"): 3, ("D1", "T0"): 14, ("D1", "T1"): 12}
    answered = [Attendance(*team, n) for team, n in sizes.items()]
    assert findings(release, {"workload": answered, "back_pain": answered}) == []


def test_what_is_found_stops_the_release_and_says_where(release: Release) -> None:
    cell = cell_of(release, "workload", "D0", "T0")
    with pytest.raises(AuditFailed, match="D0, T0") as failed:
        require_safe(replaced(release, cell, n=5))
    assert failed.value.findings
