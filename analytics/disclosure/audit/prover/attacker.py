"""Attacker: a process that is given the tables of measures and gives back the verdicts.

It reads tables from its input until that is closed, as it is when the process that publishes ends,
however it does. Not ``multiprocessing``: that runs the main script again in each new process, and
under Streamlit the main script is a page.
"""

import gc
import os
import pickle
import subprocess
import sys
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
    """The parent's end of the process: starts it, asks it, and ends it."""

    def __enter__(self) -> Self:
        path = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
        self._process = subprocess.Popen(  # noqa: S603 - this program, with a fixed line
            [sys.executable, "-c", SERVE],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": path},
        )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.kill()
        self._process.communicate()

    @property
    def process(self) -> int:
        """The number that the system gave the process."""
        return self._process.pid

    def attack(self, table: Table, seconds: float) -> Attacked:
        """Return the verdicts on one measure's table, as ``attacked`` does.

        Raises ``AttackerGone`` where the process ended before it answered.
        """
        assert self._process.stdin is not None and self._process.stdout is not None  # noqa: S101 - both are pipes
        try:
            pickle.dump((table, seconds), self._process.stdin)
            self._process.stdin.flush()
            return cast(Attacked, pickle.load(self._process.stdout))  # noqa: S301 - our own process
        except (EOFError, OSError, pickle.UnpicklingError) as gone:
            raise AttackerGone(
                f"A process of the audit ended while it attacked {table.measure}. Nothing was"
                " published; look whether the machine has memory left, and publish again."
            ) from gone


def serve(tables: IO[bytes], verdicts: IO[bytes]) -> None:
    """Attack each table that comes in until there are no more."""
    while True:
        try:
            table, seconds = pickle.load(tables)  # noqa: S301 - from the process that started this one
        except EOFError:
            return
        gc.freeze()  # a table is kept to the end: nothing is gained by looking through it
        pickle.dump(attacked(table, seconds), verdicts)
        verdicts.flush()


def main() -> None:
    """Serve the process that started this one; what anything prints goes to the errors."""
    with os.fdopen(os.dup(1), "wb") as verdicts:
        os.dup2(2, 1)
        serve(sys.stdin.buffer, verdicts)
