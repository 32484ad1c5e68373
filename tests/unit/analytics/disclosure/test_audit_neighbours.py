"""What one world and its neighbours answer, against every neighbour written out."""

from itertools import product

import numpy as np
import pytest

from analytics.disclosure.audit.prover.neighbours import NO, YES, answered


def by_hand(sums: np.ndarray, sizes: np.ndarray, possible: np.ndarray) -> np.ndarray:
    """Write out every world one exchange away, and ask each every view."""
    worlds = [sums]
    for takes, gives in np.argwhere(possible).tolist():
        near = sums.copy()
        near[takes] += 1
        near[gives] -= 1
        worlds.append(near)
    count = len(sums)
    found = np.zeros((2, 2, count, count), dtype=bool)
    for world, said, want, own, other in product(
        worlds, (NO, YES), (NO, YES), range(count), range(count)
    ):
        saying = {YES: world, NO: sizes - world}
        himself = own == other and said == want
        found[said, want, own, other] |= bool(
            saying[said][own] >= 1 and saying[want][other] >= 1 + himself
        )
    return found


@pytest.mark.parametrize("seed", range(60))
def test_all_neighbours_of_a_world_are_asked_at_once(seed: int) -> None:
    draw = np.random.default_rng(seed)
    sizes = draw.integers(1, 4, size=5)
    sums = draw.integers(0, sizes + 1)
    possible = draw.random((5, 5)) < draw.choice([0.0, 0.1, 0.3, 0.8])
    possible &= np.logical_and.outer(sums < sizes, sums >= 1)
    np.fill_diagonal(possible, False)
    assert np.array_equal(answered(sums, sizes, possible), by_hand(sums, sizes, possible))


def test_the_views_of_some_atoms_are_those_among_all() -> None:
    draw = np.random.default_rng(20261129)
    for _ in range(200):
        count = int(draw.integers(1, 8))
        sizes = draw.integers(0, 4, count)
        sums, possible = draw.integers(0, sizes + 1), draw.random((count, count)) < 0.4
        np.fill_diagonal(possible, False)
        among = np.flatnonzero(draw.random(count) < 0.6)
        whole = answered(sums, sizes, possible)
        assert np.array_equal(
            answered(sums, sizes, possible, among), whole[:, :, among[:, None], among]
        )
