"""Logistic regression on distinct patterns with frequencies, for answers that come in teams.

All sums that a fit needs are sums over patterns, so that the results equal those on rows (tests
compare with statsmodels to eight digits) at the cost of the patterns alone.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Final

import numpy as np

from analytics.statistics.likelihood import (
    chances,
    firth,
    information,
    maximum_likelihood,
)
from analytics.statistics.patterns import Floats, Patterns
from analytics.statistics.sandwich import (
    bias_reduced_covariance,
    cluster_covariance,
    team_information,
    team_scores,
)
from analytics.statistics.separation import separated
from survey.errors import BearingError

FEW_CLUSTERS: Final = 40
"""Below this the plain sandwich is too small and the bias-reduced one takes its place."""


class OutcomeConstant(BearingError):
    """All or none have the outcome, so that nothing can go with it."""

    code: ClassVar[str] = "STAT-OUTCOME-CONSTANT"


class NotConverged(BearingError):
    """The fit did not settle."""

    code: ClassVar[str] = "STAT-NOT-CONVERGED"


NOTHING: Final = 1e-9
"""Of a model-based variance: a clustered one below that is zero but for rounding."""


class Errors(StrEnum):
    """Which covariance the intervals rest on."""

    MODEL = "model-based"
    CLUSTER = "CR1"
    BIAS_REDUCED = "bias-reduced"


@dataclass(frozen=True)
class Fit:
    """A fitted model.

    Attributes
    ----------
    coefficients
        Log odds ratios, in the order of the design's columns.
    covariance
        The covariance that intervals rest on; ``errors`` says which one.
    model_covariance
        The inverse of the information, which takes answers as independent.
    penalised
        Whether the outcome was separated and Firth's penalised likelihood was used.
    clusters
        Teams with at least one person; None without teams.
    """

    coefficients: Floats
    covariance: Floats
    model_covariance: Floats
    errors: Errors
    penalised: bool
    clusters: int | None
    n: int
    events: int

    @property
    def degrees(self) -> int | None:
        """Degrees of freedom of intervals and p: teams - 1; None (normal) for model-based errors.

        A sandwich of G teams is an estimate of G summands, so that normal quantiles are too
        short: Cameron & Miller 2015, J Hum Resour 50:317, section VI; as Stata does.
        """
        if self.errors is Errors.MODEL or self.clusters is None:
            return None
        return self.clusters - 1


def fit_logistic(patterns: Patterns, start: Floats | None = None) -> Fit:
    """Fit P(yes) = 1 / (1 + exp(-xβ)) by maximum likelihood, with errors that respect teams.

    Errors: the CR1 sandwich from 40 teams on and the bias-reduced one of Mancl & DeRouen 2001
    below; CR1 after all where one team alone carries a term; model-based without teams, where
    there are no more teams than parameters (a sandwich of them has no meaning), and where the
    scores of every team cancel out, so that a sandwich of them is zero. Where the
    outcome is separated, Firth's penalised likelihood takes over, and each variance is the
    larger of both kinds, since a sandwich falls to zero in the separated direction.

    Checked against statsmodels' GLM (``cov_type="cluster"``, ``use_t=True``) and GEE (independence,
    ``cov_type="bias_reduced"``) on expanded rows, to eight digits.

    Parameters
    ----------
    start
        Coefficients to start from, such as those of a model that is nearly the same; where
        they lead nowhere, and without any, the start is at 0. The maximum is the same.

    Raises
    ------
    DesignDeficient
        When the columns of the design are not independent over the patterns with people.
    OutcomeConstant
        When nobody or everybody has the outcome.
    NotConverged
        When neither likelihood has a maximum that can be reached.
    """
    kept = patterns.with_people()
    if kept.events in (0, kept.n):
        raise OutcomeConstant("Everybody or nobody has this outcome; there is nothing to model.")
    coefficients, penalised = maximum_likelihood(kept, start), False
    if coefficients is None and separated(kept):
        coefficients, penalised = firth(kept), True
    if coefficients is None:
        raise NotConverged("The model did not settle; fewer terms may help.")
    return _with_errors(kept, coefficients, penalised=penalised)


def _with_errors(patterns: Patterns, coefficients: Floats, *, penalised: bool) -> Fit:
    p = chances(patterns.log_odds(coefficients))
    weight = patterns.count * p * (1 - p)
    model = np.asarray(np.linalg.inv(information(patterns, weight)))
    covariance, errors = _teams_covariance(patterns, p, model)
    if penalised:
        covariance = _at_least(covariance, model)
    return Fit(
        coefficients,
        covariance,
        model,
        errors,
        penalised,
        patterns.teams,
        patterns.n,
        patterns.events,
    )


def _teams_covariance(patterns: Patterns, p: Floats, bread: Floats) -> tuple[Floats, Errors]:
    if patterns.cluster is None or (patterns.teams or 0) <= len(bread):
        return bread, Errors.MODEL
    covariance, errors = _sandwich(patterns, p, bread)
    if np.any(np.diag(covariance) < NOTHING * np.diag(bread)):
        return bread, Errors.MODEL
    return covariance, errors


def _sandwich(patterns: Patterns, p: Floats, bread: Floats) -> tuple[Floats, Errors]:
    teams = patterns.teams or 0
    scores = team_scores(patterns, patterns.count * (patterns.outcome - p))
    if teams < FEW_CLUSTERS:
        information = team_information(patterns, patterns.count * p * (1 - p))
        reduced = bias_reduced_covariance(scores, information, bread)
        if reduced is not None:
            return reduced, Errors.BIAS_REDUCED
    return cluster_covariance(scores, bread, patterns.n), Errors.CLUSTER


def _at_least(covariance: Floats, model: Floats) -> Floats:
    """Scale ``model`` up until no variance is below that of ``covariance``."""
    scale = np.sqrt(np.maximum(1, np.diag(covariance) / np.diag(model)))
    return np.asarray(model * np.outer(scale, scale))
