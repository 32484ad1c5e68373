"""Clearly apart: the one rule that says whether a number is worse, better or about the same.

A number is apart from another where its 95 % interval leaves the other out. By how much is the
distance from the other to the nearer end of the interval, so it is what is sure at least.
"""

from analytics.release.model import Cell, Statistic
from survey.vocabulary import GoodEnd


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
    above, below = points(cell, cell.low - middle), points(cell, middle - cell.high)
    away = above if above > 0 else -below if below > 0 else 0.0
    return away if good_end is GoodEnd.HIGH else -away
