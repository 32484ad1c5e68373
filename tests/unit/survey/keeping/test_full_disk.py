"""A full disk and one that can only be read: one sentence, nothing changed, and on it goes."""

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from survey.access import ledger, staff
from survey.fieldwork.workspaces import create
from survey.instruments.catalogue import load
from survey.keeping.backup import BackupUnwritable, back_up
from survey.settings import Workspace, WorkspaceKind
from survey.store.opening import close_store
from survey.store.protocol import Submission
from survey.vocabulary import Role
from tests.form_wave import WAVE, open_field
from tests.running import ROOT

SIZE = 6 * 1024 * 1024
PASSWORD = "a long password of nobody"


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """Yield a disk of 6 MB; skips where this user may mount none."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(place)]
    able = os.geteuid() == 0 and shutil.which("mount") is not None
    if not able or subprocess.run(mount, check=False).returncode:
        pytest.skip("needs to mount a small disk: run as root")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


def fill(disk: Path, leaving: int) -> Path:
    """Fill a disk but for so many bytes; return the file that fills it."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        while shutil.disk_usage(disk).free > leaving:
            file.write(bytes(1024))
    return filler


def survey(workspace: Workspace, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "survey", *arguments, "--workspace", str(workspace.root)]
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False
    )


def test_a_full_or_read_only_disk_is_said_and_loses_nothing(disk: Path, tmp_path: Path) -> None:
    made = open_field(disk / "workspace")
    nothing_said = (None,) * len(load("core").items)
    made.store.redeem([Submission(WAVE, code, nothing_said) for code in made.codes[:8]])
    close_store(made.workspace)
    filler = fill(disk, leaving=0)
    full = survey(made.workspace, "wave", "close", WAVE)
    copied = survey(made.workspace, "backup", str(tmp_path / "backup"))
    filler.unlink()
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    read_only = survey(made.workspace, "wave", "close", WAVE)
    subprocess.run(["mount", "-o", "remount,rw", str(disk)], check=True)
    for refused in (full, copied, read_only):
        assert (refused.returncode, refused.stdout) == (1, "")
        assert len(refused.stderr.splitlines()) == 1 and "Traceback" not in refused.stderr
    assert "The disk is full. Make room" in full.stderr
    assert "No backup was made" in copied.stderr and len(copied.stderr) < 400
    assert not (tmp_path / "backup").exists()
    closed = survey(made.workspace, "wave", "close", WAVE)
    assert closed.returncode == 0, closed.stderr


@pytest.mark.parametrize("pages", [0, 1, 2, 3, 8, 12])
def test_on_a_full_disk_nobody_is_on_the_list_or_in_the_ledger_alone(
    disk: Path, pages: int
) -> None:
    """Whatever there is room for: account and entry are both there, or neither."""
    workspace = Workspace(disk / "workspace")
    create(workspace, WorkspaceKind.REAL)
    staff.add(workspace, "Ada", PASSWORD, Role.COORDINATOR)
    filler = fill(disk, leaving=pages * 4096)
    added = True
    try:
        staff.add(workspace, "Alan", PASSWORD, Role.HR)
    except OSError as full:
        assert full.errno == errno.ENOSPC
        added = False
    filler.unlink()
    assert added == (pages == 12)
    assert sorted(staff.roles(workspace)) == ["Ada", "Alan"][: 1 + added]
    assert ledger.verify(workspace) == 1 + added
    assert not list(workspace.secrets.glob("*.new"))
    staff.add(workspace, "Grace", PASSWORD, Role.HR)
    assert ledger.verify(workspace) == 2 + added


def test_a_workspace_that_cannot_be_copied_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = open_field(tmp_path / "workspace")
    close_store(made.workspace)

    def full(*_arguments: object, **_more: object) -> None:
        raise shutil.Error([("a", "b", "No space left on device")])

    monkeypatch.setattr(shutil, "copytree", full)
    with pytest.raises(BackupUnwritable, match="No backup was made"):
        back_up(made.workspace, tmp_path / "backup")
    assert not list(tmp_path.glob("**/.copying-*"))
