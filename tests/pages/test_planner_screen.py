"""The planner shows, before a wave opens, which teams would be shown together."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from survey.fieldwork.workspaces import create
from survey.settings import WORKSPACE_VARIABLE, Workspace, WorkspaceKind
from survey.vocabulary import Role

PLANNER = Path(__file__).parents[2] / "pages" / "coordinator" / "planner.py"
UNITS = "department,team,headcount\nStores,Day,20\nStores,Night,5\nStores,Late,14\n"


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    workspace = Workspace(tmp_path / "workspace")
    create(workspace, WorkspaceKind.DEMONSTRATION)
    monkeypatch.setenv(WORKSPACE_VARIABLE, str(workspace.root))
    app = AppTest.from_file(str(PLANNER), default_timeout=30)
    from pages.shell.guard import SESSION_KEY, SignedIn

    app.session_state[SESSION_KEY] = SignedIn(Role.COORDINATOR, str(workspace.root))
    return app.run()


def html(page: AppTest) -> str:
    return " ".join(str(element.proto) for element in page.main)


def test_small_teams_are_named_with_those_they_would_be_shown_with(page: AppTest) -> None:
    page.file_uploader[0].set_value(("units.csv", UNITS.encode(), "text/csv")).run()
    assert not page.exception
    assert "Late + Night" in html(page)


def test_a_staff_list_that_is_wrong_is_refused_with_its_line(page: AppTest) -> None:
    broken = UNITS.replace("Night,5", "Night,five")
    page.file_uploader[0].set_value(("units.csv", broken.encode(), "text/csv")).run()
    assert not page.exception
    assert "line 3" in page.error[0].value


def test_nothing_is_stored(page: AppTest, tmp_path: Path) -> None:
    before = sorted(path.name for path in tmp_path.rglob("*"))
    page.file_uploader[0].set_value(("units.csv", UNITS.encode(), "text/csv")).run()
    assert sorted(path.name for path in tmp_path.rglob("*")) == before
