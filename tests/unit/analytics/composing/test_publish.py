"""Publishing happens once, when a wave is closed, and gives the same bytes for the same answers."""

from dataclasses import replace
from pathlib import Path
from shutil import copytree

import duckdb
import pytest

from analytics.disclosure.groups import TooFewAnswers
from analytics.publish import NotPublishable, publish
from analytics.release.model import TOTAL, CellStatus, Reason, Statistic
from analytics.release.reader import open_release, released
from survey.access.ledger import Action, entries, verify
from survey.fieldwork.crowding import Although, MoreAnswersThanPeople, require_reason
from survey.fieldwork.importing.answers import ImportedAnswers
from survey.fieldwork.moves import Move
from survey.fieldwork.promise import PromiseBroken
from survey.fieldwork.waves import import_wave
from survey.fieldwork.workspaces import create
from survey.settings import Workspace, WorkspaceKind
from survey.store.opening import close_store, open_store
from survey.store.protocol import Store
from survey.vocabulary import WaveState
from tests.organisations import Organisation, Row, release_of, wave_of

WAVE = wave_of([[9, 8, 3], [14, 12], [30, 40]])


def rows(step: int = 3) -> list[Row]:
    return [
        (unit.id, (1 + (unit.id + person) % 5, int((unit.id * 5 + person) % step == 0)))
        for unit in WAVE.units
        for person in range(unit.headcount or 0)
    ]


def filled(workspace: Workspace, answers: list[Row]) -> Store:
    store = open_store(workspace)
    imported = ImportedAnswers(WAVE.instrument, WAVE.units, tuple(answers), left_out=0, notes=())
    import_wave(workspace, store, "2026", imported, WAVE.policy)
    return store


def test_a_closed_wave_becomes_a_release_and_is_in_the_ledger(workspace: Workspace) -> None:
    store = filled(workspace, rows())
    steps: list[float] = []
    manifest = publish(workspace, store, "2026", lambda _step, done: steps.append(done))
    assert released(workspace) == ("2026",)
    assert store.wave("2026").release_id == manifest.id
    assert open_release(workspace.releases / "2026").manifest == manifest
    assert steps == sorted(steps)
    assert (steps[-1], verify(workspace)) == (1.0, 2)


def test_a_wave_is_published_once(workspace: Workspace) -> None:
    store = filled(workspace, rows())
    publish(workspace, store, "2026")
    with pytest.raises(NotPublishable, match="only once"):
        publish(workspace, store, "2026")


def test_an_open_wave_is_not_published(workspace: Workspace) -> None:
    store = open_store(workspace)
    store.open_wave("2026", WAVE.instrument, WAVE.policy, WAVE.units)
    with pytest.raises(NotPublishable, match="open"):
        publish(workspace, store, "2026")


def test_too_few_answers_publish_nothing(workspace: Workspace) -> None:
    store = filled(workspace, rows()[:5])
    with pytest.raises(TooFewAnswers):
        publish(workspace, store, "2026")
    assert released(workspace) == ()
    assert not any(workspace.releases.iterdir())


def test_a_stop_between_sealing_and_recording_is_mended_by_publishing_again(
    workspace: Workspace, tmp_path: Path
) -> None:
    store = filled(workspace, rows())
    manifest = publish(workspace, store, "2026")
    other = Workspace(tmp_path / "other")
    create(other, WorkspaceKind.REAL)
    again = filled(other, rows())
    (workspace.releases / "2026").rename(other.releases / "2026")
    assert publish(other, again, "2026") == manifest
    close_store(other)


