"""A clock beside a command: what it took with all processes that it started, step by step.

Commands show their progress to a terminal only, so that one is held out to them.
"""

import os
import pty
import re
import select
import subprocess
import sys
import time
from dataclasses import dataclass, field
from itertools import pairwise

from benchmarks.publishing.session import killed

START = "Starting"


@dataclass(frozen=True)
class Spent:
    """What a command took.

    Attributes
    ----------
    seconds, processor
        On the clock, and of processor time with the processes that it started.
    memory
        MB, of the process that held most.
    steps
        Seconds on the clock by step, as the command names them, in their order.
    programmes
        How often it said that it asked the solver.
    finished
        False where it was stopped at the limit.
    reached
        The last step that it told, with how much of the whole was done, as it said.
    load
        How many processes wanted a core when it ended, on average of a minute.
    """

    seconds: float
    processor: float
    memory: float
    steps: dict[str, float] = field(default_factory=dict)
    programmes: int = 0
    finished: bool = True
    reached: str = ""
    load: float = 0.0


class CommandFailed(SystemExit):
    """A command that was measured did not do what it should."""


def spent_on(*arguments: str, limit: float | None = None) -> Spent:
    """Run a Python module as a process and return what it took; stop it after ``limit`` seconds.

    Raises ``CommandFailed`` where it fails.
    """
    mine, its = pty.openpty()
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", *arguments],
        stdout=subprocess.DEVNULL,
        stderr=its,
        start_new_session=True,
    )
    os.close(its)
    told, said = _told(mine, start, limit)
    finished = limit is None or time.perf_counter() - start < limit
    processor, memory = (0.0, 0.0) if finished else killed(process.pid)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if finished and process.returncode:
        raise CommandFailed(f"python -m {' '.join(arguments)} failed: {said[-300:]}")
    end = time.perf_counter() - start
    return Spent(
        end,
        max(usage.ru_utime + usage.ru_stime, processor),
        max(usage.ru_maxrss / 1024, memory),
        _by_step([*told, (end, "")]),
        sum(_last_counts(said)),
        finished,
        next(iter(re.findall(r"\d+%  [^\r\n]+", said)[-1:]), ""),
        os.getloadavg()[0],
    )


def _told(terminal: int, start: float, limit: float | None) -> tuple[list[tuple[float, str]], str]:
    """Every step with the second at which it began, and all that was said."""
    told, said = [(0.0, START)], ""
    while limit is None or time.perf_counter() - start < limit:
        if not select.select([terminal], [], [], 1.0)[0]:
            continue
        try:
            piece = os.read(terminal, 65536).decode(errors="replace")
        except OSError:  # the end of a terminal whose other side is closed
            break
        now, said = time.perf_counter() - start, said + piece
        told += [(now, step) for step in re.findall(r"\d+%  ([^\r\n]+)", piece)]
    os.close(terminal)
    return told, said


def _by_step(told: list[tuple[float, str]]) -> dict[str, float]:
    """Seconds by step; what a step says of its own progress, after a colon, is one with it."""
    steps: dict[str, float] = {}
    for (begun, step), (ended, _) in pairwise(told):
        name = step.partition(":")[0]
        steps[name] = steps.get(name, 0.0) + ended - begun
    return steps


def _last_counts(said: str) -> list[int]:
    """By attack, how many programmes it has asked the solver at its end."""
    last: dict[str, int] = {}
    for view, count in re.findall(r"\d+%  ([^:\r\n]+):[^\r\n]*\((\d+) search", said):
        last[view] = int(count)
    return list(last.values())
