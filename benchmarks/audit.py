"""How long the audit takes, with a table that hides below 5 beside ours.

    python -m benchmarks.audit [DEPARTMENTS ...]

Made-up staffs of 20 departments × 10 teams and 200 × 10, three quarters answering the core
questionnaire. Ours is what publishing composes, with all its measures, attacked by an insider who
knows who answered what: without a breakdown, with one more each time, and with all three, as it
ships; that also by a reader. "cpu" is what counts on a machine that does other things as well.
"""

import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date

import duckdb
import pyarrow as pa

from analytics.composing.composition import Draft, draft
from analytics.composing.tally import Tally, count_patterns
from analytics.disclosure.audit.prover.verdict import verdicts_on
from analytics.disclosure.audit.reading.published_release import release_tables
from analytics.disclosure.audit.reading.table import Row, Says, Table, Team
from survey.fieldwork.policy import Policy
from survey.instruments.catalogue import load
from survey.instruments.model import Instrument
from survey.store.collecting import ANSWERS_SCHEMA
from survey.store.protocol import Unit, Wave
from survey.vocabulary import WaveState

SEED = 7
ANSWERING = 0.75
HIDDEN_BELOW = 5
DAY = date(2026, 1, 1)


def instrument(breakdowns: int) -> Instrument:
    """Return the core questionnaire with so many of its breakdowns."""
    core = load("core")
    kept = core.breakdowns[:breakdowns]
    keys = {breakdown.key for breakdown in kept}
    plan = core.model.model_copy(
        update={"adjust_for": tuple(key for key in core.model.adjust_for if key in keys)}
    )
    return core.model_copy(update={"breakdowns": kept, "model": plan})


def wave_of(departments: int, breakdowns: int) -> Wave:
    """Return a wave of departments with ten teams of 4 to 40 people."""
    draw = random.Random(SEED)  # noqa: S311 - made-up head-counts
    units = tuple(
        Unit(at, f"D{at // 10:03}", f"T{at % 10}", max(2, round(draw.lognormvariate(2.4, 0.6))))
        for at in range(10 * departments)
    )
    return Wave("2026", WaveState.CLOSED, instrument(breakdowns), Policy(), units, DAY, DAY, None)


def tally_of(wave: Wave) -> Tally:
    """Draw the answers: three quarters of each team, each item by itself."""
    draw = random.Random(SEED)  # noqa: S311 - made-up answers, no secret
    steps = [wave.instrument.options_of(key).values for key in wave.instrument.item_by_key]
    rows = [
        {"unit": unit.id, "answers": [draw.choice(values) for values in steps]}
        for unit in wave.units
        for _ in range(max(1, round((unit.headcount or 0) * ANSWERING)))
    ]
    with duckdb.connect() as engine:
        engine.register("answer", pa.Table.from_pylist(rows, schema=ANSWERS_SCHEMA))
        return count_patterns(engine, wave.instrument)


def ours(made: Draft, insider: bool = True) -> Iterator[Table]:
    """Yield the tables of all measures as they would be published."""
    yield from release_tables(made.release, made.attendance if insider else None)


def threshold_only(wave: Wave, tally: Tally, measures: list[str]) -> Iterator[Table]:
    """Yield the tables of a product that hides groups below 5."""
    teams: dict[int, Team] = {unit.id: (unit.department, unit.team) for unit in wave.units}
    for name in measures:
        full, by_unit = tally.full[name], tally.by_unit(name)
        own = {
            teams[int(unit)]: (int(n), int(total))
            for unit, n, total in zip(by_unit.index, by_unit["n"], by_unit["total"], strict=True)
        }
        groups = [("*", "*", frozenset(own))]
        groups += [(d, "*", frozenset(t for t in own if t[0] == d)) for d in _departments(wave)]
        groups += [(*team, frozenset([team])) for team in own]
        rows = tuple(row for group in groups if (row := _row(*group, own, full)) is not None)
        yield Table(name, full, HIDDEN_BELOW, full == 1, rows, {t: n for t, (n, _) in own.items()},
                    answers_are_public=True)  # fmt: skip


def _row(
    department: str, team: str, inside: frozenset[Team], own: dict[Team, tuple[int, int]], full: int
) -> Row | None:
    n, total = (sum(own[team][at] for team in inside) for at in (0, 1))
    if n < HIDDEN_BELOW:
        return None
    digits = 4  # of a share, and of a mean of 0 to 100 with two decimals
    value, off = round(total / (n * full), digits), 0.5 * 10**-digits
    return Row(department, team, "*", "*", inside, frozenset(), n, value - off, value + off,
               Says.TRUTH)  # fmt: skip


def _departments(wave: Wave) -> list[str]:
    return sorted({unit.department for unit in wave.units})


def _measured(departments: int, what: str, tables: list[Table]) -> None:
    began, used = time.perf_counter(), time.process_time()
    verdicts = [verdict for table in tables for verdict in verdicts_on(table)]
    seconds, cpu = time.perf_counter() - began, time.process_time() - used
    groups = sum(len(part.atoms) for each in verdicts for part in each.worlds.parts)
    worlds = sum(len(known) for each in verdicts for known in each.worlds.known)
    found = Counter(f.code.removeprefix("AUDIT-") for each in verdicts for f in each.findings)
    listed = ", ".join(f"{code} {n}" for code, n in sorted(found.items())) or "none"
    figures = f"{seconds:9.1f}{cpu:7.1f}{groups:9}{worlds:9}"
    print(f"{departments:4} × 10   {what:26}{figures}  {listed}", flush=True)


def main(staffs: list[int]) -> int:
    """Print seconds, groups, worlds and findings of each table."""
    print(f"{'staff':12}{'table':26}{'seconds':>9}{'cpu':>7}{'groups':>9}{'worlds':>9}  findings")
    for departments in staffs:
        for breakdowns in range(len(load("core").breakdowns) + 1):
            wave = wave_of(departments, breakdowns)
            tally = tally_of(wave)
            made = draft(wave, tally, b"a key of the benchmark")
            if not breakdowns:
                hidden = list(threshold_only(wave, tally, list(wave.instrument.measures)))
                _measured(departments, "hide below 5", hidden)
            _measured(departments, f"Bearing, breakdowns: {breakdowns}", list(ours(made)))
        _measured(departments, "the same, as a reader", list(ours(made, insider=False)))
    return 0


if __name__ == "__main__":
    sys.exit(main([int(each) for each in sys.argv[1:]] or [20, 200]))
