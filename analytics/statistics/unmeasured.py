"""How strong something that was not asked would have to be to explain a link away: E-values.

All of it is made of published ratios, so it says nothing about anybody that these do not.
VanderWeele and Ding 2017, Ann Intern Med 167:268; the bound is that of Ding and VanderWeele 2016,
Epidemiology 27:368. Checked against the paper's examples and by drawing confounders.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from analytics.release.model import Estimate
from analytics.statistics.intervals import CountsImpossible

STEPS: Final = ("per 1 SD", "yes vs no")
"""Which step of a condition is meant: a clearly higher score, or yes rather than no."""


@dataclass(frozen=True)
class EValue:
    """What would explain a link away, as ratios of 1 or more.

    Attributes
    ----------
    estimate
        The published prevalence ratio.
    to_null
        How many times as frequent something would have to be at one side of the step, and the
        outcome with it, for the ratio to become 1.
    to_unclear
        The same for the end of the interval nearest to 1; 1 where the interval holds 1.
    """

    estimate: Estimate
    to_null: float
    to_unclear: float


def e_value(ratio: float) -> float:
    """Return R + √(R (R - 1)), with R the ratio of risks or its inverse, whichever is above 1.

    Raises
    ------
    CountsImpossible
        When the ratio is not above 0, or not a number.
    """
    if not 0 < ratio < math.inf:
        raise CountsImpossible("An E-value needs a ratio above 0.")
    above = max(ratio, 1 / ratio)
    return above + math.sqrt(above * (above - 1))


def bias_factor(with_condition: float, with_outcome: float) -> float:
    """Return the most by which something not asked can change a ratio: a b / (a + b - 1).

    Parameters
    ----------
    with_condition
        How many times as frequent it is at one side of the step as at the other, 1 or more.
    with_outcome
        How many times as frequent the outcome is among those who have it, 1 or more.

    Raises
    ------
    CountsImpossible
        When one of them is below 1.
    """
    if min(with_condition, with_outcome) < 1:
        raise CountsImpossible("Both associations are given as ratios of 1 or more.")
    return with_condition * with_outcome / (with_condition + with_outcome - 1)


def left_of(estimate: Estimate, factor: float) -> tuple[float, float, float] | None:
    """Return estimate and interval of a ratio after so much bias was taken off, towards 1.

    None where the ratio has no number. What passes 1 has changed its direction.
    """
    value, low, high = estimate.estimate, estimate.low, estimate.high
    if value is None or low is None or high is None:
        return None
    by = factor if value < 1 else 1 / factor
    return value * by, low * by, high * by


def e_values(
    estimates: Iterable[Estimate], outcome: str, model: str = "adjusted"
) -> tuple[EValue, ...]:
    """Return the E-values of an outcome's clear links, the least fragile first.

    Ratios of the shares are taken, not odds ratios, which overstate where an outcome is common.
    """
    found = [
        EValue(one, e_value(one.estimate), e_value(_nearest(one.low, one.high)))
        for one in estimates
        if (one.measure, one.outcome, one.model) == ("prevalence_ratio", outcome, model)
        and one.contrast in STEPS
        and one.estimate
        and one.low
        and one.high
        and _nearest(one.low, one.high) != 1
    ]
    return tuple(sorted(found, key=lambda one: -one.to_unclear))


def _nearest(low: float, high: float) -> float:
    """Return the end of an interval that is nearest to 1; 1 where it holds 1."""
    return 1.0 if low <= 1 <= high else low if low > 1 else high
