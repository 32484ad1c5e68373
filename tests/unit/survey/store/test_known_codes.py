"""What a code is worth is known from memory: it equals the file, and waits for nobody."""

import secrets
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pytest

from survey.store.collecting import insert_codes, spend
from survey.store.duckdb_store import DuckDBStore
from survey.store.known_codes import KnownCodes
from survey.store.migration import connect
from survey.store.opening import close_store
from survey.store.protocol import CodeStanding, Submission
from survey.store.receipts import make_places
from tests.form_wave import WAVE, open_field

ODD = [b"\0" * 32, b"\0" * 31 + b"\1", b"\xff" * 32, b"\1" * 31 + b"\0", b"\1" * 30 + b"\0\0"]
"""NumPy takes zero bytes at the end of a text for padding."""

SOON = 5.0


@pytest.fixture
def file(tmp_path: Path) -> duckdb.DuckDBPyConnection:
    return connect(tmp_path / "collecting.duckdb", "collecting", new=True)


def test_memory_says_of_each_code_what_the_file_says(file: duckdb.DuckDBPyConnection) -> None:
    hashes = [*ODD, *(secrets.token_bytes(32) for _ in range(300))]
    insert_codes(file, {code_hash: at for at, code_hash in enumerate(hashes)})
    file.execute("UPDATE code SET used = TRUE WHERE unit % 3 = 0")
    known = KnownCodes.read(file)
    assert [known.look_up(one) for one in hashes] == [(at % 3 == 0, at) for at in range(305)]
    assert {known.look_up(secrets.token_bytes(32)) for _ in range(300)} == {None}


def test_a_code_that_is_nearly_another_is_not_known(file: duckdb.DuckDBPyConnection) -> None:
    insert_codes(file, dict.fromkeys(ODD[2:], 1))
    known = KnownCodes.read(file)
    assert known.look_up(b"\1" * 31 + b"\2") is None
    assert known.look_up(b"\1" * 30 + b"\0\1") is None


def test_a_file_without_codes_knows_none(file: duckdb.DuckDBPyConnection) -> None:
    known = KnownCodes.read(file)
    assert known.look_up(ODD[0]) is None
    known.add(ODD[0], 7)
    assert known.look_up(ODD[0]) == (False, 7)
    known.spent([ODD[0]])
    assert known.look_up(ODD[0]) == (True, 7)
    known.add(ODD[0], 7)
    assert known.look_up(ODD[0]) == (True, 7)


ROW_GROUPS = "SELECT count(DISTINCT row_group_id) FROM pragma_storage_info('receipt')"


def test_a_commit_writes_as_much_in_a_large_wave_as_in_a_small_one(tmp_path: Path) -> None:
    """Rows lie in small groups, each written anew where one changes, also once opened again."""
    path = tmp_path / "collecting.duckdb"
    with connect(path, "collecting", new=True) as file:
        make_places(file, 50_000)
    for _ in range(2):
        with connect(path, "collecting") as file:
            file.execute("UPDATE receipt SET hash = '\\x01' WHERE place % 977 = 0")
            file.execute("CHECKPOINT")
            ((groups,),) = file.execute(ROW_GROUPS).fetchall()
            assert groups > 100_000 // 8192


def test_codes_are_spent_where_they_are_whatever_memory_says(
    file: duckdb.DuckDBPyConnection,
) -> None:
    hashes = [secrets.token_bytes(32) for _ in range(6)]
    insert_codes(file, dict.fromkeys(hashes, 1))
    make_places(file, 6)
    known = KnownCodes.read(file)
    there, elsewhere, gone = known.rows(hashes[:2]), known.rows(hashes[2:3]), [9_999]
    answers = dict.fromkeys(hashes, (1, 2))
    slips = {one: secrets.token_bytes(32) for one in hashes}
    first = {one: answers[one] for one in hashes[:2]}
    assert spend(file, first, slips, there) == set(hashes[:2])
    assert spend(file, first, slips, there) == set()
    more = {one: answers[one] for one in hashes[3:5]}
    assert spend(file, more, slips, elsewhere + gone) == set(hashes[3:5])
    used = file.execute("SELECT hash FROM code WHERE used").fetchall()
    assert {bytes(row[0]) for row in used} == {*hashes[:2], *hashes[3:5]}


def test_whoever_asks_for_a_code_waits_for_no_commit(tmp_path: Path) -> None:
    field = open_field(tmp_path)
    store = field.store
    assert isinstance(store, DuckDBStore)
    right, wrong = field.code(), "ABCD-EFGH-JKMN-PQRS"
    for code in (right, wrong):  # Read at the first call.
        store.check_code(code)
    held, done = threading.Event(), threading.Event()

    def commit_for_ever() -> None:
        with store._lock:
            held.set()
            done.wait(2 * SOON)

    with ThreadPoolExecutor() as pool:
        pool.submit(commit_for_ever)
        held.wait(SOON)
        asked = [pool.submit(store.check_code, code) for code in (right, wrong)]
        try:
            standings = [one.result(SOON).standing for one in asked]
        finally:
            done.set()
    assert standings == [CodeStanding.FRESH, CodeStanding.UNKNOWN]
    close_store(field.workspace)


def test_every_change_of_codes_is_known_at_once(tmp_path: Path) -> None:
    field = open_field(tmp_path)
    store = field.store
    spent, taken_back, stays = field.code(), field.code(), field.code()

    def standing(code: str) -> CodeStanding:
        return store.check_code(code).standing

    assert standing(spent) is CodeStanding.FRESH
    store.redeem([Submission(WAVE, spent, (1,) * len(store.wave(WAVE).instrument.items))])
    store.take_back_codes(WAVE, [taken_back])
    new = store.issue_codes(WAVE, {1: 1})[1][0]
    extra, ticket = store.extra_code(WAVE, 2), store.code_of_ticket(WAVE, 2, b"message")
    assert standing(spent) is CodeStanding.SPENT
    assert standing(taken_back) is CodeStanding.UNKNOWN
    assert {standing(code) for code in (new, extra, ticket, stays)} == {CodeStanding.FRESH}
    assert store.check_code(extra).unit == 2
    exchanged = store.extra_code(WAVE, 1)
    store.spend_for_signature(WAVE, exchanged, b"blinded")
    assert standing(exchanged) is CodeStanding.SPENT
    store.close_wave(WAVE)
    for code in (spent, stays, new, extra, ticket):
        assert store.check_code(code).standing is CodeStanding.CLOSED
        assert store.check_code(code).wave == WAVE
    assert standing(taken_back) is CodeStanding.UNKNOWN
    close_store(field.workspace)
