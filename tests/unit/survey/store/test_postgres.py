"""What holds of the store on PostgreSQL besides what both stores promise."""

import re
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from survey.fieldwork.codes import code_hash
from survey.fieldwork.policy import Policy
from survey.fieldwork.workspaces import create
from survey.keeping.backup import BackupElsewhere, back_up
from survey.keeping.inventory import WorkspaceIncomplete
from survey.settings import Workspace, WorkspaceKind
from survey.store.bulk import open_answers
from survey.store.errors import StoreElsewhere, StoreNewer, StoreUnreachable
from survey.store.keys import CODE_KEY, secret_key
from survey.store.opening import close_store, open_store, verify_pieces
from survey.store.postgres import collecting
from survey.store.postgres.discretion import DatabaseTells
from survey.store.postgres.fitting import DatabaseTaken
from survey.store.postgres.postgres_store import PostgresStore
from survey.store.protocol import CodeStanding, Submission, Unit
from survey.vocabulary import WaveState
from tests.conftest import DATABASE
from tests.instruments import small_instrument
from tests.postgres import Server

pytestmark = pytest.mark.parametrize("engine", [DATABASE], indirect=True)

UNITS = (Unit(0, "Stores", "Day", 900), Unit(1, "Stores", "Night", 900))
WAVE = "2026"


@pytest.fixture
def store(workspace: Workspace) -> PostgresStore:
    store = open_store(workspace)
    assert isinstance(store, PostgresStore)
    store.open_wave(WAVE, small_instrument(), Policy(), UNITS)
    return store


@pytest.fixture
def url(engine: str, postgres: Server) -> str:
    return postgres.url("test")


@pytest.fixture
def other(store: PostgresStore, workspace: Workspace, url: str) -> Iterator[PostgresStore]:
    """A second process's store of the same workspace, as far as one process can have it."""
    beside = PostgresStore(workspace, url)
    yield beside
    beside.close()


def form(code: str, *answers: int | None, receipt: bytes = b"") -> Submission:
    return Submission(WAVE, code, answers or (1, 1), receipt)


# Several processes ---------------------------------------------------------------------------


def test_200_tries_of_one_code_in_two_processes_give_one_answer(
    store: PostgresStore, other: PostgresStore
) -> None:
    (code,) = store.issue_codes(WAVE, {0: 1})[0]
    with ThreadPoolExecutor(20) as many:
        tries = [
            many.submit((store, other)[at % 2].redeem, [form(code, at % 5, 1)]) for at in range(200)
        ]
        standings = [one.result(60)[0] for one in tries]
    assert standings.count(CodeStanding.FRESH) == 1
    assert standings.count(CodeStanding.SPENT) == 199
    assert other.response_counts(WAVE) == {0: 1}


def test_what_one_process_does_the_other_sees_at_once(
    store: PostgresStore, other: PostgresStore
) -> None:
    spent, unspent = other.issue_codes(WAVE, {0: 2})[0]
    assert store.redeem([form(spent)]) == [CodeStanding.FRESH]
    assert other.check_code(spent).standing is CodeStanding.SPENT
    store.open_wave("2027", small_instrument(), Policy(), UNITS)
    assert [wave.name for wave in other.waves()] == [WAVE, "2027"]
    store.close_wave(WAVE)
    assert other.check_code(unspent).standing is CodeStanding.CLOSED
    assert other.known_wave(WAVE).state is WaveState.CLOSED
    assert other.redeem([form(unspent)]) == [CodeStanding.CLOSED]


def test_closing_in_one_process_loses_no_answer_that_another_acknowledges(
    store: PostgresStore, other: PostgresStore, workspace: Workspace
) -> None:
    codes = store.issue_codes(WAVE, {0: 300})[0]
    begun = threading.Event()

    def send(code: str) -> CodeStanding:
        begun.set()
        return other.redeem([form(code)])[0]

    with ThreadPoolExecutor(6) as many:
        sent = [many.submit(send, code) for code in codes]
        begun.wait(10)
        while sum(other.response_counts(WAVE).values()) < 20:
            time.sleep(0.01)
        wave = store.close_wave(WAVE)
        standings = [one.result(60) for one in sent]
    fresh = standings.count(CodeStanding.FRESH)
    assert 20 <= fresh < 300, "the wave was not closed in the middle"
    assert standings.count(CodeStanding.CLOSED) == 300 - fresh
    with open_answers(workspace, wave) as answers:
        assert len(answers.execute("SELECT * FROM answer").fetchall()) == fresh
    assert len(store.receipts(WAVE)) == fresh


