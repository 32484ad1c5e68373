"""What the gate proves without an optimiser: cuts as networkx finds them, and bounds that hold."""

from itertools import product

import networkx as nx
import numpy as np
import pytest

from analytics.disclosure.crossings.cut import cut_below, edges_of
from analytics.disclosure.crossings.hypergraph import _incidence, _linear_bound, _unproven

ABOVE = 10**6
"""A threshold that no edge reaches, so that the smallest cut of all is found."""


def crossing(seed: int, shape: tuple[int, ...], most: int) -> dict[tuple[int, ...], int]:
    """Random head-counts, a place in three empty."""
    draw = np.random.default_rng(seed)
    counts = draw.integers(0, most, shape) * (draw.random(shape) > 0.3)
    return {place: int(counts[place]) for place in product(*map(range, shape)) if counts[place]}


@pytest.mark.parametrize("seed", range(40))
def test_the_smallest_cut_is_that_of_networkx(seed: int) -> None:
    edges = edges_of(crossing(seed, (7, 5), 9))
    graph: nx.Graph[tuple[int, int]] = nx.Graph()
    graph.add_weighted_edges_from((one, other, people) for (one, other), people in edges.items())
    cut = cut_below(edges, ABOVE)
    single = min(people for _, people in graph.degree(weight="weight"))
    smallest = min(
        nx.stoer_wagner(graph.subgraph(part))[0] for part in nx.connected_components(graph)
    )
    assert cut is not None
    assert cut.people == single
    below = cut_below(edges, smallest + 1)
    assert below is not None
    assert below.people == smallest
    across = {(one, other) for one in below.side for other in below.other}
    found = sum(n for (one, other), n in edges.items() if {(one, other), (other, one)} & across)
    assert found == smallest
    assert cut_below(edges, smallest) is None


@pytest.mark.parametrize("seed", range(12))
def test_a_cell_that_needs_no_optimiser_has_the_bound_that_one_finds(seed: int) -> None:
    cells, threshold = crossing(seed, (6, 4, 4), 12), 10
    people = np.array(list(cells.values()), dtype=np.float64)
    incidence = _incidence(cells)
    light = set(np.flatnonzero(people < threshold).tolist())
    left = set(_unproven(incidence, people, threshold))
    assert light - left
    for cell in light:
        bound = _linear_bound(incidence, people, cell, threshold)
        assert cell in left or bound > threshold - 1


def test_most_of_a_department_needs_no_optimiser() -> None:
    cells, threshold = crossing(0, (19, 5, 4), 12), 10
    people = np.array(list(cells.values()), dtype=np.float64)
    assert not _unproven(_incidence(cells), people, threshold)
