"""The trail: sign-ins by role, wrong tries by number, nothing of employees, and a file to take."""

import ast
import csv
import hashlib
import io
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from pages.shell.trail_words import details_words
from survey.access import staff
from survey.access.ledger import Action, Entry, LedgerBroken, entries, record, verify
from survey.access.routes import sign_in_routes
from survey.access.sign_in_trail import BY_PROVIDER, failed, not_entered, signed_in
from survey.access.trail import KINDS, Kind, TrailFile, of_kind, taken_along
from survey.fieldwork.crowding import ALTHOUGH, CROWDED, Although
from survey.fieldwork.dates.dates import Dates
from survey.fieldwork.other_people import OTHERS, Others
from survey.fieldwork.rounds import Reason
from survey.fieldwork.waves import BY_DATE
from survey.fieldwork.workspaces import create
from survey.i18n.catalogue import languages, texts
from survey.settings import Workspace, WorkspaceKind
from survey.vocabulary import Purpose, Role

PASSWORD = "a long enough password"
ROOT = Path(__file__).parents[4]


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = Workspace(tmp_path / "workspace")
    create(made, WorkspaceKind.REAL)
    staff.add(made, "Ada", PASSWORD, Role.HR)
    return made


def told(workspace: Workspace) -> list[tuple[Action, dict[str, int | str]]]:
    """Return what the ledger says after its first entry."""
    return [(entry.action, entry.details) for entry in entries(workspace)[1:]]


def sign_in(workspace: Workspace, password: str) -> str:
    """Send the form of the sign-in and return where it leads."""
    browser = TestClient(Starlette(routes=sign_in_routes(workspace, {"teams"})))
    fields = {"staff_name": "Ada", "password": password, "to": "teams"}
    headers = {"sec-fetch-site": "same-origin"}
    answer = browser.post("/account/sign-in", data=fields, headers=headers, follow_redirects=False)
    return answer.headers["location"]


def test_a_sign_in_is_an_entry_and_wrong_tries_before_it_are_a_number(
    workspace: Workspace,
) -> None:
    for _ in range(2):
        sign_in(workspace, "wrong")
    assert (told(workspace), not_entered(workspace)) == ([], 2)
    assert sign_in(workspace, PASSWORD) == "../teams"
    assert told(workspace) == [
        (Action.SIGN_INS_FAILED, {"tries": 2}),
        (Action.SIGNED_IN, {"role": "hr"}),
    ]
    assert not_entered(workspace) == 0
    assert "Ada" not in workspace.ledger.read_text("utf-8")


def test_a_thousand_wrong_tries_are_one_entry_a_day(workspace: Workspace) -> None:
    for _ in range(30):
        failed(workspace, date(2026, 3, 1))
    assert told(workspace) == []
    failed(workspace, date(2026, 3, 2))
    assert told(workspace) == [(Action.SIGN_INS_FAILED, {"tries": 30})]
    assert not_entered(workspace) == 1


@pytest.mark.parametrize("password", [PASSWORD, "wrong"])
def test_where_nothing_can_be_entered_nobody_comes_in(
    workspace: Workspace, password: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_given: object, **_details: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("survey.whole_file.os.fsync", full)
    monkeypatch.setattr("survey.access.ledger.os.fsync", full)
    assert sign_in(workspace, password) == "../teams?sign_in=unrecorded"
    assert not (workspace.secrets / "sessions.json").exists()


def test_a_sign_in_that_was_taken_out_is_missed(workspace: Workspace) -> None:
    signed_in(workspace, Role.HR)
    signed_in(workspace, Role.HR)
    first, _taken_out, *rest = workspace.ledger.read_bytes().splitlines()
    workspace.ledger.write_bytes(b"\n".join([first, *rest]) + b"\n")
    with pytest.raises(LedgerBroken, match="Entry 2 "):
        verify(workspace)


def test_every_action_is_of_one_kind_and_everything_is_all(workspace: Workspace) -> None:
    for action in Action:
        record(workspace, action, "")
    found = entries(workspace)
    kinds = [kind for kind in Kind if kind is not Kind.EVERYTHING]
    assert sorted(one.number for kind in kinds for one in of_kind(found, kind)) == [
        entry.number for entry in found
    ]
    assert of_kind(found, Kind.EVERYTHING) == found
    assert all(of_kind(found, kind) for kind in KINDS)


def test_the_trail_is_taken_along_whole_and_that_is_an_entry(workspace: Workspace) -> None:
    lines = taken_along(workspace, TrailFile.LINES, Role.WORKS_COUNCIL)
    assert workspace.ledger.read_bytes().startswith(lines)
    last = entries(workspace)[-1]
    assert (last.action, last.details) == (
        Action.TRAIL_EXPORTED,
        {"role": "works_council", "entries": 1, "sha256": hashlib.sha256(lines).hexdigest()},
    )
    table = taken_along(workspace, TrailFile.TABLE, Role.COORDINATOR).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(table)))
    assert [row["sha256"] for row in rows] == [entry.sha256 for entry in entries(workspace)[:2]]


