"""Attackers: processes that are given the tables of measures and give back the verdicts.

They read tables from pipes until these are closed, as they are when the process that publishes
ends, however it does. Not ``multiprocessing``: that runs the main script again in each new
process, and under Streamlit the main script is a page. One process is started and loads what an
attack needs; the others are forked from it, since it has no threads.
"""

import gc
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO, ClassVar, Final, NamedTuple, Self, cast

from analytics.disclosure.audit.certificate import Settled
from analytics.disclosure.audit.prover.block_by_block import settled_on
from analytics.disclosure.audit.prover.solver import Asked
from analytics.disclosure.audit.reading.heap import kept
from analytics.disclosure.audit.reading.margins import readings
from analytics.disclosure.audit.reading.table import Table
from survey.errors import BearingError

SERVE: Final = "from analytics.disclosure.audit.prover.attacker import main; main()"
"""Not ``-m``: its package has imported this module by then, and Python would warn of that."""

ROOT: Final = Path(__file__).parents[4]


class AttackerGone(BearingError):
    """A process of the audit ended before it was done; nothing is published."""

    code: ClassVar[str] = "AUDIT-ATTACKER-GONE"


class Attacked(NamedTuple):
    """What is said of each reading of a measure, and how many programmes the solver was asked."""

    verdicts: list[Settled]
    programmes: int


def attacked(table: Table, seconds: float) -> Attacked:
    """Return what is said of one measure's table, in this process."""
    before = Asked.programmes
    with kept():
        verdicts = [settled_on(each, seconds) for each in readings(table)]
    return Attacked(verdicts, Asked.programmes - before)


class Attacker:
    """The parent's end of one process: asks it, one table at a time.

    Raises ``AttackerGone`` where the process ended before it could say its number.

    Attributes
    ----------
    process
        The number that the system gave it.
    """

    def __init__(self, tables: IO[bytes], verdicts: IO[bytes]) -> None:
        """Take the pipes to and from a process that has been started."""
        self._tables, self._verdicts = tables, verdicts
        try:
            self.process = cast(int, pickle.load(verdicts))  # noqa: S301 - our own process
        except (EOFError, OSError, pickle.UnpicklingError) as gone:
            raise AttackerGone(
                "A process of the audit ended while it began. Nothing was published; look whether"
                " the machine has memory left, and publish again."
            ) from gone

    def attack(self, table: Table, seconds: float) -> Attacked:
        """Return the verdicts on one measure's table, as ``attacked`` does.

        Raises ``AttackerGone`` where the process ended before it answered.
        """
        try:
            pickle.dump((table, seconds), self._tables)
            self._tables.flush()
            return cast(Attacked, pickle.load(self._verdicts))  # noqa: S301 - our own process
        except (EOFError, OSError, pickle.UnpicklingError) as gone:
            raise AttackerGone(
                "A process of the audit ended while it attacked {measure}. Nothing was"
                " published; look whether the machine has memory left, and publish again.",
                measure=table.measure,
            ) from gone


class Attackers:
    """The processes of one publishing: started when first needed, ended where the context ends.

    Loading what an attack needs takes half a second; the attacks of an insider and of a reader
    are therefore made by the same processes.
    """

    def __init__(self) -> None:
        """Start nothing yet."""
        self._process: subprocess.Popen[bytes] | None = None
        self._ends: list[IO[bytes]] = []
        self._attackers: tuple[Attacker, ...] = ()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.end(now=kind is not None)

    def started(self, count: int) -> tuple[Attacker, ...]:
        """Return the processes: ``count`` at the first call, and afterwards the same ones.

        Raises ``AttackerGone`` where one ended before it was ready.
        """
        if self._process is None:
            pipes = [(os.pipe(), os.pipe()) for _ in range(count)]
            mine = [(os.fdopen(to, "wb"), os.fdopen(back, "rb")) for (_, to), (back, _) in pipes]
            self._ends = [end for pair in mine for end in pair]
            self._process = _launched([(tables, verdicts) for (tables, _), (_, verdicts) in pipes])
            self._attackers = tuple(Attacker(*pair) for pair in mine)
        return self._attackers

    def end(self, *, now: bool = False) -> None:
        """End the processes: when they have done what they were asked, or ``now``.

        Closing the pipes ends them; what they took of the processor is then counted as ours.
        """
        if self._process is not None and now:
            os.killpg(
                self._process.pid, signal.SIGKILL
            )  # its number is kept until it is waited for
        for end in self._ends:
            with suppress(BrokenPipeError):
                end.close()
        if self._process is not None:
            self._process.wait()
        self._process, self._ends, self._attackers = None, [], ()


def _launched(pipes: Sequence[tuple[int, int]]) -> subprocess.Popen[bytes]:
    """Start the first process, in a group of its own, and give it the ends of all pipes."""
    path = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    ends = [end for pair in pipes for end in pair]
    try:
        return subprocess.Popen(  # noqa: S603 - this program, with numbers of pipes
            [sys.executable, "-c", SERVE, *(f"{read},{write}" for read, write in pipes)],
            stdin=subprocess.DEVNULL,
            pass_fds=ends,
            process_group=0,
            env={**os.environ, "PYTHONPATH": path},
        )
    finally:
        for end in ends:
            os.close(end)


def serve(tables: IO[bytes], verdicts: IO[bytes]) -> None:
    """Say which process this is, then attack each table that comes in until there are no more."""
    _say(verdicts, os.getpid())
    while True:
        try:
            table, seconds = pickle.load(tables)  # noqa: S301 - from the process that started this one
        except EOFError:
            return
        gc.freeze()  # a table is kept to the end: nothing is gained by looking through it
        _say(verdicts, attacked(table, seconds))


def _say(verdicts: IO[bytes], what: object) -> None:
    pickle.dump(what, verdicts)
    verdicts.flush()


def main() -> None:
    """Serve the pair of pipes that is named first, and have each other one served by a fork.

    What anything prints goes to the errors.
    """
    os.dup2(2, 1)
    gc.freeze()
    first, *others = ((int(read), int(write)) for read, write in _named(sys.argv[1:]))
    forked: list[int] = []
    own = first
    for pair in others:
        process = os.fork()
        if not process:
            own, forked = pair, []
            break
        forked.append(process)
    for pair in (first, *others):
        for end in pair if pair != own else ():
            os.close(end)
    # Where whoever asked has ended, there is nobody left to say it to.
    with (
        suppress(BrokenPipeError),
        os.fdopen(own[0], "rb") as tables,
        os.fdopen(own[1], "wb") as verdicts,
    ):
        serve(tables, verdicts)
    for process in forked:
        os.waitpid(process, 0)


def _named(pairs: Sequence[str]) -> list[list[str]]:
    return [pair.split(",") for pair in pairs]
