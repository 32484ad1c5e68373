"""Exchanges: two people of different groups trade answers, and nothing published changes.

Where a world stays a world when one person's whole answer moves from one atom to another, the two
worlds differ on any sum that counts the one and not the other. So no sum that leaves small room
may tell the two atoms apart: they act as one. In a release of ours all atoms of a row do.
"""

from itertools import product
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from analytics.disclosure.audit.reading.parts import Part
from analytics.disclosure.audit.reading.problem import AGREES, Whole

Flags = NDArray[np.bool_]

TRIED = 80
"""Worlds from which exchanges are tried."""


class Exchange(NamedTuple):
    """From a part's world (by its number), one atom takes one person's answer from another."""

    world: int
    taker: int
    giver: int


class Exchanges:
    """Which exchanges a part allows, world by world.

    An exchange moves one person's whole answer; a row of constraints that weighs the two atoms by
    v and w moves by full · (v - w). Rows are compared by the few weights that they hold, all pairs
    of atoms at once.
    """

    def __init__(self, part: Part, full: int) -> None:
        self.part = part
        self.full = full
        matrix = part.problem.matrix.toarray()[:, : len(part.atoms)]
        self._weights = np.unique(matrix)
        self._holds = {weight: matrix == weight for weight in self._weights}

    def possible(self, world: Whole) -> Flags:
        """Return which atoms (first) may take one person's answer from which others (second)."""
        count = len(self.part.atoms)
        sizes = self.part.sizes(world[None, :])[0]
        sums = world[:count]
        possible: Flags = np.logical_and.outer(
            sums + self.full <= self.full * sizes, sums >= self.full
        )
        np.fill_diagonal(possible, False)
        problem = self.part.problem
        if not problem.matrix.shape[0]:
            return possible
        now = problem.matrix @ world
        most, least = problem.row_high - now + AGREES, problem.row_low - now - AGREES
        for one, other in product(self._weights, repeat=2):
            moved = self.full * (one - other)
            broken = (moved > most) | (moved < least)
            if broken.any():
                first = _words(self._holds[one][broken])
                second = _words(self._holds[other][broken])
                for here, there in zip(first, second, strict=True):
                    possible &= np.bitwise_and.outer(here, there) == 0
        return possible


def _words(flags: Flags) -> NDArray[np.uint64]:
    """Flags (rows × atoms) as words of 64 rows each (words × atoms)."""
    packed = np.packbits(flags, axis=0)
    padded = np.zeros((flags.shape[1], len(packed) + -len(packed) % 8), np.uint8)
    padded[:, : len(packed)] = packed.T
    return padded.view(np.uint64).T


def alike(part: Part, worlds: Whole, full: int, enough: int) -> tuple[Whole, list[Exchange]]:
    """Return a label for each atom of a part, and exchanges that tie those with the same label.

    Atoms of one label act as one. No more exchanges are tried once ``enough`` people are behind
    every label.
    """
    count = len(part.atoms)
    label = np.arange(count, dtype=np.int64)
    exchanges = Exchanges(part, full)
    ties: list[Exchange] = []
    for at, world in enumerate(worlds[:TRIED]):
        apart = exchanges.possible(world) & (label[:, None] != label)
        while apart.any():
            taker, giver = divmod(int(apart.argmax()), count)
            ties.append(Exchange(at, taker, giver))
            label[label == label[giver]] = label[taker]
            apart &= label[:, None] != label
        _, order = np.unique(label, return_inverse=True)
        if np.bincount(order, weights=part.size).min() >= enough:
            break
    return label, ties
