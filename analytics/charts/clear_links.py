"""Which conditions go clearly with an outcome: chosen among estimates, the clearest first."""

from collections.abc import Iterable
from math import log

from analytics.release.model import Estimate


def estimated(estimates: Iterable[Estimate]) -> tuple[Estimate, ...]:
    """Return the estimates that have a number: too few answers are not the absence of a link."""
    return tuple(one for one in estimates if one.estimate is not None)


def clear_links(estimates: Iterable[Estimate]) -> tuple[Estimate, ...]:
    """Return the odds ratios whose 95 % interval excludes 1, the farthest from 1 first."""
    clear = [
        one
        for one in estimates
        if one.estimate and one.low and one.high and not one.low <= 1 <= one.high
    ]
    return tuple(sorted(clear, key=lambda one: -abs(log(one.estimate or 1))))