@pytest.mark.parametrize(
    ("column", "old", "new"),
    [("policy", '"health":10', '"health":6'), ("policy", '"conditions":6', '"conditions":7')],
)
def test_a_policy_changed_behind_the_ledgers_back_publishes_nothing(
    workspace: Workspace, column: str, old: str, new: str
) -> None:
    filled(workspace, rows())
    close_store(workspace)
    with duckdb.connect(str(workspace.registry)) as registry:
        registry.execute("UPDATE wave SET policy = replace(policy, ?, ?)", [old, new])
    with pytest.raises(PromiseBroken, match=column):
        publish(workspace, open_store(workspace), "2026")
    assert released(workspace) == ()


def test_a_staff_list_changed_behind_the_ledgers_back_publishes_nothing(
    workspace: Workspace,
) -> None:
    filled(workspace, rows())
    close_store(workspace)
    with duckdb.connect(str(workspace.registry)) as registry:
        registry.execute("UPDATE unit SET team = 'T1' WHERE team = 'T0'")
    with pytest.raises(PromiseBroken, match="staff list"):
        publish(workspace, open_store(workspace), "2026")


@pytest.mark.parametrize("lowered", ["conditions = 3", "health = 6", "health = 2"])
def test_a_policy_file_lowered_later_changes_nothing_and_is_recorded(
    workspace: Workspace, tmp_path: Path, lowered: str
) -> None:
    store = filled(workspace, rows())
    (workspace.root / "policy.toml").write_text(lowered)
    manifest = publish(workspace, store, "2026")
    assert manifest.policy == WAVE.policy.model_dump()
    actions = [entry.action for entry in entries(workspace)]
    assert actions == [
        Action.ANSWERS_IMPORTED,
        Action.POLICY_REFUSED,
        Action.WAVE_RELEASED,
    ]


def test_no_environment_variable_lowers_a_threshold(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = filled(workspace, rows())
    for name in ("CONDITIONS", "HEALTH", "POLICY", "POLICY__CONDITIONS", "THRESHOLD", "K"):
        monkeypatch.setenv(f"BEARING_{name}", "2")
    manifest = publish(workspace, store, "2026")
    assert manifest.policy == WAVE.policy.model_dump()
    cells = open_release(workspace.releases / "2026").cells
    assert min(cell.n for cell in cells if cell.n) >= WAVE.policy.conditions


def test_the_same_answers_give_the_same_bytes_in_any_order(
    workspace: Workspace, tmp_path: Path
) -> None:
    other = Workspace(tmp_path / "other")
    copytree(workspace.root, other.root)
    publish(workspace, filled(workspace, rows()), "2026")
    publish(other, filled(other, rows()[::-1]), "2026")
    one, two = (sorted((place.releases / "2026").iterdir()) for place in (workspace, other))
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in two]
    close_store(other)


def test_moves_by_which_rows_differ_by_a_few_leave_every_row_a_range(workspace: Workspace) -> None:
    """Two people changed between two teams: no row is joined, and none is a number."""
    store = filled(workspace, rows())
    publish(workspace, store, "2026")
    imported = ImportedAnswers(WAVE.instrument, WAVE.units, tuple(rows()), left_out=0, notes=())
    import_wave(workspace, store, "2027", imported, WAVE.policy)
    moves = [
        Move(("D2", "T1"), ("D2", "T0"), 2),
        Move(("D2", "T0"), None, 2),
        Move(("D2", "T1"), None, 7),
        Move(None, ("D2", "T1"), 9),
    ]
    publish(workspace, store, "2027", moves=moves)
    first, second = (open_release(workspace.releases / name) for name in ("2026", "2027"))
    assert second.groups == first.groups
    assert not second.manifest.guarded
    assert CellStatus.SHOWN not in {cell.status for cell in second.cells}


def test_the_same_answers_in_six_waves_give_the_same_six_figures() -> None:
    waves = [replace(WAVE, name=f"wave {at}") for at in range(6)]
    figures = {
        tuple(
            (cell.department, cell.team, cell.measure, cell.value, cell.low, cell.high)
            for cell in release_of(Organisation(wave, tuple(rows()))).cells
        )
        for wave in waves
    }
    assert len(figures) == 1


