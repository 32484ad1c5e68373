"""A workspace moves between files and a database whole: the same answers, codes and receipts."""

import re
from contextlib import closing
from pathlib import Path
from shutil import copytree

import psycopg
import pytest

from analytics.publish import publish
from survey.__main__ import app
from survey.access import ledger
from survey.access.ledger import Action
from survey.command_line import run
from survey.fieldwork.policy import Policy
from survey.fieldwork.rounds import Kind
from survey.fieldwork.waves import close_wave, open_wave, withdraw
from survey.fieldwork.ways import Ways
from survey.fieldwork.workspaces import create
from survey.instruments.catalogue import load
from survey.keeping.inventory import in_database
from survey.settings import WORKSPACE_VARIABLE, Workspace, WorkspaceKind
from survey.store import moving
from survey.store.bulk import open_answers
from survey.store.contents import Contents, CopyDiffers
from survey.store.errors import StoreBusy, StoreElsewhere
from survey.store.opening import close_store, open_store, verify_pieces
from survey.store.postgres import contents as in_tables
from survey.store.postgres.fitting import DatabaseTaken
from survey.store.postgres.postgres_store import PostgresStore
from survey.store.protocol import CodeStanding, Store, Submission, Unit
from tests.postgres import Server

CORE = load("core")
UNITS = (Unit(1, "Works", "Night shift", 40), Unit(2, "Office", "Accounts", 320))
URL = "BEARING_DATABASE_URL"
MOVES = (Action.ANSWERS_TO_DATABASE, Action.ANSWERS_TO_FILES)


class Stopped(BaseException):
    """Stands for kill -9."""


@pytest.fixture
def url(postgres: Server) -> str:
    return postgres.new_database("moving")


def answers(at: int) -> tuple[int | None, ...]:
    return (None if at % 3 else 1, *(at % 2 + 1 for _ in CORE.items[1:]))


def filled(workspace: Workspace) -> list[str]:
    """Fill a workspace: a released, a withdrawn, a purged and an open wave; return open codes."""
    store = open_store(workspace)
    for name in ("first", "second", "third"):
        open_wave(workspace, store, name, instrument=CORE, policy=Policy(), units=UNITS)
        send(store, name, store.issue_codes(name, {1: 30, 2: 25}))
        close_wave(workspace, store, name)
        if name != "third":
            publish(workspace, store, name)
    withdraw(workspace, store, "second")
    store.purge_answers("second")
    ways = Ways(open_links=True, blind_tickets=True)
    open_wave(workspace, store, "open", instrument=CORE, policy=Policy(), units=UNITS, ways=ways)
    codes = store.issue_codes("open", {1: 20, 2: 300})
    send(store, "open", {1: codes[1][:10], 2: codes[2][:290]})
    store.team_links("open")
    again = store.reserve_codes("open", {1: 3}, Kind.AGAIN)
    store.confirm_codes("open", again[1])
    return [*codes[1], *codes[2], *again[1]]


def send(store: Store, wave: str, codes: dict[int, tuple[str, ...]]) -> None:
    forms = [code for unit in codes.values() for code in unit]
    batch = [Submission(wave, code, answers(at)) for at, code in enumerate(forms)]
    assert set(store.redeem(batch)) == {CodeStanding.FRESH}


def told(workspace: Workspace, codes: list[str]) -> dict[str, object]:
    """Return what a store says of everything that it was asked to keep."""
    store = open_store(workspace)
    closed: dict[str, object] = {}
    for wave in store.waves():
        if wave.name in ("first", "third"):
            with open_answers(workspace, wave) as rows:
                closed[wave.name] = rows.execute("SELECT * FROM answer").fetchall()
            closed[f"receipts of {wave.name}"] = store.receipts(wave.name)
    return closed | {
        "waves": store.waves(),
        "purged": store.has_answers("second"),
        "codes": [store.check_code(code) for code in codes],
        "counts": store.response_counts("open"),
        "issued": store.codes_by_unit("open"),
        "links": store.team_links("open"),
    }


