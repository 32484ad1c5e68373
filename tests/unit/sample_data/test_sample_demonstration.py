"""The demonstration workspace: what is in it, and that it is whole or not there at all."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from sample_data import demonstration
from sample_data.demonstration import Step, build
from sample_data.organisation import units
from sample_data.unfinished import unfinished_folder
from survey.access import ledger
from survey.access.ledger import Action
from survey.fieldwork.actions import ActionState, actions
from survey.fieldwork.dates.dates import Phase, utc_now
from survey.fieldwork.workspaces import WorkspaceExists, kind
from survey.settings import Workspace, WorkspaceKind
from survey.store.opening import close_store, open_store
from survey.store.protocol import Store
from survey.vocabulary import WaveState


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, list[Step]]:
    workspace, said = Workspace(tmp_path_factory.mktemp("place") / "demonstration"), []
    build(workspace, said.append)
    return workspace, said


@pytest.fixture(scope="module")
def store(built: tuple[Workspace, list[Step]]) -> Iterator[Store]:
    yield open_store(built[0])
    close_store(built[0])


def test_three_waves_are_released_and_one_is_open(store: Store) -> None:
    assert [(wave.name, wave.state) for wave in store.waves()] == [
        ("2024", WaveState.RELEASED),
        ("2025", WaveState.RELEASED),
        ("2026 spring", WaveState.RELEASED),
        ("2026 autumn", WaveState.OPEN),
    ]


def test_each_released_wave_has_a_sealed_release(
    built: tuple[Workspace, list[Step]], store: Store
) -> None:
    for wave in store.waves()[:3]:
        assert (built[0].releases / wave.name / "manifest.json").is_file()
        assert wave.release_id


def test_about_half_of_those_who_will_answer_the_open_wave_have(store: Store) -> None:
    staff = sum(unit.headcount or 0 for unit in units())
    counts = store.response_counts("2026 autumn")
    assert 0.30 <= sum(counts.values()) / staff <= 0.42
    assert sum(count > 0 for count in counts.values()) >= 40


def test_the_open_wave_can_still_be_answered(store: Store) -> None:
    assert store.replace_unused_code("2026 autumn")


def test_the_workspace_says_that_it_is_a_demonstration(
    built: tuple[Workspace, list[Step]],
) -> None:
    assert kind(built[0]) is WorkspaceKind.DEMONSTRATION


def test_what_was_done_stands_in_the_ledger(built: tuple[Workspace, list[Step]]) -> None:
    assert ledger.verify(built[0]) == 12


def test_waves_and_actions_say_their_days_and_the_ledger_when_they_were_written_down(
    built: tuple[Workspace, list[Step]], store: Store
) -> None:
    today = date.today()
    *past, current = store.waves()
    days = [wave.first_day for wave in past]
    assert days == sorted(set(days))
    assert all(wave.closed_on == wave.first_day for wave in past)
    assert current.first_day == today - timedelta(days=9)
    assert current.dates.phase(utc_now()) is Phase.RUNNING
    ended = [one for one in actions(built[0]) if one.state is ActionState.DONE]
    assert ended and all(one.end < today for one in ended)
    assert all(one.end > today for one in actions(built[0]) if one.state is ActionState.RUNNING)
    said = [entry for entry in ledger.entries(built[0]) if entry.action is Action.ACTION_ENDED]
    assert [entry.details["on"] for entry in said] == [one.end.isoformat() for one in ended]
    assert {entry.day for entry in ledger.entries(built[0])} <= {today, today - timedelta(days=1)}


def test_progress_names_each_wave(built: tuple[Workspace, list[Step]]) -> None:
    for name in ("2024", "2025", "2026 spring", "2026 autumn"):
        assert any(name in step.words for step in built[1])


def test_nothing_but_the_workspace_is_left(built: tuple[Workspace, list[Step]]) -> None:
    assert list(built[0].root.parent.iterdir()) == [built[0].root]


def test_a_build_that_stops_half_way_leaves_nothing(tmp_path: Path) -> None:
    def stop(step: Step) -> None:
        if "2025" in step.words:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(Workspace(tmp_path / "demonstration"), stop)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine", "utf-8")
    with pytest.raises(WorkspaceExists):
        build(Workspace(tmp_path))
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_what_a_killed_build_left_is_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = unfinished_folder(tmp_path / "demonstration") / "demonstration"
    left.mkdir(parents=True)
    (left / "workspace.toml").write_text("half", "utf-8")
    monkeypatch.setattr(demonstration, "_fill", lambda workspace, progress: None)
    build(Workspace(tmp_path / "demonstration"))
    assert [path.name for path in tmp_path.iterdir()] == ["demonstration"]


def test_progress_goes_from_nothing_to_all_and_never_back(
    built: tuple[Workspace, list[Step]],
) -> None:
    shares = [step.done for step in built[1]]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)
