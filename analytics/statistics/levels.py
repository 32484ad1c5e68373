"""Is it the person or the team? One factor divided into the team's mean and the distance from it.

A link between team means need not hold between people of one team, and the other way round (the
ecological fallacy). Put into one model, each half has a coefficient of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from analytics.statistics.effects import Contrast, Effect, odds_ratio
from analytics.statistics.likelihood import DesignDeficient
from analytics.statistics.logistic import Fit, NotConverged, fit_logistic
from analytics.statistics.patterns import Floats, Patterns
from analytics.statistics.sample import Sample
from analytics.statistics.sufficiency import NOT_APART, insufficiency

FEWEST_TEAMS: Final = 20
"""Below this a coefficient of team means rests on too few teams to be shown."""
TOO_FEW_TEAMS: Final = f"too few teams: this model needs at least {FEWEST_TEAMS}"


@dataclass(frozen=True)
class Levels:
    """Odds ratios of one factor within and between teams, per the same number of points.

    Attributes
    ----------
    within
        Two people of one team who differ by the step.
    between
        Two teams whose means differ by the step, at the same distance of a person from the mean.
    context
        ``between`` over ``within``: 1 where a team's mean adds nothing to a person's own score.
    points
        The step, in points of 100.
    """

    within: Effect
    between: Effect
    context: Effect
    points: float
    fit: Fit


def levels(
    sample: Sample, factor: str, points: float = 10.0, start: Floats | None = None
) -> Levels | str:
    """Return what goes with the outcome within and between teams, or why that is not shown.

    The model has the team's mean of ``factor`` (over the people in the model), each person's
    distance from it, and all other terms of the sample as they are. Neuhaus & Kalbfleisch 1998,
    Biometrics 54:638. It is fitted as the sample's own model with the mean beside: the factor's
    coefficient is then that of the distance, and the mean's what lies between the two. Errors
    respect teams. Checked against statsmodels' clustered GLM on rows.

    Parameters
    ----------
    start
        The coefficients of the sample's own model, where they are known: those of a model in
        which the mean adds nothing, from where the fit starts.
    """
    n, events = sample.patterns.n, sample.patterns.events
    why_not = insufficiency(n, events, sample.parameters + 1)
    if why_not is not None:
        return why_not
    if (sample.patterns.teams or 0) < FEWEST_TEAMS:
        return TOO_FEW_TEAMS
    if factor not in sample.factors:
        return NOT_APART
    patterns, own, team = sample.patterns, sample.column(factor), sample.parameters
    means = team_means(patterns, patterns.design[:, own])
    try:
        fit = fit_logistic(
            replace(patterns, added=means), None if start is None else np.append(start, 0.0)
        )
        within, between, context = {own: 1.0}, {own: 1.0, team: 1.0}, {team: 1.0}
        if fit.penalised:  # which variance is the larger depends on the columns: take the halves
            fit = fit_logistic(_divided(patterns, own, means))
            between, context = {team: 1.0}, {own: -1.0, team: 1.0}
    except (DesignDeficient, NotConverged):
        return NOT_APART
    step = Contrast(0, points / sample.sd[factor])
    first, second, third = (
        odds_ratio(_sum(fit, parts), step) for parts in (within, between, context)
    )
    return Levels(first, second, third, points, fit)


def _divided(patterns: Patterns, own: int, means: Floats) -> Patterns:
    """Replace a factor by its distance from the team's mean; the mean is the last column."""
    design = np.column_stack([patterns.design, means])
    design[:, own] = np.round(design[:, own] - means, 12)  # a distance of 1e-16 is none at all
    return replace(patterns, design=design)


def team_means(patterns: Patterns, values: Floats) -> Floats:
    """Return for each pattern the mean of ``values`` over the people of its team."""
    order, first = patterns.by_team
    team = np.repeat(np.arange(len(first)), np.diff([*first, len(values)]))
    if order is not None:
        team[order] = team.copy()
    people = np.bincount(team, weights=patterns.count)
    return np.asarray((np.bincount(team, weights=patterns.count * values) / people)[team])


def _sum(fit: Fit, parts: Mapping[int, float]) -> Fit:
    """Return the fit of a single coefficient: a sum of some, each so many times."""
    weights = np.zeros((1, len(fit.coefficients)))
    weights[0, list(parts)] = list(parts.values())
    return replace(
        fit,
        coefficients=weights @ fit.coefficients,
        covariance=weights @ fit.covariance @ weights.T,
        model_covariance=weights @ fit.model_covariance @ weights.T,
    )
