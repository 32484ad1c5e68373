"""Staff sign in with a name and a password that is kept only as a hash."""

import json
from pathlib import Path

import pytest

from survey.__main__ import app
from survey.access.ledger import Action, entries
from survey.access.permissions import may_be_limited
from survey.access.scope import EVERYTHING, Scope
from survey.access.sessions import begin, name_of
from survey.access.staff import (
    Objection,
    StaffRefused,
    add,
    change_password,
    change_role,
    change_scope,
    check,
    remove,
    role_of,
    roles,
    scope_of,
    sign_out_everywhere,
)
from survey.command_line import run
from survey.fieldwork.workspaces import create
from survey.settings import WORKSPACE_VARIABLE, Workspace, WorkspaceKind
from survey.vocabulary import Role

PASSWORD = "a long enough password"


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    # The commands' option sets it, and it must not outlast the test.
    monkeypatch.setenv(WORKSPACE_VARIABLE, str(tmp_path / "workspace"))
    workspace = Workspace(tmp_path / "workspace")
    create(workspace, WorkspaceKind.REAL)
    add(workspace, "Alex", PASSWORD, Role.HR)
    return workspace


def test_the_right_password_gives_the_role(workspace: Workspace) -> None:
    assert check(workspace, "Alex", PASSWORD) is Role.HR


@pytest.mark.parametrize(("name", "password"), [("Alex", "another password"), ("Sam", PASSWORD)])
def test_anything_else_gives_none(workspace: Workspace, name: str, password: str) -> None:
    assert check(workspace, name, password) is None


def test_a_role_is_asked_for_again_on_every_page(workspace: Workspace) -> None:
    assert (role_of(workspace, "Alex"), role_of(workspace, "Sam")) == (Role.HR, None)


def test_the_password_is_nowhere_on_disk(workspace: Workspace) -> None:
    files = [path for path in workspace.root.rglob("*") if path.is_file()]
    assert not [path for path in files if PASSWORD.encode() in path.read_bytes()]


@pytest.mark.parametrize(
    ("name", "password"), [("Alex", PASSWORD), ("Sam", "short"), (" ", PASSWORD)]
)
def test_a_taken_name_or_a_short_password_is_refused(
    workspace: Workspace, name: str, password: str
) -> None:
    before = sorted(path.read_bytes() for path in workspace.secrets.iterdir())
    with pytest.raises(StaffRefused):
        add(workspace, name, password, Role.COORDINATOR)
    assert sorted(path.read_bytes() for path in workspace.secrets.iterdir()) == before


OTHER = "another long password"


def test_whoever_is_struck_off_has_no_role_and_no_session(workspace: Workspace) -> None:
    session = begin(workspace, "Alex")
    remove(workspace, "Alex")
    assert (role_of(workspace, "Alex"), name_of(workspace, session)) == (None, None)


def test_a_new_password_ends_the_sessions_and_the_old_password(workspace: Workspace) -> None:
    session = begin(workspace, "Alex")
    change_password(workspace, "Alex", OTHER)
    assert name_of(workspace, session) is None
    assert check(workspace, "Alex", PASSWORD) is None
    assert check(workspace, "Alex", OTHER) is Role.HR


def test_another_role_holds_at_once_and_keeps_the_session(workspace: Workspace) -> None:
    session = begin(workspace, "Alex")
    change_role(workspace, "Alex", Role.OCCUPATIONAL_HEALTH)
    assert name_of(workspace, session) == "Alex"
    assert role_of(workspace, "Alex") is Role.OCCUPATIONAL_HEALTH


def test_the_last_coordinator_cannot_go_nor_lose_the_role(workspace: Workspace) -> None:
    add(workspace, "Kim", PASSWORD, Role.COORDINATOR)
    with pytest.raises(StaffRefused, match="last coordinator"):
        remove(workspace, "Kim")
    with pytest.raises(StaffRefused, match="last coordinator"):
        change_role(workspace, "Kim", Role.HR)
    assert roles(workspace)["Kim"] is Role.COORDINATOR
    add(workspace, "Lou", PASSWORD, Role.COORDINATOR)
    remove(workspace, "Kim")
    assert roles(workspace) == {"Alex": Role.HR, "Lou": Role.COORDINATOR}


def test_an_unknown_name_and_a_short_password_change_nothing(workspace: Workspace) -> None:
    before = (workspace.secrets / "staff.json").read_bytes()
    for refused in (
        lambda: remove(workspace, "Sam"),
        lambda: change_role(workspace, "Sam", Role.HR),
        lambda: change_password(workspace, "Sam", PASSWORD),
        lambda: change_password(workspace, "Alex", "short"),
    ):
        with pytest.raises(StaffRefused):
            refused()
    assert (workspace.secrets / "staff.json").read_bytes() == before


def test_the_ledger_has_each_change_by_role_and_no_name(workspace: Workspace) -> None:
    change_role(workspace, "Alex", Role.OCCUPATIONAL_HEALTH)
    change_password(workspace, "Alex", OTHER)
    remove(workspace, "Alex")
    assert [entry.action for entry in entries(workspace)] == [
        Action.STAFF_ADDED,
        Action.STAFF_ROLE_CHANGED,
        Action.STAFF_PASSWORD_SET,
        Action.STAFF_REMOVED,
    ]
    assert "Alex" not in workspace.ledger.read_text("utf-8")


