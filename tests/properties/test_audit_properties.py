"""The audit's verdicts are exactly those of going through every possible world."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.disclosure.audit.finding import Leak
from analytics.disclosure.audit.prover.verdict import verdict_on
from analytics.disclosure.audit.reading.system import system_of
from analytics.disclosure.audit.reading.table import Row, Says, Table
from analytics.disclosure.extremes import End, Exact, granularity, swap_ends

TEAMS = [("D", name) for name in "ABCD"]


@dataclass(frozen=True)
class Tiny:
    """A table of a few people, and which teams each of its rows counts."""

    table: Table
    sizes: tuple[int, ...]
    rows: tuple[tuple[int, ...], ...]


@st.composite
def tiny_tables(draw: st.DrawFn) -> Tiny:
    """2 to 4 teams of 1 to 4 people, answers of 1 or 2 steps, any rows, coarse or fine rounding."""
    count = draw(st.integers(2, 4))
    sizes = tuple(draw(st.integers(1, 4)) for _ in range(count))
    full = draw(st.sampled_from([1, 1, 2]))
    truth = [draw(st.integers(0, n * full)) for n in sizes]
    some = st.sets(st.integers(0, count - 1), min_size=1).map(lambda chosen: tuple(sorted(chosen)))
    counted = tuple(draw(st.lists(some, min_size=1, max_size=5, unique=True)))
    digits = draw(st.sampled_from([1, 2, 4]))
    rows = tuple(row_of(inside, sizes, truth, full, digits) for inside in counted)
    table = Table(
        measure="pain", full=full, threshold=draw(st.integers(2, 6)),
        colleague=full == 1 and draw(st.booleans()), rows=rows,
        answers={TEAMS[at]: n for at, n in enumerate(sizes)}, answers_are_public=True,
        exact={TEAMS[at]: n for at, n in enumerate(sizes)},
    )  # fmt: skip
    return Tiny(table, sizes, counted)


def row_of(
    inside: tuple[int, ...], sizes: tuple[int, ...], truth: list[int], full: int, digits: int
) -> Row:
    """A row as a product would round it."""
    n = sum(sizes[at] for at in inside)
    value = round(sum(truth[at] for at in inside) / (n * full), digits)
    off = 0.5 * 10**-digits
    names = " + ".join(TEAMS[at][1] for at in inside)
    teams = frozenset(TEAMS[at] for at in inside)
    return Row("D", names, "*", "*", teams, frozenset(), n, value - off, value + off, Says.TRUTH)


def worlds_of(tiny: Tiny) -> np.ndarray:
    """Every answer sum of every team that agrees with what is published."""
    full = tiny.table.full
    every = np.array(list(product(*(range(n * full + 1) for n in tiny.sizes))))
    agrees = np.ones(len(every), dtype=bool)
    for row, inside in zip(tiny.table.rows, tiny.rows, strict=True):
        mean = every[:, list(inside)].sum(axis=1) / ((row.n or 0) * full)
        agrees &= (mean >= row.low - 1e-9) & (mean <= row.high + 1e-9)
    return every[agrees]


def atoms_of(tiny: Tiny) -> list[tuple[int, ...]]:
    """Teams that the same rows count."""
    by_rows: dict[tuple[bool, ...], list[int]] = {}
    for at in range(len(tiny.sizes)):
        by_rows.setdefault(tuple(at in inside for inside in tiny.rows), []).append(at)
    return [tuple(atom) for atom in by_rows.values()]


def name_of(tiny: Tiny, atom: tuple[int, ...]) -> str:
    return " + ".join(TEAMS[at][1] for at in atom)


MANY = settings(max_examples=150, deadline=None)


@MANY
@given(tiny_tables())
def test_ends_are_found_exactly_where_every_world_is_at_one(tiny: Tiny) -> None:
    full, worlds = tiny.table.full, worlds_of(tiny)
    expected = set()
    for atom in atoms_of(tiny):
        sums, n = worlds[:, list(atom)].sum(axis=1), sum(tiny.sizes[at] for at in atom)
        if sums.max() < full or (full * n - sums).max() < full:
            expected.add(name_of(tiny, atom))
    small = found(tiny, Leak.SUM, Leak.PERSON, Leak.BASE)
    reported = found(tiny, Leak.ALL_OR_NONE, Leak.NARROW)
    assert reported <= expected <= reported | small


@MANY
@given(tiny_tables())
def test_a_combination_leaks_exactly_where_all_worlds_agree_on_it(tiny: Tiny) -> None:
    """Each reported set is settled, and no settled one is without a reported one in it."""
    full, worlds, atoms = tiny.table.full, worlds_of(tiny), atoms_of(tiny)
    sums = np.stack([worlds[:, list(atom)].sum(axis=1) for atom in atoms], axis=1)
    sizes = [sum(tiny.sizes[at] for at in atom) for atom in atoms]
    names = [name_of(tiny, atom) for atom in atoms]
    settled = {
        frozenset(at for at, sign in enumerate(signs) if sign)
        for signs in product((-1, 0, 1), repeat=len(atoms))
        if any(signs)
        and sum(n for n, sign in zip(sizes, signs, strict=True) if sign) < tiny.table.threshold
        and np.ptp(sums @ np.array(signs)) < full
    }
    named = {frozenset(names[at] for at in each) for each in settled}
    reported = {frozenset(name.split(" + ")) for name in found(tiny, Leak.SUM, Leak.PERSON)}
    told = {
        frozenset(name.split(" + "))
        for name in found(tiny, Leak.SUM, Leak.PERSON, Leak.ALL_OR_NONE, Leak.BASE)
    }
    flat = {frozenset("".join(each).replace(" + ", "")) for each in named}
    assert {frozenset("".join(each)) for each in reported} <= flat
    assert all(any(frozenset("".join(t)) <= each for t in told) for each in flat)


@MANY
@given(tiny_tables())
def test_a_colleague_learns_exactly_what_the_worlds_with_his_answer_say(tiny: Tiny) -> None:
    if not tiny.table.colleague:
        return
    worlds, atoms = worlds_of(tiny), atoms_of(tiny)
    expected = set()
    for own, other, said in product(atoms, atoms, (0, 1)):
        n_own, n = sum(tiny.sizes[at] for at in own), sum(tiny.sizes[at] for at in other)
        yes_own = worlds[:, list(own)].sum(axis=1)
        possible = worlds[yes_own >= 1] if said else worlds[yes_own <= n_own - 1]
        if not len(possible) or (own == other and n == 1):
            continue
        others = possible[:, list(other)].sum(axis=1) - (said if own == other else 0)
        people = n - (1 if own == other else 0)
        if others.max() == 0 or others.min() == people:
            expected.add(name_of(tiny, other))
    told = found(tiny, *(leak for leak in Leak if leak not in (Leak.COLLEAGUE, Leak.BASE)))
    below = found(tiny, Leak.BASE)
    reported = found(tiny, Leak.COLLEAGUE)
    assert reported <= expected <= reported | told | below


def found(tiny: Tiny, *leaks: Leak) -> set[str]:
    """The names of the groups that the audit reports."""
    codes = {leak.value for leak in leaks}
    return {finding.team for finding in verdict_on(tiny.table).findings if finding.code in codes}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(6, 8), min_size=1, max_size=3), st.data())
def test_the_swap_is_undone_as_far_as_it_can_be_and_no_further(
    sizes: list[int], data: st.DataObject
) -> None:
    """The worlds of a table of ours are exactly those that some offset turns into it."""
    g = granularity(1, yes_no_health=True)
    truth = [data.draw(st.integers(0, n)) for n in sizes]
    published = shown(sizes, truth, g, (data.draw(st.integers(0, 2)), data.draw(st.integers(0, 2))))
    rows = tuple(
        Row("D", TEAMS[at][1], "*", "*", frozenset([TEAMS[at]]), frozenset(), n,
            (low - 0.01) / n, (high + 0.01) / n, Says.TRUTH, low < high)
        for at, (n, (_, low, high)) in enumerate(zip(sizes, published, strict=True))
    )  # fmt: skip
    table = Table("pain", 1, 6, True, rows, {TEAMS[at]: n for at, n in enumerate(sizes)})
    possible = {
        sums
        for sums in product(*(range(n + 1) for n in sizes))
        if any(
            shown(sizes, list(sums), g, offsets) == published
            for offsets in product(range(g), repeat=2)
        )
    }
    assert set(solutions(table, len(sizes))) == possible


def shown(
    sizes: list[int], sums: list[int], g: int, offsets: tuple[int, int]
) -> list[tuple[int, int, int]]:
    offset = {End.BOTTOM: offsets[0], End.TOP: offsets[1]}
    blocks = [Exact(n, total) for n, total in zip(sizes, sums, strict=True)]
    return [(row.total, row.low, row.high) for row in swap_ends(blocks, 1, g, offset.__getitem__)]


def solutions(table: Table, teams: int) -> Iterator[tuple[int, ...]]:
    """All whole solutions of the audit's constraints, without what it adds for itself."""
    system = system_of(table)
    order = [system.atoms.atoms.index(a) for t in TEAMS[:teams]
             for a in system.atoms.atoms if t in a.teams]  # fmt: skip
    ends = [range(low, high + 1) for low, high in zip(system.low, system.high, strict=True)]
    for values in product(*ends):
        if all(
            each.low - 1e-9 <= sum(w * values[at] for at, w in each.terms) <= each.high + 1e-9
            for each in system.constraints
        ):
            yield tuple(values[at] for at in order)
