"""A small file that is changed one at a time and replaced whole: nobody ever reads half of it."""

import fcntl
import os
from collections.abc import Callable, Iterator
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


@contextmanager
def with_room(path: Path, room: int, mode: int = 0o666) -> Iterator[Callable[[str], None]]:
    """Take room on the disk, and give what puts a content in the file's place, once.

    For a step that is entered elsewhere before the file is written: what the disk has no room for
    fails before anything is entered. ``room`` is in bytes; ``mode`` is as of ``write_whole``. Where
    the block fails, the file stays as it was.
    """
    beside = path.with_suffix(".new")
    beside.unlink(missing_ok=True)
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)

    def put(content: str) -> None:
        file.write(content.encode())
        file.truncate()
        file.flush()
        os.fsync(handle)
        beside.replace(path)

    with os.fdopen(handle, "wb") as file:
        try:
            os.posix_fallocate(handle, 0, room)
            yield put
        finally:
            beside.unlink(missing_ok=True)


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
