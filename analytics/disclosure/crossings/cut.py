"""Two partitions: the smallest group that arithmetic can isolate is a minimum cut.

Each person is an edge between the row that counts them in one partition and the row that counts
them in the other. A combination of published totals gives a person the weight u(row) + v(row');
with the sign of one side turned it is a difference of potentials, so the people whose weight is
not zero contain a cut; and every cut is the people of a combination.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from analytics.disclosure.crossings.headcounts import Cells

Node = tuple[int, int]
"""A partition's number and a row's number in it."""

Edges = Mapping[tuple[Node, Node], int]
"""By pair of rows, the people that both count."""


Graph = Mapping[Node, Mapping[Node, int]]
"""By row the rows that it shares people with, and how many."""


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
    so they are made one first. Then single rows are tried; what they leave open is settled by the
    smallest cut of a part (Stoer and Wagner 1997).
    """
    graph, members = _without_heavy(edges, threshold)
    parts = [part for part in _connected(graph) if len(part) > 1]
    for find in (_single, _smallest):
        cuts = [find({row: graph[row] for row in part}, members) for part in parts]
        below = [cut for cut in cuts if cut.people < threshold]
        if below:
            return min(below, key=lambda cut: (cut.people, sorted(cut.side)))
    return None


def _without_heavy(edges: Edges, threshold: int) -> tuple[Graph, dict[Node, frozenset[Node]]]:
    """Join rows along edges of k people or more until none is left; say what each row holds."""
    members = {node: frozenset([node]) for pair in edges for node in pair}
    current = dict(edges)
    while heavy := {pair: n for pair, n in current.items() if n >= threshold}:
        joined = _connected(_graph(heavy))
        leader = {node: min(part) for part in joined for node in part}
        members = _regrouped(members, leader)
        current = _rejoined(current, leader)
    return {**{node: {} for node in members}, **_graph(current)}, members


def _graph(edges: Edges) -> Graph:
    graph: dict[Node, dict[Node, int]] = {}
    for (one, other), people in edges.items():
        graph.setdefault(one, {})[other] = people
        graph.setdefault(other, {})[one] = people
    return graph


def _connected(graph: Graph) -> list[set[Node]]:
    """The rows that share people, directly or by way of others, part by part."""
    parts: list[set[Node]] = []
    left = set(graph)
    for row in graph:
        if row not in left:
            continue
        part, waiting = {row}, [row]
        while waiting:
            further = graph[waiting.pop()].keys() - part
            part |= further
            waiting += further
        left -= part
        parts.append(part)
    return parts


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


def _single(part: Graph, members: Mapping[Node, frozenset[Node]]) -> Cut:
    """Return the cut around the row with the fewest people to others."""
    people, row = min((sum(shared.values()), row) for row, shared in part.items())
    return _cut(people, {row}, set(part) - {row}, members)


def _smallest(part: Graph, members: Mapping[Node, frozenset[Node]]) -> Cut:
    """Return the smallest cut: of the cuts around the last row of each phase the smallest.

    In a phase rows are put in the order in which most people tie them to those before; then the
    last two are made one. Checked against networkx.
    """
    graph = {row: dict(shared) for row, shared in part.items()}
    inside = {row: {row} for row in graph}
    found: tuple[int, list[Node]] | None = None
    while len(graph) > 1:
        tied = dict.fromkeys(sorted(graph), 0)
        last = before = next(iter(tied))
        people = 0
        while tied:
            before, last = last, max(tied, key=tied.__getitem__)
            people = tied.pop(last)
            for row, shared in graph[last].items():
                if row in tied:
                    tied[row] += shared
        if found is None or people < found[0]:
            found = people, sorted(inside[last])
        _merge(graph, before, last)
        inside[before] |= inside.pop(last)
    people, side = found or (0, [])
    return _cut(people, side, set(part) - set(side), members)


def _merge(graph: dict[Node, dict[Node, int]], kept: Node, gone: Node) -> None:
    """Make two rows one."""
    for row, shared in graph.pop(gone).items():
        del graph[row][gone]
        if row != kept:
            graph[kept][row] = graph[row][kept] = graph[kept].get(row, 0) + shared


def _cut(
    people: int,
    one: Iterable[Node],
    other: Iterable[Node],
    members: Mapping[Node, frozenset[Node]],
) -> Cut:
    sides = [frozenset[Node]().union(*(members[row] for row in side)) for side in (one, other)]
    fewer, more = sorted(sides, key=lambda side: (len(side), sorted(side)))
    return Cut(int(people), fewer, more)
