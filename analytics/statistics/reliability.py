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

    def covariance(self, count: Floats | None = None) -> Floats:
        """Return the covariance of the items over n - 1, with other counts if given."""
        people = self.count if count is None else count
        centred = self.values - people @ self.values / people.sum()
        return np.asarray((centred * people[:, None]).T @ centred / (people.sum() - 1))


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
    if len(covariance) < FEWEST_ITEMS_FOR_LOADINGS:
        return alpha_of(covariance)
    common = np.diag(covariance) * 0.5
    for _ in range(LOADING_STEPS):
        reduced = covariance - np.diag(np.diag(covariance) - common)
        values, vectors = np.linalg.eigh(reduced)
        loadings = vectors[:, -1] * math.sqrt(max(values[-1], 0.0))
        step = float(np.abs(loadings**2 - common).max())
        common = loadings**2
        if (common > np.diag(covariance)).any():
            return None
        if step < 1e-10 * float(np.diag(covariance).max()):
            break
    true = float(loadings.sum()) ** 2
    return true / (true + float((np.diag(covariance) - common).sum()))


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


def _person_error(patterns: ItemPatterns, there: np.ndarray) -> float | None:
    """Return the jackknife's standard error of log(1 - omega), one person left out at a time."""
    left_out = []
    for at in there:
        fewer = patterns.count.copy()
        fewer[at] -= 1
        left_out.append(_log_rest(patterns, fewer))
    if None in left_out:
        return None
    people, values = patterns.count[there], np.array(left_out, dtype=float)
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
    left_out = [
        _log_rest(patterns, _without(people, owner[drawn == group])) for group in range(groups)
    ]
    if None in left_out:
        return None
    values = np.array(left_out, dtype=float)
    return math.sqrt((groups - 1) / groups * float(((values - values.mean()) ** 2).sum()))


def _without(people: NDArray[np.int64], gone: NDArray[np.int64]) -> Floats:
    return np.asarray(people - np.bincount(gone, minlength=len(people)), dtype=float)


def _log_rest(patterns: ItemPatterns, count: Floats) -> float | None:
    value = omega_of(patterns.covariance(count))
    return None if value is None or value >= 1 else math.log(1 - value)


def item_rest(patterns: ItemPatterns) -> tuple[float, ...]:
    """Return each item's correlation with the sum of the other items, -1 to 1.

    (row sum - variance) / √(variance · variance of the rest). Checked against rows.
    """
    covariance = patterns.covariance()
    own, rows = np.diag(covariance), covariance.sum(axis=1)
    rest = covariance.sum() - 2 * rows + own
    return tuple(float(r) for r in (rows - own) / np.sqrt(own * rest))
