"""Where standardisation starts: at the published share of the outcome, never at the true one.

A ratio and a difference of the same two mean risks tell both risks. Starting from the share that
the cells give already, they tell how a step moves it and not how many people have the outcome.
"""

import math
from dataclasses import replace
from typing import ClassVar, Final

import numpy as np

from analytics.statistics.logistic import Fit
from analytics.statistics.patterns import Floats, Patterns
from survey.errors import BearingError

STEPS: Final = 200
TOLERANCE: Final = 1e-13


class ShareImpossible(BearingError):
    """A share that nobody or everybody has: no model can start there."""

    code: ClassVar[str] = "STAT-SHARE"


def at_share(fit: Fit, patterns: Patterns, share: float) -> Fit:
    """Return the fit with its intercept moved until the mean risk of its people is ``share``.

    All other coefficients, and so all odds ratios, stay; covariances are kept as they were
    fitted. The first column of the design is the intercept. Checked against statsmodels'
    coefficients on rows, moved by scipy's root finder.

    Parameters
    ----------
    share
        Above 0 and below 1.

    Raises
    ------
    ShareImpossible
        When ``share`` is not between 0 and 1.
    """
    weight = patterns.count / patterns.count.sum()
    return _moved(fit, intercept_shift(patterns.design @ fit.coefficients, weight, share))


def at_shares(
    fit: Fit, patterns: Patterns, column: int, ends: tuple[float, float], share: float, yes: float
) -> Fit:
    """Return the fit with its intercept moved for a factor of two scores.

    With everybody at "yes" in the share ``yes`` of cases and at "no" in the others, the mean
    risk is ``share``: so the two risks tell neither how many people have the outcome nor how
    many have the factor. Errors as of ``at_share``.
    """
    linear, weight = patterns.design @ fit.coefficients, patterns.count / patterns.count.sum()
    rest = linear - patterns.design[:, column] * fit.coefficients[column]
    both = [rest + end * fit.coefficients[column] for end in ends]
    weights = np.concatenate([(1 - yes) * weight, yes * weight])
    return _moved(fit, intercept_shift(np.concatenate(both), weights, share))


def intercept_shift(linear: Floats, weight: Floats, share: float) -> float:
    """Return c with Σ weight · 1 / (1 + exp(-(linear + c))) = ``share``, by Newton's method.

    On the logit of the mean, where the slope in c is between 0 and 1.

    Parameters
    ----------
    linear, weight
        Log odds, and weights that add up to 1.

    Raises
    ------
    ShareImpossible
        When ``share`` is not between 0 and 1.
    """
    from scipy.special import expit  # slow to import, so only where needed

    if not 0 < share < 1:
        raise ShareImpossible("A model starts from a share above 0 and below 1.")
    shift = 0.0
    for _ in range(STEPS):
        p = expit(linear + shift)
        mean = float(weight @ p)
        slope = float(weight @ (p * (1 - p))) / (mean * (1 - mean))
        gap = math.log(share / (1 - share)) - math.log(mean / (1 - mean))
        # The whole Newton step may leap over the root where risks lie far apart; a step of the
        # gap alone never does.
        shift += gap / slope if abs(gap) < 0.1 * slope else gap
        if abs(gap) < TOLERANCE:
            break
    return shift


def _moved(fit: Fit, shift: float) -> Fit:
    coefficients = fit.coefficients.copy()
    coefficients[0] += shift
    return replace(fit, coefficients=coefficients)
