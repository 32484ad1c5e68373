"""One lock for all who change a workspace's files: threads of one process, and a backup's.

A backup is another process and has no access to the databases, so it asks for this lock, copies
the files while nobody writes, and lets go. Whoever sends a form meanwhile waits for a moment.
"""

import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Self

from survey.settings import Workspace
from survey.whole_file import locked

FILE: Final = "store.lock"


class Hold:
    """A lock that a thread may take again while it has it; other processes wait as well."""

    def __init__(self, workspace: Workspace) -> None:
        self._threads = threading.RLock()
        self._depth = 0
        self._handle = os.open(_path(workspace), os.O_WRONLY | os.O_CREAT, 0o600)

    def __enter__(self) -> Self:
        self._threads.acquire()
        if not self._depth:
            try:
                fcntl.flock(self._handle, fcntl.LOCK_EX)
            except BaseException:
                self._threads.release()
                raise
        self._depth += 1
        return self

    def __exit__(self, *_failure: object) -> None:
        self._depth -= 1
        if not self._depth:
            fcntl.flock(self._handle, fcntl.LOCK_UN)
        self._threads.release()

    def close(self) -> None:
        """Close the file of the lock; who waits for it in another process gets it."""
        os.close(self._handle)


@contextmanager
def still(workspace: Workspace) -> Iterator[None]:
    """Keep the store of a workspace from writing while the block runs, in whatever process."""
    with locked(_path(workspace)):
        yield


def _path(workspace: Workspace) -> Path:
    return workspace.root / FILE
