"""This process among those that share a workspace: whether another one still runs.

Each holds a file of its own in the shared folder. Who can take such a file knows that its process
is gone, and takes back what that left: codes that nobody was given.
"""

import fcntl
import os
import secrets
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from survey.settings import Workspace
from survey.whole_file import is_locked

FOLDER: Final = "processes"


def others_running(workspace: Workspace) -> bool:
    """Say whether any process has the workspace open."""
    return any(map(is_locked, (workspace.root / FOLDER).glob("*.lock")))


class Process:
    """The file that this process holds until it ends, however that is."""

    def __init__(self, workspace: Workspace) -> None:
        self._folder = workspace.root / FOLDER
        self._folder.mkdir(mode=0o700, exist_ok=True)
        self.id = secrets.token_hex(8)
        self._handle = os.open(self._path(self.id), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        fcntl.flock(self._handle, fcntl.LOCK_EX)

    def ended(self, others: Iterable[str]) -> list[str]:
        """Return which of some processes run no longer, and remove their files."""
        gone = [one for one in others if one != self.id and not is_locked(self._path(one))]
        for one in gone:
            self._path(one).unlink(missing_ok=True)
        return gone

    def end(self) -> None:
        """Let go of the file and remove it."""
        self._path(self.id).unlink(missing_ok=True)
        os.close(self._handle)

    def _path(self, one: str) -> Path:
        return self._folder / f"{one}.lock"
