"""Measures attacked in processes of their own: the same verdicts, and none outlives its parent."""

import os
import re
import resource
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from analytics.disclosure.audit import certificate_of
from analytics.disclosure.audit.certificate import Settled
from analytics.disclosure.audit.prover.attacker import AttackerGone, Attackers
from analytics.disclosure.audit.prover.side_by_side import attack_tables
from analytics.disclosure.audit.prover.verdict import verdicts_on
from analytics.disclosure.audit.reading.published_release import release_tables
from analytics.disclosure.audit.reading.table import Table
from tests.organisations import Organisation, release_of, wave_of

SECONDS = 60.0
LAST = ("D1", "T1")

HOLDER = """
import time
from analytics.disclosure.audit.prover.attacker import Attackers

with Attackers() as attackers:
    print(*(attacker.process for attacker in attackers.started(2)), flush=True)
    time.sleep(60)
"""


def tables_with_a_leak() -> list[Table]:
    """Two measures' tables; in the first, a row of two people is published by itself."""
    wave = wave_of([[9, 8, 3], [14, 12]])
    rows = [
        (unit.id, (1 + (unit.id + person) % 5, int((unit.id * 5 + person) % 3 == 0)))
        for unit in wave.units
        for person in range(unit.headcount or 0)
    ]
    first, *others = release_tables(release_of(Organisation(wave, tuple(rows))))
    row = next(row for row in first.rows if row.is_team_row)
    small = replace(row, n=2, teams=frozenset([sorted(row.teams)[0]]))
    return [replace(first, rows=(*first.rows, small)), *others]


def tables_with_swapped_ends() -> list[Table]:
    """Of three teams one is shown with the few yeses of all, and a fourth's row is left out.

    Which is a question of search, as it is not of whole tables.
    """
    wave = wave_of([[12, 12, 12], [14, 12]])
    yes = [2, 1, 1, 5, 6]
    rows = [
        (unit.id, (1 + person % 5, int(person < yes[unit.id])))
        for unit in wave.units
        for person in range(unit.headcount or 0)
    ]
    tables = release_tables(release_of(Organisation(wave, tuple(rows))))
    return [
        replace(table, rows=tuple(row for row in table.rows if (row.department, row.team) != LAST))
        for table in tables
    ]


def findings_of(verdicts: list[Settled]) -> list[str]:
    return [finding.message for verdict in verdicts for finding in verdict.findings]


def told_of(tables: list[Table], processes: int) -> list[tuple[str, float]]:
    told: list[tuple[str, float]] = []
    attack_tables(
        tables, lambda *step: told.append(step), SECONDS, processes=processes, many_rows=0
    )
    return told


def test_processes_find_what_one_finds_and_prove_it_alike() -> None:
    tables = tables_with_a_leak()
    alone = attack_tables(tables, lambda _step, _done: None, SECONDS, processes=1)
    together = attack_tables(tables, lambda _step, _done: None, SECONDS, processes=2, many_rows=0)
    assert findings_of(alone)
    assert findings_of(together) == findings_of(alone)
    assert certificate_of(together) == certificate_of(alone)


def test_progress_says_how_many_seconds_are_left() -> None:
    tables = tables_with_a_leak()
    for told in (told_of(tables, processes=1), told_of(tables, processes=2)):
        assert [done for _, done in told] == [at / len(tables) for at in range(len(tables) + 1)]
        assert all("s left" in step for step, _ in told[1:])


def test_progress_says_how_often_the_solver_was_asked() -> None:
    tables = tables_with_swapped_ends()
    counted = [
        re.findall(r"\((\d+) search", step)
        for step, done in (*told_of(tables, processes=1), *told_of(tables, processes=2))
        if done == 1
    ]
    assert counted[0] == counted[1]
    by_worlds = sum(one.worlds.solved for table in tables for one in verdicts_on(table))
    assert int(counted[0][0]) >= by_worlds > 0


def test_a_process_says_nothing_on_its_own(capfd: pytest.CaptureFixture[str]) -> None:
    with Attackers() as attackers:
        for attacker in attackers.started(2):
            attacker.attack(tables_with_a_leak()[0], SECONDS)
    assert capfd.readouterr() == ("", "")


def test_a_process_that_is_gone_is_an_error_and_no_verdict() -> None:
    table = tables_with_a_leak()[0]
    with Attackers() as attackers:
        attacker, other = attackers.started(2)
        assert findings_of(attacker.attack(table, SECONDS).verdicts)
        os.kill(attacker.process, signal.SIGKILL)
        with pytest.raises(AttackerGone, match="Nothing was published"):
            attacker.attack(table, SECONDS)
        assert findings_of(other.attack(table, SECONDS).verdicts)


def test_attacks_that_share_processes_start_them_once() -> None:
    tables = tables_with_a_leak()
    with Attackers() as attackers:
        for _ in range(2):
            attack_tables(tables, lambda _step, _done: None, SECONDS, processes=2, many_rows=0,
                          attackers=attackers)  # fmt: skip
            processes = [attacker.process for attacker in attackers.started(2)]
            assert processes == [attacker.process for attacker in attackers.started(2)]
            assert all(map(is_running, processes))
    assert not any(map(is_running, processes))


def test_what_processes_took_counts_for_whoever_started_them() -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with Attackers() as attackers:
        for attacker in attackers.started(2):
            attacker.attack(tables_with_a_leak()[0], SECONDS)
        forked = attackers.started(2)[1].process
        used = Path(f"/proc/{forked}/stat").read_text().rpartition(")")[2].split()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    own = (int(used[11]) + int(used[12])) / os.sysconf("SC_CLK_TCK")
    loading = 0.1  # seconds that the first process needs at least, before any is forked
    taken = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    assert taken >= own + loading


def test_whoever_stops_it_in_the_middle_waits_for_no_process() -> None:
    class Stopped(Exception):
        """Raised by whoever watches the progress."""

    def stop(_step: str, done: float) -> None:
        if done:
            raise Stopped

    with pytest.raises(Stopped):
        attack_tables(tables_with_a_leak(), stop, SECONDS, processes=2, many_rows=0)


def test_a_process_ends_when_the_publishing_one_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "waiting.py"
    script.write_text(HOLDER)
    here = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[4])}
    with subprocess.Popen(
        [sys.executable, str(script)], stdout=subprocess.PIPE, text=True, env=here
    ) as parent:
        assert parent.stdout is not None
        workers = [int(number) for number in parent.stdout.readline().split()]
        assert len(workers) == 2
        assert all(map(is_running, workers))
        parent.send_signal(signal.SIGKILL)
    until = time.monotonic() + 20
    while any(map(is_running, workers)) and time.monotonic() < until:
        time.sleep(0.05)
    assert not any(map(is_running, workers))


def is_running(process: int) -> bool:
    """Whether a process still does anything: one that waits to be reaped does not."""
    status = Path(f"/proc/{process}/status")
    try:
        return "\nState:\tZ" not in status.read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
