"""Workspaces in the states that a page may meet, and a browser session of any role."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from analytics.release.writer import write_release
from pages.shell import guard
from pages.shell.guard import SESSION_KEY, SignedIn
from survey.access import sessions
from survey.fieldwork.workspaces import create
from survey.settings import WORKSPACE_VARIABLE, Workspace, WorkspaceKind
from survey.store.opening import close_store
from survey.vocabulary import Role
from tests.charts_release import WAVE, made_up_release

ROOT = Path(__file__).parents[2]
MAIN_SCRIPT = ROOT / "pages" / "navigation.py"
LOCALES = {"en": "en-GB", "de": "de-AT"}

MakeWorkspace = Callable[..., Workspace]
Open = Callable[..., AppTest]


@pytest.fixture
def make_workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MakeWorkspace]:
    """Return a maker of the server's workspace: of a kind, with or without a release."""
    made: list[Workspace] = []

    def make(kind: WorkspaceKind = WorkspaceKind.DEMONSTRATION, released: bool = True) -> Workspace:
        workspace = Workspace(tmp_path / f"workspace{len(made)}")
        create(workspace, kind)
        if released:
            write_release(workspace.releases / WAVE, made_up_release())
        monkeypatch.setenv(WORKSPACE_VARIABLE, str(workspace.root))
        made.append(workspace)
        return workspace

    yield make
    for workspace in made:
        close_store(workspace)


@pytest.fixture
def open_page(monkeypatch: pytest.MonkeyPatch) -> Open:
    """Return a way to open a page: through the menu, or its file alone as a cold deep link."""

    def open_it(
        file: str | None = None,
        role: Role | None = None,
        workspace: Workspace | None = None,
        name: str | None = None,
        language: str = "en",
        alone: bool = False,
    ) -> AppTest:
        script = ROOT / "pages" / file if alone and file else MAIN_SCRIPT
        test = AppTest.from_file(str(script), default_timeout=30)
        test.context = {"locale": LOCALES[language], "theme": "light"}
        if name is not None and workspace is not None:
            session = sessions.begin(workspace, name)
            monkeypatch.setattr(guard, "browser_session", lambda: session)
        elif role is not None and workspace is not None:
            test.session_state[SESSION_KEY] = SignedIn(role, str(workspace.root))
        test.run()
        if file and not alone:
            test.switch_page(file).run()
        return test

    return open_it