def test_codes_that_wait_go_with_their_process_and_not_with_another(
    store: PostgresStore, workspace: Workspace, url: str
) -> None:
    (waiting,) = store.reserve_codes(WAVE, {0: 1})[0]
    PostgresStore(workspace, url).close()
    store.confirm_codes(WAVE, [waiting])
    assert store.check_code(waiting).standing is CodeStanding.FRESH
    (left,) = store.reserve_codes(WAVE, {0: 1})[0]
    close_store(workspace)
    again = open_store(workspace)
    again.confirm_codes(WAVE, [left])
    assert again.check_code(left).standing is CodeStanding.UNKNOWN
    assert again.codes_by_unit(WAVE) == {0: 1}


# A database that goes away -------------------------------------------------------------------


def test_a_restart_of_the_database_loses_and_doubles_nothing(
    store: PostgresStore, postgres: Server
) -> None:
    codes = store.issue_codes(WAVE, {0: 3})[0]
    assert store.redeem([form(codes[0])]) == [CodeStanding.FRESH]
    postgres.stop()
    try:
        with pytest.raises(StoreUnreachable):
            store.redeem([form(codes[1])])
        with pytest.raises(StoreUnreachable):
            store.check_code(codes[0])
    finally:
        postgres.start()
    assert store.redeem([form(codes[1])]) == [CodeStanding.FRESH]
    assert store.redeem([form(code) for code in codes]) == [
        CodeStanding.SPENT,
        CodeStanding.SPENT,
        CodeStanding.FRESH,
    ]
    assert store.response_counts(WAVE) == {0: 3}


@pytest.mark.parametrize("committed", [True, False])
def test_a_connection_that_is_lost_in_the_commit_is_asked_for_by_its_receipt(
    store: PostgresStore, monkeypatch: pytest.MonkeyPatch, committed: bool
) -> None:
    """Whether it was committed or not: the form counts, once, and its sender is thanked."""
    (code,) = store.issue_codes(WAVE, {0: 1})[0]
    real, lost = psycopg.Connection.execute, []

    def execute(connection: psycopg.Connection, statement: object, *more: object, **how: object):  # type: ignore[no-untyped-def]
        if statement == "COMMIT" and not lost:
            lost.append(True)
            if committed:
                real(connection, "COMMIT")
            connection.close()
            raise psycopg.OperationalError("the connection was lost")
        return real(connection, statement, *more, **how)  # type: ignore[arg-type]

    monkeypatch.setattr(psycopg.Connection, "execute", execute)
    assert store.redeem([form(code, receipt=b"r" * 32)]) == [CodeStanding.FRESH]
    assert lost
    assert store.redeem([form(code, receipt=b"s" * 32)]) == [CodeStanding.SPENT]
    assert store.response_counts(WAVE) == {0: 1}


# What whoever reads the database can tell ----------------------------------------------------