def test_a_formula_in_the_name_of_a_wave_is_text_in_the_table(workspace: Workspace) -> None:
    record(workspace, Action.WAVE_CLOSED, "=1+1")
    table = taken_along(workspace, TrailFile.TABLE, Role.COORDINATOR).decode("utf-8-sig")
    assert "'=1+1" in table


def test_a_trail_that_is_not_whole_is_not_taken_along(workspace: Workspace) -> None:
    workspace.ledger.write_bytes(workspace.ledger.read_bytes().replace(b'"hr"', b'"xx"'))
    with pytest.raises(LedgerBroken):
        taken_along(workspace, TrailFile.LINES, Role.COORDINATOR)


EVERY_DATE = Dates(
    opens=datetime(2026, 12, 1, tzinfo=UTC), closes=datetime(2026, 12, 18, tzinfo=UTC),
    publishes=True, keep_until=date(2027, 3, 31),
)  # fmt: skip


def details_in_the_code() -> set[str]:
    """Return every name of a detail that a ``record(...)`` or ``enter(...)`` gives."""
    # Given by ** from a constant or a dictionary.
    found = {"guarded", "tickets", "department", "team", "on", "way", CROWDED, ALTHOUGH, OTHERS}
    found |= set(EVERY_DATE.named())
    for path in [*ROOT.glob("survey/**/*.py"), *ROOT.glob("analytics/**/*.py"),
                 *ROOT.glob("pages/**/*.py")]:  # fmt: skip
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            entered = getattr(node.func, "attr", "") == "enter" and any(
                isinstance(one, ast.Attribute) and getattr(one.value, "id", "") == "Action"
                for one in node.args
            )
            if entered or getattr(node.func, "id", "") == "record":
                found |= {keyword.arg for keyword in node.keywords if keyword.arg}
    return found


@pytest.mark.parametrize("language", languages())
def test_every_action_detail_and_purpose_has_its_words(language: str) -> None:
    text = texts(language)
    found = details_in_the_code()
    assert {"codes", "sha256", "role", "tries"} <= found
    for detail in found:
        assert text(f"trail.detail.{detail}")
    for action in Action:
        assert text(f"trail.action.{action.name.lower()}")
    for purpose in Purpose:
        assert text(f"trail.purpose.{purpose}")
    for reason in Reason:
        assert text(f"trail.reason.{reason}")
    assert text(f"trail.way.{BY_PROVIDER}")
    for entry in (Action.WAVE_OPENED, Action.WAVE_CLOSED):
        details = {**EVERY_DATE.named(), "by": BY_DATE}
        said = Entry(number=1, day=date(2026, 11, 29), action=entry, wave="a", details=details,
                     previous="")  # fmt: skip
        assert text("trail.by.date") in details_words(said, text)
        assert text("trail.publishes.at_close") in details_words(said, text)
    for although in Although:
        assert text(f"trail.although.{although}")
    for others in Others:
        assert text(f"trail.others.{others}")
