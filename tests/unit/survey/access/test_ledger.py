"""The ledger only grows, and no entry can be changed, moved or dropped unseen."""

import resource
from datetime import date
from pathlib import Path

import pytest

from survey.access import ledger
from survey.access.ledger import Action, LedgerBroken, entries, record, verify
from survey.fieldwork.workspaces import create
from survey.settings import Workspace, WorkspaceKind


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    workspace = Workspace(tmp_path / "workspace")
    create(workspace, WorkspaceKind.REAL)
    for number in range(4):
        record(workspace, Action.CODES_ISSUED, "2026", codes=number)
    return workspace


def rewrite(workspace: Workspace, lines: list[bytes]) -> None:
    workspace.ledger.write_bytes(b"\n".join(lines) + b"\n")


def test_a_ledger_as_it_was_written_is_whole(workspace: Workspace) -> None:
    assert verify(workspace) == 4


def test_an_empty_ledger_is_whole(tmp_path: Path) -> None:
    assert verify(Workspace(tmp_path)) == 0


def test_a_changed_entry_is_named(workspace: Workspace) -> None:
    lines = workspace.ledger.read_bytes().splitlines()
    lines[1] = lines[1].replace(b'"codes":1', b'"codes":9')
    rewrite(workspace, lines)
    with pytest.raises(LedgerBroken, match="Entry 2 "):
        verify(workspace)


def test_a_dropped_entry_is_named(workspace: Workspace) -> None:
    lines = workspace.ledger.read_bytes().splitlines()
    rewrite(workspace, lines[:1] + lines[2:])
    with pytest.raises(LedgerBroken, match="Entry 2 "):
        verify(workspace)


def test_swapped_entries_are_named(workspace: Workspace) -> None:
    first, second, *rest = workspace.ledger.read_bytes().splitlines()
    rewrite(workspace, [second, first, *rest])
    with pytest.raises(LedgerBroken, match="Entry 1 "):
        verify(workspace)


def test_entries_cut_off_at_the_end_are_missed(workspace: Workspace) -> None:
    rewrite(workspace, workspace.ledger.read_bytes().splitlines()[:3])
    with pytest.raises(LedgerBroken, match="Entry 4 "):
        verify(workspace)


def test_a_ledger_that_was_emptied_is_missed(workspace: Workspace) -> None:
    workspace.ledger.write_bytes(b"")
    with pytest.raises(LedgerBroken, match="Entry 1 "):
        verify(workspace)


def test_a_stop_before_the_head_was_written_breaks_nothing(workspace: Workspace) -> None:
    head = workspace.root / "ledger.head"
    before = head.read_text()
    record(workspace, Action.WAVE_CLOSED, "2026")
    head.write_text(before)
    assert verify(workspace) == 5


def test_a_line_that_is_no_entry_is_named(workspace: Workspace) -> None:
    rewrite(workspace, [*workspace.ledger.read_bytes().splitlines(), b"not an entry"])
    with pytest.raises(LedgerBroken, match="Entry 5 "):
        verify(workspace)


def test_an_entry_knows_the_day_and_no_finer_clock(workspace: Workspace) -> None:
    assert b":" not in workspace.ledger.read_bytes().split(b'"day":"')[1].split(b'"')[0]


def test_a_clock_that_is_set_back_leaves_the_entries_in_their_order(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    class SetBack(date):
        @classmethod
        def today(cls) -> date:
            return date(2001, 1, 1)

    before = entries(workspace)
    monkeypatch.setattr(ledger, "date", SetBack)
    late = record(workspace, Action.WAVE_CLOSED, "2026")
    assert verify(workspace) == len(before) + 1
    assert entries(workspace) == (*before, late)
    assert late.day < before[-1].day


def test_an_entry_whose_hash_cannot_be_kept_is_taken_back(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object) -> None:
        raise OSError("No space left on device")

    before = workspace.ledger.read_bytes()
    monkeypatch.setattr(ledger, "_set_head", full)
    with pytest.raises(OSError, match="No space"):
        record(workspace, Action.WAVE_CLOSED, "2026")
    assert workspace.ledger.read_bytes() == before


def test_a_head_that_was_taken_away_is_missed(workspace: Workspace) -> None:
    (workspace.root / "ledger.head").unlink()
    with pytest.raises(LedgerBroken, match=r"ledger\.head is missing"):
        verify(workspace)


@pytest.mark.parametrize(
    ("folder", "action"),
    [("waves", Action.WAVE_OPENED), ("waves", Action.ANSWERS_IMPORTED),
     ("releases", Action.WAVE_RELEASED)],
)  # fmt: skip
def test_what_lies_in_the_workspace_must_be_in_the_ledger(
    workspace: Workspace, folder: str, action: Action
) -> None:
    (workspace.root / folder / "2026").mkdir(parents=True)
    with pytest.raises(LedgerBroken, match=f"{folder}/2026 lies in the workspace"):
        verify(workspace)
    record(workspace, action, "2026")
    assert verify(workspace) == 5


def test_a_ledger_that_was_taken_away_whole_is_missed(workspace: Workspace) -> None:
    record(workspace, Action.WAVE_OPENED, "2026")
    (workspace.waves / "2026").mkdir(parents=True)
    workspace.ledger.unlink()
    (workspace.root / "ledger.head").unlink()
    with pytest.raises(LedgerBroken, match="entries are missing"):
        verify(workspace)


def test_a_disk_that_takes_half_an_entry_leaves_the_ledger_as_it_was(workspace: Workspace) -> None:
    before = workspace.ledger.read_bytes()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) + 20, hard))
    try:
        with pytest.raises(OSError, match="No space"):
            record(workspace, Action.CODES_ISSUED, "2026", codes=4)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert workspace.ledger.read_bytes() == before
    record(workspace, Action.CODES_ISSUED, "2026", codes=4)
    assert verify(workspace) == 5
