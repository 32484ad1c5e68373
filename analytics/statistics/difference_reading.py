"""A difference in numbers to be read: its side, its amount and its ends, by one rule.

A clear difference is told as an amount with both ends positive, and the word beside it says which
way: "3 lower (1 to 5)", never "3 lower (-5 to -1)". Whole points, unless an end would then be
written as 0 and seem to say that there may be no difference, or that there is one.
"""

from dataclasses import dataclass
from typing import Final

from analytics.release.model import Analysis
from analytics.statistics.apart import side_of
from survey.i18n.catalogue import Texts
from survey.i18n.numbers import decimal

FINEST: Final = 2
"""Decimals at most; what is 0 even so is next to nothing."""


@dataclass(frozen=True)
class Amount:
    """A difference as it is written; ``side`` is -1 for clearly less, 1 for more, 0 for neither."""

    side: int
    value: str
    low: str
    high: str


def amount(row: Analysis, texts: Texts, *, yes_no: bool) -> Amount | None:
    """Return a row's difference in points of 100, None where it has no number or no interval.

    Parameters
    ----------
    yes_no
        Whether it is one of shares, -1 to 1, rather than of means.
    """
    if row.value is None or row.low is None or row.high is None:
        return None
    side, times = side_of(row.low, row.high, 0.0), 100 if yes_no else 1
    value, low, high = (one * times for one in (row.value, row.low, row.high))
    if side < 0:
        value, low, high = -value, -high, -low
    digits = fewest_digits(low, high)
    written = [decimal(one, digits, texts.language) for one in (value, low, high)]
    return Amount(side, *written)


def fewest_digits(*numbers: float) -> int:
    """Return the fewest decimals with which no number that is not 0 is written as 0."""
    for digits in range(FINEST):
        if all(one == 0 or round(one, digits) != 0 for one in numbers):
            return digits
    return FINEST