def sent_one_by_one(store: PostgresStore, people: int) -> list[str]:
    """Let so many people answer, each with answers of their own, and return their codes."""
    codes = list(store.issue_codes(WAVE, {0: people})[0])
    for at, code in enumerate(codes):
        assert store.redeem([form(code, at // 200, at % 200)]) == [CodeStanding.FRESH]
    return codes


def test_the_tables_of_an_open_wave_lie_in_no_order_of_arrival(
    store: PostgresStore, url: str
) -> None:
    people = 2 * collecting.FULL + 40
    sent_one_by_one(store, people)
    with psycopg.connect(url) as reader:
        ((units, young, slips),) = reader.execute(
            "SELECT units, answers, slips FROM bearing_wave_1.young"
        ).fetchall()
        old = [row[0] for row in reader.execute("SELECT answers FROM bearing_wave_1.answer")]
        kinds = reader.execute(
            "SELECT count(*) FROM bearing_wave_1.answer GROUP BY xmin::text"
        ).fetchall()
        unspent = reader.execute("SELECT count(*) FROM bearing_wave_1.unspent").fetchall()
    assert young == sorted(young)
    assert slips == sorted(slips)
    assert len(units) == len(slips) >= collecting.KEPT
    assert len(young) + len(old) == people
    assert min(count for (count,) in kinds) >= collecting.KEPT
    assert unspent == [(0,)]
    # What moved was drawn: some of the first came to stay, and the youngest are not the last.
    assert set(young) != {bytes([at // 200, at % 200]) for at in range(people - len(young), people)}


def test_a_dump_of_a_closed_wave_tells_no_order_and_no_link(
    store: PostgresStore, workspace: Workspace, postgres: Server
) -> None:
    codes = sent_one_by_one(store, 60)
    unused = store.issue_codes(WAVE, {1: 20})[1]
    during = postgres.dump("test")
    store.close_wave(WAVE)
    dump, key = postgres.dump("test"), secret_key(workspace, CODE_KEY)
    hashes = {code_hash(code, key).hex() for code in [*codes, *unused]}
    assert not [code for code in [*codes, *unused] if code in during + dump]
    kept = rows_of(dump, "bearing.closed_code")
    assert [row.split("\t")[0][3:] for row in kept] == sorted(hashes)
    answers = [row.split("\t") for row in rows_of(dump, "bearing.answers_1")]
    assert answers == sorted([["0", f"\\\\x00{at:02x}"] for at in range(60)])
    slips = rows_of(dump, "bearing.receipt")
    assert slips == sorted(slips)
    assert len(slips) == 60
    assert "bearing_wave_1" in during
    assert "bearing_wave_1" not in dump
    for word in ("timestamp", "SEQUENCE", "serial", "clock_timestamp", "now()"):
        assert word not in dump + during


def rows_of(dump: str, table: str) -> list[str]:
    """Return the lines of a table in a dump, as they lie in it."""
    found = re.search(
        rf"^COPY {re.escape(table)} \(.*?\) FROM stdin;\n(.*?)^\\\.$", dump, re.M | re.S
    )
    assert found, table
    return found[1].splitlines()


@pytest.mark.parametrize(
    "said", ["log_statement = 'all'", "log_min_duration_statement = 0", "log_statement = 'mod'"]
)
def test_a_server_whose_log_would_hold_answers_is_refused_by_name(
    workspace: Workspace, url: str, said: str
) -> None:
    with psycopg.connect(url, autocommit=True) as administrator:
        administrator.execute(f"ALTER DATABASE test SET {said}")  # type: ignore[call-overload]
    with pytest.raises(DatabaseTells, match=said.split(" ", maxsplit=1)[0]):
        open_store(workspace)


# Folder and database -------------------------------------------------------------------------


def test_a_database_belongs_to_one_workspace(workspace: Workspace) -> None:
    second = Workspace(workspace.root.parent / "second")
    with pytest.raises(DatabaseTaken):
        create(second, WorkspaceKind.REAL)
    assert not second.root.exists()


def test_a_database_that_is_older_than_the_folder_is_refused(
    store: PostgresStore, workspace: Workspace, url: str
) -> None:
    with psycopg.connect(url) as reader:
        ((before,),) = reader.execute("SELECT mark FROM bearing.head").fetchall()
    store.renew_marks()
    close_store(workspace)
    with psycopg.connect(url) as restored:
        restored.execute("UPDATE bearing.head SET mark = %s", [before])
    with pytest.raises(WorkspaceIncomplete, match="older"):
        open_store(workspace)


def test_tables_of_a_newer_version_are_refused(
    store: PostgresStore, workspace: Workspace, url: str
) -> None:
    close_store(workspace)
    with psycopg.connect(url) as newer:
        newer.execute("UPDATE bearing.head SET version = 99")
    with pytest.raises(StoreNewer):
        open_store(workspace)


def test_setting_and_workspace_have_to_say_the_same(
    store: PostgresStore, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    close_store(workspace)
    with monkeypatch.context() as without:
        without.delenv("BEARING_DATABASE_URL")
        with pytest.raises(StoreElsewhere, match="BEARING_DATABASE_URL"):
            open_store(workspace)
        in_files = Workspace(workspace.root.parent / "files")
        create(in_files, WorkspaceKind.REAL)
    with pytest.raises(StoreElsewhere, match="files of its own"):
        open_store(in_files)


def test_no_message_holds_the_password(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BEARING_DATABASE_URL", "postgresql://x:very-secret@127.0.0.1:1/none")
    with pytest.raises(StoreUnreachable) as refused:
        open_store(workspace)
    assert "very-secret" not in str(refused.value)


def test_half_a_backup_is_not_made(store: PostgresStore, workspace: Workspace) -> None:
    target = workspace.root.parent / "backup.zip"
    with pytest.raises(BackupElsewhere, match="database"):
        back_up(workspace, target)
    assert not target.exists()
    assert not verify_pieces(workspace), "nobody has it to himself, and it is whole"
