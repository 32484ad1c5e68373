"""What whoever holds the disk can read: the raw bytes of a workspace after a wave has closed.

The answers of the wave are all different, so that each can be told apart in the file.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import duckdb
import pytest

from survey.fieldwork.codes import code_hash, display
from survey.fieldwork.invitations import IssuedCode, issue
from survey.fieldwork.policy import Policy
from survey.fieldwork.waves import close_wave, open_wave
from survey.fieldwork.workspaces import create
from survey.instruments.catalogue import load
from survey.settings import Workspace, WorkspaceKind
from survey.store.duckdb_store import ANSWERS
from survey.store.keys import CODE_KEY, secret_key
from survey.store.opening import close_store, open_store
from survey.store.protocol import CodeStanding, Submission, Unit
from survey.store.writer import ResponseWriter

CORE = load("core")
PEOPLE = 40
UNITS = (Unit(0, "Stores", "Day", PEOPLE), Unit(1, "Stores", "Night", PEOPLE))


def answers_of(person: int) -> tuple[int, ...]:
    """Answers that no other person gives: the number in base 4 over items of five steps."""
    options = [CORE.options_of(key).values for key in CORE.item_by_key]
    digits = [(person // 4**place) % 4 for place in range(len(options))]
    return tuple(
        values[digit] if len(values) > 3 else values[0]
        for values, digit in zip(options, digits, strict=True)
    )


def a_log_with(answers: tuple[int, ...], folder: Path) -> bytes:
    """Return the bytes of a write-ahead log that was left with one response in it."""
    with duckdb.connect(str(folder / "control.duckdb")) as control:
        control.execute("CREATE TABLE answer (answers UTINYINT[])")
        control.execute("INSERT INTO answer VALUES (?)", [list(answers)])
        return (folder / "control.duckdb.wal").read_bytes()


class Fieldwork:
    """A wave that was answered through the writer, one by one, and closed."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        store = open_store(workspace)
        wave = open_wave(workspace, store, "2026", instrument=CORE, policy=Policy(), units=UNITS)
        self.codes: tuple[IssuedCode, ...] = issue(workspace, store, wave)
        self.unit_of = {unit.team: unit.id for unit in UNITS}
        self.arrived = self.codes[::2]
        self.began = datetime.now()
        writer = ResponseWriter(store)
        for person, issued in enumerate(self.arrived):
            submission = Submission("2026", issued.code, answers_of(person))
            assert writer.submit(submission).result(timeout=30) is CodeStanding.FRESH
        self.ended = datetime.now()
        writer.close()
        close_wave(workspace, store, "2026")
        close_store(workspace)

    @property
    def bytes_by_file(self) -> dict[str, bytes]:
        files = (path for path in sorted(self.workspace.root.rglob("*")) if path.is_file())
        return {str(path.relative_to(self.workspace.root)): path.read_bytes() for path in files}


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fieldwork]:
    workspace = Workspace(tmp_path_factory.mktemp("forensics") / "workspace")
    create(workspace, WorkspaceKind.REAL)
    yield Fieldwork(workspace)
    close_store(workspace)


def test_no_code_is_in_any_file(closed: Fieldwork) -> None:
    for name, raw in closed.bytes_by_file.items():
        for issued in closed.codes:
            assert issued.code.encode() not in raw, name
            assert display(issued.code).encode() not in raw, name


def test_whether_a_code_was_used_is_in_no_file(closed: Fieldwork) -> None:
    """Of a closed wave only sorted hashes are left, in one table, used and unused alike."""
    key = secret_key(closed.workspace, CODE_KEY)
    with duckdb.connect(str(closed.workspace.registry), read_only=True) as registry:
        kept = registry.execute("SELECT * FROM closed_code ORDER BY rowid").fetchall()
    expected = sorted(code_hash(issued.code, key) for issued in closed.codes)
    assert [(wave, bytes(code)) for wave, code in kept] == [("2026", code) for code in expected]


def test_no_hash_of_a_code_lies_in_the_file_of_answers(closed: Fieldwork) -> None:
    key = secret_key(closed.workspace, CODE_KEY)
    raw = closed.bytes_by_file[f"waves/2026/{ANSWERS}"]
    assert not [issued for issued in closed.codes if code_hash(issued.code, key) in raw]


def test_the_answers_lie_in_the_order_of_their_content(closed: Fieldwork) -> None:
    path = closed.workspace.waves / "2026" / ANSWERS
    with duckdb.connect(str(path), read_only=True) as answers:
        rows = answers.execute("SELECT unit, answers FROM answer ORDER BY rowid").fetchall()
    assert rows == sorted(rows)
    arrived = [
        (closed.unit_of[issued.team], list(answers_of(person)))
        for person, issued in enumerate(closed.arrived)
    ]
    assert rows == sorted(arrived) != arrived


def test_nothing_is_left_of_the_file_that_collected(closed: Fieldwork) -> None:
    assert [path.name for path in (closed.workspace.waves / "2026").iterdir()] == [ANSWERS]


def test_the_file_of_answers_holds_two_columns_and_no_clock(closed: Fieldwork) -> None:
    path = closed.workspace.waves / "2026" / ANSWERS
    with duckdb.connect(str(path), read_only=True) as answers:
        columns = answers.execute(
            "SELECT table_name, column_name FROM information_schema.columns ORDER BY ALL"
        ).fetchall()
    assert columns == [
        ("answer", "answers"),
        ("answer", "unit"),
        ("schema_version", "version"),
    ]


def test_no_time_of_submission_is_in_any_file(closed: Fieldwork) -> None:
    """Neither as text nor as microseconds or seconds since 1970, as databases keep them."""
    seconds = range(int(closed.began.timestamp()) - 1, int(closed.ended.timestamp()) + 2)
    clock = re.compile(rb"\d{2}:\d{2}:\d{2}")
    for name, raw in closed.bytes_by_file.items():
        assert not clock.search(raw), name
        assert not [s for s in seconds if s.to_bytes(8, "little") in raw], name
        assert not [s for s in seconds if str(s).encode() in raw], name


def test_the_answers_are_in_no_other_file(closed: Fieldwork, tmp_path: Path) -> None:
    packed = [bytes(answers_of(person)) for person in range(3, PEOPLE)]
    assert packed[0] in a_log_with(answers_of(3), tmp_path), "the search would find nothing"
    for name, raw in closed.bytes_by_file.items():
        if not name.endswith(ANSWERS):
            assert not [answers for answers in packed if answers in raw], name


def test_the_file_is_the_same_whatever_the_order_of_arrival(tmp_path: Path) -> None:
    """What stands in it follows from the answers alone; only the engine's own marks differ."""
    contents = []
    for order in (1, -1):
        workspace = Workspace(tmp_path / f"w{order}")
        create(workspace, WorkspaceKind.REAL)
        store = open_store(workspace)
        open_wave(workspace, store, "2026", instrument=CORE, policy=Policy(), units=UNITS)
        codes = store.issue_codes("2026", {0: 20})[0]
        for person, code in list(enumerate(codes))[::order]:
            store.redeem([Submission("2026", code, answers_of(person))])
        store.close_wave("2026")
        close_store(workspace)
        path = workspace.waves / "2026" / ANSWERS
        with duckdb.connect(str(path), read_only=True) as answers:
            contents.append(answers.execute("SELECT rowid, * FROM answer").fetchall())
    assert contents[0] == contents[1]
