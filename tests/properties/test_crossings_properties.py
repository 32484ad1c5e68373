"""What the gate says is true: on small crossings every combination of totals is tried."""

from collections.abc import Sequence
from itertools import product
from random import Random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.disclosure.crossings.gate import gate, isolated
from analytics.disclosure.crossings.headcounts import Cells
from analytics.disclosure.crossings.hypergraph import smallest_group
from analytics.disclosure.crossings.ties import contracted

SOME = settings(max_examples=60, deadline=None)


@st.composite
def crossings(draw: st.DrawFn, shapes: Sequence[tuple[int, ...]]) -> dict[tuple[int, ...], int]:
    """Random head-counts in a table of one of these shapes, many places empty."""
    shape = draw(st.sampled_from(shapes))
    places = list(product(*map(range, shape)))
    counts = draw(
        st.lists(st.sampled_from([0, 0, 1, 1, 2, 3, 5]), min_size=len(places), max_size=len(places))
    )
    return {place: n for place, n in zip(places, counts, strict=True) if n} or {places[0]: 1}


TWO_WAYS = [(2, 2), (3, 3), (2, 4)]
THREE_WAYS = [(2, 2, 2), (3, 2, 2), (2, 3, 2)]
FOUR_WAYS = [(2, 2, 2, 2)]


def by_trying_all(cells: Cells, weights: Sequence[int]) -> int:
    """Return the fewest people that a combination with these weights gives a weight to."""
    totals = sorted({total for place in cells for total in enumerate(place)})
    counts = np.array(
        [[int(total in set(enumerate(place))) for place in cells] for total in totals]
    )
    combinations = np.array(list(product(weights, repeat=len(totals))))
    touched = combinations @ counts != 0
    sizes = touched @ np.array(list(cells.values()))
    return int(sizes[touched.any(axis=1)].min())


@SOME
@given(crossings(TWO_WAYS), st.integers(2, 9))
def test_two_partitions_pass_where_no_combination_isolates_fewer_than_k(
    cells: dict[tuple[int, ...], int], threshold: int
) -> None:
    smallest = by_trying_all(cells, (-1, 0, 1))
    assert (isolated(cells, threshold) is None) == (smallest >= threshold)


@SOME
@given(crossings(THREE_WAYS + FOUR_WAYS), st.integers(2, 9))
def test_three_and_four_partitions_pass_where_no_combination_isolates_fewer_than_k(
    cells: dict[tuple[int, ...], int], threshold: int
) -> None:
    weights = (-1, 0, 1) if len(next(iter(cells))) == 4 else (-2, -1, 0, 1, 2)
    smallest = by_trying_all(cells, weights)
    found = isolated(cells, threshold)
    assert (found is None) == (smallest >= threshold)
    assert found is None or found >= smallest


@SOME
@given(crossings(THREE_WAYS), st.integers(2, 9))
def test_ties_change_no_decision_of_the_optimiser(
    cells: dict[tuple[int, ...], int], threshold: int
) -> None:
    with_ties = smallest_group(contracted(cells, threshold), threshold)
    assert (with_ties is None) == (smallest_group(cells, threshold) is None)


@SOME
@given(crossings(THREE_WAYS), st.integers(2, 9), st.randoms(use_true_random=False))
def test_the_decision_does_not_depend_on_names_or_order(
    cells: dict[tuple[int, ...], int], threshold: int, source: Random
) -> None:
    shuffled = list(cells.items())
    source.shuffle(shuffled)
    renamed = {tuple(7 - row for row in place): (n,) for place, n in shuffled}
    plain = gate({place: (n,) for place, n in cells.items()}, threshold)
    assert gate(renamed, threshold).passes == plain.passes


@SOME
@given(crossings(THREE_WAYS), st.integers(3, 9))
def test_a_lower_threshold_never_refuses_what_a_higher_one_lets_pass(
    cells: dict[tuple[int, ...], int], threshold: int
) -> None:
    if isolated(cells, threshold) is None:
        assert isolated(cells, threshold - 1) is None
