"""What many tests of one part start from."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from survey.fieldwork.workspaces import create
from survey.settings import Workspace, WorkspaceKind
from survey.store.opening import close_store


@pytest.fixture
def workspace(tmp_path: Path, engine: str) -> Iterator[Workspace]:
    """A new real workspace; its store is closed after the test."""
    workspace = Workspace(tmp_path / "workspace")
    create(workspace, WorkspaceKind.REAL)
    yield workspace
    close_store(workspace)
