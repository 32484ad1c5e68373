"""Crude comparisons from counts: 2 × 2 tables, and more than two groups in an order or in none."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from analytics.statistics.intervals import (
    CONFIDENCE,
    CountsImpossible,
    Interval,
    normal_quantile,
    wilson,
)
from survey.errors import BearingError


class CellEmpty(BearingError):
    """A ratio was asked of a table in which a count it divides by is zero."""

    code: ClassVar[str] = "STAT-CELL-EMPTY"


@dataclass(frozen=True)
class Comparison:
    """A number and its interval, on the same scale."""

    estimate: float
    interval: Interval


@dataclass(frozen=True)
class Chi2:
    """A chi² statistic, its degrees of freedom and its p value."""

    statistic: float
    df: int
    p: float


@dataclass(frozen=True)
class TwoByTwo:
    """People counted by exposure (rows) and event (columns).

    Raises
    ------
    CountsImpossible
        When a count is below zero or a row is empty.
    """

    exposed_events: int
    exposed_others: int
    unexposed_events: int
    unexposed_others: int

    def __post_init__(self) -> None:
        if min(self.cells) < 0 or not self.exposed or not self.unexposed:
            raise CountsImpossible("A 2 × 2 table has counts from 0 up and people in both rows.")

    @property
    def cells(self) -> tuple[int, int, int, int]:
        """The four counts: exposed with and without the event, then the unexposed."""
        return (
            self.exposed_events,
            self.exposed_others,
            self.unexposed_events,
            self.unexposed_others,
        )

    @property
    def exposed(self) -> int:
        """How many are exposed."""
        return self.exposed_events + self.exposed_others

    @property
    def unexposed(self) -> int:
        """How many are not."""
        return self.unexposed_events + self.unexposed_others


def odds_ratio(table: TwoByTwo, confidence: float = CONFIDENCE) -> Comparison:
    """Return ad/bc with Woolf's interval: exp(log OR ± z √(1/a + 1/b + 1/c + 1/d)).

    Woolf 1955, Ann Hum Genet 19:251. Unit: ratio of odds, above 0. Checked against Choi 2021
    (severe against none 2.4880, 1.9451 to 3.1825).

    Raises
    ------
    CellEmpty
        When one of the four counts is zero.
    """
    if min(table.cells) == 0:
        raise CellEmpty("The odds ratio needs people in all four cells of the table.")
    a, b, c, d = table.cells
    error = math.sqrt(1 / a + 1 / b + 1 / c + 1 / d)
    return _from_log(math.log(a * d / (b * c)), error, confidence)


def prevalence_ratio(table: TwoByTwo, confidence: float = CONFIDENCE) -> Comparison:
    """Return the ratio of the two shares with Katz's interval on the log scale.

    Variance of the log: 1/a - 1/(a+b) + 1/c - 1/(c+d). Katz 1978, Biometrics 34:469. Checked
    against Choi 2021 (high against low stress 1.7128, 1.5746 to 1.8630).

    Raises
    ------
    CellEmpty
        When nobody among the exposed or the unexposed has the event.
    """
    a, _, c, _ = table.cells
    if min(a, c) == 0:
        raise CellEmpty("The prevalence ratio needs events among the exposed and the unexposed.")
    ratio = (a / table.exposed) / (c / table.unexposed)
    error = math.sqrt(1 / a - 1 / table.exposed + 1 / c - 1 / table.unexposed)
    return _from_log(math.log(ratio), error, confidence)


def risk_difference(table: TwoByTwo, confidence: float = CONFIDENCE) -> Comparison:
    """Return the difference of the two shares (-1 to 1) with Newcombe's interval.

    It is made of the two Wilson intervals, so that it stays in its range and has a width at
    0 and 100 %. Newcombe 1998, Stat Med 17:873, method 10; checked against its example (56 of
    70 against 48 of 80: 0.2, 0.0524 to 0.3339).
    """
    a, _, c, _ = table.cells
    first, second = a / table.exposed, c / table.unexposed
    one, two = wilson(a, table.exposed, confidence), wilson(c, table.unexposed, confidence)
    below = math.hypot(first - one.low, two.high - second)
    above = math.hypot(one.high - first, second - two.low)
    difference = first - second
    return Comparison(difference, Interval(difference - below, difference + above))


def chi2(table: Sequence[Sequence[int]]) -> Chi2:
    """Return Pearson's chi² of a table of counts, without continuity correction.

    Σ (observed - expected)² / expected, df = (rows - 1)(columns - 1). Pearson 1900. Checked
    against ``scipy.stats.chi2_contingency`` and Choi 2021 (152.8627, df 3).

    Raises
    ------
    CountsImpossible
        When a count is below zero, or a row or a column is empty.
    """
    counts = _counts(table)
    expected = np.outer(counts.sum(axis=1), counts.sum(axis=0)) / counts.sum()
    statistic = float(((counts - expected) ** 2 / expected).sum())
    df = (counts.shape[0] - 1) * (counts.shape[1] - 1)
    return Chi2(statistic, df, _chi2_tail(statistic, df))


def cramers_v(table: Sequence[Sequence[int]]) -> float:
    """Return Cramér's V, 0 (no link) to 1: √(chi² / (n · (smaller dimension - 1))).

    Cramér 1946. Checked against Choi 2021 (0.1343).
    """
    counts = _counts(table)
    return math.sqrt(chi2(table).statistic / (counts.sum() * (min(counts.shape) - 1)))


def trend_chi2(
    events: Sequence[int], others: Sequence[int], scores: Sequence[float] | None = None
) -> Chi2:
    """Return the Cochran-Armitage chi² for a straight trend of shares over ordered groups.

    With events e, sizes n, scores s, N = Σn and p = Σe/N:
    (Σ s(e - np))² / (p(1-p)(Σ ns² - (Σ ns)²/N)), df 1. Armitage 1955, Biometrics 11:375.
    Checked against Choi 2021 (124.5683, scores 0 to 3).

    Parameters
    ----------
    scores
        One value a group; 0, 1, 2 … unless told.

    Raises
    ------
    CountsImpossible
        When a count is below zero, or a group or one of the two columns is empty.
    """
    counts = _counts(list(zip(events, others, strict=True)))
    steps = np.arange(len(counts), dtype=float) if scores is None else np.asarray(scores, float)
    sizes = counts.sum(axis=1)
    total, share = sizes.sum(), counts[:, 0].sum() / sizes.sum()
    trend = float(steps @ (counts[:, 0] - sizes * share))
    spread = float(sizes @ steps**2 - (sizes @ steps) ** 2 / total)
    statistic = trend**2 / (share * (1 - share) * spread)
    return Chi2(statistic, 1, _chi2_tail(statistic, 1))


def fisher_p(table: TwoByTwo) -> float:
    """Return the two-sided p of Fisher's exact test: the sum over tables no likelier than this.

    Fisher 1935, J R Stat Soc 98:39; scipy's. Checked against Donnino 2021 (.0995 and .0361).
    """
    from scipy.stats import fisher_exact  # slow to import, so only where needed

    a, b, c, d = table.cells
    return float(fisher_exact([[a, b], [c, d]]).pvalue)


def _from_log(log: float, error: float, confidence: float) -> Comparison:
    half = normal_quantile(confidence) * error
    return Comparison(math.exp(log), Interval(math.exp(log - half), math.exp(log + half)))


def _counts(table: Sequence[Sequence[int]]) -> np.ndarray:
    counts = np.asarray(table, dtype=float)
    if counts.ndim != 2 or min(counts.shape) < 2 or (counts < 0).any():
        raise CountsImpossible("A table of counts has two rows and two columns or more, from 0 up.")
    if not (counts.sum(axis=0).all() and counts.sum(axis=1).all()):
        raise CountsImpossible("A table of counts has people in each row and each column.")
    return counts


def _chi2_tail(statistic: float, df: int) -> float:
    from scipy.special import chdtrc  # slow to import, so only where needed

    return float(chdtrc(df, statistic))
