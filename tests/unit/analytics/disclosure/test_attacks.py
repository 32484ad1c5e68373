"""Attacks by somebody who shares no code with the audit: every world of small organisations.

The reader knows the staff list, who is in which category and the whole procedure, not the key.
"""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

import pytest

from analytics.composing.breakdowns import attendance
from analytics.composing.composition import draft
from analytics.disclosure.audit import certificate_of, findings, inspect
from analytics.disclosure.extremes import End, Exact, swap_ends
from analytics.release.model import GROUP_JOIN, TOTAL, Cell, CellStatus
from tests.divided import divided_organisation, divided_wave
from tests.organisations import KEY, Organisation, release_of, tally_of

G = 3
PAIN = "back_pain"

World = tuple[int, ...]
"""How many of each atom have back pain; an atom is a row of teams and a band of each breakdown."""


@dataclass(frozen=True)
class Puzzle:
    """A published department: its atoms with their people, its rows and its rows of breakdowns."""

    atoms: tuple[tuple[str, ...], ...]
    people: tuple[int, ...]
    teams: tuple[Cell, ...]
    bands: tuple[Cell, ...]
    truth: World


def one_department(seed: int, teams: Sequence[int], breakdowns: int) -> Organisation:
    source = random.Random(seed)  # noqa: S311 - made-up answers, no secret
    pain = source.choice([0, 0.05, 0.1, 0.5, 0.9, 1])
    wave = divided_wave([teams], breakdowns, steps=2)
    rows = tuple(
        (unit.id, (source.randint(1, 5), int(source.random() < pain),
                   *(source.choice([0, 1]) for _ in range(breakdowns))))
        for unit in wave.units
        for _ in range(unit.headcount or 0)
    )  # fmt: skip
    return Organisation(wave, rows)


def puzzle_of(organisation: Organisation, cells: Sequence[Cell]) -> Puzzle:
    own = [c for c in cells if c.measure == PAIN and c.status is not CellStatus.WITHHELD]
    teams = tuple(c for c in own if c.team != TOTAL)
    bands = tuple(c for c in own if c.breakdown != TOTAL and c.department == TOTAL)
    keys = sorted({c.breakdown for c in bands})
    people: Counter[tuple[str, ...]] = Counter()
    pains: Counter[tuple[str, ...]] = Counter()
    for unit, answers in organisation.rows:
        name = organisation.wave.units[unit].team
        row = next(c.team for c in teams if name in c.team.split(GROUP_JOIN))
        said = {f"b{at}": f"Band {step}" for at, step in enumerate(answers[2:])}
        atom = (row, *(_band(bands, key, said[key]) for key in keys))
        people[atom] += 1
        pains[atom] += answers[1] or 0
    atoms = tuple(sorted(people))
    return Puzzle(
        atoms, tuple(people[a] for a in atoms), teams, bands, tuple(pains[a] for a in atoms)
    )


def _band(bands: Sequence[Cell], key: str, said: str) -> str:
    return next(
        c.category for c in bands if c.breakdown == key and said in c.category.split(GROUP_JOIN)
    )


def worlds_of(puzzle: Puzzle) -> list[World]:
    """Every world that some offset and some moves publish as it stands."""
    keys = sorted({cell.breakdown for cell in puzzle.bands})
    found = []
    for world in product(*(range(n + 1) for n in puzzle.people)):
        sums: Counter[tuple[str, str]] = Counter()
        for (team, *bands), pains in zip(puzzle.atoms, world, strict=True):
            sums[TOTAL, team] += pains
            for key, band in zip(keys, bands, strict=True):
                sums[key, band] += pains
        between = all(_allows(c, sums[c.breakdown, c.category]) for c in puzzle.bands)
        if between and _may_publish([sums[TOTAL, c.team] for c in puzzle.teams], puzzle.teams):
            found.append(world)
    return found


