"""Unfinished: the folder in which a workspace is made until it is whole, and who is making it.

It lies beside the place, so that it is moved there in one step. Whoever makes it holds a lock on
it, which ends with the process however that ends: a folder that nobody holds was left by a killed
one.
"""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar, Final

from survey.errors import BearingError

PREFIX: Final = ".building-"


class BuildingElsewhere(BearingError):
    """Another process is making the same workspace."""

    code: ClassVar[str] = "BUILDING-ELSEWHERE"


def unfinished_folder(place: Path) -> Path:
    """Return where the workspace of a place is made."""
    return place.parent / f"{PREFIX}{place.name}"


@contextmanager
def unfinished(place: Path, *, wait: bool = False) -> Iterator[Path]:
    """Give an empty folder beside ``place``, removed again at the end of the block.

    Parameters
    ----------
    place
        Where the workspace is to lie; its folder is made where it is missing.
    wait
        Whether to wait for another process that makes the same one.

    Raises ``BuildingElsewhere`` where there is one and nobody wants to wait.
    """
    place.parent.mkdir(parents=True, exist_ok=True)
    folder = unfinished_folder(place)
    held = _hold(folder, wait)
    try:
        _empty(folder)
        yield folder
    finally:
        # Removed before it is let go, so that nobody takes it for a folder to build in.
        shutil.rmtree(folder, ignore_errors=True)
        os.close(held)


def _hold(folder: Path, wait: bool) -> int:
    """Return a handle whose lock is held; whoever removed the folder meanwhile is no matter."""
    while True:
        folder.mkdir(exist_ok=True, mode=0o700)
        try:
            held = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        except FileNotFoundError:
            continue
        try:
            fcntl.flock(held, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as busy:
            os.close(held)
            raise BuildingElsewhere(
                "{folder!r} beside it is in use: another process is making this workspace."
                " Wait until it is done.",
                folder=folder.name,
            ) from busy
        except BaseException:
            os.close(held)
            raise
        if folder.exists() and os.path.samestat(os.fstat(held), folder.stat()):
            return held
        os.close(held)


def _empty(folder: Path) -> None:
    """Remove what a killed process left."""
    for left in folder.iterdir():
        shutil.rmtree(left) if left.is_dir() else left.unlink()