def test_the_commands_do_the_same(workspace: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    def command(*arguments: str) -> int:
        return run(app, ["staff", *arguments, "--workspace", str(workspace.root)])

    assert command("add", "Kim", "coordinator", "--password", PASSWORD) == 0
    assert command("role", "Alex", "occupational_health") == 0
    assert command("password", "Alex", "--password", OTHER) == 0
    capsys.readouterr()
    assert command("list") == 0
    assert capsys.readouterr().out == "Alex\toccupational_health\nKim\tcoordinator\n"
    assert command("remove", "Kim") == 1
    assert "last coordinator" in capsys.readouterr().err
    assert command("remove", "Alex") == 0
    assert roles(workspace) == {"Kim": Role.COORDINATOR}
    assert check(workspace, "Alex", OTHER) is None


HUB = Scope.of(["Hub Altfeld"])


@pytest.mark.parametrize("role", Role)
def test_only_a_role_that_reads_results_can_be_limited(workspace: Workspace, role: Role) -> None:
    if may_be_limited(role):
        add(workspace, "Sam", PASSWORD, role, HUB)
        assert scope_of(workspace, "Sam") == HUB
        return
    with pytest.raises(StaffRefused) as refused:
        add(workspace, "Sam", PASSWORD, role, HUB)
    assert refused.value.objection is Objection.LIMIT
    assert role_of(workspace, "Sam") is None


def test_a_limit_outlasts_a_new_password_a_new_role_and_a_sign_out(workspace: Workspace) -> None:
    change_scope(workspace, "Alex", HUB)
    change_password(workspace, "Alex", OTHER)
    change_role(workspace, "Alex", Role.OCCUPATIONAL_HEALTH)
    sign_out_everywhere(workspace, "Alex")
    assert scope_of(workspace, "Alex") == HUB
    with pytest.raises(StaffRefused):
        change_role(workspace, "Alex", Role.WORKS_COUNCIL)
    assert (role_of(workspace, "Alex"), scope_of(workspace, "Alex")) == (
        Role.OCCUPATIONAL_HEALTH, HUB,
    )  # fmt: skip


@pytest.mark.parametrize("name", ["", " ", "Hub ", "*", "a\tb"])
def test_what_can_be_no_department_is_refused(workspace: Workspace, name: str) -> None:
    with pytest.raises(StaffRefused) as refused:
        change_scope(workspace, "Alex", Scope.of(["Hub Altfeld", name]))
    assert refused.value.objection is Objection.DEPARTMENT
    assert scope_of(workspace, "Alex") == EVERYTHING


def test_a_change_of_scope_is_in_the_ledger_by_role_and_number(workspace: Workspace) -> None:
    change_scope(workspace, "Alex", HUB)
    entry = entries(workspace)[-1]
    assert (entry.action, entry.details) == (
        Action.STAFF_SCOPE_CHANGED, {"role": "hr", "departments": 1},
    )  # fmt: skip
    assert b"Hub Altfeld" not in workspace.ledger.read_bytes()


def test_a_list_from_before_there_were_scopes_limits_nobody(workspace: Workspace) -> None:
    listed = workspace.secrets / "staff.json"
    old = {"Kim": {"role": "hr", "password_hash": "", "generation": "1"}}
    listed.write_text(json.dumps(old), "utf-8")
    assert scope_of(workspace, "Kim") == EVERYTHING
    assert scope_of(workspace, "Alex") is None


def test_the_command_limits_lifts_and_lists(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    where = ["--workspace", str(workspace.root)]
    limits = ["--department", "Office", "--department", "Hub Altfeld"]
    assert run(app, ["staff", "scope", "Alex", *limits, *where]) == 0
    assert run(app, ["staff", "list", *where]) == 0
    assert "Alex\thr\tfor Hub Altfeld, Office\n" in capsys.readouterr().out
    assert run(app, ["staff", "scope", "Alex", "--all", *where]) == 0
    assert scope_of(workspace, "Alex") == EVERYTHING
    assert run(app, ["staff", "scope", "Alex", *where]) != 0
    assert run(app, ["staff", "scope", "Alex", *limits, "--all", *where]) != 0


def test_whoever_signs_in_elsewhere_is_added_without_a_password_and_gets_no_link(
    workspace: Workspace, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    where = ["--workspace", str(workspace.root)]
    limit = ["--department", "Hub Altfeld"]
    assert run(app, ["staff", "add", "Sam", "hr", "--without-password", *limit, *where]) == 0
    assert (role_of(workspace, "Sam"), scope_of(workspace, "Sam")) == (Role.HR, HUB)
    base = ["--base-url", "https://survey.example.org"]
    for name, value in {
        "BEARING_OIDC_ISSUER": "https://login.example.org",
        "BEARING_OIDC_CLIENT_ID": "bearing",
        "BEARING_OIDC_CLIENT_SECRET": "a secret for the provider",
    }.items():
        monkeypatch.setenv(name, value)
    assert run(app, ["staff", "link", "Sam", *base, *where]) == 0
    assert "new_password?link=" in capsys.readouterr().out
    monkeypatch.setenv("BEARING_OIDC_ONLY", "true")
    assert run(app, ["staff", "link", "Sam", *base, *where]) == 0
    assert "link=" not in capsys.readouterr().out
