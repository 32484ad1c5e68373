"""The processes of a session: a command and all that it started, also in groups of their own."""

import os
import signal
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

TICKS: Final = os.sysconf("SC_CLK_TCK")
SESSION, FIRST_TIME, TIMES = 3, 11, 4
"""Places in ``/proc/PID/stat`` after the name: the session; processor time, own and of the dead."""


@dataclass(frozen=True)
class Alive:
    """A process: its number, processor seconds with those of its dead children, and most MB."""

    process: int
    processor: float
    memory: float


def alive(session: int) -> Iterator[Alive]:
    """Yield the processes of a session that are there (Linux)."""
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        with suppress(FileNotFoundError, ProcessLookupError):  # it ended in between
            told = (folder / "stat").read_text().rpartition(")")[2].split()
            if int(told[SESSION]) == session:
                ticks = sum(map(int, told[FIRST_TIME : FIRST_TIME + TIMES]))
                yield Alive(int(folder.name), ticks / TICKS, _most_memory(folder))


def killed(session: int) -> tuple[float, float]:
    """End all processes of a session; return the processor seconds that they took, and most MB."""
    there = list(alive(session))
    for one in there:
        with suppress(ProcessLookupError):
            os.kill(one.process, signal.SIGKILL)
    most = max((one.memory for one in there), default=0.0)
    return sum(one.processor for one in there), most


def _most_memory(folder: Path) -> float:
    for line in (folder / "status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return 0.0  # it has ended and waits for its parent
