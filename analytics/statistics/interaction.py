"""Does one factor weigh more where another is high? Demands and control, as a product term."""

from dataclasses import dataclass, replace

import numpy as np

from analytics.statistics.effects import Contrast, Effect, odds_ratio
from analytics.statistics.likelihood import DesignDeficient
from analytics.statistics.logistic import Fit, NotConverged, fit_logistic
from analytics.statistics.patterns import Floats
from analytics.statistics.sample import Sample
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
    sample: Sample, first: str, second: str, start: Floats | None = None
) -> Interaction | str:
    """Return the two main effects and their product, or why they are not shown.

    Quadrants add nothing over this (Mikkelsen 2011): the test of Karasek's hypothesis is the
    product term. Only the product is centred: what the factors weigh where the other is at its
    mean is then the same, and the sample's own columns stay as they are. Checked against
    statsmodels' clustered GLM on rows.

    Parameters
    ----------
    start
        The coefficients of the sample's own model, where they are known: those of a model
        without a product, from where the fit starts.
    """
    why_not = insufficiency(sample.patterns.n, sample.patterns.events, sample.parameters + 1)
    if why_not is not None:
        return why_not
    if not {first, second} <= set(sample.factors):
        return NOT_APART
    if all(_two_values(sample, key) for key in (first, second)):
        return SATURATED
    columns = [sample.column(first), sample.column(second)]
    centres = [sample.mean[key] / sample.sd[key] for key in (first, second)]
    parts = [sample.patterns.design[:, at] - to for at, to in zip(columns, centres, strict=True)]
    try:
        fit = fit_logistic(
            replace(sample.patterns, added=parts[0] * parts[1]),
            None if start is None else np.append(start, 0.0),
        )
    except (DesignDeficient, NotConverged):
        return NOT_APART
    effects = [odds_ratio(fit, Contrast(at, 1.0)) for at in (*columns, sample.parameters)]
    return Interaction(effects[0], effects[1], effects[2], fit)


def _two_values(sample: Sample, key: str) -> bool:
    return len(np.unique(sample.patterns.design[:, sample.column(key)])) == 2
