"""Taking a release out of sight: it moves to where nothing reads it."""

from survey.settings import Workspace


def move_aside(workspace: Workspace, name: str) -> None:
    """Move a wave's release aside; does nothing where that was done already."""
    release, aside = workspace.releases / name, workspace.withdrawn / name
    if release.exists():
        aside.parent.mkdir(exist_ok=True)
        release.rename(aside)
