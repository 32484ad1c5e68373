"""A child that is killed: at a call of the program that was drawn, or after a time."""

import os
import signal
import sys
import time
from collections.abc import Callable
from types import FrameType
from typing import Any, Final

OURS: Final = ("survey", "analytics")


class Kill:
    """Kills its process at a call of the program's own code, or of what that calls; 0 never."""

    def __init__(self, at: int) -> None:
        self._at = at
        self.calls = 0

    def __call__(self, frame: FrameType, _event: str, _what: Any) -> None:
        """Count a call or a return, and die at the one that was drawn."""
        if frame.f_globals.get("__name__", "").partition(".")[0] in OURS:
            self.calls += 1
            if self.calls == self._at:
                os.kill(os.getpid(), signal.SIGKILL)


def in_child(act: Callable[[int], None], at: int = 0, after: float = 0.0) -> tuple[int, bytes]:
    """Run ``act`` in a child; return its status and what it wrote before it ended."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        status = 1
        try:
            os.close(reading)
            if at:
                sys.setprofile(Kill(at))
            act(writing)
            status = 0
        finally:
            os._exit(status)
    os.close(writing)
    if after:
        time.sleep(after)
        os.kill(child, signal.SIGKILL)
    _, ended = os.waitpid(child, 0)
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.read()
    return os.waitstatus_to_exitcode(ended), said
