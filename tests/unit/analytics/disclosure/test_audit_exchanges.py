"""Which exchanges a part allows, against every exchange tried and counted."""

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from analytics.disclosure.audit.prover.exchanges import Exchanges
from analytics.disclosure.audit.reading.parts import Part
from analytics.disclosure.audit.reading.problem import Problem

ATOMS, FULL = 6, 2


def a_part(draw: np.random.Generator) -> tuple[Part, np.ndarray]:
    """A part with rows of weights -1, 0 and 1 that a drawn world satisfies, often barely."""
    size = draw.integers(1, 4, size=ATOMS)
    world = draw.integers(0, FULL * size + 1)
    rows = int(draw.choice([0, 3, 70]))
    matrix = draw.choice([0.0, 1.0, -1.0], p=[0.5, 0.4, 0.1], size=(rows, ATOMS))
    room = draw.integers(0, 40 if rows > 3 else 4, size=(2, rows))
    problem = Problem(
        csr_matrix(matrix), matrix @ world - room[0], matrix @ world + room[1],
        np.zeros(ATOMS, dtype=np.int64), FULL * size,
    )  # fmt: skip
    nowhere = np.full(ATOMS, -1)
    return Part(tuple(range(ATOMS)), tuple(range(ATOMS)), (), problem, nowhere, size), world


@pytest.mark.parametrize("seed", range(40))
def test_an_exchange_is_possible_exactly_where_every_row_still_holds(seed: int) -> None:
    part, world = a_part(np.random.default_rng(seed))
    possible = Exchanges(part, FULL).possible(world)
    for takes in range(ATOMS):
        for gives in range(ATOMS):
            moved = world.copy()
            moved[takes] += FULL
            moved[gives] -= FULL
            assert possible[takes, gives] == (takes != gives and part.problem.agrees(moved))


def test_some_drawn_exchanges_are_possible_and_some_are_not() -> None:
    drawn = [a_part(np.random.default_rng(seed)) for seed in range(40)]
    possible = [Exchanges(part, FULL).possible(world) for part, world in drawn]
    assert any(flags.any() for flags in possible)
    assert not all(flags.any() for flags in possible)
