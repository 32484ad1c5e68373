"""Ranges: where the sum of a row lies if fewer than k of its people came or went since.

Nobody tells who came and who went. Of a row with n answers then and n' now, any number left and
any number joined whose difference is n - n'. Whoever knows that those were fewer than k people
knows, of the sum then, that the sum now lies within what so many people can change: that is the
range. It is made of the earlier release and of numbers of answers. So where the truth lies in it,
saying so tells him nothing at all; and where it does not, k people or more are behind that.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Stood:
    """What an earlier release says of a row's people: answers, and where their sum lies."""

    n: int
    low: int
    high: int

    def __add__(self, other: "Stood") -> "Stood":
        """Return both rows together."""
        return Stood(self.n + other.n, self.low + other.low, self.high + other.high)


@dataclass(frozen=True)
class Range:
    """Between which ticks a sum lies."""

    low: int
    high: int

    def holds(self, total: int) -> bool:
        """Whether a sum lies in the range."""
        return self.low <= total <= self.high


def range_since(earlier: Iterable[Stood], n: int, full: int, threshold: int) -> Range:
    """Return the range of a row that now has ``n`` answers, from one or more earlier releases.

    Parameters
    ----------
    earlier
        What each release still standing says of the row's people.
    n
        Answers now.
    full
        Ticks of one person at the top.
    threshold
        k: changes of fewer people are covered; where the numbers of answers differ by k or more,
        that difference is.
    """
    lows, highs = [], []
    for stood in earlier:
        fewer = stood.n - n
        most = max(threshold - 1, abs(fewer))
        left, joined = (most + fewer) // 2, (most - fewer) // 2
        lows.append(stood.low - left * full)
        highs.append(stood.high + joined * full)
    return Range(max(min(lows), 0), min(max(highs), n * full))
