"""Kill -9 anywhere in a change of a small file: at the next start file and ledger say the same."""

import json
import os
import signal
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from benchmarks.kills.child import in_child
from survey.access import entered_file, ledger, password_links, sign_in_trail, staff
from survey.access.ledger import Action
from survey.access.scope import Scope
from survey.fieldwork import actions
from survey.fieldwork.actions import ActionState
from survey.fieldwork.workspaces import create
from survey.settings import Workspace, WorkspaceKind
from survey.vocabulary import Role

PASSWORD = "a long password of nobody"
YESTERDAY = date(2026, 1, 1)
TOUCHES = {"open", "os.rename", "os.remove", "os.truncate", "fcntl.flock"}
"""What Python tells an audit hook of before a process does it to a file."""


def planned() -> actions.PlannedAction:
    return actions.draft(
        aim="Two more people at night", factor="workload", units=(("Hub", "*"),), owner="hr",
        start=date(2026, 2, 1), end=date(2026, 3, 1), since="spring",
    )  # fmt: skip


STEPS: dict[str, tuple[str, Callable[[Workspace], object], tuple[Action, ...]]] = {
    "add": (
        "secrets/staff.json",
        lambda at: staff.add_without_password(at, "Alan", Role.HR, Scope.of(["Hub"])),
        (Action.STAFF_ADDED,),
    ),
    "strike off": (
        "secrets/staff.json", lambda at: staff.remove(at, "Grace"), (Action.STAFF_REMOVED,),
    ),
    "role": (
        "secrets/staff.json",
        lambda at: staff.change_role(at, "Grace", Role.WORKS_COUNCIL),
        (Action.STAFF_ROLE_CHANGED,),
    ),
    "scope": (
        "secrets/staff.json",
        lambda at: staff.change_scope(at, "Grace", Scope.of(["Hub"])),
        (Action.STAFF_SCOPE_CHANGED,),
    ),
    "password": (
        "secrets/staff.json",
        lambda at: staff.change_password(at, "Grace", PASSWORD),
        (Action.STAFF_PASSWORD_SET,),
    ),
    "link": (
        "secrets/password_links.json",
        lambda at: password_links.hand_out(at, "Grace"),
        (Action.PASSWORD_LINK_MADE,),
    ),
    "sign-in": (
        "secrets/failed_sign_ins.json",
        lambda at: sign_in_trail.signed_in(at, Role.HR),
        (Action.SIGN_INS_FAILED, Action.SIGNED_IN),
    ),
    "failed on another day": (
        "secrets/failed_sign_ins.json", sign_in_trail.failed, (Action.SIGN_INS_FAILED,),
    ),
    "action": (
        "actions.json", lambda at: actions.add(at, planned(), Role.HR), (Action.ACTION_ADDED,),
    ),
    "action ended": (
        "actions.json",
        lambda at: actions.move(at, 1, ActionState.DONE, Role.HR),
        (Action.ACTION_ENDED,),
    ),
}  # fmt: skip
"""By name: the file that changes, the change, and what is entered of it."""


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = Workspace(tmp_path / "workspace")
    create(made, WorkspaceKind.REAL)
    staff.add_without_password(made, "Ada", Role.COORDINATOR)
    staff.add_without_password(made, "Grace", Role.HR)
    sign_in_trail.failed(made, YESTERDAY)
    password_links.hand_out(made, "Ada")
    actions.add(made, planned(), Role.HR)
    return made


def copied(workspace: Workspace, to: Path) -> Workspace:
    """Return a copy of all files, fresh for one more kill."""
    for path in sorted(workspace.root.rglob("*")):
        if path.is_file():
            place = to / path.relative_to(workspace.root)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(path.read_bytes())
    return Workspace(to)


class Touches:
    """Counts what a process does to files, and kills it before the one that was chosen; 0 never."""

    def __init__(self, kill_at: int = 0) -> None:
        self.count = 0
        self._kill_at = kill_at
        sys.addaudithook(self)

    def __call__(self, event: str, _arguments: object) -> None:
        if event in TOUCHES:
            self.count += 1
            if self.count == self._kill_at:
                os.kill(os.getpid(), signal.SIGKILL)


def touches(change: Callable[[Workspace], object], workspace: Workspace) -> int:
    """Return how often a change touches files."""

    def act(out: int) -> None:
        counted = Touches()
        change(workspace)
        os.write(out, str(counted.count).encode())

    status, said = in_child(act)
    assert status == 0
    return int(said)


def kill(change: Callable[[Workspace], object], workspace: Workspace, at: int) -> None:
    """Let a child make a change, and kill it before it touches a file for that time."""

    def act(_out: int) -> None:
        Touches(at)
        change(workspace)

    assert in_child(act)[0] == -signal.SIGKILL


@pytest.mark.parametrize("name", STEPS)
def test_file_and_ledger_say_the_same_wherever_a_change_was_killed(
    workspace: Workspace, tmp_path: Path, name: str
) -> None:
    file, change, entered = STEPS[name]
    before, whole = (workspace.root / file).read_bytes(), ledger.verify(workspace)
    ends = set()
    for at in range(1, touches(change, copied(workspace, tmp_path / "counted")) + 1):
        kill(change, killed := copied(workspace, tmp_path / str(at)), at)
        entered_file.finish(killed)
        assert not list(killed.root.rglob("*.plan"))
        new = [entry.action for entry in ledger.entries(killed)[whole:]]
        done = (killed.root / file).read_bytes() != before
        assert new == list(entered if done else ()), f"killed before touch {at}"
        ends.add(done)
        json.loads((killed.root / file).read_bytes())
    assert ends == {False, True}


def test_the_next_change_finishes_the_one_before(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody has to start a server for it: the list is as the ledger says before it changes."""
    with monkeypatch.context() as patch:
        patch.setattr("survey.whole_file.Path.replace", stopped_after("staff.json.new"))
        with pytest.raises(Stopped):
            staff.remove(workspace, "Grace")
    assert "Grace" in staff.roles(workspace)
    with pytest.raises(staff.StaffRefused, match="Nobody of this name"):
        staff.change_role(workspace, "Grace", Role.WORKS_COUNCIL)
    assert "Grace" not in staff.roles(workspace)
    assert ledger.entries(workspace)[-1].action is Action.STAFF_REMOVED


class Stopped(BaseException):
    """Stands for kill -9: nothing of the program goes on after it."""


def stopped_after(name: str) -> Callable[[Path, Path], Path]:
    real = Path.replace

    def replace(self: Path, target: Path) -> Path:
        if self.name != name:
            raise Stopped
        return real(self, target)

    return replace


def test_a_plan_that_was_half_written_was_followed_by_nothing(workspace: Workspace) -> None:
    (workspace.secrets / "staff.json.plan").write_text('{"after": 1, "due": [')
    before, entries = staff.roles(workspace), ledger.verify(workspace)
    entered_file.finish(workspace)
    assert (staff.roles(workspace), ledger.verify(workspace)) == (before, entries)
    assert not list(workspace.root.rglob("*.plan"))


def test_where_the_ledger_cannot_be_written_nothing_is_changed(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object, **_details: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(entered_file, "record", full)
    with pytest.raises(OSError, match="No space"):
        staff.remove(workspace, "Grace")
    entered_file.finish(workspace)
    assert "Grace" in staff.roles(workspace)
    assert not list(workspace.root.rglob("*.plan"))
