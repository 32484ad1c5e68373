"""Small groups drawn towards the organisation, and how sure it is that one is worse.

A ranking of teams is mostly a ranking of luck. Each group is instead estimated together with
the others: the fewer its answers, the closer to the organisation; and what is told is the
probability that it lies above the organisation, and whether it is outside the funnel of chance.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from analytics.statistics.agreement import icc
from analytics.statistics.intervals import CONFIDENCE, CountsImpossible, Interval, normal_quantile

MOST_ALIKE: Final = 1e6
"""Answers that the organisation weighs where groups differ no more than chance has it."""


@dataclass(frozen=True)
class Shrunk:
    """A group's estimate among all groups.

    Attributes
    ----------
    estimate, interval
        Posterior mean and central interval, in the unit of the input (a share from 0 to 1, or
        points).
    above
        Probability that the group lies above the organisation, 0 to 1.
    weight
        How much of the estimate is the group's own, 0 to 1.
    """

    estimate: float
    interval: Interval
    above: float
    weight: float


def shrunken_shares(
    events: Sequence[float], n: Sequence[int], confidence: float = CONFIDENCE
) -> tuple[Shrunk, ...]:
    """Return each group's share by the beta-binomial model, from counts.

    Groups' true shares are Beta(mM, (1 - m)M) with m the organisation's share and M = 1/r - 1;
    r, the correlation of two people of a group, is by moments: with S = Σ n(p - m)²,
    r = (S/(m(1 - m)) - (G - 1)) / (N - Σn²/N - (G - 1)). A group with e of n is then
    Beta(mM + e, (1 - m)M + n - e), and its weight n/(n + M). Kleinman 1973, J Am Stat Assoc
    68:46. Checked by simulation: intervals hold the true shares as often as they say. Events need
    not be whole: a published row with bounds enters with their middle.

    Raises
    ------
    CountsImpossible
        With fewer than two groups, a group of nobody, or no event (or only events) in all.
    """
    from scipy.special import betainc, betaincinv  # slow to import, so only where needed

    normal_quantile(confidence)
    e, sizes = np.asarray(events, float), np.asarray(n, float)
    if (
        len(e) < 2
        or len(e) != len(sizes)
        or (sizes < 1).any()
        or (e < 0).any()
        or (e > sizes).any()
    ):
        raise CountsImpossible("Groups are compared from two on, each with 0 to n events.")
    mean = float(e.sum() / sizes.sum())
    if mean in (0.0, 1.0):
        raise CountsImpossible("All or none have the outcome: groups cannot be compared.")
    prior = _alike(e, sizes, mean)
    a, b = mean * prior + e, (1 - mean) * prior + sizes - e
    tail = (1 - confidence) / 2
    ends = zip(betaincinv(a, b, tail), betaincinv(a, b, 1 - tail), strict=True)
    above, weights = 1 - betainc(a, b, mean), sizes / (sizes + prior)
    return tuple(
        Shrunk(float(value), Interval(float(low), float(high)), float(p), float(weight))
        for value, (low, high), p, weight in zip(a / (a + b), ends, above, weights, strict=True)
    )


def shrunken_means(
    n: Sequence[int],
    total: Sequence[float],
    squares: Sequence[float],
    confidence: float = CONFIDENCE,
) -> tuple[Shrunk, ...]:
    """Return each group's mean by the normal model, from sums by group.

    With ICC(1) = r a group's weight is nr/(1 + (n - 1)r), the organisation's mean is that of
    the groups with these weights, and the posterior's variance is (1 - weight) · between.
    Searle 1992, Variance Components, chapter 7. Checked by simulation.

    Raises
    ------
    CountsImpossible
        When there are fewer than two groups or a group of nobody.
    TeamsImpossible
        When there is no variance to divide (``analytics.statistics.agreement``).
    """
    sizes, sums, twos = (np.asarray(values, float) for values in (n, total, squares))
    if len(sizes) < 2 or (sizes < 1).any():
        raise CountsImpossible("Groups are compared from two on, each with one answer or more.")
    r = max(0.0, icc(sizes, sums, twos).single)
    within = float((twos - sums**2 / sizes).sum() / (sizes.sum() - len(sizes)))
    between = within * r / (1 - r)
    weights = sizes * r / (1 + (sizes - 1) * r)
    pull = weights if r > 0 else sizes
    mean = float(pull @ (sums / sizes) / pull.sum())
    z, found = normal_quantile(confidence), []
    for own, weight in zip(sums / sizes, weights, strict=True):
        estimate = float(mean + weight * (own - mean))
        error = math.sqrt(float((1 - weight) * between))
        above = 0.5 * math.erfc((mean - estimate) / error / math.sqrt(2)) if error else 0.5
        ends = Interval(estimate - z * error, estimate + z * error)
        found.append(Shrunk(estimate, ends, above, float(weight)))
    return tuple(found)


def funnel(share: float, n: int, confidence: float = CONFIDENCE) -> Interval:
    """Return where a group of ``n`` lies by chance alone if it is like the organisation.

    share ± z √(share(1 - share)/n), cut at 0 and 1. Spiegelhalter 2005, Stat Med 24:1185.

    Raises
    ------
    CountsImpossible
        When ``share`` is no share or ``n`` is nobody.
    """
    if not 0 <= share <= 1 or n < 1:
        raise CountsImpossible("A funnel needs a share from 0 to 1 and at least one person.")
    half = normal_quantile(confidence) * math.sqrt(share * (1 - share) / n)
    return Interval(max(0.0, share - half), min(1.0, share + half))


def _alike(e: np.ndarray, sizes: np.ndarray, mean: float) -> float:
    """Return M, how many answers the organisation weighs in each group."""
    people, groups = float(sizes.sum()), len(sizes)
    spread = float(sizes @ (e / sizes - mean) ** 2) / (mean * (1 - mean)) - (groups - 1)
    most = people - float((sizes**2).sum()) / people - (groups - 1)
    r = spread / most if most > 0 else 0.0
    return min(MOST_ALIKE, 1 / min(r, 1 - 1e-6) - 1) if r > 0 else MOST_ALIKE
