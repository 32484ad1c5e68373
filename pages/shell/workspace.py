"""Which workspace the screens show, and whether it is a demonstration."""

from pathlib import Path

from survey.fieldwork.workspaces import kind
from survey.settings import DEMONSTRATION_WORKSPACE, Workspace, WorkspaceKind


def current() -> Workspace:
    """Return the workspace of this server: the one named, else the demonstration's own."""
    named = Workspace.resolve()
    return named if named.exists else Workspace(Path(DEMONSTRATION_WORKSPACE).resolve())


def current_kind() -> WorkspaceKind:
    """Return what the workspace is; anything but a marked demonstration counts as real."""
    workspace = current()
    return kind(workspace) if workspace.exists else WorkspaceKind.REAL


def is_demonstration() -> bool:
    """Whether every number on the screens is made up."""
    return current_kind() is WorkspaceKind.DEMONSTRATION
