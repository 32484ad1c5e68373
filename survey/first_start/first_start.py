"""First start: how far the building of the demonstration is, and the process that builds it."""

import json
import os
import subprocess
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from time import monotonic
from typing import Final

from survey.errors import BearingError
from survey.store.errors import StoreBusy

USUAL_SECONDS: Final = 30.0
"""What a building takes on two cores; the clock corrects it while it goes on."""
PATIENCE: Final = 10.0
"""Seconds that the building process has to tidy up before it is ended."""


class Phase(StrEnum):
    """Where the first start stands; what the page says depends on it."""

    WAITING = "waiting"
    COLLECTING = "collecting"
    PUBLISHING = "publishing"
    OPENING = "opening"
    READY = "ready"
    SERVED = "served"
    FAILED = "failed"


@dataclass(frozen=True)
class Standing:
    """How far it is at a moment: ``done`` is a share, ``why`` a failure's kind."""

    phase: Phase = Phase.COLLECTING
    wave: str = ""
    done: float = 0.0
    why: str = ""


def seconds_left(elapsed: float, done: float, usual: float = USUAL_SECONDS) -> float:
    """Return about how many seconds are left.

    Between the usual time and the pace so far, the more of the latter the more is done:
    (1 - done) · (elapsed + (1 - done) · usual), which is ``usual`` at first and 0 at the end.
    """
    return (1 - done) * (elapsed + (1 - done) * usual)


class FirstStart:
    """Runs the building process, knows how far it is, and opens what was built.

    Parameters
    ----------
    command
        Builds the demonstration: tells its progress in lines of JSON, ends when its input closes.
    folder
        Where the command runs.
    open_built
        Called once, when the workspace is there; what it raises is shown as a failure.
    say
        Prints a line to the terminal.
    """

    def __init__(
        self,
        command: Sequence[str],
        folder: Path,
        open_built: Callable[[], None],
        say: Callable[[str], None],
    ) -> None:
        self._command, self._folder = command, folder
        self._open_built, self._say = open_built, say
        self._standing = Standing()
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._follow, name="first-start", daemon=True)
        self._begun = monotonic()
        self._ending = False

    @property
    def standing(self) -> Standing:
        """Where it stands now."""
        return self._standing

    @property
    def left(self) -> float:
        """About how many seconds are left."""
        return seconds_left(monotonic() - self._begun, self._standing.done)

    def begin(self) -> None:
        """Start the building process, in a session of its own: Ctrl+C is for the server."""
        path = os.pathsep.join([str(self._folder), *filter(None, [os.environ.get("PYTHONPATH")])])
        self._begun = monotonic()
        self._process = subprocess.Popen(  # noqa: S603 - a fixed command of this program
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": path},
            start_new_session=True,
        )
        self._thread.start()

    def end(self) -> None:
        """End the building process, which removes what it made half; nothing where it is done."""
        self._ending = True
        if self._process is None:
            return
        assert self._process.stdin is not None  # noqa: S101 - it is a pipe
        self._process.stdin.close()
        try:
            self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._thread.join(PATIENCE)

    def _follow(self) -> None:
        """Read the process's lines to the end, then open what it built."""
        assert self._process is not None  # noqa: S101 - it was begun
        assert self._process.stdin is not None and self._process.stdout is not None  # noqa: S101
        with self._process.stdin, self._process.stdout as lines:
            for line in lines:
                if line.startswith(b"{"):
                    self._take(json.loads(line))
                else:
                    self._say(line.decode(errors="replace").rstrip())
        status = self._process.wait()
        if self._ending or self._standing.phase is Phase.FAILED:
            return
        if status or self._standing.phase is not Phase.READY:
            self._fail("other", f"The process that builds it ended with status {status}.")
            return
        try:
            self._open_built()
        except BearingError as refusal:
            self._fail("in_use" if isinstance(refusal, StoreBusy) else "other", refusal.message)
        else:
            self._standing = replace(self._standing, phase=Phase.SERVED)

    def _take(self, told: dict[str, str | float]) -> None:
        phase, words = Phase(str(told["stage"])), str(told.get("words", ""))
        if phase is Phase.FAILED:
            self._fail(str(told["why"]), words)
            return
        done = float(told.get("done", self._standing.done))
        self._standing = Standing(phase, str(told.get("wave", "")), done)
        if words:
            self._say(f"  {words}")

    def _fail(self, why: str, cause: str) -> None:
        self._standing = Standing(Phase.FAILED, why=why)
        self._say(f"The demonstration could not be made: {cause}")
