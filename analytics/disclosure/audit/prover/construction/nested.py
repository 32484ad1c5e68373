"""Nested rows: where of any two one holds the other or they share nobody, worlds need no search.

A row's sum lies between what its own number and its parts allow. Whatever is chosen of that can
be shared out among the parts, each between its own ends, and so on down to the groups.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor
from typing import Final

import numpy as np

from analytics.disclosure.audit.reading.parts import Part
from analytics.disclosure.audit.reading.problem import AGREES, Whole

MANY: Final = 40
"""Groups of a part beyond which a world for each would be too many."""


@dataclass(frozen=True)
class Node:
    """A row or a group: the places of its groups, between which sums it lies, and its parts."""

    places: tuple[int, ...]
    low: int
    high: int
    inside: tuple["Node", ...] = ()

    @property
    def room(self) -> int:
        """How many steps lie between its ends."""
        return self.high - self.low


Shares = Callable[[Sequence[Node], int], list[int]]
"""How many steps above its lower end each of some parts is given of so many."""

Said = tuple[tuple[int, ...], float, float]
"""The places of a row, and between which ends their sum lies."""


@dataclass(frozen=True)
class _Rows:
    """What is said of the sums of a part's groups, and of those of their sizes that are open."""

    sums: list[Said]
    sizes: list[Said]


def nested_worlds(part: Part, full: int) -> Whole | None:
    """Return worlds of a part with nested rows; None where they are not, or nothing agrees.

    All at the bottom, all at the top and all in the middle; and where these do not leave a group
    one person's answer (``full`` steps) from either end, one in which it is as far as it can be.
    The same for sizes that are open: everybody in the one, everybody in the other, and shared out.
    """
    rows = _rows(part, full)
    ways = None if rows is None else _sizes(part, rows.sizes)
    if rows is None or ways is None:
        return None
    made: dict[tuple[int, ...], None] = {}
    for sizes in ways:
        roots = _roots([0] * len(sizes), [full * size for size in sizes], rows.sums)
        if roots is not None:
            for sums in _spread_out(roots, [full * size for size in sizes], full):
                made[tuple(_with_sizes(part, sums, sizes))] = None
    worlds = np.array(sorted(made), dtype=np.int64)
    return worlds if made and all(part.problem.agrees(world) for world in worlds) else None


def _rows(part: Part, full: int) -> _Rows | None:
    """A part's rows; None where one weighs in any other way than people and answers do."""
    count = len(part.atoms)
    if count > MANY or part.problem.columns - count != np.count_nonzero(part.size_at >= 0):
        return None
    place = {column: at for at, column in enumerate(part.columns)}
    of_size = {int(at): atom for atom, at in enumerate(part.size_at) if at >= 0}
    rows = _Rows([], [])
    for each in part.constraints:
        places = [place[column] for column, _ in each.terms]
        weights = [weight for _, weight in each.terms]
        if len(places) == 2 and weights == [1.0, -float(full)]:
            if part.size_at[places[0]] != places[1] or each.high != 0:
                return None  # nobody answers above the top: that is how worlds are made
        elif any(weight != 1.0 for weight in weights):
            return None
        elif all(at < count for at in places):
            rows.sums.append((tuple(places), each.low, each.high))
        elif all(at in of_size for at in places):
            rows.sizes.append((tuple(of_size[at] for at in places), each.low, each.high))
        else:
            return None
    return rows


