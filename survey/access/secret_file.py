"""A small JSON file among the secrets: its user's own, changed one at a time and whole."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


def read(path: Path) -> dict[str, Any]:
    """Return what a file holds; nothing where there is no file."""
    content: dict[str, Any] = json.loads(path.read_text("utf-8")) if path.exists() else {}
    return content


@contextmanager
def changing(path: Path) -> Iterator[dict[str, Any]]:
    """Give the content to change and write it, on disk before this returns.

    Others who change it wait meanwhile; who reads sees what was there before, or all of the new.
    Where the block fails, the file stays as it was.
    """
    descriptor = os.open(path.with_suffix(".lock"), os.O_WRONLY | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        content = read(path)
        yield content
        beside = path.with_suffix(".new")
        beside.unlink(missing_ok=True)
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(content, file, indent=2)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
