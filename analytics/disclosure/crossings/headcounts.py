"""Head-counts of a crossing: how many people share the same rows in all its partitions.

A partition divides all people: the rows of the teams are one, the categories of a breakdown are
another. People in the same row of every partition are one *cell* of the crossing; whatever is
added or subtracted of published totals gives all of them the same weight.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from operator import add

Cells = Mapping[tuple[int, ...], int]
"""By place (a row number in each partition), the people there. Places with 0 count as places."""

Sized = Mapping[tuple[int, ...], tuple[int, ...]]
"""By place, the answers to each measure in turn."""


def columns(cells: Sized) -> tuple[Cells, ...]:
    """Return the head-counts of each measure by itself, without places that nobody answered."""
    width = len(next(iter(cells.values()), ()))
    each = (
        {place: sizes[at] for place, sizes in cells.items() if sizes[at]} for at in range(width)
    )
    return tuple({tuple(sorted(column.items())): column for column in each}.values())


def fewest(cells: Sized) -> Cells:
    """Return each place's fewest answers to any measure.

    A group that is large enough in these counts is large enough for every measure.
    """
    return {place: min(sizes) for place, sizes in cells.items() if any(sizes)}


def projected(cells: Cells, partitions: Sequence[int]) -> Cells:
    """Return the head-counts of fewer partitions."""
    found: dict[tuple[int, ...], int] = {}
    for place, people in cells.items():
        kept = tuple(place[partition] for partition in partitions)
        found[kept] = found.get(kept, 0) + people
    return found


def added(sizes: Iterable[tuple[int, ...]]) -> tuple[int, ...]:
    """Return the sizes added up, measure by measure."""
    return reduce(lambda one, other: tuple(map(add, one, other)), sizes)
