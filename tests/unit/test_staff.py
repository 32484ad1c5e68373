"""Staff sign in with a name and a password that is kept only as a hash."""

from pathlib import Path

import pytest

from survey.access.staff import StaffRefused, add, check, role_of
from survey.fieldwork.workspaces import create
from survey.settings import Workspace, WorkspaceKind
from survey.vocabulary import Role

PASSWORD = "a long enough password"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
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
