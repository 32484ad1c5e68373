"""A backup is taken beside a running server, and comes back whole or not at all."""

import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from survey.__main__ import app
from survey.access import sessions
from survey.access.ledger import Action, entries, verify
from survey.command_line import run
from survey.fieldwork.policy import Policy
from survey.fieldwork.waves import close_wave, open_wave
from survey.fieldwork.workspaces import WorkspaceExists
from survey.keeping.archive import BackupBroken, PassphraseWrong, write_archive
from survey.keeping.backup import (
    BackupThere,
    CodesGoodAgain,
    back_up,
    destroy_left,
    left_beside,
    restore,
)
from survey.keeping.inventory import WorkspaceIncomplete
from survey.settings import Workspace
from survey.store.bulk import open_answers
from survey.store.opening import close_store, open_store, serve_store
from survey.store.protocol import CodeStanding, Store, Submission, Unit
from survey.vocabulary import WaveState
from tests.instruments import small_instrument

UNITS = (Unit(0, "Stores", "Day", 9), Unit(1, "Stores", "Night", 8))


@pytest.fixture
def served(workspace: Workspace) -> Store:
    store = serve_store(workspace)
    open_wave(workspace, store, "2026", instrument=small_instrument(), policy=Policy(), units=UNITS)
    return store


def nothing_left(folder: Path) -> bool:
    return not list(folder.rglob(".*"))


@pytest.mark.parametrize("passphrase", [None, "staple battery"])
def test_it_comes_back_as_it_was_and_goes_on(
    workspace: Workspace, served: Store, tmp_path: Path, passphrase: str | None
) -> None:
    codes = served.issue_codes("2026", {0: 2})[0]
    served.redeem([Submission("2026", codes[0], (3, 1))])
    close_wave(workspace, served, "2026")
    file, place = tmp_path / "backup", Workspace(tmp_path / "again")
    back_up(workspace, file, passphrase)
    assert restore(file, place, passphrase) == ()
    again = open_store(place)
    assert again.waves() == served.waves()
    assert again.check_code(codes[1]).standing is CodeStanding.CLOSED
    with open_answers(place, again.wave("2026")) as answers:
        assert answers.execute("FROM answer").fetchall() == [(0, [3, 1])]
    assert (verify(place), entries(place)[-1].action) == (3, Action.WORKSPACE_RESTORED)
    assert entries(place)[:2] == entries(workspace)[:2]
    assert entries(workspace)[-1].action is Action.BACKUP_MADE
    assert nothing_left(tmp_path)
    close_store(place)


