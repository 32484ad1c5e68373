"""Intervals for one share and for one mean."""

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import ClassVar, Final

from survey.errors import BearingError

CONFIDENCE: Final = 0.95
"""The level of every interval that the product shows."""


class CountsImpossible(BearingError):
    """Counts that no group of people can have: below zero, or more events than people."""

    code: ClassVar[str] = "STAT-COUNTS"


class LevelImpossible(BearingError):
    """A confidence level that is not between 0 and 1."""

    code: ClassVar[str] = "STAT-LEVEL"


@dataclass(frozen=True)
class Interval:
    """Two ends in the unit of the number that they belong to, the low one first."""

    low: float
    high: float


def normal_quantile(confidence: float = CONFIDENCE) -> float:
    """Return the two-sided standard normal quantile of a level: 1.96 for 0.95.

    Raises
    ------
    LevelImpossible
        When ``confidence`` is not strictly between 0 and 1.
    """
    if not 0 < confidence < 1:
        raise LevelImpossible(
            "A confidence level lies between 0 and 1; got {confidence!r}.", confidence=confidence
        )
    return NormalDist().inv_cdf((1 + confidence) / 2)


def quantile(degrees: float | None, confidence: float = CONFIDENCE) -> float:
    """Return the two-sided quantile of Student's t, or the normal one where ``degrees`` is None.

    2.014 for 0.95 with 45 degrees of freedom. Student 1908, Biometrika 6:1.

    Raises
    ------
    LevelImpossible
        When ``confidence`` is not strictly between 0 and 1.
    """
    normal = normal_quantile(confidence)
    if degrees is None:
        return normal
    from scipy.special import stdtrit  # slow to import, so only where needed

    return float(stdtrit(degrees, (1 + confidence) / 2))


def two_sided_p(ratio: float, degrees: float | None) -> float:
    """Return how often a t (normal where ``degrees`` is None) is as far from 0 as ``ratio``."""
    if degrees is None:
        return 2 * NormalDist().cdf(-abs(ratio))
    from scipy.special import stdtr  # slow to import, so only where needed

    return 2 * float(stdtr(degrees, -abs(ratio)))


def wilson(events: float, n: int, confidence: float = CONFIDENCE) -> Interval:
    """Return the score interval of a share, from 0 to 1.

    centre = (p + z²/2n) / (1 + z²/n), half-width = z/(1 + z²/n) · √(p(1-p)/n + z²/4n²).
    At 0 events the low end is exactly 0 and at n events the high end exactly 1: the formula
    says so, rounding may not.

    Wilson 1927, J Am Stat Assoc 22:209. Checked against statsmodels'
    ``proportion_confint(method="wilson")`` and, for 7 of 11, Donnino 2021 (35 to 85 %).

    Parameters
    ----------
    events
        How many said yes, 0 to ``n``; not a whole number where a share was moved.
    n
        How many answered, at least 1.

    Raises
    ------
    CountsImpossible
        When the counts cannot belong to a group of people.
    """
    if n < 1 or not 0 <= events <= n:
        raise CountsImpossible("A share needs at least one answer, and 0 to n of them as events.")
    z = normal_quantile(confidence)
    share, width = events / n, z * z / n
    centre = (share + width / 2) / (1 + width)
    half = z / (1 + width) * math.sqrt(share * (1 - share) / n + width / (4 * n))
    low = 0.0 if events == 0 else max(0.0, centre - half)
    high = 1.0 if events == n else min(1.0, centre + half)
    return Interval(low, high)


def mean_interval(
    mean: float, sd: float, n: int, df: float | None = None, confidence: float = CONFIDENCE
) -> Interval:
    """Return the t interval of a mean, in the unit of ``mean``: mean ± t(df) · sd / √n.

    Student 1908, Biometrika 6:1. Checked against ``scipy.stats.t.interval``.

    Parameters
    ----------
    sd
        Standard deviation over n - 1, in the unit of ``mean``, not negative.
    n
        How many answers the mean is made of, at least 2.
    df
        Degrees of freedom, above 0; n - 1 unless told (fewer where answers come in teams).

    Raises
    ------
    CountsImpossible
        When ``n``, ``sd`` or ``df`` cannot belong to a mean.
    """
    degrees = n - 1 if df is None else df
    if n < 2 or degrees <= 0 or sd < 0:
        raise CountsImpossible("A mean has an interval from two answers on; its sd is not below 0.")
    half = quantile(degrees, confidence) * sd / math.sqrt(n)
    return Interval(mean - half, mean + half)
