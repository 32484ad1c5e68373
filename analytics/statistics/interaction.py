"""Does one factor weigh more where another is high? Demands and control, as a product term."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from analytics.statistics.effects import Contrast, Effect, odds_ratio
from analytics.statistics.logistic import DesignDeficient, Fit, NotConverged, fit_logistic
from analytics.statistics.sample import PatternTally, Sample, complete_cases
from analytics.statistics.sufficiency import NOT_APART, insufficiency

SATURATED = "not shown: a product of two yes/no factors would be a table of four means"


@dataclass(frozen=True)
class Interaction:
    """How two factors work together, each centred at its mean and in standard deviations.

    Attributes
    ----------
    first, second
        Odds ratio per SD of each factor where the other is at its mean.
    product
        How the odds ratio of either changes per SD of the other: 1 where they do not depend on
        each other. A buffering control shows as a product below 1.
    """

    first: Effect
    second: Effect
    product: Effect
    fit: Fit


def interaction(
    tally: PatternTally,
    outcome: str,
    first: str,
    second: str,
    others: Sequence[str] = (),
    breakdowns: Sequence[str] = (),
) -> Interaction | str:
    """Return the two main effects and their product, or why they are not shown.

    Quadrants add nothing over this (Mikkelsen 2011): the test of Karasek's hypothesis is the
    product term. Checked against statsmodels' clustered GLM on rows.
    """
    sample = complete_cases(tally, outcome, (first, second, *others), breakdowns)
    why_not = insufficiency(sample.patterns.n, sample.patterns.events, sample.parameters + 1)
    if why_not is not None:
        return why_not
    if not {first, second} <= set(sample.factors):
        return NOT_APART
    if all(_two_values(sample, key) for key in (first, second)):
        return SATURATED
    columns = [sample.column(first), sample.column(second)]
    design = sample.patterns.design.copy()
    for key, at in zip((first, second), columns, strict=True):
        design[:, at] -= sample.mean[key] / sample.sd[key]
    design = np.column_stack([design, design[:, columns[0]] * design[:, columns[1]]])
    try:
        fit = fit_logistic(replace(sample.patterns, design=design))
    except (DesignDeficient, NotConverged):
        return NOT_APART
    effects = [odds_ratio(fit, Contrast(at, 1.0)) for at in (*columns, sample.parameters)]
    return Interaction(effects[0], effects[1], effects[2], fit)


def _two_values(sample: Sample, key: str) -> bool:
    return len(np.unique(sample.patterns.design[:, sample.column(key)])) == 2
