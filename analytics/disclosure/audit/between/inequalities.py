"""Inequalities: the weighted sums that joint answers leave less room than each measure alone.

The answers of m people add up to a point of m times the convex hull of what one can say. That hull
is told by its faces: weights w and a height h with w · v ≤ h for every joint answer v, so that
w · sums ≤ m · h. Everything is whole numbers.
"""

from collections.abc import Iterable, Sequence
from itertools import combinations
from math import gcd

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.int64]

Point = tuple[int, ...]


def axes(count: int) -> Vectors:
    """Return the weights of each measure by itself, up and down."""
    one = np.eye(count, dtype=np.int64)
    return np.concatenate([one, -one])


def inequalities(points: Sequence[Point], count: int) -> Vectors:
    """Return the weights of the faces of some points' hull that are about two measures or more."""
    faces = {
        weights
        for corner in combinations(_corners(points, count), count)
        for weights in _faces(corner, points)
        if sum(weight != 0 for weight in weights) > 1
    }
    return np.array(sorted(faces), np.int64).reshape(len(faces), count)


def _corners(points: Iterable[Point], count: int) -> list[Point]:
    """The points among which all corners of the hull are: the ends along the longest measure."""
    points = set(points)
    if not points:
        return []
    longest = max(range(count), key=lambda at: len({point[at] for point in points}))
    ends: dict[Point, list[Point]] = {}
    for point in points:
        ends.setdefault((*point[:longest], *point[longest + 1 :]), []).append(point)
    return sorted({end for line in ends.values() for end in (min(line), max(line))})


def _faces(corner: Sequence[Point], points: Sequence[Point]) -> Iterable[Point]:
    """The weights, outward, of the plane through some points if all others lie on one side."""
    first, *others = corner
    edges = [[a - b for a, b in zip(other, first, strict=True)] for other in others]
    weights = _normal(edges)
    if not any(weights):
        return
    heights = np.array(points, np.int64) @ np.array(weights, np.int64)
    here = sum(w * at for w, at in zip(weights, first, strict=True))
    divisor = gcd(*weights)
    least = tuple(weight // divisor for weight in weights)
    if heights.max() <= here:
        yield least
    if heights.min() >= here:
        yield tuple(-weight for weight in least)


def _normal(edges: Sequence[Sequence[int]]) -> list[int]:
    """The weights that are 0 along every edge: the determinants without one column each."""
    width = len(edges) + 1
    return [
        (-1) ** at * _determinant([[row[c] for c in range(width) if c != at] for row in edges])
        for at in range(width)
    ]


def _determinant(rows: Sequence[Sequence[int]]) -> int:
    if not rows:
        return 1
    return sum(
        (-1) ** at * value * _determinant([[*row[:at], *row[at + 1 :]] for row in rows[1:]])
        for at, value in enumerate(rows[0])
        if value
    )
