"""A workspace of every version that ever was opens, goes on, and loses nothing."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import duckdb
import pytest

from analytics.publish import publish
from analytics.release.reader import open_certificate, open_release
from survey.__main__ import app
from survey.access import ledger, staff
from survey.command_line import run
from survey.fieldwork.waves import close_wave
from survey.settings import Workspace
from survey.store.bulk import open_answers
from survey.store.duckdb_store import ANSWERS, COLLECTING
from survey.store.migration import READ_VERSION, SCHEMA_FOLDER, WRITE_VERSION
from survey.store.opening import close_store, open_store, verify_pieces
from survey.store.protocol import CodeStanding, Submission
from survey.vocabulary import Role, WaveState
from tests.old_workspaces import FOLDER, MEMBER, PASSWORD, unpacked

STORED = sorted(FOLDER.glob("*.tar.xz"))
FILES = {
    "registry": "registry.duckdb",
    "collecting": f"waves/open/{COLLECTING}",
    "answers": f"waves/closed/{ANSWERS}",
}
Known = Mapping[str, Mapping[str, Any]]


@pytest.fixture(params=STORED, ids=lambda path: path.name.partition(".")[0])
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Workspace, Known]]:
    workspace, known = unpacked(request.param, tmp_path)
    yield workspace, known
    close_store(workspace)


def version_of(path: Path) -> int:
    with duckdb.connect(str(path), read_only=True) as file:
        row = file.execute(READ_VERSION).fetchone()
    assert row is not None
    return int(row[0])


def count_of(workspace: Workspace, name: str) -> int:
    with open_answers(workspace, open_store(workspace).wave(name)) as answers:
        row = answers.execute("SELECT count(*) FROM answer").fetchone()
    assert row is not None
    return int(row[0])


def test_there_is_one_of_every_schema_before_the_newest(tmp_path: Path) -> None:
    found: dict[str, set[int]] = {schema: set() for schema in FILES}
    for at, stored in enumerate(STORED):
        workspace, _known = unpacked(stored, tmp_path / str(at))
        for schema, file in FILES.items():
            found[schema].add(version_of(workspace.root / file))
    for schema, versions in found.items():
        steps = len(list((SCHEMA_FOLDER / schema).glob("*.sql")))
        assert versions >= set(range(1, steps)), (
            f"store one with schema {schema} as it was: see tests/old_workspaces.py"
        )


def test_it_opens_and_all_of_it_is_there(old: tuple[Workspace, Known]) -> None:
    workspace, _known = old
    entries = ledger.verify(workspace)
    states = {wave.name: wave.state for wave in open_store(workspace).waves()}
    assert states == {
        "released": WaveState.RELEASED, "closed": WaveState.CLOSED, "open": WaveState.OPEN,
    }  # fmt: skip
    close_store(workspace)
    verify_pieces(workspace)
    assert ledger.verify(workspace) == entries
    assert staff.check(workspace, MEMBER, PASSWORD) is Role.COORDINATOR


def test_its_codes_are_worth_what_they_were(old: tuple[Workspace, Known]) -> None:
    workspace, known = old
    store = open_store(workspace)
    assert store.check_code(known["open"]["spent"]).standing is CodeStanding.SPENT
    for name in ("released", "closed"):
        for code in (known[name]["spent"], known[name]["fresh"]):
            assert store.check_code(code).standing is CodeStanding.CLOSED
    empty = tuple(None for _item in store.wave("open").instrument.items)
    form = Submission("open", known["open"]["fresh"], empty)
    assert store.redeem([form]) == [CodeStanding.FRESH]
    assert store.redeem([form]) == [CodeStanding.SPENT]
    close_wave(workspace, store, "open")
    assert count_of(workspace, "open") == known["open"]["answers"] + 1
    assert count_of(workspace, "closed") == known["closed"]["answers"]


def test_its_release_is_read_as_it_was_sealed(old: tuple[Workspace, Known]) -> None:
    workspace, known = old
    folder = workspace.releases / "released"
    release = open_release(folder)
    assert release.manifest.responses == known["released"]["answers"]
    assert release.manifest.id == open_store(workspace).wave("released").release_id
    open_certificate(folder)


@pytest.mark.parametrize("stored", [STORED[0], STORED[-1]], ids=["oldest", "newest"])
def test_its_closed_wave_is_published_beside_the_old_release(stored: Path, tmp_path: Path) -> None:
    workspace, known = unpacked(stored, tmp_path)
    manifest = publish(workspace, open_store(workspace), "closed")
    close_store(workspace)
    assert manifest.responses == known["closed"]["answers"]
    verify_pieces(workspace)


@pytest.mark.parametrize("schema", ["registry", "collecting"])
def test_a_newer_schema_is_refused_in_a_sentence_and_stays_as_it_is(
    schema: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace, _known = unpacked(STORED[-1], tmp_path)
    path = workspace.root / FILES[schema]
    newer = version_of(path) + 1
    with duckdb.connect(str(path)) as file:
        file.execute(WRITE_VERSION, [newer])
    before = path.read_bytes()
    assert run(app, ["wave", "list", "--workspace", str(workspace.root)]) == 1
    error = capsys.readouterr().err
    assert "newer version of Bearing" in error and error.count("\n") == 1
    assert path.read_bytes() == before