def test_another_process_takes_one_beside_a_running_server(
    workspace: Workspace, served: Store, tmp_path: Path
) -> None:
    file = tmp_path / "backup"
    command = [sys.executable, "-m", "survey", "backup", str(file), "--workspace"]
    done = subprocess.run(
        [*command, str(workspace.root)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert file.stat().st_mode & 0o777 == 0o600
    (code,) = served.issue_codes("2026", {0: 1})[0]
    assert served.redeem([Submission("2026", code, (1, 1))]) == [CodeStanding.FRESH]


def test_a_spent_code_is_never_good_again(
    workspace: Workspace, served: Store, tmp_path: Path
) -> None:
    (code,) = served.issue_codes("2026", {0: 1})[0]
    sessions.begin(workspace, "Ada")
    file, place = tmp_path / "backup", Workspace(tmp_path / "again")
    back_up(workspace, file)
    served.redeem([Submission("2026", code, (3, 1))])
    with pytest.raises(CodesGoodAgain, match="2026"):
        restore(file, place)
    assert not place.root.exists()
    assert restore(file, place, close_waves=True) == ("2026",)
    again = open_store(place)
    assert again.wave("2026").state is WaveState.CLOSED
    assert not (place.secrets / sessions.FILE).exists(), "a session that was ended is open again"
    assert again.check_code(code).standing is CodeStanding.CLOSED
    assert nothing_left(tmp_path)
    close_store(place)


def test_a_place_in_use_and_a_file_in_use_are_left_alone(
    workspace: Workspace, served: Store, tmp_path: Path
) -> None:
    file = tmp_path / "backup"
    back_up(workspace, file)
    before = file.read_bytes()
    with pytest.raises(BackupThere):
        back_up(workspace, file)
    with pytest.raises(WorkspaceExists):
        restore(file, workspace, close_waves=True)
    assert file.read_bytes() == before
    assert served.wave("2026").state is WaveState.OPEN


def left_by_a_restore(folder: Path) -> Path:
    """What a restore leaves when it is killed: a folder that nobody holds, with answers in it."""
    left = folder / ".restoring-x" / "again"
    left.mkdir(parents=True)
    (left / "answers.duckdb").write_bytes(b"answers")
    (left / "answers.duckdb").chmod(0o400)
    return left.parent


def test_what_a_killed_restore_left_is_told_and_destroyed(
    workspace: Workspace, served: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, left = tmp_path / "backup", left_by_a_restore(tmp_path)
    back_up(workspace, file)
    close_store(workspace)
    assert run(app, ["verify", "--workspace", str(workspace.root)]) == 0
    assert f"left {left}, with answers" in capsys.readouterr().out
    again = ["restore", str(file), "--close-waves", "--workspace", str(tmp_path / "again")]
    assert run(app, again) == 0
    assert "Destroyed the copy that a restore" in capsys.readouterr().out
    assert not left.exists()
    close_store(Workspace(tmp_path / "again"))


def test_a_start_destroys_what_was_left_and_nothing_that_is_in_use_or_anothers(
    workspace: Workspace, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "kept").write_bytes(b"kept")
    link = tmp_path / ".restoring-link"
    link.symlink_to(elsewhere)
    busy = tmp_path / ".restoring-busy"
    busy.mkdir()
    hold = os.open(busy, os.O_RDONLY)
    fcntl.flock(hold, fcntl.LOCK_EX)
    left = left_by_a_restore(tmp_path)
    assert left_beside(workspace) == [left]
    assert destroy_left(workspace) == 1
    assert [left.exists(), busy.exists(), (elsewhere / "kept").read_bytes()] == [
        False,
        True,
        b"kept",
    ]
    os.close(hold)
    assert destroy_left(workspace) == 1
    assert not busy.exists()


@pytest.mark.parametrize("place", [0.05, 0.5, 0.9])
@pytest.mark.parametrize("passphrase", [None, "staple battery"])
def test_a_damaged_backup_is_refused(
    workspace: Workspace, served: Store, tmp_path: Path, place: float, passphrase: str | None
) -> None:
    close_wave(workspace, served, "2026")
    file = tmp_path / "backup"
    back_up(workspace, file, passphrase)
    whole = bytearray(file.read_bytes())
    changed = (whole.rstrip(b"\0") or whole)[: int(len(whole) * place)]
    file.write_bytes(changed)
    with pytest.raises((BackupBroken, PassphraseWrong)):
        restore(file, Workspace(tmp_path / "again"), passphrase)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["backup", "workspace"]


def test_a_changed_file_and_a_missing_one_are_refused(
    workspace: Workspace, served: Store, tmp_path: Path
) -> None:
    close_wave(workspace, served, "2026")
    file = tmp_path / "backup"
    back_up(workspace, file)
    whole = file.read_bytes()
    file.write_bytes(whole.replace(b"wave closed", b"wave opened"))
    with pytest.raises(BackupBroken):
        restore(file, Workspace(tmp_path / "again"))
    copy = tmp_path / "copy"
    shutil.copytree(workspace.root, copy)
    (copy / "secrets" / "codes.key").unlink()
    write_archive(copy, tmp_path / "without", None)
    with pytest.raises(WorkspaceIncomplete, match=r"codes\.key"):
        restore(tmp_path / "without", Workspace(tmp_path / "again"))
    assert not (tmp_path / "again").exists()


@pytest.mark.parametrize("tried", [None, "battery staple"])
def test_without_its_passphrase_it_stays_shut(
    workspace: Workspace, served: Store, tmp_path: Path, tried: str | None
) -> None:
    file = tmp_path / "backup"
    back_up(workspace, file, "staple battery")
    assert b"codes.key" not in file.read_bytes()
    with pytest.raises(PassphraseWrong):
        restore(file, Workspace(tmp_path / "again"), tried, close_waves=True)
    assert not (tmp_path / "again").exists()
