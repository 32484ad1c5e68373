"""A small file that is changed one at a time and replaced whole: nobody ever reads half of it."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def locked(lock: Path) -> Iterator[None]:
    """Let one change happen at a time, in all processes that name the same file; others wait."""
    handle = os.open(lock, os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def is_locked(lock: Path) -> bool:
    """Say whether somebody holds a file at this moment, in whatever process; False for none."""
    try:
        handle = os.open(lock, os.O_WRONLY)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False


def write_whole(path: Path, content: str, mode: int = 0o666) -> None:
    """Write beside the file and put it in its place; on disk before this returns.

    ``mode`` holds from the first byte on, less what the process's umask takes away. Where writing
    fails, the file stays as it was.
    """
    beside = path.with_suffix(".new")
    beside.unlink(missing_ok=True)
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
