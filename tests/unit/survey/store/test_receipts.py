"""Receipts: one a response, in no order, of no team, provably in the release, silent on answers."""

import random
import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import duckdb
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from analytics.publish import publish
from analytics.release.reader import ReleaseBroken, open_release, read_manifest
from analytics.release.receipts import inclusion, is_included, with_receipts
from analytics.release.writer import seal, write_release
from survey.fieldwork import merkle
from survey.fieldwork.codes import new_code
from survey.fieldwork.policy import Policy
from survey.fieldwork.receipts import (
    ReceiptMalformed,
    new_receipt,
    normal_receipt,
    receipt_hash,
    shown_receipt,
)
from survey.fieldwork.waves import close_wave, open_wave
from survey.form.routes import survey_routes
from survey.keeping.seal import MANIFEST
from survey.settings import Workspace
from survey.store import receipts
from survey.store.duckdb_store import COLLECTING
from survey.store.opening import close_store, open_store
from survey.store.protocol import CodeStanding, Store, Submission, Unit
from survey.store.writer import ResponseWriter
from tests.charts_release import made_up_release
from tests.form_wave import WAVE, full_answers, open_field
from tests.instruments import small_instrument

pytestmark = pytest.mark.both_stores

PEOPLE = 60
UNITS = (Unit(0, "Stores", "Day", PEOPLE),)
SHOWN = re.compile(r'<code[^>]*class="receipt"[^>]*>([0-9A-Z-]{24})</code>')


@pytest.fixture
def store(workspace: Workspace) -> Store:
    store = open_store(workspace)
    store.open_wave("2026", small_instrument(), Policy(), UNITS)
    return store


@pytest.fixture
def release(tmp_path: Path) -> tuple[Path, list[str]]:
    """A sealed release with eleven receipts."""
    receipts = [new_receipt() for _ in range(11)]
    folder = tmp_path / "releases" / "2026"
    write_release(folder, with_receipts(made_up_release(), map(receipt_hash, receipts)))
    return folder, receipts


def answered(store: Store, people: int = PEOPLE) -> list[bytes]:
    """Return the receipts' hashes of people who answered one after the other."""
    arrived = []
    for code in store.issue_codes("2026", {0: people})[0]:
        arrived.append(receipt_hash(new_receipt()))
        submission = Submission("2026", code, (3, 1), arrived[-1])
        assert store.redeem([submission]) == [CodeStanding.FRESH]
    return arrived


# In the store ----------------------------------------------------------------------------------


def test_at_close_there_is_one_receipt_a_response_sorted(store: Store) -> None:
    arrived = answered(store)
    (paper,) = store.issue_codes("2026", {0: 1})[0]
    store.redeem([Submission("2026", paper, (1, 1))])
    assert store.receipts("2026") == ()
    store.close_wave("2026")
    kept = store.receipts("2026")
    assert list(kept) == sorted(kept) != arrived
    assert set(arrived) < set(kept)
    assert len(kept) == PEOPLE + 1, "a form that nobody has the receipt of counts as well"


def test_a_refused_code_leaves_no_receipt(store: Store) -> None:
    (code,) = store.issue_codes("2026", {0: 1})[0]
    first, second, third = (receipt_hash(new_receipt()) for _ in range(3))
    batch = [Submission("2026", code, (1, 1), first), Submission("2026", code, (5, 0), second)]
    assert store.redeem(batch) == [CodeStanding.FRESH, CodeStanding.SPENT]
    unknown = Submission("2026", new_code(), (1, 1), third)
    assert store.redeem([unknown]) == [CodeStanding.UNKNOWN]
    store.close_wave("2026")
    assert store.receipts("2026") == (first,)


