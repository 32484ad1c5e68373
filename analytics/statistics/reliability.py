"""Do the items of a scale measure one thing? Alpha, omega and item-rest correlations on counts.

Items are given as distinct patterns with frequencies, turned items turned already, complete
answers only. Alpha takes all items to be equally good; omega does not, and is preferred.
"""

import math
from dataclasses import dataclass
from typing import ClassVar, Final

import numpy as np
from numpy.typing import NDArray

from analytics.statistics.intervals import CONFIDENCE, Interval, normal_quantile
from analytics.statistics.patterns import Floats
from survey.errors import BearingError

LOADING_STEPS: Final = 500

JACKKNIFE_GROUPS: Final = 200
"""From this many patterns on, people are left out by groups, not one by one."""
FEWEST_ITEMS_FOR_LOADINGS: Final = 3


class ItemsImpossible(BearingError):
    """Items that no reliability can be computed of: one item, one person, or no variation."""

    code: ClassVar[str] = "STAT-ITEMS"


@dataclass(frozen=True)
class ItemPatterns:
    """Distinct answers to the items of a scale.

    Attributes
    ----------
    values
        Patterns × items, in any unit that all items share.
    count
        People with each pattern.

    Raises
    ------
    ItemsImpossible
        With fewer than two items or three people, or an item that all answered alike.
    """

    values: Floats
    count: Floats

    def __post_init__(self) -> None:
        if self.values.ndim != 2 or self.items < 2 or self.n < 3:
            raise ItemsImpossible("A scale has a reliability from two items and three people on.")
        if not (np.diag(self.covariance()) > 0).all():
            raise ItemsImpossible("An item that all answer alike has no reliability.")

    @property
    def items(self) -> int:
        """How many items there are."""
        return int(self.values.shape[1])

    @property
    def n(self) -> int:
        """People behind the patterns."""
        return round(float(self.count.sum()))

    def covariance(self) -> Floats:
        """Return the covariance of the items over n - 1."""
        return np.asarray(self.covariances_without(np.zeros((1, len(self.count))))[0])

    def covariances_without(self, gone: Floats) -> Floats:
        """Return the covariance without some people, for each row of ``gone``: how many of each.

        Σ x x' less those who are gone, around everybody's mean, so that nothing cancels.
        """
        centred = self.values - self.count @ self.values / self.count.sum()
        products = (centred[:, :, None] * centred[:, None, :]).reshape(len(centred), -1)
        people = self.count.sum() - gone.sum(axis=1)
        sums = self.count @ centred - gone @ centred
        squares = (self.count @ products - gone @ products).reshape(-1, self.items, self.items)
        squares -= sums[:, :, None] * sums[:, None, :] / people[:, None, None]
        return np.asarray(squares / (people - 1)[:, None, None])


@dataclass(frozen=True)
class Coefficient:
    """A reliability, at most 1, and its interval."""

    estimate: float
    interval: Interval


def alpha_of(covariance: Floats) -> float:
    """Return k/(k - 1) · (1 - Σ item variances / variance of the sum).

    Cronbach 1951, Psychometrika 16:297. Give a correlation matrix for the standardised alpha.
    Checked against R's ``attitude``: raw 0.8431, standardised 0.8391.
    """
    k = len(covariance)
    return float(k / (k - 1) * (1 - np.trace(covariance) / covariance.sum()))


def standardised(covariance: Floats) -> Floats:
    """Return the correlations that belong to a covariance."""
    deviation = np.sqrt(np.diag(covariance))
    return np.asarray(covariance / np.outer(deviation, deviation))


def alpha(patterns: ItemPatterns, confidence: float = CONFIDENCE) -> Coefficient:
    """Return Cronbach's alpha with Feldt's interval: 1 - (1 - alpha) · F.

    F has n - 1 and (n - 1)(k - 1) degrees of freedom. Feldt 1965, Psychometrika 30:357.
    """
    from scipy.special import fdtri  # slow to import, so only where needed

    normal_quantile(confidence)
    estimate, n, k = alpha_of(patterns.covariance()), patterns.n, patterns.items
    first, second, tail = n - 1, (n - 1) * (k - 1), (1 - confidence) / 2
    low = 1 - (1 - estimate) * float(fdtri(first, second, 1 - tail))
    high = 1 - (1 - estimate) * float(fdtri(first, second, tail))
    return Coefficient(estimate, Interval(low, high))


def omega_of(covariance: Floats) -> float | None:
    """Return McDonald's omega: (Σ loadings)² / variance of the sum that one factor implies.

    Loadings are least squares (iterated principal axes; exact for three items). Two items fix
    no loadings: taken as equal, omega is alpha. None where no proper factor fits (an item with
    more common than own variance). McDonald 1999. Checked against statsmodels'
    ``Factor`` (principal axes).
    """
    (found,) = omegas_of(covariance[None])
    return None if math.isnan(found) else float(found)


