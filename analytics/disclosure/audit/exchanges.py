"""Exchanges: two people of different groups trade answers, and nothing published changes.

Where a world stays a world when one person's whole answer moves from one atom to another, the two
worlds differ on any sum that counts the one and not the other. So no sum that leaves small room
may tell the two atoms apart: they act as one. In a release of ours all atoms of a row do.
"""

import numpy as np
from numpy.typing import NDArray

from analytics.disclosure.audit.parts import Part
from analytics.disclosure.audit.solver import AGREES, Real, Whole

Flags = NDArray[np.bool_]

TRIED = 8
"""Worlds from which exchanges are tried."""


def alike(part: Part, worlds: Whole, full: int, enough: int) -> list[int]:
    """Return a label for each atom of a part; atoms with the same one act as one.

    No more exchanges are tried once ``enough`` people are behind every label.
    """
    count = len(part.atoms)
    label = list(range(count))
    if count == 1:
        return label
    matrix = part.problem.matrix.toarray()[:, :count]
    for world in worlds[:TRIED]:
        possible = possible_exchanges(part, world, full, matrix)
        for one, other in np.argwhere(possible).tolist():
            _join(label, one, other)
        if _fewest(part, [_root(label, at) for at in range(count)]) >= enough:
            break
    return [_root(label, at) for at in range(count)]


def _fewest(part: Part, label: list[int]) -> int:
    """The fewest people behind a label, of sizes that are known."""
    people = np.bincount(label, weights=part.size)
    return int(people[np.unique(label)].min())


def possible_exchanges(part: Part, world: Whole, full: int, matrix: Real) -> Flags:
    """Return which atoms (first) may take one person's answer from which others (second).

    ``matrix`` holds the part's constraints on its atoms alone.
    """
    count = len(part.atoms)
    sizes = part.sizes(world[None, :])[0]
    sums = world[:count]
    possible: Flags = np.logical_and.outer(sums + full <= full * sizes, sums >= full)
    np.fill_diagonal(possible, False)
    activity = part.problem.matrix @ world if len(matrix) else np.zeros(0)
    for row, now, low, high in zip(
        matrix, activity, part.problem.row_low, part.problem.row_high, strict=True
    ):
        if not row.any():
            continue
        moved = full * np.subtract.outer(row, row)
        possible &= (now + moved <= high + AGREES) & (now + moved >= low - AGREES)
    return possible


def _root(label: list[int], at: int) -> int:
    while label[at] != at:
        at = label[at]
    return at


def _join(label: list[int], one: int, other: int) -> None:
    first, second = sorted((_root(label, one), _root(label, other)))
    label[second] = first
