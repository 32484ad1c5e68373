"""What changed from one time to the next, and whether it changed more where something was done.

Numbers with intervals come in and differences with intervals go out; ``rows.between_waves`` takes
them from two releases.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from analytics.statistics.intervals import (
    CONFIDENCE,
    CountsImpossible,
    Interval,
    normal_quantile,
    quantile,
)
from analytics.statistics.two_by_two import Comparison

POWER: Final = 0.8


def change(before: Comparison, after: Comparison) -> Comparison:
    """Return after minus before, in the unit of both, with an interval made of their intervals.

    With d the difference: d - √((after - its low)² + (high of before - before)²), and the same
    upwards (MOVER: Zou & Donner 2008, Stat Med 27:1693; for shares Newcombe 1998, method 10,
    which it was checked against). Both times are taken as independent. Most people answer
    twice and resemble themselves, so the interval is rather too wide than too narrow.
    """
    difference = after.estimate - before.estimate
    below = math.hypot(after.estimate - after.interval.low, before.interval.high - before.estimate)
    above = math.hypot(after.interval.high - after.estimate, before.estimate - before.interval.low)
    return Comparison(difference, Interval(difference - below, difference + above))


@dataclass(frozen=True)
class Difference:
    """How much more the groups with an action changed than the others.

    Attributes
    ----------
    treated, others
        Mean change of each, in the unit of the input.
    difference
        Treated minus others, with its interval.
    least
        The least true difference that a design of these groups would have found, four times in
        five: a smaller one could not be told from chance.
    between
        Variance of true changes between groups of one kind.
    """

    treated: float
    others: float
    difference: Comparison
    least: float
    between: float


def difference_in_differences(
    treated: Sequence[Comparison], others: Sequence[Comparison], confidence: float = CONFIDENCE
) -> Difference:
    """Compare the changes of groups with an action to those of groups without.

    Each arm's mean change has weights 1/(v + tau²), v being the variance of a group's change and
    tau² that of true changes between groups of one arm, by moments over both arms (as in
    DerSimonian & Laird 1986). The interval is t with groups - 2 degrees of freedom, normal where
    there is one group in each. Least change: (t + z of 80 % power) · standard error. It takes
    for granted that both arms would have changed alike; groups that were picked because they
    were worst would have come closer to the mean anyway. Checked by hand and by simulation.

    Raises
    ------
    CountsImpossible
        When an arm has no group, or a change no variance.
    """
    arms = [_arm(treated), _arm(others)]
    df = len(treated) + len(others) - 2
    q = scale = 0.0
    for changes, variances in arms:
        weights = 1 / variances
        mean = float(weights @ changes / weights.sum())
        q += float(weights @ (changes - mean) ** 2)
        scale += float(weights.sum() - (weights**2).sum() / weights.sum())
    between = max(0.0, (q - df) / scale) if df else 0.0
    means, variance = [], 0.0
    for changes, variances in arms:
        weights = 1 / (variances + between)
        means.append(float(weights @ changes / weights.sum()))
        variance += 1 / float(weights.sum())
    t = quantile(df or None, confidence)
    difference, error = means[0] - means[1], math.sqrt(variance)
    ends = Interval(difference - t * error, difference + t * error)
    least = (t + normal_quantile(2 * POWER - 1)) * error
    return Difference(means[0], means[1], Comparison(difference, ends), least, between)


def _arm(changes: Sequence[Comparison]) -> tuple[np.ndarray, np.ndarray]:
    """Return changes and their variances, read off the widths of the intervals."""
    values = np.array([one.estimate for one in changes], float)
    widths = np.array([one.interval.high - one.interval.low for one in changes], float)
    if not len(values) or not (widths > 0).all():
        raise CountsImpossible("Each arm needs a group, and each change an interval with a width.")
    return values, (widths / (2 * normal_quantile())) ** 2
