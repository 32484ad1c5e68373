"""Ties: rows of a partition that no arithmetic on fewer than k people can tell apart.

Two rows of one partition with k people or more on shared lines (the same place in all other
partitions; each line counts the smaller of its two head-counts) must get the same weight, or k
people or more get one that is not zero. Such rows count as one from there on. In large
departments everything is tied at once, and the question is settled without an optimiser.
"""

from itertools import combinations

from analytics.disclosure.crossings.headcounts import Cells


def contracted(cells: Cells, threshold: int) -> Cells:
    """Return the crossing with tied rows of the second and all later partitions made one.

    The smallest group below ``threshold`` that arithmetic can isolate, if there is one, is the
    same before and after.
    """
    width = len(next(iter(cells), ()))
    tied = True
    while tied:
        tied = False
        for partition in range(1, width):
            joined = _joined(cells, partition, threshold)
            if joined is not None:
                cells, tied = joined, True
    return cells


def _joined(cells: Cells, partition: int, threshold: int) -> Cells | None:
    shared = _shared(cells, partition)
    leader: dict[int, int] = {}
    for (one, other), people in shared.items():
        if people >= threshold:
            first, second = sorted((_lead(leader, one), _lead(leader, other)))
            if first != second:
                leader[second] = first
    if not leader:
        return None
    merged: dict[tuple[int, ...], int] = {}
    for place, people in cells.items():
        row = _lead(leader, place[partition])
        kept = (*place[:partition], row, *place[partition + 1 :])
        merged[kept] = merged.get(kept, 0) + people
    return merged


def _shared(cells: Cells, partition: int) -> dict[tuple[int, int], int]:
    """By pair of rows, the people on lines that both are on: the smaller side of each line."""
    lines: dict[tuple[int, ...], list[tuple[int, int]]] = {}
    for place, people in cells.items():
        line = (*place[:partition], *place[partition + 1 :])
        lines.setdefault(line, []).append((place[partition], people))
    shared: dict[tuple[int, int], int] = {}
    for line_rows in lines.values():
        for (one, here), (other, there) in combinations(sorted(line_rows), 2):
            shared[one, other] = shared.get((one, other), 0) + min(here, there)
    return shared


def _lead(leader: dict[int, int], row: int) -> int:
    while row in leader:
        row = leader[row]
    return row
