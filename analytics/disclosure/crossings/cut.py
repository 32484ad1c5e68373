"""Two partitions: the smallest group that arithmetic can isolate is a minimum cut.

Each person is an edge between the row that counts them in one partition and the row that counts
them in the other. A combination of published totals gives a person the weight u(row) + v(row');
with the sign of one side turned it is a difference of potentials, so the people whose weight is
not zero contain a cut; and every cut is the people of a combination.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analytics.disclosure.crossings.headcounts import Cells

if TYPE_CHECKING:
    import networkx as nx

Node = tuple[int, int]
"""A partition's number and a row's number in it."""

Edges = Mapping[tuple[Node, Node], int]
"""By pair of rows, the people that both count."""


@dataclass(frozen=True)
class Cut:
    """The people that a cut separates, and the rows on its sides, fewer first."""

    people: int
    side: frozenset[Node]
    other: frozenset[Node]


def edges_of(cells: Cells) -> dict[tuple[Node, Node], int]:
    """Return the graph of a crossing of two partitions."""
    return {((0, row), (1, other)): people for (row, other), people in cells.items()}


def cut_below(edges: Edges, threshold: int) -> Cut | None:
    """Return a cut below ``threshold``; None where there is none.

    Parts of the graph without a shared person are cut by nobody, which gives nothing away: only
    cuts within a connected part count. Rows with k shared people are on one side of any such cut,
    so they are made one first. Then single rows are tried; what they leave open is settled by an
    existing routine (Stoer and Wagner 1997, networkx), which finds the smallest cut of a part.
    """
    import networkx as nx

    graph, members = _without_heavy(edges, threshold)
    parts = [part for part in nx.connected_components(graph) if len(part) > 1]
    for find in (_single, _smallest):
        cuts = [find(graph.subgraph(part), members) for part in parts]
        below = [cut for cut in cuts if cut.people < threshold]
        if below:
            return min(below, key=lambda cut: (cut.people, sorted(cut.side)))
    return None


def _without_heavy(
    edges: Edges, threshold: int
) -> "tuple[nx.Graph[Node], dict[Node, frozenset[Node]]]":
    """Join rows along edges of k people or more until none is left; say what each row holds."""
    import networkx as nx

    members = {node: frozenset([node]) for pair in edges for node in pair}
    current = dict(edges)
    while heavy := [pair for pair, people in current.items() if people >= threshold]:
        joined = nx.Graph(heavy)
        leader = {node: min(part) for part in nx.connected_components(joined) for node in part}
        members = _regrouped(members, leader)
        current = _rejoined(current, leader)
    graph: nx.Graph[Node] = nx.Graph()
    graph.add_nodes_from(members)
    graph.add_weighted_edges_from((one, other, people) for (one, other), people in current.items())
    return graph, members


def _regrouped(
    members: Mapping[Node, frozenset[Node]], leader: Mapping[Node, Node]
) -> dict[Node, frozenset[Node]]:
    held: dict[Node, frozenset[Node]] = {}
    for node, inside in members.items():
        lead = leader.get(node, node)
        held[lead] = held.get(lead, frozenset()) | inside
    return held


def _rejoined(edges: Edges, leader: Mapping[Node, Node]) -> dict[tuple[Node, Node], int]:
    found: dict[tuple[Node, Node], int] = {}
    for (one, other), people in edges.items():
        first, second = sorted((leader.get(one, one), leader.get(other, other)))
        if first != second:
            found[first, second] = found.get((first, second), 0) + people
    return found


def _single(part: "nx.Graph[Node]", members: Mapping[Node, frozenset[Node]]) -> Cut:
    """Return the cut around the row with the fewest people to others."""
    people, row = min((people, row) for row, people in part.degree(weight="weight"))
    return _cut(people, {row}, set(part) - {row}, members)


def _smallest(part: "nx.Graph[Node]", members: Mapping[Node, frozenset[Node]]) -> Cut:
    import networkx as nx

    people, (one, other) = nx.stoer_wagner(part)
    return _cut(people, one, other, members)


def _cut(
    people: int,
    one: Iterable[Node],
    other: Iterable[Node],
    members: Mapping[Node, frozenset[Node]],
) -> Cut:
    sides = [frozenset[Node]().union(*(members[row] for row in side)) for side in (one, other)]
    fewer, more = sorted(sides, key=lambda side: (len(side), sorted(side)))
    return Cut(int(people), fewer, more)