@pytest.mark.files_alone
def test_in_the_open_wave_the_rows_of_receipts_do_not_follow_those_of_answers(
    store: Store, workspace: Workspace
) -> None:
    arrived = answered(store)
    close_store(workspace)
    with duckdb.connect(str(workspace.waves / "2026" / COLLECTING), read_only=True) as file:
        columns = file.execute(
            "SELECT column_name FROM duckdb_columns() WHERE table_name = 'receipt' ORDER BY ALL"
        ).fetchall()
        rows = file.execute("SELECT hash FROM receipt WHERE hash IS NOT NULL ORDER BY rowid")
        lying = [bytes(row[0]) for row in rows.fetchall()]
    assert columns == [("hash",), ("place",)]
    assert sorted(lying) == sorted(arrived)
    rank = {one: at for at, one in enumerate(arrived)}
    order = [rank[one] for one in lying]
    rising = sum(one < after for one, after in pairwise(order))
    # In order of arrival all 59 rise; in random order 29.5 do, give or take 2.3.
    assert rising < 45


def test_more_answers_than_places_still_all_have_one(store: Store) -> None:
    codes = store.issue_codes("2026", {0: 700})[0]
    hashes = [receipt_hash(new_receipt()) for _ in codes]
    for at in range(0, 700, 100):
        batch = [
            Submission("2026", code, (1, 1), receipt)
            for code, receipt in zip(codes[at : at + 100], hashes[at : at + 100], strict=True)
        ]
        store.redeem(batch)
    store.close_wave("2026")
    assert store.receipts("2026") == tuple(sorted(hashes))


def test_every_empty_place_is_as_likely_as_any_other() -> None:
    """Half of 512 places are taken; 40 rounds put 64 receipts each into the others."""
    fallen: Counter[int] = Counter()
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE receipt (place INTEGER NOT NULL, hash BLOB)")
        receipts.make_places(connection, 256)
        connection.execute("UPDATE receipt SET hash = 'taken'::BLOB WHERE place % 2 = 0")
        for _ in range(40):
            connection.begin()
            receipts.keep(connection, [receipt_hash(new_receipt()) for _ in range(64)])
            rows = connection.execute("SELECT place FROM receipt WHERE octet_length(hash) = 32")
            fallen.update(int(row[0]) for row in rows.fetchall())
            connection.rollback()
    assert fallen.total() == 40 * 64
    assert not [place for place in fallen if place % 2 == 0], "a taken place stays as it is"
    # Each of 256 places is hit 10 times, give or take 2.7.
    assert len(fallen) == 256
    assert max(fallen.values()) < 30


def test_a_commit_that_failed_leaves_no_place_that_is_never_found() -> None:
    """The engine leaves a gap in its numbers of rows where a growth was rolled back."""
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE receipt (place INTEGER NOT NULL, hash BLOB)")
        receipts.make_places(connection, 1)
        for end in (connection.rollback, connection.commit, connection.rollback, connection.commit):
            connection.begin()
            receipts.keep(connection, [receipt_hash(new_receipt()) for _ in range(300)])
            end()
        rows = connection.execute("SELECT place, hash FROM receipt ORDER BY place").fetchall()
    assert [place for place, _ in rows] == [*range(len(rows))]
    assert sum(kept is not None for _, kept in rows) == 600


