"""High against low: the odds ratio per standard deviation as the contrast that papers pool.

The meta-analysis that stands beside pools odds ratios of much against little of a condition, on
scales and at splits of its studies. As near as a scale comes to that is its upper half of answers
against its lower half. In a normal distribution the averages of the two halves lie
2 · sqrt(2 / pi) = 1.596 standard deviations apart, so that the odds ratio of the one against the
other is the odds ratio per standard deviation to the power of 1.596 where the link is equally
strong everywhere. A condition with two answers has its own: yes against no.

Worked out of published estimates whenever somebody looks, so it tells nothing that they do not.
"""

import math
from collections.abc import Iterable
from typing import Final

from analytics.release.model import Estimate

APART: Final = 2 * math.sqrt(2 / math.pi)
"""Standard deviations between the averages of the halves of a normal distribution."""
HIGH_LOW: Final[str] = "high vs low"
COMPARABLE: Final[frozenset[str]] = frozenset({HIGH_LOW, "yes vs no"})
"""Contrasts that published odds ratios of much against little may stand beside."""


def high_against_low(estimates: Iterable[Estimate], outcome: str, model: str) -> list[Estimate]:
    """Return one odds ratio a condition, high against low; those without a number stay without.

    A condition whose release has no odds ratio per standard deviation keeps what it has.
    """
    asked = [
        one
        for one in estimates
        if (one.measure, one.outcome, one.model) == ("odds_ratio", outcome, model)
    ]
    found: dict[str, dict[str, Estimate]] = {}
    for one in asked:
        found.setdefault(one.factor, {})[one.contrast] = one
    return [_one(by_contrast) for by_contrast in found.values()]


def _one(by_contrast: dict[str, Estimate]) -> Estimate:
    if "yes vs no" in by_contrast:
        return by_contrast["yes vs no"]
    if "per 1 SD" not in by_contrast:
        return next(iter(by_contrast.values()))
    per_sd = by_contrast["per 1 SD"]
    numbers = {name: getattr(per_sd, name) for name in ("estimate", "low", "high")}
    moved = {name: None if one is None else one**APART for name, one in numbers.items()}
    # Not a contrast of the release: it stands in no file, and its model need not allow it.
    return per_sd.model_copy(update={**moved, "contrast": HIGH_LOW})


def comparable(estimates: Iterable[Estimate]) -> bool:
    """Whether published odds ratios of much against little may stand beside all of them."""
    return all(one.contrast in COMPARABLE for one in estimates)