def test_there_and_back_again_everything_is_the_same(
    workspace: Workspace, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    codes = filled(workspace)
    before = told(workspace, codes)
    close_store(workspace)
    moved = moving.to_database(workspace, url)
    assert not list(workspace.root.rglob("*.duckdb")), "answers are left in files"
    monkeypatch.setenv(URL, url)
    assert isinstance(open_store(workspace), PostgresStore)
    assert told(workspace, codes) == before
    unspent = codes[12]
    assert open_store(workspace).redeem([Submission("open", unspent, answers(1))]) == ["fresh"]
    between = told(workspace, codes)
    close_store(workspace)
    assert moving.to_files(workspace, url).counted() != moved.counted()
    monkeypatch.delenv(URL)
    assert not verify_pieces(workspace)
    assert told(workspace, codes) == between
    with psycopg.connect(url) as reader:
        assert reader.execute("SELECT count(*) FROM bearing.wave").fetchall() == [(0,)]
        assert not reader.execute(
            "SELECT 1 FROM pg_namespace WHERE nspname LIKE 'bearing_wave%'"
        ).fetchall()
    close_wave(workspace, open_store(workspace), "open")
    assert len(open_store(workspace).receipts("open")) == 301
    moves = [entry.action for entry in ledger.entries(workspace) if entry.action in MOVES]
    assert moves == [*MOVES]


@pytest.mark.parametrize("stopped_at", ["inventory", "destroying"])
def test_a_move_that_was_stopped_is_taken_up_again(
    workspace: Workspace, url: str, monkeypatch: pytest.MonkeyPatch, stopped_at: str
) -> None:
    codes = filled(workspace)
    before = told(workspace, codes)
    close_store(workspace)
    step = {"inventory": "write_inventory", "destroying": "destroy_files"}[stopped_at]

    def stop(*_given: object) -> None:
        raise Stopped

    with monkeypatch.context() as patch, pytest.raises(Stopped):
        patch.setattr(moving, step, stop)
        moving.to_database(workspace, url)
    if stopped_at == "inventory":
        assert told(workspace, codes) == before, "until then the files count"
        close_store(workspace)
        moving.to_database(workspace, url)
    monkeypatch.setenv(URL, url)
    assert told(workspace, codes) == before
    assert not list(workspace.root.rglob("*.duckdb"))
    close_store(workspace)
    with monkeypatch.context() as patch, pytest.raises(Stopped):
        patch.setattr(moving, "give_up", stop)
        moving.to_files(workspace, url)
    moving.to_files(workspace, url)
    monkeypatch.delenv(URL)
    assert told(workspace, codes) == before


def test_what_does_not_arrive_as_it_was_changes_nothing(
    workspace: Workspace, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    codes = filled(workspace)
    before = told(workspace, codes)
    close_store(workspace)
    real = in_tables.write

    def loses_one(connection: psycopg.Connection, contents: Contents) -> None:
        rows = {**contents.answers, "third": contents.answers["third"][1:]}
        real(connection, Contents(contents.registry, contents.open_waves, rows))

    monkeypatch.setattr(in_tables, "write", loses_one)
    with pytest.raises(CopyDiffers, match="third"):
        moving.to_database(workspace, url)
    assert told(workspace, codes) == before
    with psycopg.connect(url) as reader:
        assert reader.execute("SELECT count(*) FROM bearing.wave").fetchall() == [(0,)]


def test_a_server_that_runs_is_in_the_way(
    workspace: Workspace, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    moving.to_database(workspace, url)
    monkeypatch.setenv(URL, url)
    with closing(PostgresStore(workspace, url)), pytest.raises(StoreBusy, match="running"):
        moving.to_files(workspace, url)
    assert in_database(workspace)
    with pytest.raises(StoreElsewhere):
        moving.to_database(workspace, url)


def test_an_older_copy_of_the_folder_cannot_empty_the_database(
    workspace: Workspace, url: str, tmp_path: Path
) -> None:
    second = Workspace(tmp_path / "second")
    create(second, WorkspaceKind.REAL)
    copied = tmp_path / "copied"
    close_store(workspace)

    copytree(workspace.root, copied)
    moving.to_database(workspace, url)
    for older in (second, Workspace(copied)):
        with pytest.raises(DatabaseTaken):
            moving.to_database(older, url)
        with pytest.raises(StoreElsewhere):
            moving.to_files(older, url)
        assert not (older.root / moving.MOVING).exists()


def test_the_command_says_what_moved_and_not_how_many_answered(
    workspace: Workspace,
    url: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    filled(workspace)
    close_store(workspace)
    monkeypatch.setenv(WORKSPACE_VARIABLE, str(workspace.root))
    assert run(app, ["store", "copy", "--to", "database"]) == 1
    assert URL in capsys.readouterr().err
    monkeypatch.setenv(URL, url)
    assert run(app, ["store", "copy", "--to", "database"]) == 0
    said = capsys.readouterr().out
    assert "wave 'open' answer: as many rows as there were" in said
    assert not re.search(r"\b300\b|\b55\b|sha256", said)
    assert run(app, ["store", "copy", "--to", "files"]) == 0
    assert not in_database(workspace)