def test_nobody_with_pain_is_shown_as_a_range_everywhere() -> None:
    nobody = tuple((unit, (rush, 0)) for unit, (rush, _) in rows())
    cells = release_of(Organisation(WAVE, nobody)).cells
    for cell in cells:
        if cell.measure == "back_pain" and cell.status is not CellStatus.WITHHELD:
            assert (cell.status, cell.low) == (CellStatus.BOUNDED, 0.0)
            assert (cell.high or 0) * (cell.n or 0) >= 1.99


def test_a_row_of_one_sensitivity_is_withheld_in_the_other_with_its_reason() -> None:
    cells = release_of(Organisation(WAVE, tuple(rows()))).cells
    withheld = {
        (cell.department, cell.team, cell.measure)
        for cell in cells
        if cell.status is CellStatus.WITHHELD and cell.reason is Reason.SHOWN_TOGETHER
    }
    assert ("D0", "T0", "back_pain") in withheld


def test_a_mean_is_the_mean_of_the_answers() -> None:
    cells = release_of(Organisation(WAVE, tuple(rows()))).cells
    answers = [answers[0] or 0 for _, answers in rows()]
    expected = 100 * (sum(answers) / len(answers) - 1) / 4
    found = {
        cell.value
        for cell in cells
        if (cell.measure, cell.department, cell.statistic) == ("workload", TOTAL, Statistic.MEAN)
    }
    assert found == {round(expected, 2)}


def test_a_standard_deviation_is_published_for_the_whole_and_from_100_answers_only() -> None:
    large = release_of(Organisation(WAVE, tuple(rows()))).cells
    small = release_of(Organisation(WAVE, tuple(rows()[:60]))).cells
    assert [c.department for c in large if c.statistic is Statistic.SD] == [TOTAL]
    assert [c for c in small if c.statistic is Statistic.SD] == []


CROWDED: list[Row] = [*rows(), *[(0, (5, 1))] * 4]
"""Thirteen answers of a team of nine people."""


def test_more_answers_than_people_are_published_with_a_reason_only(workspace: Workspace) -> None:
    store = filled(workspace, CROWDED)
    with pytest.raises(MoreAnswersThanPeople, match=r"1 team \(D0\).*--although joined\|"):
        publish(workspace, store, "2026")
    assert released(workspace) == ()
    assert store.wave("2026").state is WaveState.CLOSED
    manifest = publish(workspace, store, "2026", although=Although.TWICE)
    assert manifest.although == "twice"
    assert open_release(workspace.releases / "2026").manifest == manifest
    assert entries(workspace)[-1].details["although"] == "twice"


def test_the_reason_is_kept_through_a_stop_between_sealing_and_recording(
    workspace: Workspace, tmp_path: Path
) -> None:
    publish(workspace, filled(workspace, CROWDED), "2026", although=Although.JOINED)
    other = Workspace(tmp_path / "other")
    create(other, WorkspaceKind.REAL)
    again = filled(other, CROWDED)
    (workspace.releases / "2026").rename(other.releases / "2026")
    publish(other, again, "2026")
    assert entries(other)[-1].details["although"] == "joined"
    close_store(other)


def test_as_many_answers_as_people_need_no_reason_and_have_none(workspace: Workspace) -> None:
    manifest = publish(workspace, filled(workspace, rows()), "2026", although=Although.TWICE)
    assert manifest.although == ""
    assert "although" not in entries(workspace)[-1].details


def test_small_departments_are_not_named_as_having_too_many_answers() -> None:
    wave = wave_of([[3], [14, 12]])
    crowded = {0: 4, 1: 15, 2: 12}
    with pytest.raises(MoreAnswersThanPeople, match=r"in 2 teams \(D1\):"):
        require_reason(wave, crowded, None)
    with pytest.raises(MoreAnswersThanPeople, match="in 1 team:"):
        require_reason(wave, {0: 4}, None)
