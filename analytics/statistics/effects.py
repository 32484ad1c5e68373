"""From a fitted model to numbers that people read: ratios and differences with intervals.

A contrast is a step along one factor. The odds ratio needs the coefficient alone; the
prevalence ratio and the risk difference compare the mean risk of everybody in the model before
and after the step, all else kept as it is (marginal standardisation).
"""

import math
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from analytics.statistics.intervals import Interval, quantile, two_sided_p
from analytics.statistics.logistic import Fit
from analytics.statistics.patterns import Floats
from analytics.statistics.risks import Risk, Risks

Measure = Literal["odds_ratio", "prevalence_ratio", "risk_difference"]
MEASURES: Final[tuple[Measure, ...]] = ("odds_ratio", "prevalence_ratio", "risk_difference")


@dataclass(frozen=True)
class Contrast:
    """A step along one column of the design.

    Attributes
    ----------
    column
        Which column of the design.
    step
        How far, in the unit of the column.
    ends
        For a factor of two scores, the values of "no" and "yes": standardisation then sets
        everybody to each of them, instead of moving each from where they are.
    """

    column: int
    step: float
    ends: tuple[float, float] | None = None


@dataclass(frozen=True)
class Effect:
    """An estimate, its 95 % interval, and the p value of "no link at all"."""

    estimate: float
    interval: Interval
    p: float


def risk_change(risks: Risks, contrast: Contrast) -> tuple[Risk, Risk]:
    """Return the mean risk of everybody before and after a step."""
    if contrast.ends is None:
        return risks.as_they_are, risks.moved(contrast.column, contrast.step)
    before, after = (risks.set_to(contrast.column, end) for end in contrast.ends)
    return before, after


def odds_ratio(fit: Fit, contrast: Contrast) -> Effect:
    """Return exp(β · step) with Wald's interval exp((β ± t · se) · step). Unit: ratio of odds.

    t is the quantile with ``fit.degrees`` degrees of freedom. Checked against statsmodels' GLM
    on rows with ``cov_type="cluster"`` and ``use_t=True``, interval and p.
    """
    gradient = np.zeros(len(fit.coefficients))
    gradient[contrast.column] = contrast.step
    log = float(fit.coefficients[contrast.column]) * contrast.step
    return _on_log_scale(log, _error(gradient, fit), fit)


def prevalence_ratio(fit: Fit, change: tuple[Risk, Risk]) -> Effect:
    """Return mean risk after the step over mean risk before. Unit: ratio of shares.

    The interval is by the delta method on the log scale with the fit's covariance and its
    degrees of freedom. Localio 2007, J Clin Epidemiol 60:874. Checked against the crude
    prevalence ratio of a 2 × 2 table and against statsmodels' coefficients put through
    numerical derivatives.

    Parameters
    ----------
    change
        See ``risk_change``.
    """
    before, after = change
    gradient = after.gradient / after.mean - before.gradient / before.mean
    return _on_log_scale(math.log(after.mean / before.mean), _error(gradient, fit), fit)


def risk_difference(fit: Fit, change: tuple[Risk, Risk]) -> Effect:
    """Return mean risk after the step minus mean risk before, -1 to 1 (0.05 is 5 points).

    The interval is by the delta method with the fit's covariance, as for the prevalence ratio.
    """
    before, after = change
    difference = after.mean - before.mean
    error = _error(after.gradient - before.gradient, fit)
    half = quantile(fit.degrees) * error
    interval = Interval(max(-1.0, difference - half), min(1.0, difference + half))
    return Effect(difference, interval, two_sided_p(difference / error, fit.degrees))


def _error(gradient: Floats, fit: Fit) -> float:
    return math.sqrt(float(gradient @ fit.covariance @ gradient))


def _on_log_scale(log: float, error: float, fit: Fit) -> Effect:
    half = quantile(fit.degrees) * error
    interval = Interval(math.exp(log - half), math.exp(log + half))
    return Effect(math.exp(log), interval, two_sided_p(log / error, fit.degrees))