@pytest.mark.files_alone
def test_a_commit_fetches_no_more_places_than_its_batch_needs(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[int] = []

    class Counted(random.SystemRandom):
        def sample(self, population: Sequence[int], k: int, **_: object) -> list[int]:  # type: ignore[override]
            drawn.append(k)
            return super().sample(population, k)

    monkeypatch.setattr(receipts, "ORDER", Counted())
    answered(store, people=3)
    assert drawn
    assert max(drawn) <= receipts.DRAWN


# On the thank-you page -------------------------------------------------------------------------


def test_the_thank_you_page_shows_a_receipt_that_is_in_when_the_wave_closes(
    tmp_path: Path,
) -> None:
    field = open_field(tmp_path / "workspace", codes=6)
    writer = ResponseWriter(field.store)
    client = TestClient(Starlette(routes=survey_routes(field.store, writer, False)))
    form = {"language": "en"} | full_answers(field.store.wave(WAVE).instrument)
    shown = []
    for _ in range(3):
        code = field.code()
        (receipt,) = SHOWN.findall(client.post("/s", data=form | {"code": code}).text)
        shown.append(normal_receipt(receipt))
        again = client.post("/s", data=form | {"code": code})
        assert not SHOWN.search(again.text), "the second sending is not stored"
    writer.close()
    assert len(set(shown)) == 3, "the same answers have other receipts"
    field.store.close_wave(WAVE)
    assert field.store.receipts(WAVE) == tuple(sorted(map(receipt_hash, shown)))
    close_store(field.workspace)


def test_a_preview_has_no_receipt(tmp_path: Path) -> None:
    field = open_field(tmp_path / "workspace", codes=3)
    writer = ResponseWriter(field.store)
    client = TestClient(Starlette(routes=survey_routes(field.store, writer, False)))
    answers = full_answers(field.store.wave(WAVE).instrument)
    page = client.post("/s/preview/core", data={"language": "en"} | answers)
    assert page.status_code == 200
    assert not SHOWN.search(page.text)
    writer.close()
    close_store(field.workspace)


# In the release --------------------------------------------------------------------------------


def test_a_receipt_is_shown_to_be_in_by_a_path_to_the_published_root(
    release: tuple[Path, list[str]],
) -> None:
    folder, receipts = release
    for receipt in receipts:
        proof = inclusion(folder, shown_receipt(receipt).lower())
        assert proof is not None
        assert proof.holds
        assert (proof.of, proof.root) == (11, read_manifest(folder).receipts_root)
        assert is_included(folder, receipt)
    assert not is_included(folder, new_receipt())


def test_publishing_puts_the_receipts_of_the_wave_into_its_release(workspace: Workspace) -> None:
    store = open_store(workspace)
    units = (Unit(0, "Stores", "Day", 30), Unit(1, "Stores", "Night", 30))
    open_wave(workspace, store, "w", instrument=small_instrument(), policy=Policy(), units=units)
    receipts = [new_receipt() for _ in range(40)]
    codes = [code for own in store.issue_codes("w", {0: 20, 1: 20}).values() for code in own]
    store.redeem(
        [
            Submission("w", code, (1 + at % 5, at % 2), receipt_hash(receipt))
            for at, (code, receipt) in enumerate(zip(codes, receipts, strict=True))
        ]
    )
    close_wave(workspace, store, "w")
    manifest = publish(workspace, store, "w")
    assert manifest.responses == len(open_release(workspace.releases / "w").receipts) == 40
    assert is_included(workspace.releases / "w", receipts[7])


def test_what_is_no_receipt_is_refused_without_quoting_it(release: tuple[Path, list[str]]) -> None:
    for typed in ("", "ABCD", new_code(), "U" * 20):
        with pytest.raises(ReceiptMalformed) as refusal:
            is_included(release[0], typed)
        assert not typed or typed not in refusal.value.message


def test_leaves_that_do_not_give_the_root_are_a_broken_release(
    tmp_path: Path, release: tuple[Path, list[str]]
) -> None:
    folder, receipts = release
    other = with_receipts(open_release(folder), [receipt_hash(new_receipt())])
    wrong = tmp_path / "wrong"
    write_release(wrong, other)
    manifest = read_manifest(wrong)
    false = manifest.model_copy(update={"receipts_root": merkle.root([b"x"]).hex()})
    path = wrong / MANIFEST
    path.chmod(0o644)
    path.write_text(seal(false, manifest.files).model_dump_json(), "utf-8")
    with pytest.raises(ReleaseBroken, match="root"):
        is_included(wrong, receipts[0])


def test_a_release_without_receipts_includes_none_and_keeps_its_id(tmp_path: Path) -> None:
    manifest = write_release(tmp_path / "2026", made_up_release())
    assert manifest.receipts_root == ""
    assert not is_included(tmp_path / "2026", new_receipt())
    older = manifest.model_dump(mode="json")
    del older["receipts_root"]
    assert seal(type(manifest).model_validate(older), manifest.files).id == manifest.id


def test_the_hashes_are_published_sorted_and_with_nothing_beside_them(
    release: tuple[Path, list[str]],
) -> None:
    folder, receipts = release
    kept = open_release(folder).receipts
    assert list(kept) == sorted(receipt_hash(one).hex() for one in receipts)
    with duckdb.connect() as engine:
        table = engine.execute("SELECT * FROM read_parquet(?)", [f"{folder}/receipts.parquet"])
        assert [column[0] for column in table.description or ()] == ["hash"]
