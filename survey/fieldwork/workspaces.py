"""Makes a workspace and says of which kind it is."""

import tomllib
from typing import ClassVar

from survey.configuration import database_url
from survey.errors import BearingError
from survey.keeping.inventory import FORMAT
from survey.settings import Workspace, WorkspaceKind
from survey.store.belongings import begin


class WorkspaceExists(BearingError):
    """The folder is a workspace already, or holds something else."""

    code: ClassVar[str] = "WORKSPACE-EXISTS"


OWNER_ONLY = 0o700


def require_free(workspace: Workspace) -> None:
    """Raise ``WorkspaceExists`` where the folder of a workspace to be made holds something."""
    if workspace.root.exists() and any(workspace.root.iterdir()):
        raise WorkspaceExists(
            "{folder!r} is not empty. Choose another folder with --workspace DIR.",
            folder=str(workspace.root),
        )


def create(workspace: Workspace, kind: WorkspaceKind) -> None:
    """Make an empty workspace; a real one in the database that is set, if one is.

    Raises ``WorkspaceExists`` or ``DatabaseTaken`` and then changes nothing.
    """
    require_free(workspace)
    url = database_url() if kind is WorkspaceKind.REAL else ""
    if url:
        from survey.store.postgres import fitting

        fitting.require_empty(url)
    for folder in (workspace.root, workspace.waves, workspace.releases):
        folder.mkdir(parents=True, exist_ok=True)
    workspace.root.chmod(OWNER_ONLY)  # answers lie in it until their wave is purged
    if url:
        fitting.begin(workspace, url)
    else:
        begin(workspace)
    workspace.marker.write_text(f'kind = "{kind.value}"\nformat = {FORMAT}\n', "utf-8")


def kind(workspace: Workspace) -> WorkspaceKind:
    """Return what kind of workspace this is."""
    marker = tomllib.loads(workspace.marker.read_text("utf-8"))
    return WorkspaceKind(marker["kind"])
