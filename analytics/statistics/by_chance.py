"""How many of a page's numbers would stand out by chance, under the very rule that marks them.

A group stands out where its 95 % interval leaves the organisation's figure out (``apart``). By
chance means that the organisation's answers are dealt to its groups at random. As a group is part
of the organisation, that is less often than 1 in 20, and the less the larger the group. All of it
is made of published cells, so it tells nothing about anybody that these do not.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from statistics import NormalDist
from typing import Final

from analytics.release.model import TOTAL, Cell, CellStatus, Statistic
from analytics.statistics.apart import better_by
from analytics.statistics.intervals import quantile, wilson
from analytics.statistics.multiplicity import false_discovery
from survey.vocabulary import GoodEnd

RATE: Final = 0.05
"""The false discovery rate that is told."""
DEALT: Final = 400
"""Answers of a group up to which every number of yes is gone through one by one."""
ROUNDING: Final = 0.0005
"""By how much a published end may differ from Wilson's."""


@dataclass(frozen=True)
class StandingOut:
    """What a page shows of groups beside the organisation.

    Attributes
    ----------
    numbers
        How many were compared.
    found
        How many of them stand out, better or worse.
    by_chance
        How many would, on average, if the groups were alike.
    kept
        How many are left if one in twenty of them may be chance.
    """

    numbers: int
    found: int
    by_chance: float
    kept: int


def standing_out(cells: Iterable[Cell], organisation: Mapping[str, Cell]) -> StandingOut:
    """Count over a page's cells what stands out, what would by chance, and what is left.

    Averages add up however numbers hang together; the false discovery rate takes for granted
    that they are independent or rise together.
    """
    compared = [
        (cell, whole)
        for cell in cells
        if cell.department != TOTAL
        and (whole := organisation.get(cell.measure)) is not None
        and _comparable(cell, whole)
    ]
    rates = false_discovery([p_value(cell, whole) for cell, whole in compared])
    return StandingOut(
        len(compared),
        sum(better_by(cell, whole.value, GoodEnd.LOW) != 0 for cell, whole in compared),
        sum(chance(cell, whole) for cell, whole in compared),
        sum(rate <= RATE for rate in rates),
    )


def chance(cell: Cell, whole: Cell) -> float:
    """Return the probability that a group of this size stands out by chance, 0 to 1.

    Means: 2 Φ(-t / √(1 - n/N)), with t of the cell's interval and the finite population's
    variance of a mean of n out of N. Shares: the hypergeometric probability of every number of
    yes whose Wilson interval leaves the organisation's share out; above 400 answers, and where an
    interval is wider than Wilson's, as for means. Both cells need a value, an interval and n.
    Checked by dealing answers at random.
    """
    n, people = cell.n or 0, whole.n or 0
    if n >= people:
        return 0.0
    if _enumerable(cell):
        events = round((whole.value or 0.0) * people)
        return _dealt(n, people, events, whole.value or 0.0)
    return 2 * NormalDist().cdf(-quantile(people - 1) / _part(n, people))


def p_value(cell: Cell, whole: Cell) -> float:
    """Return how often answers dealt at random would lie as far away or farther, 0 to 1.

    For shares it is Fisher's exact test of the group against the rest (two-sided, by
    probability); for means the normal approximation of the permutation test.
    """
    n, people = cell.n or 0, whole.n or 0
    if n >= people:
        return 1.0
    value, middle = cell.value or 0.0, whole.value or 0.0
    if _enumerable(cell):
        ways = _ways(n, people, round(middle * people))
        own = ways.get(round(value * n), 0.0)
        return min(1.0, sum(way for way in ways.values() if way <= own * (1 + 1e-9)))
    half = max(value - (cell.low or 0.0), (cell.high or 0.0) - value)
    error = half / quantile(people - 1) * _part(n, people)
    return 2 * NormalDist().cdf(-abs(value - middle) / error)


def _comparable(cell: Cell, whole: Cell) -> bool:
    """Tell whether both have what the rule compares: a value, an interval with a width, and n."""
    numbers = (cell.value, cell.low, cell.high, cell.n, whole.value, whole.n)
    shown = cell.status is CellStatus.SHOWN and None not in numbers and cell.high != cell.low
    return shown and cell.statistic is not Statistic.SD and (whole.n or 0) > 1


def _enumerable(cell: Cell) -> bool:
    """Tell whether it is a share of few, with Wilson's own interval."""
    n, value = cell.n or 0, cell.value or 0.0
    if cell.statistic is not Statistic.SHARE or n > DEALT:
        return False
    ends = wilson(round(value * n), n)
    return abs(ends.low - (cell.low or 0.0)) < ROUNDING > abs(ends.high - (cell.high or 0.0))


def _part(n: int, people: int) -> float:
    """Return √(1 - n/N): what being a part of the whole takes off the standard error."""
    return math.sqrt(1 - n / people)


@lru_cache(maxsize=4096)
def _dealt(n: int, people: int, events: int, share: float) -> float:
    """Return the probability that n answers dealt out of all leave the share out."""
    return sum(
        way
        for yes, way in _ways(n, people, events).items()
        if not wilson(yes, n).low <= share <= wilson(yes, n).high
    )


@lru_cache(maxsize=4096)
def _ways(n: int, people: int, events: int) -> dict[int, float]:
    """Return the hypergeometric probability of each number of yes among n."""
    everything = _choices(people, n)
    return {
        yes: math.exp(_choices(events, yes) + _choices(people - events, n - yes) - everything)
        for yes in range(max(0, n + events - people), min(n, events) + 1)
    }


def _choices(of: int, some: int) -> float:
    """Return the logarithm of the number of ways to choose some of a number."""
    return math.lgamma(of + 1) - math.lgamma(some + 1) - math.lgamma(of - some + 1)
