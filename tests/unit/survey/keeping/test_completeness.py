"""A workspace that lacks a piece is refused by that piece's name, and nothing is made anew."""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from survey.__main__ import app
from survey.access.ledger import LedgerBroken
from survey.command_line import run
from survey.errors import BearingError
from survey.fieldwork.dates.dates import Dates
from survey.fieldwork.policy import Policy
from survey.fieldwork.waves import close_wave, open_wave
from survey.fieldwork.workspaces import create
from survey.keeping.completeness import require_marker
from survey.keeping.inventory import FILE, WorkspaceIncomplete, WorkspaceNewer, read_inventory
from survey.settings import Workspace, WorkspaceKind
from survey.store.duckdb_store import ANSWERS, COLLECTING
from survey.store.errors import StoreDamaged
from survey.store.marks import WRITE_MARK
from survey.store.opening import close_store, open_store, renew_marks, serve_store, verify_pieces
from survey.store.protocol import CodeStanding, Submission, Unit
from tests.instruments import small_instrument
from tests.old_workspaces import FOLDER, unpacked

UNITS = (Unit(0, "Stores", "Day", 9), Unit(1, "Stores", "Night", 8))


@pytest.fixture
def filled(workspace: Workspace) -> Workspace:
    """A closed wave and an open one with a code that is not spent; the store is closed again."""
    store = open_store(workspace)
    for name in ("closed", "open"):
        open_wave(
            workspace, store, name, instrument=small_instrument(), policy=Policy(), units=UNITS
        )
    close_wave(workspace, store, "closed")
    close_store(workspace)
    return workspace


def content(workspace: Workspace) -> dict[str, bytes]:
    return {
        path.relative_to(workspace.root).as_posix(): path.read_bytes()
        for path in sorted(workspace.root.rglob("*"))
        if path.is_file()
    }


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 3])


def scribble(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"\0")


def empty(path: Path) -> None:
    path.write_bytes(b"")


Harm = Callable[[Path], object]
LOST: list[tuple[str, Harm]] = [
    ("secrets", shutil.rmtree),
    ("secrets/codes.key", Path.unlink),
    ("secrets/codes.key", scribble),
    ("secrets/ends.key", Path.unlink),
    ("registry.duckdb", Path.unlink),
    ("registry.duckdb", empty),
    ("registry.duckdb", cut),
    (f"waves/open/{COLLECTING}", Path.unlink),
    (f"waves/open/{COLLECTING}", empty),
    (f"waves/open/{COLLECTING}", cut),
    (f"waves/closed/{ANSWERS}", Path.unlink),
    (f"waves/closed/{ANSWERS}", empty),
    (f"waves/closed/{ANSWERS}", scribble),
    ("ledger.jsonl", Path.unlink),
    ("inventory.json", Path.unlink),
    ("inventory.json", cut),
    ("workspace.toml", empty),
]


@pytest.mark.parametrize(("piece", "harm"), LOST)
def test_a_lost_piece_is_named_and_nothing_is_made_in_its_place(
    filled: Workspace, piece: str, harm: Harm
) -> None:
    harm(filled.root / piece)
    before = content(filled)
    for ask in (open_store, serve_store, verify_pieces):
        with pytest.raises((WorkspaceIncomplete, StoreDamaged)) as refused:
            ask(filled)
        assert piece.rpartition("/")[2] in refused.value.message
        assert "survey restore" in refused.value.message
    assert content(filled) == before


RELEASED = sorted(FOLDER.glob("09-*"))[0]


@pytest.mark.parametrize("harm", [Path.unlink, cut, scribble, empty])
@pytest.mark.parametrize("piece", ["cells.parquet", "proofs.parquet", "manifest.json"])
def test_a_release_with_a_file_that_is_not_as_sealed_is_refused_by_its_name(
    tmp_path: Path, piece: str, harm: Harm
) -> None:
    workspace, _known = unpacked(RELEASED, tmp_path)
    verify_pieces(workspace)
    close_store(workspace)
    file = workspace.releases / "released" / piece
    file.chmod(0o644)
    harm(file)
    before = content(workspace)
    for ask in (open_store, serve_store, verify_pieces):
        with pytest.raises(WorkspaceIncomplete, match="releases/released"):
            ask(workspace)
    assert content(workspace) == before


def test_a_manifest_that_was_changed_is_not_the_sealed_one(tmp_path: Path) -> None:
    workspace, _known = unpacked(RELEASED, tmp_path)
    file = workspace.releases / "released" / "manifest.json"
    file.chmod(0o644)
    file.write_bytes(file.read_bytes().replace(b'"conditions": 6', b'"conditions": 8'))
    with pytest.raises(WorkspaceIncomplete, match=r"manifest\.json .* is missing or not as it was"):
        verify_pieces(workspace)


def test_a_ledger_whose_end_is_cut_off_is_refused(filled: Workspace) -> None:
    serve_store(filled)
    close_store(filled)
    lines = filled.ledger.read_bytes().splitlines(keepends=True)
    filled.ledger.write_bytes(b"".join(lines[:-1]))
    with pytest.raises((WorkspaceIncomplete, LedgerBroken), match=r"(?i)ledger"):
        open_store(filled)


def test_a_folder_without_its_marker_is_no_empty_place(filled: Workspace) -> None:
    filled.marker.unlink()
    with pytest.raises(WorkspaceIncomplete, match=r"workspace\.toml"):
        require_marker(filled)


