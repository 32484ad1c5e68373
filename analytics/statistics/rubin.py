"""Rubin's rules: one estimate, with its interval, out of those of several imputations."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from analytics.statistics.intervals import CONFIDENCE, Interval, quantile
from survey.errors import BearingError


class ImputationsImpossible(BearingError):
    """Estimates that cannot be put together: fewer than two, or a variance below zero."""

    code: ClassVar[str] = "STAT-IMPUTATIONS"


@dataclass(frozen=True)
class Combined:
    """One estimate out of several imputations.

    Attributes
    ----------
    estimate, interval
        On the scale of the input.
    missing_information
        Share of the variance that is between imputations, 0 to 1.
    """

    estimate: float
    interval: Interval
    missing_information: float


def rubin(
    estimates: Sequence[float],
    variances: Sequence[float],
    degrees: float | None = None,
    confidence: float = CONFIDENCE,
) -> Combined:
    """Put together the results of m imputations.

    Mean of the estimates; T = W + (1 + 1/m)B with W the mean variance and B the variance of the
    estimates; t interval with (m - 1)/λ² degrees of freedom, λ = (1 + 1/m)B/T. Rubin 1987,
    Multiple Imputation for Nonresponse in Surveys, section 3.1. Where the complete answers
    would have had ν = ``degrees`` only (teams - 1), these two are joined as resistors are with
    (1 - λ)ν(ν + 1)/(ν + 3): Barnard & Rubin 1999, Biometrika 86:948. Checked by hand.

    Raises
    ------
    ImputationsImpossible
        With fewer than two imputations, or a variance that is not above zero.
    """
    m, within = len(estimates), float(np.mean(variances)) if len(variances) else 0.0
    if m < 2 or m != len(variances) or min(variances) <= 0:
        raise ImputationsImpossible("Rubin's rules need two imputations or more with variances.")
    between = (1 + 1 / m) * float(np.var(estimates, ddof=1))
    total, centre = within + between, float(np.mean(estimates))
    missing = between / total
    inverse = missing**2 / (m - 1)
    if degrees is not None:
        inverse += (degrees + 3) / (degrees * (degrees + 1) * (1 - missing))
    half = quantile(1 / inverse if inverse > 0 else None, confidence) * math.sqrt(total)
    return Combined(centre, Interval(centre - half, centre + half), missing)
