"""What a published link comes to in an organisation too small for a model: groups and a prior."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Final

import numpy as np

from analytics.statistics.intervals import (
    CONFIDENCE,
    CountsImpossible,
    Interval,
    normal_quantile,
)
from analytics.statistics.patterns import Floats

SLOPES: Final = np.linspace(-4.0, 4.0, 801)
LEVELS: Final = np.linspace(-6.0, 6.0, 241)
POWER: Final = 0.8


@dataclass(frozen=True)
class Group:
    """A group's row: answers, how many have the outcome, and its mean in SDs of people."""

    n: float
    events: float
    at: float


@dataclass(frozen=True)
class Updated:
    """A log odds ratio per SD: median and central interval, and the prior's weight, 0 to 1."""

    estimate: float
    interval: Interval
    prior_weight: float


def updated(
    groups: Sequence[Group],
    prior: float,
    prior_sd: float,
    *,
    apart_sd: float = 0.0,
    alike: float = 0.0,
    confidence: float = CONFIDENCE,
) -> Updated:
    """Return a published log odds ratio updated by what groups' rows say, on a grid.

    logit p = a + b x over the groups, binomial; a is flat from -6 to 6, b from -4 to 4. Each
    group counts as n / (1 + (n - 1) ``alike``) answers (Kish 1965). The likelihood of b is
    spread by a normal of ``apart_sd``, since a link between groups may differ from the one
    between people (bias model of Turner et al. 2009, J R Stat Soc A 172:21), and multiplied by
    the normal prior (Greenland 2006, Int J Epidemiol 35:765). The prior's weight is the
    posterior variance over the prior's, at most 1. Unit: log odds ratio per SD. Checked
    against a quadrature of the same model, on the counts of Greenland's example too; his
    normal approximation of it (1.80, 0.65 to 4.94) is ``with_prior``.

    Raises
    ------
    CountsImpossible
        When a group has nobody or more events than people, or ``prior_sd`` is not above 0.
    """
    if prior_sd <= 0 or apart_sd < 0 or not 0 <= alike <= 1:
        raise CountsImpossible("A prior needs a spread above 0, and likeness lies from 0 to 1.")
    if any(one.n < 1 or not 0 <= one.events <= one.n for one in groups):
        raise CountsImpossible("A group needs one answer or more, and 0 to n of them as events.")
    odds = -((SLOPES - prior) ** 2) / (2 * prior_sd**2)
    prior_density = np.exp(odds - odds.max())
    density = prior_density * _spread(_likelihood(groups, alike), apart_sd)
    density /= density.sum()
    total = np.cumsum(density) - density / 2
    tail = (1 - confidence) / 2
    low, middle, high = np.interp([tail, 0.5, 1 - tail], total, SLOPES)
    mean = float(density @ SLOPES)
    variance = float(density @ (SLOPES - mean) ** 2)
    weight = min(1.0, variance / prior_sd**2)
    return Updated(float(middle), Interval(float(low), float(high)), weight)


def answers_to_find(log_odds_ratio: float, share: float, power: float = POWER) -> int:
    """Return how many answers find an odds ratio per SD with this power, two-sided at 0.05.

    n = (z(0.975) + z(power))² / (p(1 - p) b²), p the share at the mean of a normal factor.
    Hsieh, Bloch & Larsen 1998, Stat Med 17:1623; one level, nothing adjusted for: teams whose
    people are alike and other factors make it more. Checked by simulation.

    Raises
    ------
    CountsImpossible
        When the share is nobody's or everybody's, or there is no link to find.
    """
    if not 0 < share < 1 or log_odds_ratio == 0 or not 0 < power < 1:
        raise CountsImpossible("A link that can be found is not 0, in a share between 0 and 1.")
    z = normal_quantile() + NormalDist().inv_cdf(power)
    return math.ceil(z**2 / (share * (1 - share) * log_odds_ratio**2))


def _likelihood(groups: Sequence[Group], alike: float) -> Floats:
    """Return how well each slope fits the groups, the level integrated out."""
    log = np.zeros((len(SLOPES), len(LEVELS)))
    for one in groups:
        logit = LEVELS + SLOPES[:, None] * one.at
        each = one.events * logit - one.n * np.logaddexp(0.0, logit)
        log += each / (1 + (one.n - 1) * alike)
    likelihood: Floats = np.exp(log - log.max()).sum(axis=1)
    return likelihood


def _spread(likelihood: Floats, sd: float) -> Floats:
    """Return the likelihood of people's slope where the groups' lies within ``sd`` of it."""
    if sd == 0:
        return likelihood
    steps = (SLOPES[:, None] - SLOPES) / sd
    blurred: Floats = np.exp(-(steps**2) / 2) @ likelihood
    return blurred
