"""Side by side: measures are attacked in processes of their own, one on each core.

No measure's attack knows of another's, so that every order gives the same verdicts. Small tables
stay in this process: a new one takes longer to start than they take to attack.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import ExitStack, contextmanager
from os import sched_getaffinity
from queue import SimpleQueue
from time import monotonic
from typing import Final

from analytics.disclosure.audit.certificate import Settled
from analytics.disclosure.audit.prover.attacker import Attacked, Attacker, Attackers, attacked
from analytics.disclosure.audit.prover.verdict import Progress
from analytics.disclosure.audit.reading.table import Table

MANY_ROWS: Final = 400
"""Published rows of all measures together from which processes pay."""


def attack_tables(
    tables: Sequence[Table],
    progress: Progress,
    seconds: float,
    *,
    processes: int | None = None,
    many_rows: int = MANY_ROWS,
    attackers: Attackers | None = None,
) -> list[Settled]:
    """Return the verdicts on the tables of some measures, in the order of the tables.

    Parameters
    ----------
    progress
        Told after each measure how much is done, how many programmes the solver was asked, and
        about how many seconds are left.
    seconds
        Limit for one question to the solver.
    processes
        At most so many; as many as there are cores where nothing is said.
    many_rows
        Rows from which more than one process is used.
    attackers
        Where other attacks use the same processes. Where this one fails, they are ended.

    Raises ``AttackerGone`` where a process was ended from outside.
    """
    progress(f"Attacking {len(tables)} measures", 0.0)
    count = min(processes or len(sched_getaffinity(0)), len(tables))
    if count < 2 or sum(len(table.rows) for table in tables) < many_rows:
        return _one_by_one(tables, progress, seconds)
    with ExitStack() as own:
        used = attackers or own.enter_context(Attackers())
        return _in_processes(tables, progress, seconds, used, count)


def _one_by_one(tables: Sequence[Table], progress: Progress, seconds: float) -> list[Settled]:
    verdicts: list[Settled] = []
    tell = _teller(progress, len(tables))
    for table in tables:
        done = attacked(table, seconds)
        verdicts += done.verdicts
        tell(done)
    return verdicts


def _in_processes(
    tables: Sequence[Table], progress: Progress, seconds: float, attackers: Attackers, count: int
) -> list[Settled]:
    """Those with a colleague's attack take longest, so they come first: no core waits for one."""
    found: dict[int, Attacked] = {}
    tell = _teller(progress, len(tables))
    free: SimpleQueue[Attacker] = SimpleQueue()

    def attack(table: Table) -> Attacked:
        attacker = free.get()
        try:
            return attacker.attack(table, seconds)
        finally:
            free.put(attacker)

    with ThreadPoolExecutor(count) as threads, _ended_by_errors(attackers):
        for attacker in attackers.started(count):
            free.put(attacker)
        order = sorted(range(len(tables)), key=lambda at: not tables[at].colleague)
        waiting = {threads.submit(attack, tables[at]): at for at in order}
        for done in as_completed(waiting):
            found[waiting[done]] = done.result()
            tell(found[waiting[done]])
    return [verdict for at in range(len(tables)) for verdict in found[at].verdicts]


@contextmanager
def _ended_by_errors(attackers: Attackers) -> Iterator[None]:
    """End the attackers where something fails, so that no thread waits for a verdict."""
    try:
        yield
    except BaseException:
        attackers.end(now=True)
        raise


def _teller(progress: Progress, count: int) -> Callable[[Attacked], None]:
    start = monotonic()
    told: list[int] = []

    def tell(measure: Attacked) -> None:
        told.append(measure.programmes)
        left = (monotonic() - start) / len(told) * (count - len(told))
        searched = f"{sum(told)} search{'' if sum(told) == 1 else 'es'}"
        step = f"Attacked {len(told)} of {count} measures ({searched}), about {left:.0f} s left"
        progress(step, len(told) / count)

    return tell