def _allows(cell: Cell, pains: int) -> bool:
    assert cell.status is CellStatus.BOUNDED
    low, high = (round((end or 0) * (cell.n or 0)) for end in (cell.low, cell.high))
    return low <= pains <= high


def _may_publish(pains: Sequence[int], rows: Sequence[Cell]) -> bool:
    blocks = [Exact(cell.n or 0, total) for cell, total in zip(rows, pains, strict=True)]
    said = [
        tuple(round((end or 0) * (c.n or 0)) for end in (c.low, c.high))
        if c.value is None
        else (round(c.value * (c.n or 0)),) * 2
        for c in rows
    ]
    return any(
        [(one.low, one.high) for one in swap_ends(blocks, 1, G, offsets.__getitem__)] == said
        for offsets in _offsets()
    )


def _offsets() -> Iterator[dict[End, int]]:
    yield from ({End.BOTTOM: low, End.TOP: high} for low, high in product(range(G), repeat=2))


@pytest.mark.parametrize(
    ("seed", "teams", "breakdowns"),
    [
        (0, [13], 1),
        (1, [12, 14], 1),
        (2, [14, 13], 1),
        (3, [43], 2),
        (4, [12, 12], 1),
        (5, [46], 2),
    ],
)
def test_no_sum_over_parts_of_a_divided_department_is_all_or_none_in_every_world(
    seed: int, teams: list[int], breakdowns: int
) -> None:
    organisation = one_department(seed, teams, breakdowns)
    tally = tally_of(organisation.wave, organisation.rows)
    release = draft(organisation.wave, tally, KEY).release
    puzzle = puzzle_of(organisation, release.cells)
    worlds = worlds_of(puzzle)
    assert puzzle.truth in worlds
    for chosen in product((0, 1), repeat=len(puzzle.atoms)):
        people = sum(n for n, inside in zip(puzzle.people, chosen, strict=True) if inside)
        sums = {sum(p for p, inside in zip(w, chosen, strict=True) if inside) for w in worlds}
        if any(chosen):
            assert min(sums) < people and max(sums) > 0  # no answer of anybody follows
            assert len(sums) > 1 or people >= 10  # nor a number about fewer than k
    who = attendance(tally, organisation.wave.units, organisation.wave.instrument)
    assert not findings(release, who)


@pytest.mark.parametrize("sizes", [(6,), (7, 9), (10, 10)])
def test_the_same_offset_in_every_wave_cannot_be_learnt_from_what_is_published(
    sizes: tuple[int, ...],
) -> None:
    """Every offset may publish every output, so that two waves say no more than each alone."""
    outputs = [
        {
            tuple((one.low, one.high) for one in swap_ends(
                [Exact(n, t) for n, t in zip(sizes, pains, strict=True)], 1, G,
                offsets.__getitem__,
            ))
            for pains in product(*(range(n + 1) for n in sizes))
        }
        for offsets in _offsets()
    ]  # fmt: skip
    assert all(own == outputs[0] for own in outputs)


def test_other_answers_that_publish_the_same_give_the_same_certificate() -> None:
    organisation = divided_organisation([[14, 12, 14]], seed=2)
    rows = list(organisation.rows)
    one, other = next(
        (a, b) for a, b in product(range(len(rows)), repeat=2)
        if rows[a][0] == rows[b][0] and rows[a][1][2:] == rows[b][1][2:]
        and rows[a][1][0] != rows[b][1][0] and rows[a][1][1] != rows[b][1][1]
    )  # fmt: skip
    rows[one], rows[other] = (
        (rows[at][0], (rows[at][1][0], rows[swap][1][1], *rows[at][1][2:]))
        for at, swap in ((one, other), (other, one))
    )
    release, second = release_of(organisation), release_of(replace(organisation, rows=tuple(rows)))
    assert rows != list(organisation.rows) and second == release
    assert tuple(certificate_of(inspect(replace(release, proofs=())).verdicts).proofs) == (
        release.proofs
    )
