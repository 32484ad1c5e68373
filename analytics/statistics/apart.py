"""Clearly apart: the one rule that says whether a number is worse, better or about the same.

A number is apart from another where its 95 % interval leaves the other out. By how much is the
distance from the other to the nearer end of the interval, so it is what is sure at least.
"""

from analytics.release.model import Cell, Statistic
from survey.vocabulary import GoodEnd


def side_of(low: float | None, high: float | None, nothing: float) -> int:
    """Return on which side of "no difference" a whole interval lies: 1 above, -1 below.

    0 where it holds ``nothing``, which is 0 for differences and 1 for ratios, or has no ends.
    """
    if low is None or high is None or low <= nothing <= high:
        return 0
    return 1 if low > nothing else -1


def points(cell: Cell, number: float) -> float:
    """Return a number in a cell's own unit as points of 0 to 100."""
    return number * (100 if cell.statistic is Statistic.SHARE else 1)


def better_by(cell: Cell, middle: float | None, good_end: GoodEnd) -> float:
    """Return how many points of 100 a cell is better at least: below 0 worse, 0 about the same.

    ``middle`` is what it is held against, in the cell's own unit. 0, too, where either has no
    number or no interval.
    """
    if middle is None or cell.value is None or cell.low is None or cell.high is None:
        return 0.0
    side = side_of(cell.low, cell.high, middle)
    nearer = cell.low if side > 0 else cell.high
    away = points(cell, nearer - middle) if side else 0.0
    return away if good_end is GoodEnd.HIGH else -away
