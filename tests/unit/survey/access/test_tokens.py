"""Tokens for programs: shown once, kept as hashes, limited, struck off, in the ledger."""

from datetime import date
from pathlib import Path

import pytest

from survey.__main__ import app
from survey.access.ledger import Action, entries
from survey.access.scope import Scope
from survey.access.staff import StaffRefused
from survey.access.tokens import (
    BEGINS,
    FILE,
    Token,
    TokenRefused,
    hand_out,
    strike_off,
    token_of,
    tokens,
)
from survey.command_line import run
from survey.fieldwork.workspaces import create
from survey.settings import WORKSPACE_VARIABLE, Workspace, WorkspaceKind
from survey.vocabulary import Role

DAY = date(2026, 3, 1)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = Workspace(tmp_path / "workspace")
    create(made, WorkspaceKind.REAL)
    return made


def test_a_token_may_what_it_was_made_for_and_no_other_bits_may(workspace: Workspace) -> None:
    bits = hand_out(workspace, "dashboard", Role.HR, Scope.of(["Hub"]), DAY)
    assert bits.startswith(BEGINS)
    assert len(bits) > 43
    made = Token(name="dashboard", role=Role.HR, departments=("Hub",), made=DAY)
    assert token_of(workspace, bits) == made
    assert token_of(workspace, bits[:-1]) is None
    assert token_of(workspace, "") is None
    assert tokens(workspace) == (made,)


def test_the_bits_are_nowhere_on_disk(workspace: Workspace) -> None:
    bits = hand_out(workspace, "dashboard", Role.HR)
    kept = [one.read_bytes() for one in workspace.root.rglob("*") if one.is_file()]
    assert not any(bits.encode() in one for one in kept)
    assert (workspace.secrets / FILE).stat().st_mode & 0o077 == 0


def test_a_token_that_was_struck_off_may_nothing(workspace: Workspace) -> None:
    first, second = (hand_out(workspace, name, Role.HR) for name in ("a", "b"))
    strike_off(workspace, "a")
    assert token_of(workspace, first) is None
    assert token_of(workspace, second) is not None
    with pytest.raises(TokenRefused, match="no token 'a'"):
        strike_off(workspace, "a")


def test_the_ledger_has_role_and_limit_and_neither_name_nor_bits(workspace: Workspace) -> None:
    bits = hand_out(workspace, "Ada's laptop", Role.HR, Scope.of(["Hub", "Office"]))
    strike_off(workspace, "Ada's laptop")
    made, struck = entries(workspace)[-2:]
    assert (made.action, made.details) == (Action.TOKEN_MADE, {"role": "hr", "departments": 2})
    assert (struck.action, struck.details) == (Action.TOKEN_STRUCK_OFF, {"role": "hr"})
    assert "Ada" not in workspace.ledger.read_text()
    assert bits not in workspace.ledger.read_text()


@pytest.mark.parametrize(
    ("name", "role"),
    [("", Role.HR), (" a", Role.HR), ("a\n", Role.HR), ("x" * 61, Role.HR), ("there", Role.HR),
     ("a", Role.COORDINATOR), ("a", Role.WORKS_COUNCIL)],
)  # fmt: skip
def test_what_can_be_no_token_is_refused_and_changes_nothing(
    workspace: Workspace, name: str, role: Role
) -> None:
    hand_out(workspace, "there", Role.HR)
    before = workspace.ledger.read_bytes(), (workspace.secrets / FILE).read_bytes()
    with pytest.raises(TokenRefused):
        hand_out(workspace, name, role)
    with pytest.raises(StaffRefused):
        hand_out(workspace, "b", Role.HR, Scope.of(["*"]))
    assert (workspace.ledger.read_bytes(), (workspace.secrets / FILE).read_bytes()) == before


def test_the_commands_make_list_and_strike_off(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(WORKSPACE_VARIABLE, str(workspace.root))
    assert run(app, ["token", "add", "dashboard", "hr", "--department", "Hub"]) == 0
    bits = capsys.readouterr().out.split()[-1]
    assert token_of(workspace, bits) is not None
    assert run(app, ["token", "list"]) == 0
    assert "dashboard\thr\tHub" in capsys.readouterr().out
    assert run(app, ["token", "remove", "dashboard"]) == 0
    assert token_of(workspace, bits) is None
    assert run(app, ["token", "remove", "dashboard"]) == 1
