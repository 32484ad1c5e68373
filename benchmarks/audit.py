"""How long the audit takes, with a table that hides below 5 beside ours.

    python -m benchmarks.audit

Two made-up staffs, 20 departments × 10 teams and 200 × 10, eight questions each (six scales, two
yes/no), three quarters answering; ours without a breakdown, with one and with two of four
categories. "cpu" is what counts on a machine that does other things as well. The promise is less
than 10 s for the first and 120 s for the second, on two cores.
"""

import random
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from analytics.disclosure.audit.table import Row, Says, Table
from analytics.disclosure.audit.verdict import verdict_on
from analytics.disclosure.extremes import Exact, granularity, secret_offset, swap_ends

SEED = 7
QUESTIONS = (*((f"scale {at}", 24) for at in range(6)), ("pain", 1), ("stressed", 1))
CATEGORIES = 4
KEY = b"a key of the benchmark"
HIDDEN_BELOW = 5


@dataclass(frozen=True)
class Answers:
    """By department and team, the answers by categories of two breakdowns: how many, and sums."""

    teams: dict[tuple[str, str], dict[tuple[str, ...], dict[str, Exact]]]


def staff(departments: int, teams: int) -> Answers:
    """Draw a staff and its answers."""
    draw = random.Random(SEED)  # noqa: S311 - made-up answers, no secret
    made: dict[tuple[str, str], dict[tuple[str, ...], dict[str, Exact]]] = {}
    for at in range(departments * teams):
        unit = (f"D{at // teams:03}", f"T{at % teams}")
        cells: dict[tuple[str, ...], dict[str, Exact]] = {}
        sick = draw.betavariate(2, 4)
        for _ in range(max(1, round(draw.lognormvariate(2.4, 0.6) * 0.75))):
            place = tuple(draw.choice("abcd") for _ in range(2))
            sums = cells.setdefault(place, {name: Exact(0, 0) for name, _ in QUESTIONS})
            for name, full in QUESTIONS:
                answer = int(draw.random() < sick) if full == 1 else draw.randint(0, full)
                sums[name] = Exact(sums[name].n + 1, sums[name].total + answer)
        made[unit] = cells
    return Answers(made)


def threshold_only(answers: Answers) -> Iterator[Table]:
    """Yield the tables of a product that hides groups below 5."""
    for name, full in QUESTIONS:
        units = {team: _added(cells.values(), name) for team, cells in answers.teams.items()}
        groups = [("*", "*", frozenset(units))]
        groups += [(d, "*", frozenset(t for t in units if t[0] == d)) for d in _names(units)]
        groups += [(*team, frozenset([team])) for team in units]
        rows = []
        for department, team, inside in groups:
            own = Exact(sum(units[t].n for t in inside), sum(units[t].total for t in inside))
            if own.n >= HIDDEN_BELOW:
                rows.append(_row(department, team, inside, own, full))
        yield Table(name, full, HIDDEN_BELOW, full == 1, tuple(rows),
                    {team: own.n for team, own in units.items()}, True)  # fmt: skip


def ours(answers: Answers, breakdowns: int) -> Iterator[Table]:
    """Yield tables as we publish them: pooled rows, swapped ends, moved rows of breakdowns."""
    for name, full in QUESTIONS:
        k = 10 if full == 1 else 6
        rows: list[Row] = []
        for department in _names(answers.teams):
            rows += _department(answers, department, (name, full), k, breakdowns)
        exact = {
            (*team, *place[:breakdowns]): sum(
                sums[name].n for other, sums in cells.items()
                if other[:breakdowns] == place[:breakdowns]
            )
            for team, cells in answers.teams.items()
            for place in cells
        }  # fmt: skip
        people = {team: _added(cells.values(), name).n for team, cells in answers.teams.items()}
        yield Table(name, full, k, full == 1, tuple(rows), people, True, exact)


