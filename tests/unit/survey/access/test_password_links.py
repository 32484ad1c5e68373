"""One-time links: they set a password once, in time, and for whom they were made."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from survey.__main__ import app
from survey.access import entered_file, staff
from survey.access.ledger import Action, entries
from survey.access.password_links import FILE, VALID, LinkVoid, hand_out, name_of, use
from survey.access.sessions import begin
from survey.access.sessions import name_of as name_of_session
from survey.command_line import run
from survey.fieldwork.workspaces import create
from survey.settings import WORKSPACE_VARIABLE, Workspace, WorkspaceKind
from survey.vocabulary import Role

PASSWORD = "a long enough password"
OTHER = "another long password"
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = Workspace(tmp_path / "workspace")
    create(made, WorkspaceKind.REAL)
    staff.add_without_password(made, "Ada", Role.HR)
    return made


@pytest.mark.parametrize("password", ["", "nobody's password", PASSWORD])
def test_before_a_link_was_used_no_password_signs_in(workspace: Workspace, password: str) -> None:
    assert staff.check(workspace, "Ada", password) is None
    assert staff.without_password(workspace) == {"Ada"}


def test_a_link_sets_the_password_of_its_member_once(workspace: Workspace) -> None:
    bits = hand_out(workspace, "Ada", NOW)
    assert use(workspace, bits, PASSWORD, NOW) == "Ada"
    assert staff.check(workspace, "Ada", PASSWORD) is Role.HR
    with pytest.raises(LinkVoid):
        use(workspace, bits, OTHER, NOW)
    assert staff.check(workspace, "Ada", OTHER) is None
    assert not staff.without_password(workspace)


def test_the_bits_of_a_link_are_nowhere_on_disk(workspace: Workspace) -> None:
    bits = hand_out(workspace, "Ada")
    files = [path for path in workspace.root.rglob("*") if path.is_file()]
    assert not [path for path in files if bits.encode() in path.read_bytes()]
    assert (workspace.secrets / FILE).stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("late", [VALID, timedelta(seconds=-1)], ids=["too late", "set back"])
def test_a_link_ends_and_a_clock_that_was_set_back_does_not_prolong_it(
    workspace: Workspace, late: timedelta
) -> None:
    bits = hand_out(workspace, "Ada", NOW)
    assert name_of(workspace, bits, NOW + VALID - timedelta(seconds=1)) == "Ada"
    assert name_of(workspace, bits, NOW + late) is None
    with pytest.raises(LinkVoid):
        use(workspace, bits, PASSWORD, NOW + late)


def test_a_link_whose_end_was_seen_works_no_more_when_the_clock_is_set_back(
    workspace: Workspace,
) -> None:
    bits = hand_out(workspace, "Ada", NOW)
    with pytest.raises(LinkVoid):
        use(workspace, bits, PASSWORD, NOW + VALID)
    assert name_of(workspace, bits, NOW) is None


def test_a_newer_link_voids_the_older_one(workspace: Workspace) -> None:
    older = hand_out(workspace, "Ada", NOW)
    newer = hand_out(workspace, "Ada", NOW)
    assert (name_of(workspace, older, NOW), name_of(workspace, newer, NOW)) == (None, "Ada")


@pytest.mark.parametrize("what", ["password", "everywhere", "struck off", "name given anew"])
def test_a_link_is_void_once_its_member_is_not_who_it_was_made_for(
    workspace: Workspace, what: str
) -> None:
    bits = hand_out(workspace, "Ada", NOW)
    if what == "password":
        staff.change_password(workspace, "Ada", OTHER)
    elif what == "everywhere":
        staff.sign_out_everywhere(workspace, "Ada")
    else:
        staff.remove(workspace, "Ada")
    if what == "name given anew":
        staff.add_without_password(workspace, "Ada", Role.COORDINATOR)
    assert name_of(workspace, bits, NOW) is None
    with pytest.raises(LinkVoid):
        use(workspace, bits, PASSWORD, NOW)


def test_a_short_password_leaves_the_link_as_it_was(workspace: Workspace) -> None:
    bits = hand_out(workspace, "Ada", NOW)
    with pytest.raises(staff.StaffRefused):
        use(workspace, bits, "short", NOW)
    assert name_of(workspace, bits, NOW) == "Ada"


def test_setting_a_password_by_a_link_ends_the_sessions_of_before(workspace: Workspace) -> None:
    session = begin(workspace, "Ada")
    use(workspace, hand_out(workspace, "Ada"), PASSWORD)
    assert name_of_session(workspace, session) is None


def test_nobody_gets_a_link_who_is_not_on_the_list(workspace: Workspace) -> None:
    with pytest.raises(staff.StaffRefused):
        hand_out(workspace, "Bob")
    assert not (workspace.secrets / FILE).exists()


def test_the_ledger_says_that_a_link_was_made_and_nothing_that_opens_it(
    workspace: Workspace,
) -> None:
    bits = hand_out(workspace, "Ada")
    last = entries(workspace)[-1]
    assert (last.action, last.details) == (Action.PASSWORD_LINK_MADE, {"role": "hr"})
    kept = json.loads((workspace.secrets / FILE).read_text())
    ledger = workspace.ledger.read_text("utf-8")
    assert "Ada" not in ledger and bits not in ledger and not [one for one in kept if one in ledger]


def test_where_the_ledger_cannot_be_written_nobody_is_added(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_given: object, **_details: object) -> None:
        raise OSError(28, "No space left on device")

    before = (workspace.secrets / staff.FILE).read_bytes()
    monkeypatch.setattr(entered_file, "record", full)
    with pytest.raises(OSError, match="No space left"):
        staff.add(workspace, "Bob", PASSWORD, Role.COORDINATOR)
    assert (workspace.secrets / staff.FILE).read_bytes() == before


def test_the_first_account_is_made_with_the_workspace(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Workspace(tmp_path / "first")
    monkeypatch.setenv(WORKSPACE_VARIABLE, str(made.root))
    address = ("--base-url", "https://survey.example.org/s")
    assert run(app, ["init", "--coordinator", "Kim Lee", *address]) == 0
    said = capsys.readouterr().out
    link = next(line for line in said.splitlines() if line.startswith("https://"))
    assert link.startswith("https://survey.example.org/new_password?link=")
    assert staff.roles(made) == {"Kim Lee": Role.COORDINATOR}
    assert use(made, link.partition("link=")[2], PASSWORD) == "Kim Lee"
    assert run(app, ["staff", "link", "Kim Lee"]) == 0
    assert "http://localhost:8501/new_password?link=" in capsys.readouterr().out


@pytest.mark.parametrize(
    "wrong", [["--coordinator", " "], ["--coordinator", "Kim", "--base-url", "nowhere"]]
)
def test_a_workspace_whose_first_account_cannot_be_made_is_not_made(
    tmp_path: Path, wrong: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Workspace(tmp_path / "first")
    monkeypatch.setenv(WORKSPACE_VARIABLE, str(made.root))
    assert run(app, ["init", *wrong]) == 1
    assert not made.root.exists()
