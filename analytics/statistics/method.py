"""The column ``method``: what was fitted, in one fixed form that a program can read too."""

from typing import Final

from analytics.release.model import Estimate
from analytics.statistics.effects import Measure
from analytics.statistics.logistic import Errors, Fit
from analytics.statistics.models import Fitted
from analytics.statistics.sufficiency import CONSTANT, NO_SHARE

CLUSTERED: Final = "cluster-robust"
PLAIN: Final = "logistic"
FAMILY: Final = "p_adjusted: Holm over the factors of this outcome, model and measure"
PENALISED: Final = "logistic with Firth's penalty for a separated outcome"
STANDARDISED: Final = "marginal standardisation at the published share"


def method(fitted: Fitted, measure: Measure, factor: str, *, told: bool) -> str:
    """Return what was fitted with its adjustment set, or why a row has no number.

    Parts are divided by ", " and remarks by "; ", such as "logistic, patterns with frequencies,
    cluster-robust (CR1, 162 teams, t with 161 df), adjusted for each other (workload, control)
    and for sex".

    Parameters
    ----------
    told
        Whether the row has a number.
    """
    if fitted.fit is None or not told:
        return fitted.why_not or (CONSTANT if factor in fitted.sample.constant else NO_SHARE)
    parts = [
        fitted_by(fitted.fit),
        _adjustment(fitted),
    ]
    if measure != "odds_ratio":
        parts.append(STANDARDISED)
    remarks = [", ".join(parts)]
    if fitted.left_out:
        remarks.append("left out for too few answers: " + ", ".join(fitted.left_out))
    remarks.append(FAMILY)
    return "; ".join(remarks)


def fitted_by(fit: Fit) -> str:
    """Return how a model was fitted and what its errors rest on."""
    return ", ".join(
        [PENALISED if fit.penalised else PLAIN, "patterns with frequencies", _errors(fit)]
    )


def _errors(fit: Fit) -> str:
    if fit.errors is Errors.MODEL:
        return "model-based errors"
    return f"{CLUSTERED} ({fit.errors}, {fit.clusters} teams, t with {fit.degrees} df)"


def degrees(estimate: Estimate) -> int | None:
    """Return the degrees of freedom of a published interval; None where it is a normal one."""
    if estimate.clusters is None or CLUSTERED not in estimate.method:
        return None
    return estimate.clusters - 1


def _adjustment(fitted: Fitted) -> str:
    factors, breakdowns = ", ".join(fitted.sample.factors), ", ".join(fitted.sample.breakdowns)
    if fitted.model == "unadjusted":
        return "unadjusted"
    if len(fitted.sample.factors) == 1:
        return f"adjusted for {breakdowns or 'nothing: there is no other term'}"
    return f"adjusted for each other ({factors})" + (f" and for {breakdowns}" if breakdowns else "")