def _department(
    answers: Answers, department: str, question: tuple[str, int], k: int, breakdowns: int
) -> Iterator[Row]:
    name, full = question
    inside = {team: cells for team, cells in answers.teams.items() if team[0] == department}
    units = {team: _added(cells.values(), name) for team, cells in inside.items()}
    blocks = _pooled(units, k)
    g = granularity(full, full == 1)
    sums = [Exact(sum(units[t].n for t in b), sum(units[t].total for t in b)) for b in blocks]
    shown = swap_ends(sums, full, g, secret_offset(KEY, department, name, g))
    for block, each in zip(blocks, shown, strict=True):
        label = " + ".join(sorted(team for _, team in block))
        yield Row(department, label, "*", "*", frozenset(block), frozenset(), each.n,
                  each.low / (each.n * full), each.high / (each.n * full), Says.TRUTH,
                  not each.exact)  # fmt: skip
    for which in range(breakdowns):
        for category in "abcd"[:CATEGORIES]:
            own = _added(
                (sums for cells in inside.values() for place, sums in cells.items()
                 if place[which] == category), name)  # fmt: skip
            low, high = max(own.total - (g - 1), 0), min(own.total + g - 1, own.n * full)
            if own.n >= k:  # a smaller one would be pooled
                yield Row(department, "*", "xy"[which], category, frozenset(inside),
                          frozenset([category]), own.n, low / (own.n * full),
                          high / (own.n * full), Says.TRUTH, True)  # fmt: skip


def _pooled(units: dict[tuple[str, str], Exact], k: int) -> list[list[tuple[str, str]]]:
    blocks: list[list[tuple[str, str]]] = [[]]
    for team in sorted(units, key=lambda team: units[team].n):
        if sum(units[each].n for each in blocks[-1]) >= k:
            blocks.append([])
        blocks[-1].append(team)
    if len(blocks) > 1 and sum(units[each].n for each in blocks[-1]) < k:
        blocks[0] += blocks.pop()
    return sorted(blocks, key=lambda block: " + ".join(sorted(team for _, team in block)))


def _row(
    department: str, team: str, inside: frozenset[tuple[str, str]], own: Exact, full: int
) -> Row:
    digits = 4  # of a share, and of a mean of 0 to 100 with two decimals
    value, off = round(own.total / (own.n * full), digits), 0.5 * 10**-digits
    return Row(department, team, "*", "*", inside, frozenset(), own.n, value - off, value + off,
               Says.TRUTH)  # fmt: skip


def _added(cells: Iterable[dict[str, Exact]], name: str) -> Exact:
    own = [sums[name] for sums in cells]
    return Exact(sum(each.n for each in own), sum(each.total for each in own))


def _names(teams: Iterable[tuple[str, str]]) -> list[str]:
    return sorted({department for department, _ in teams})


def main() -> int:
    """Print seconds, groups, worlds and findings of each table."""
    print(f"{'staff':12}{'table':26}{'seconds':>9}{'cpu':>7}{'groups':>9}{'worlds':>9}  findings")
    for departments in (20, 200):
        answers = staff(departments, 10)
        tables = {
            "hide below 5": threshold_only(answers),
            "Bearing": ours(answers, 0),
            "Bearing, 1 breakdown": ours(answers, 1),
            "Bearing, 2 breakdowns": ours(answers, 2),
        }
        for what, made in tables.items():
            every = list(made)
            began, used = time.perf_counter(), time.process_time()
            verdicts = [verdict_on(table) for table in every]
            seconds, cpu = time.perf_counter() - began, time.process_time() - used
            groups = sum(len(part.atoms) for each in verdicts for part in each.worlds.parts)
            worlds = sum(len(known) for each in verdicts for known in each.worlds.known)
            found = Counter(
                f.code.removeprefix("AUDIT-") for each in verdicts for f in each.findings
            )
            listed = ", ".join(f"{code} {n}" for code, n in sorted(found.items())) or "none"
            figures = f"{seconds:9.1f}{cpu:7.1f}{groups:9}{worlds:9}"
            print(f"{departments:4} × 10   {what:26}{figures}  {listed}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