def test_an_empty_folder_lacks_nothing(tmp_path: Path) -> None:
    require_marker(Workspace(tmp_path))
    require_marker(Workspace(tmp_path / "none"))


@pytest.mark.parametrize("piece", ["registry.duckdb", f"waves/open/{COLLECTING}"])
def test_an_older_piece_does_not_fit(filled: Workspace, tmp_path: Path, piece: str) -> None:
    """A code that was spent since would be good again."""
    kept = tmp_path / "older"
    shutil.copyfile(filled.root / piece, kept)
    serve_store(filled)
    close_store(filled)
    shutil.copyfile(kept, filled.root / piece)
    with pytest.raises(WorkspaceIncomplete, match="older than the rest"):
        open_store(filled)


@pytest.mark.parametrize(
    ("piece", "command"),
    [
        (f"waves/open/{COLLECTING}", ["invite", "open", "--out", "codes.csv"]),
        ("registry.duckdb", ["wave", "prolong", "open", "--closes", "2099-12-31"]),
    ],
)
def test_a_copy_from_before_a_command_does_not_fit_after_it(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    piece: str, command: list[str],
) -> None:  # fmt: skip
    """Where no server ever runs in between; codes in letters would be unknown."""
    monkeypatch.chdir(tmp_path)
    ends = Dates(closes=datetime.now(UTC) + timedelta(days=9))
    open_wave(
        workspace, open_store(workspace), "open",
        instrument=small_instrument(), policy=Policy(), units=UNITS, dates=ends,
    )  # fmt: skip
    close_store(workspace)
    kept = tmp_path / "older"
    shutil.copyfile(workspace.root / piece, kept)
    assert run(app, [*command, "--workspace", str(workspace.root)]) == 0
    close_store(workspace)
    shutil.copyfile(kept, workspace.root / piece)
    with pytest.raises(WorkspaceIncomplete, match="is older than the rest"):
        verify_pieces(workspace)


def test_a_copy_from_a_running_server_does_not_fit_after_its_end(
    filled: Workspace, tmp_path: Path
) -> None:
    store = serve_store(filled)
    (code,) = store.issue_codes("open", {0: 1})[0]
    path = filled.waves / "open" / COLLECTING
    shutil.copyfile(path, tmp_path / "older")
    assert store.redeem([Submission("open", code, (1, 1))]) == [CodeStanding.FRESH]
    renew_marks(filled)
    close_store(filled)
    shutil.copyfile(tmp_path / "older", path)
    with pytest.raises(WorkspaceIncomplete, match="older than the rest"):
        open_store(filled)


def test_the_registry_of_another_workspace_does_not_fit(filled: Workspace, tmp_path: Path) -> None:
    other = Workspace(tmp_path / "other")
    create(other, WorkspaceKind.REAL)
    shutil.copyfile(other.registry, filled.registry)
    with pytest.raises(WorkspaceIncomplete, match=r"registry\.duckdb"):
        open_store(filled)


def as_before_inventories(workspace: Workspace) -> None:
    """Take a workspace one format back."""
    (workspace.root / FILE).unlink()
    workspace.marker.write_text('kind = "real"\nformat = 1\n', "utf-8")
    for path in (workspace.registry, *workspace.waves.glob(f"*/{COLLECTING}")):
        with duckdb.connect(str(path)) as file:
            file.execute(WRITE_MARK.format(mark=""))


def test_an_old_workspace_gets_an_inventory_at_its_first_start(filled: Workspace) -> None:
    as_before_inventories(filled)
    open_store(filled)
    close_store(filled)
    inventory = read_inventory(filled)
    assert inventory is not None
    assert sorted(inventory.waves) == ["closed", "open"]
    assert "format = 2" in filled.marker.read_text("utf-8")
    (filled.secrets / "codes.key").unlink()
    with pytest.raises(WorkspaceIncomplete, match=r"codes\.key"):
        open_store(filled)


@pytest.mark.parametrize(
    "piece",
    ["secrets/codes.key", "registry.duckdb", f"waves/open/{COLLECTING}",
     f"waves/closed/{ANSWERS}", "ledger.jsonl"],
)  # fmt: skip
def test_an_old_workspace_that_lacks_a_piece_gets_none(filled: Workspace, piece: str) -> None:
    as_before_inventories(filled)
    (filled.root / piece).unlink()
    before = content(filled)
    with pytest.raises(BearingError, match=piece.rpartition("/")[2].replace(".", r"\.")):
        open_store(filled)
    assert content(filled) == before


def test_an_older_program_refuses_a_newer_workspace(filled: Workspace) -> None:
    filled.marker.write_text('kind = "real"\nformat = 3\n', "utf-8")
    with pytest.raises(WorkspaceNewer, match="newer version"):
        open_store(filled)


def test_an_opening_that_fails_leaves_nothing(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store(workspace)

    def no_room(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("survey.store.receipts.make_places", no_room)
    with pytest.raises(OSError, match="No space"):
        store.open_wave("2026", small_instrument(), Policy(), UNITS)
    monkeypatch.undo()
    assert (store.waves(), list(workspace.waves.iterdir())) == ((), [])
    assert store.open_wave("2026", small_instrument(), Policy(), UNITS).name == "2026"
