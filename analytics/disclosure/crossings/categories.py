"""Categories of a breakdown: small ones are shown together with a neighbour, by head-counts.

Those who did not say are never left out: a department's total less the sum of its categories
would be about them alone. Where they are many they are a category of their own, else they are
counted, by name, with the largest one, where they change least.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median_low
from typing import Final

Step = int | None
"""The value of an answer; None for those who did not say."""

SHARE_OF_K: Final = 2
"""A category holds this many times k in the whole organisation, so that it can be divided."""


@dataclass(frozen=True)
class Category:
    """Answers to a breakdown's item that are shown together, in the order of the steps."""

    steps: tuple[Step, ...]


def pool_categories(
    start: Sequence[Category], sizes: Sequence[Mapping[Step, int]], threshold: int
) -> tuple[Category, ...]:
    """Return the categories of a breakdown, each of at least 2 k people.

    Parameters
    ----------
    start
        The categories to pool, in the order of the steps, without those who did not say.
    sizes
        For each department, the people by step, None for those who did not say.
    threshold
        k.
    """
    fewest = SHARE_OF_K * threshold
    pooled = [category.steps for category in start]
    while len(pooled) > 1 and min(_people(steps, sizes) for steps in pooled) < fewest:
        at = min(range(len(pooled)), key=lambda at: _people(pooled[at], sizes))
        neighbours = [other for other in (at - 1, at + 1) if 0 <= other < len(pooled)]
        first, second = sorted((at, min(neighbours, key=lambda n: _people(pooled[n], sizes))))
        pooled[first : second + 1] = [pooled[first] + pooled[second]]
    return tuple(map(Category, _with_silent(pooled, sizes, fewest)))


def _with_silent(
    pooled: list[tuple[Step, ...]], sizes: Sequence[Mapping[Step, int]], fewest: int
) -> list[tuple[Step, ...]]:
    """Add those who did not say: apart where half the departments have 2 k of them."""
    silent = [counts.get(None, 0) for counts in sizes]
    if not any(None in counts for counts in sizes):
        return pooled
    if median_low(silent) >= fewest:
        return [*pooled, (None,)]
    largest = max(range(len(pooled)), key=lambda at: _people(pooled[at], sizes))
    pooled[largest] = (*pooled[largest], None)
    return pooled


def _people(steps: tuple[Step, ...], sizes: Sequence[Mapping[Step, int]]) -> int:
    return sum(counts.get(step, 0) for counts in sizes for step in steps)
