"""Builds the demonstration for a server that has just begun: ``python -m sample_data.first_start``.

Two processes, so that nothing is left however either ends. The keeper holds the folder, listens
to its input, which closes when the server ends, and imports nothing heavy; the builder, forked
from it, does the work. When the server is gone the keeper ends the builder with all that it
started, removes what is half made, and says nothing. When the keeper is gone the builder ends
itself, and the folder is cleared by the next start.
"""

import errno
import json
import os
import select
import signal
import sys
import threading
import traceback
from pathlib import Path
from types import FrameType
from typing import Final, NoReturn

from sample_data.unfinished import BuildingElsewhere, unfinished
from survey.errors import BearingError
from survey.settings import Workspace

GENTLE: Final = 5
"""How far the builder stands back, so that the server answers at once while it works."""
NO_ROOM: Final = (errno.ENOSPC, errno.EDQUOT)
NO_RIGHTS: Final = (errno.EACCES, errno.EPERM, errno.EROFS)


class Ended(BaseException):
    """The keeper was told to end."""


def tell(**fields: object) -> None:
    """Write a line for the server; where it is gone, there is nobody to tell."""
    try:
        os.write(1, (json.dumps(fields) + "\n").encode())
    except BrokenPipeError:
        os._exit(1)


def keep(place: Path) -> int:
    """Have the demonstration built at a place, unless the server ends before; return the status."""
    # Not 143: whoever ends the keeper wants it ended, and nothing went wrong.
    signal.signal(signal.SIGTERM, _end)
    signal.signal(signal.SIGINT, _end)
    try:
        try:
            with unfinished(place) as beside:
                return _have_built(beside, place)
        except BuildingElsewhere:
            tell(stage="waiting")
        return _wait(place)
    except Ended:
        return 0
    except OSError as failed:
        return _failed(failed)


def _wait(place: Path) -> int:
    """Wait for another server's keeper; take over where it ended without a workspace."""
    while not select.select([0], [], [], 0.5)[0]:
        if Workspace(place).exists:
            tell(stage="ready", done=1.0)
            return 0
        try:
            with unfinished(place) as beside:
                if Workspace(place).exists:
                    tell(stage="ready", done=1.0)
                    return 0
                return _have_built(beside, place)
        except BuildingElsewhere:
            continue
    return 0


def _have_built(beside: Path, place: Path) -> int:
    """Start the builder and end it with the server; return its status."""
    alive, living = os.pipe()
    kept, keeping = os.pipe()
    builder = os.fork()
    if builder == 0:
        os.close(keeping)
        _build(beside, place, kept)
    os.close(living)
    try:
        select.select([0, alive], [], [])
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        ended, status = os.waitpid(builder, 0 if _gone(alive) else os.WNOHANG)
        if not ended:
            _kill(builder)
            _, status = os.waitpid(builder, 0)
    return os.waitstatus_to_exitcode(status)


def _gone(descriptor: int) -> bool:
    """Whether the other end of a pipe was closed; nobody ever writes into these."""
    return bool(select.select([descriptor], [], [], 0)[0])


def _kill(builder: int) -> None:
    """End the builder and all that it started; in its first moment it has no group yet."""
    os.kill(builder, signal.SIGSTOP)
    try:
        os.killpg(builder, signal.SIGKILL)
    except ProcessLookupError:
        os.kill(builder, signal.SIGKILL)


def _build(beside: Path, place: Path, kept: int) -> NoReturn:
    """Build, as the leader of a group of its own, and end without coming back."""
    os.setpgid(0, 0)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    threading.Thread(target=_end_with, args=(kept,), daemon=True).start()
    os.nice(GENTLE)
    status = 0
    try:
        from sample_data.demonstration import build_in

        build_in(
            beside,
            Workspace(place),
            lambda step: tell(stage=step.stage, wave=step.wave, words=step.words, done=step.done),
        )
    except (BearingError, OSError) as failed:
        status = _failed(failed)
    except BaseException:  # noqa: BLE001 - whatever it is, the page must say that it failed
        traceback.print_exc()
        status = _failed(None)
    sys.stderr.flush()
    os._exit(status)


def _end_with(kept: int) -> None:
    """End with the keeper, and with all that was started here."""
    select.select([kept], [], [])
    os.killpg(0, signal.SIGKILL)


def _failed(failure: BearingError | OSError | None) -> int:
    """Say why there is no demonstration, as the page can word it and as the terminal shows it."""
    why, words = "other", str(failure) if failure else "see above"
    if isinstance(failure, OSError):
        why = "no_room" if failure.errno in NO_ROOM else why
        why = "no_rights" if failure.errno in NO_RIGHTS else why
        words = f"{failure.filename or 'a file'}: {failure.strerror or failure}"
    tell(stage="failed", why=why, words=words)
    return 1


def _end(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise Ended


if __name__ == "__main__":
    sys.exit(keep(Path(sys.argv[1])))
