"""What those who stayed silent could change: bounds of a share, and weights to head-counts."""

import math
from collections.abc import Sequence

from analytics.statistics.intervals import CountsImpossible, Interval, normal_quantile
from analytics.statistics.two_by_two import Comparison


def silence_bounds(events: float, n: int, headcount: int) -> Interval:
    """Return the lowest and the highest share among all ``headcount`` people, 0 to 1.

    Lowest: none of the silent has the outcome, events / headcount; highest: all of them have,
    (events + headcount - n) / headcount. No assumption is in them. Manski 1989, J Hum Resour
    24:343.

    Raises
    ------
    CountsImpossible
        When more answered than there are, or ``events`` is not from 0 to ``n``.
    """
    if not 0 < n <= headcount or not 0 <= events <= n:
        raise CountsImpossible("Bounds need answers of at most all people, and events among them.")
    return Interval(events / headcount, (events + headcount - n) / headcount)


def weighted_share(
    shares: Sequence[float], n: Sequence[int], headcounts: Sequence[int]
) -> Comparison:
    """Return the share with each group weighted by its head-count, and its interval, 0 to 1.

    Σ W p with W = head-count / Σ head-counts (post-stratification), variance Σ W² p(1-p)/n, the
    interval on the logit scale. It mends what differs between groups, not within them. Holt &
    Smith 1979, J R Stat Soc A 142:33. Checked by hand and by simulation.

    Raises
    ------
    CountsImpossible
        When lengths differ, a group is empty, or nobody or everybody has the outcome.
    """
    people = sum(headcounts)
    if not len(shares) == len(n) == len(headcounts) or min((*n, *headcounts), default=0) < 1:
        raise CountsImpossible("Weighting needs groups of somebody, each with its head-count.")
    weights = [headcount / people for headcount in headcounts]
    share = sum(weight * p for weight, p in zip(weights, shares, strict=True))
    if not 0 < share < 1:
        raise CountsImpossible("Nobody or everybody has the outcome: nothing can be weighted.")
    variance = sum(
        weight**2 * p * (1 - p) / size for weight, p, size in zip(weights, shares, n, strict=True)
    )
    half = normal_quantile() * math.sqrt(variance) / (share * (1 - share))
    logit = math.log(share / (1 - share))
    low, high = (1 / (1 + math.exp(-(logit + way * half))) for way in (-1, 1))
    return Comparison(share, Interval(low, high))
