"""Which conditions go clearly with an outcome: chosen among estimates, the clearest first."""

from collections.abc import Iterable
from math import log

from analytics.release.model import Estimate
from analytics.statistics.apart import side_of


def estimated(estimates: Iterable[Estimate]) -> tuple[Estimate, ...]:
    """Return the estimates that have a number: too few answers are not the absence of a link."""
    return tuple(one for one in estimates if one.estimate is not None)


def clear_links(estimates: Iterable[Estimate]) -> tuple[Estimate, ...]:
    """Return the odds ratios whose 95 % interval excludes 1, the farthest from 1 first."""
    clear = [one for one in estimates if one.estimate and side_of(one.low, one.high, 1.0)]
    return tuple(sorted(clear, key=lambda one: -abs(log(one.estimate or 1))))
