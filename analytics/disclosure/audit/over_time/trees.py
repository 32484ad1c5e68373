"""Trees: groups within groups, and how the sum of each narrows those of the others."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from analytics.disclosure.audit.reading.sums import Interval
from analytics.disclosure.audit.reading.table import Team


@dataclass(frozen=True)
class Known:
    """What is known of a group in one wave.

    Attributes
    ----------
    teams, breakdown, category
        Who is in it.
    labels
        Its department and team as published.
    n
        How many answered.
    sums
        Between which whole numbers of steps their answers add up.
    """

    teams: frozenset[Team]
    breakdown: str
    category: str
    labels: tuple[str, str]
    n: int
    sums: Interval

    def __add__(self, other: "Known") -> "Known":
        """Return both groups together; they share nobody."""
        sums = Interval(self.sums.low + other.sums.low, self.sums.high + other.sums.high)
        return replace(self, teams=self.teams | other.teams, n=self.n + other.n, sums=sums)


@dataclass
class Node:
    """A group, and the groups that it is divided into."""

    known: Known
    inside: list["Node"]

    def all(self) -> Iterator["Node"]:
        """Yield the group and all within it."""
        yield self
        for inner in self.inside:
            yield from inner.all()


def trees(rows: Iterable[Known]) -> list[Node]:
    """Return groups as trees, each under the smallest that holds it.

    One that overlaps with another stands alone.
    """
    top: dict[Team, Node] = {}
    roots: dict[int, Node] = {}
    for known in sorted(rows, key=lambda row: len(row.teams)):
        tops = {id(top[team]): top[team] for team in known.teams if team in top}
        inside = [node for node in tops.values() if node.known.teams <= known.teams]
        node = Node(known, inside)
        if len(inside) == len(tops):
            top.update(dict.fromkeys(known.teams, node))
        for held in inside:
            roots.pop(id(held), None)
        roots[id(node)] = node
    return list(roots.values())


def add_rest(node: Node) -> None:
    """Add to each group what its own groups leave of it, though it be nobody."""
    for inner in node.inside:
        add_rest(inner)
    if not node.inside:
        return
    own = node.known
    teams = own.teams.difference(*(inner.known.teams for inner in node.inside))
    n = own.n - sum(inner.known.n for inner in node.inside)
    if n > 0 or (n == 0 and teams):
        sums = Interval(0, own.sums.high if n else 0)
        node.inside.append(Node(replace(own, teams=teams, n=n, sums=sums), []))


def narrow(roots: Sequence[Node]) -> None:
    """Narrow each sum by those of the groups within and around it."""
    for root in roots:
        _from_below(root)
        _from_above(root)


def _from_below(node: Node) -> None:
    for inner in node.inside:
        _from_below(inner)
    if node.inside:
        low = sum(inner.known.sums.low for inner in node.inside)
        high = sum(inner.known.sums.high for inner in node.inside)
        node.known = _narrowed(node.known, low, high)


def _from_above(node: Node) -> None:
    low = sum(inner.known.sums.low for inner in node.inside)
    high = sum(inner.known.sums.high for inner in node.inside)
    own = node.known.sums
    for inner in node.inside:
        sums = inner.known.sums
        inner.known = _narrowed(
            inner.known, own.low - (high - sums.high), own.high - (low - sums.low)
        )
        _from_above(inner)


def _narrowed(known: Known, low: int, high: int) -> Known:
    return replace(known, sums=Interval(max(known.sums.low, low), min(known.sums.high, high)))