def omegas_of(covariances: Floats) -> Floats:
    """Return ``omega_of`` of many covariances at once, and no number where there is none.

    Parameters
    ----------
    covariances
        Matrices × items × items.
    """
    if covariances.shape[1] < FEWEST_ITEMS_FOR_LOADINGS:
        return np.array([alpha_of(one) for one in covariances])
    own = np.diagonal(covariances, axis1=1, axis2=2)
    common, loadings = own * 0.5, np.zeros_like(own)
    left, on = np.arange(len(own)), np.arange(own.shape[1])
    for _ in range(LOADING_STEPS):
        reduced = covariances[left]
        reduced[:, on, on] -= own[left] - common[left]
        values, vectors = np.linalg.eigh(reduced)
        loadings[left] = vectors[:, :, -1] * np.sqrt(np.maximum(values[:, -1:], 0.0))
        step = np.abs(loadings[left] ** 2 - common[left]).max(axis=1)
        common[left] = loadings[left] ** 2
        improper = (common[left] > own[left]).any(axis=1)
        common[left[improper]] = np.nan
        left = left[~improper & (step >= 1e-10 * own[left].max(axis=1))]
        if not len(left):
            break
    true = loadings.sum(axis=1) ** 2
    return np.asarray(true / (true + (own - common).sum(axis=1)))


def omega(patterns: ItemPatterns, confidence: float = CONFIDENCE) -> Coefficient | None:
    """Return omega with a jackknife interval on the scale of log(1 - omega), or None.

    One person of each pattern is left out in turn, weighted by the people who have it: the same
    as leaving out each person. Efron & Tibshirani 1993, chapter 11.
    """
    estimate = omega_of(patterns.covariance())
    if estimate is None or estimate >= 1:
        return None
    there = np.flatnonzero(patterns.count > 0)
    if len(there) > JACKKNIFE_GROUPS:
        error = _grouped_error(patterns)
    else:
        error = _person_error(patterns, there)
    if error is None:
        return None
    half, log = normal_quantile(confidence) * error, math.log(1 - estimate)
    return Coefficient(estimate, Interval(1 - math.exp(log + half), 1 - math.exp(log - half)))


def _person_error(patterns: ItemPatterns, there: NDArray[np.intp]) -> float | None:
    """Return the jackknife's standard error of log(1 - omega), one person left out at a time."""
    gone = np.zeros((len(there), len(patterns.count)))
    gone[np.arange(len(there)), there] = 1
    values = _log_rests(patterns, gone)
    if values is None:
        return None
    people = patterns.count[there]
    centre = float(people @ values) / patterns.n
    return math.sqrt((patterns.n - 1) / patterns.n * float(people @ (values - centre) ** 2))


def _grouped_error(patterns: ItemPatterns) -> float | None:
    """Return the same with a random group of people left out at a time.

    √((G - 1)/G · Σ(value - mean)²) over G groups, drawn with a fixed seed so that the same
    answers give the same interval. Thousands of patterns would take minutes one by one. Efron &
    Tibshirani 1993, chapter 11.
    """
    groups, people = JACKKNIFE_GROUPS, patterns.count.astype(np.int64)
    owner = np.repeat(np.arange(len(people)), people)
    drawn = np.random.default_rng(0).permutation(len(owner)) % groups
    gone = np.bincount(drawn * len(people) + owner, minlength=groups * len(people))
    values = _log_rests(patterns, gone.reshape(groups, len(people)).astype(float))
    if values is None:
        return None
    return math.sqrt((groups - 1) / groups * float(((values - values.mean()) ** 2).sum()))


def _log_rests(patterns: ItemPatterns, gone: Floats) -> Floats | None:
    """Return log(1 - omega) with some people left out, or None where one has none.

    Parameters
    ----------
    gone
        For each time, the people of each pattern who are left out.
    """
    found = omegas_of(patterns.covariances_without(gone))
    return np.log(1 - found) if (found < 1).all() else None


def item_rest(patterns: ItemPatterns) -> tuple[float, ...]:
    """Return each item's correlation with the sum of the other items, -1 to 1.

    (row sum - variance) / √(variance · variance of the rest). Checked against rows.
    """
    covariance = patterns.covariance()
    own, rows = np.diag(covariance), covariance.sum(axis=1)
    rest = covariance.sum() - 2 * rows + own
    return tuple(float(r) for r in (rows - own) / np.sqrt(own * rest))
