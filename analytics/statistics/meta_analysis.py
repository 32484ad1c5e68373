"""One estimate out of several groups' estimates: departments, studies, or both.

Everything is on a scale on which estimates add up, such as the log odds ratio.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from analytics.statistics.intervals import CONFIDENCE, Interval, normal_quantile
from analytics.statistics.patterns import Floats
from analytics.statistics.two_by_two import TwoByTwo
from survey.errors import BearingError


class GroupsImpossible(BearingError):
    """Estimates that cannot be pooled: fewer than two, or a variance that is not above zero."""

    code: ClassVar[str] = "STAT-GROUPS"


@dataclass(frozen=True)
class Pooled:
    """A pooled estimate and how much the groups differ.

    Attributes
    ----------
    estimate, interval
        Random effects, on the scale of the input.
    q, df
        Cochran's Q, chi² of ``df`` where all groups share one effect.
    tau2
        Variance of the true effects between groups.
    i2
        Share of the variation that is not chance, 0 to 100 %.
    weights
        Of each group, adding up to 1.
    """

    estimate: float
    interval: Interval
    q: float
    df: int
    tau2: float
    i2: float
    weights: tuple[float, ...]


def random_effects(
    effects: Sequence[float], variances: Sequence[float], confidence: float = CONFIDENCE
) -> Pooled:
    """Pool by DerSimonian & Laird 1986 (Control Clin Trials 7:177).

    With w = 1/variance and the weighted mean m: Q = Σ w(y - m)², tau² = (Q - df) / (Σw - Σw²/Σw)
    but not below 0, I² = (Q - df)/Q; then weights 1/(variance + tau²). Checked against the 13
    BCG trials (tau² 0.3663, pooled log odds ratio -0.7474).

    Raises
    ------
    GroupsImpossible
        With fewer than two groups, or a variance that is not above zero.
    """
    y, v = np.asarray(effects, float), np.asarray(variances, float)
    if len(y) < 2 or len(y) != len(v) or not (v > 0).all() or not np.isfinite(y).all():
        raise GroupsImpossible("Pooling needs two estimates or more, each with its variance.")
    fixed: Floats = 1 / v
    q = float(fixed @ (y - fixed @ y / fixed.sum()) ** 2)
    df = len(y) - 1
    scale = float(fixed.sum() - (fixed**2).sum() / fixed.sum())
    tau2 = max(0.0, (q - df) / scale)
    weights = 1 / (v + tau2)
    estimate = float(weights @ y / weights.sum())
    half = normal_quantile(confidence) / math.sqrt(float(weights.sum()))
    return Pooled(
        estimate,
        Interval(estimate - half, estimate + half),
        q,
        df,
        tau2,
        100 * max(0.0, (q - df) / q) if q > 0 else 0.0,
        tuple(float(weight) for weight in weights / weights.sum()),
    )


def log_odds_ratio(table: TwoByTwo) -> tuple[float, float]:
    """Return the log odds ratio of a table and its variance (Woolf), to be pooled.

    Where a cell is empty, half a person is added to all four (Haldane 1956).
    """
    more = 0.5 if 0 in table.cells else 0.0
    a, b, c, d = (cell + more for cell in table.cells)
    return math.log(a * d / (b * c)), 1 / a + 1 / b + 1 / c + 1 / d


def mantel_haenszel(tables: Sequence[TwoByTwo]) -> float:
    """Return the log of the common odds ratio: Σ ad/n over Σ bc/n.

    Mantel & Haenszel 1959, J Natl Cancer Inst 22:719. Checked against the BCG trials (-0.4734).

    Raises
    ------
    GroupsImpossible
        Where one of the sums is zero.
    """
    above = below = 0.0
    for table in tables:
        a, b, c, d = table.cells
        above += a * d / (table.exposed + table.unexposed)
        below += b * c / (table.exposed + table.unexposed)
    if not above or not below:
        raise GroupsImpossible("The tables have no common odds ratio: a diagonal is empty in all.")
    return math.log(above / below)


@dataclass(frozen=True)
class WithPrior:
    """An estimate drawn towards a published one, and how much of it is the published one."""

    estimate: float
    interval: Interval
    prior_weight: float


def with_prior(
    effect: float,
    variance: float,
    prior: float,
    prior_variance: float,
    confidence: float = CONFIDENCE,
) -> WithPrior:
    """Return the mean of an own and a published effect, weighted by 1/variance, on one scale.

    The normal posterior of one observation; ``prior_variance`` holds the uncertainty of the
    published effect and how far an organisation may differ from it. Label the result and show
    ``prior_weight`` (0 to 1) beside it. Greenland 2006, Int J Epidemiol 35:765.

    Raises
    ------
    GroupsImpossible
        When a variance is not above zero.
    """
    if variance <= 0 or prior_variance <= 0:
        raise GroupsImpossible("Both the own and the published effect need a variance above zero.")
    own, published = 1 / variance, 1 / prior_variance
    estimate = (own * effect + published * prior) / (own + published)
    half = normal_quantile(confidence) / math.sqrt(own + published)
    interval = Interval(estimate - half, estimate + half)
    return WithPrior(estimate, interval, published / (own + published))