def _sizes(part: Part, rows: Sequence[Said]) -> list[list[int]] | None:
    """Ways in which people may be spread over a part's groups; None where the rows overlap."""
    known, at = part.size.tolist(), part.size_at.tolist()
    open_sizes = [place for place, column in enumerate(at) if column >= 0]
    if not open_sizes:
        return [known]
    ends = [part.problem.low.tolist(), part.problem.high.tolist()]
    low, high = (
        [size if column < 0 else end[column] for size, column in zip(known, at, strict=True)]
        for end in ends
    )
    roots = _roots(low, high, rows)
    if roots is None:
        return None
    tops = [root.high for root in roots]
    ways = [_world(roots, tops, _in_order((place,))) for place in open_sizes]
    ways.append(_world(roots, [(root.low + root.high) // 2 for root in roots], _evenly))
    return [list(way) for way in dict.fromkeys(map(tuple, ways))]


def _with_sizes(part: Part, sums: Sequence[int], sizes: Sequence[int]) -> list[int]:
    """Sums with the sizes that are open, in the order of the part's columns."""
    world = [*sums, *[0] * (part.problem.columns - len(sums))]
    for size, column in zip(sizes, part.size_at.tolist(), strict=True):
        if column >= 0:
            world[column] = size
    return world


def _spread_out(roots: Sequence[Node], tops: Sequence[int], full: int) -> Iterator[list[int]]:
    """Worlds of given sizes, by the highest sum that each group may have."""
    lowest = _world(roots, [root.low for root in roots], _in_order(()))
    highest = _world(roots, [root.high for root in roots], _in_order(()))
    middle = _world(roots, [(root.low + root.high) // 2 for root in roots], _evenly)
    yield from (lowest, highest, middle)
    for at, (top, sums) in enumerate(
        zip(tops, zip(lowest, highest, middle, strict=True), strict=True)
    ):
        if max(sums) < full <= top:
            yield _world(roots, [root.high for root in roots], _in_order((at,)))
        if min(sums) > top - full >= 0:
            others = tuple(other for other in range(len(tops)) if other != at)
            yield _world(roots, [root.low for root in roots], _in_order(others))


def _roots(
    lowest: Sequence[int], highest: Sequence[int], rows: Sequence[Said]
) -> list[Node] | None:
    """The rows that no other holds, with those inside them; None where rows overlap."""
    top = [Node((at,), *ends) for at, ends in enumerate(zip(lowest, highest, strict=True))]
    for places, least, most in sorted(rows, key=lambda row: len(row[0])):
        inside = {top[at].places: top[at] for at in places}
        if sum(map(len, inside)) != len(places):
            return None
        parts = tuple(inside.values())
        low = max(ceil(least - AGREES), sum(each.low for each in parts))
        high = min(floor(most + AGREES), sum(each.high for each in parts))
        if low > high:
            return None
        node = Node(places, low, high, parts[0].inside if len(parts) == 1 else parts)
        for at in places:
            top[at] = node
    return list({node.places: node for node in top}.values())


def _world(roots: Sequence[Node], sums: Sequence[int], shares: Shares) -> list[int]:
    """The world in which the roots have these sums, shared out as told."""
    world = [0] * sum(len(root.places) for root in roots)
    waiting = list(zip(roots, sums, strict=True))
    while waiting:
        node, value = waiting.pop()
        if node.inside:
            more = shares(node.inside, value - sum(each.low for each in node.inside))
            waiting += [(each, each.low + own) for each, own in zip(node.inside, more, strict=True)]
        else:
            world[node.places[0]] = value
    return world


def _in_order(first: tuple[int, ...]) -> Shares:
    """As much as it can take to each part that holds one of these groups, then to the others."""
    wanted = frozenset(first)

    def shares(parts: Sequence[Node], steps: int) -> list[int]:
        given = [0] * len(parts)
        for at in sorted(range(len(parts)), key=lambda at: wanted.isdisjoint(parts[at].places)):
            given[at] = min(steps, parts[at].room)
            steps -= given[at]
        return given

    return shares


def _evenly(parts: Sequence[Node], steps: int) -> list[int]:
    """To each part by its room, and what rounding leaves to the first that can take it."""
    room = max(sum(each.room for each in parts), 1)
    given = [steps * each.room // room for each in parts]
    left = steps - sum(given)
    for at, each in enumerate(parts):
        more = min(left, each.room - given[at])
        given[at], left = given[at] + more, left - more
    return given
