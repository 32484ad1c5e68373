"""Cell values: what turns sums in ticks into the numbers of a cell, with their 95 % interval."""

from dataclasses import dataclass
from math import sqrt
from typing import Final

import pandas as pd

from analytics.composing.scoring import points
from analytics.disclosure.extremes import Blurred, granularity
from analytics.release.model import Cell, CellStatus, Reason, Statistic
from analytics.statistics.intervals import Interval, mean_interval, normal_quantile, wilson
from survey.instruments.model import Measure, Scale
from survey.vocabulary import Sensitivity

POINT_DIGITS: Final = 2
SHARE_DIGITS: Final = 4

SPREAD_BASE: Final = 100
"""Fewest answers from which the organisation's own standard deviation is published and used."""

SPREAD_UNITS: Final = (0.5, 1.0, 2.0, 5.0, 10.0)
"""Points to which the standard deviation may be rounded; see ``coarse_spread``."""

SQUARES: Final = 4.0
"""Ticks² between which the sum of squares must be open."""

PLANNED_SPREAD: Final = 25.0
"""Points; stands in for the standard deviation of smaller organisations."""


@dataclass(frozen=True)
class Place:
    """Whom a cell is about, by the columns of cells.csv."""

    department: str
    team: str
    breakdown: str
    category: str


@dataclass(frozen=True)
class CellValues:
    """What turns a measure's ticks into published numbers.

    Attributes
    ----------
    full, g
        Ticks of one person at the top, and the grain of the ends.
    spread, df
        Points and degrees of freedom for the intervals of means.
    """

    measure: Measure
    full: int
    g: int
    spread: float
    df: int

    @property
    def statistic(self) -> Statistic:
        """What the measure's cells hold: a mean of a scale, a share of a yes/no question."""
        return Statistic.MEAN if isinstance(self.measure, Scale) else Statistic.SHARE


def cell_values_of(measure: Measure, full: int, by_unit: pd.DataFrame) -> CellValues:
    """Return the cell values of a measure from its counts by unit (``Tally.by_unit``)."""
    n, total, squares = (int(by_unit[column].sum()) for column in ("n", "total", "squares"))
    own = points(standard_deviation(n, total, squares), full)
    yes_no_health = not isinstance(measure, Scale) and measure.sensitivity is Sensitivity.HEALTH
    spread = coarse_spread(own, n, full) if n >= SPREAD_BASE else PLANNED_SPREAD
    return CellValues(measure, full, granularity(full, yes_no_health), spread, n - 1)


def standard_deviation(n: int, total: int, squares: int) -> float:
    """Return the sample standard deviation, sqrt((Σx² - (Σx)²/n) / (n - 1)), in ticks."""
    if n < 2:
        return 0.0
    return sqrt(max((squares - total * total / n) / (n - 1), 0.0))


def coarse_spread(spread: float, n: int, full: int) -> float:
    """Return a standard deviation in points, so coarse that it tells no sum.

    (n - 1) s² + (Σx)²/n is a sum of whole squares: an exact s leaves few sums possible, and with
    them the answers of a row that is published as bounds. Rounded to half a point, or to more
    where that leaves less room than ``SQUARES`` in ticks², every sum has several.
    """
    tick = points(1, full)
    for unit in SPREAD_UNITS:
        if 2 * spread * unit * (n - 1) >= SQUARES * tick**2:
            break
    return max(unit, round(spread / unit) * unit)


def bounds_of_sum(n: int, total: int, slack: int, cell_values: CellValues) -> Blurred:
    """A sum near an end is written as bounds, so that all-or-none is never said of it.

    ``slack`` is by how many ticks it may be off at most.
    """
    ceiling = n * cell_values.full
    if slack and (total <= cell_values.g or total >= ceiling - cell_values.g):
        return Blurred(n, total, max(0, total - slack), min(ceiling, total + slack))
    return Blurred(n, total, total, total)


def number_cell(
    wave: str, place: Place, sums: Blurred, variance: float, reason: Reason, cell_values: CellValues
) -> Cell:
    """Return the cell of a published sum: a number with its interval, or its bounds.

    ``variance`` in ticks² is what swapping ends or moving rows adds to that of sampling.
    """
    digits = POINT_DIGITS if cell_values.statistic is Statistic.MEAN else SHARE_DIGITS
    if sums.exact:
        value = _value(sums.total, sums.n, cell_values)
        interval = _interval(sums, variance, cell_values)
        low, high = interval.low, interval.high
    else:
        value = None
        low = _value(sums.low, sums.n, cell_values)
        high = _value(sums.high, sums.n, cell_values)
    return Cell(
        wave=wave,
        department=place.department,
        team=place.team,
        breakdown=place.breakdown,
        category=place.category,
        measure=cell_values.measure.key,
        statistic=cell_values.statistic,
        n=sums.n,
        value=None if value is None else round(value, digits),
        low=round(low, digits),
        high=round(high, digits),
        status=CellStatus.SHOWN if sums.exact else CellStatus.BOUNDED,
        reason=reason,
    )


def withheld_cell(wave: str, place: Place, measure: Measure, reason: Reason) -> Cell:
    """Return a cell without a number, with the reason why."""
    return Cell(
        wave=wave,
        department=place.department,
        team=place.team,
        breakdown=place.breakdown,
        category=place.category,
        measure=measure.key,
        statistic=Statistic.MEAN if isinstance(measure, Scale) else Statistic.SHARE,
        status=CellStatus.WITHHELD,
        reason=reason,
    )


def _value(total: int, n: int, cell_values: CellValues) -> float:
    return (
        points(total / n, cell_values.full) if isinstance(cell_values.measure, Scale) else total / n
    )


def _interval(sums: Blurred, variance: float, cell_values: CellValues) -> Interval:
    """The 95 % interval: t for means, Wilson for shares, widened where sums were blurred.

    The half-width of the blur is added in quadrature.
    """
    n, value = sums.n, _value(sums.total, sums.n, cell_values)
    if isinstance(cell_values.measure, Scale):
        top = 100.0
        interval = mean_interval(value, cell_values.spread, n, cell_values.df)
    else:
        top = 1.0
        interval = wilson(sums.total, n)
    added = normal_quantile() * top * sqrt(variance) / (cell_values.full * n)
    low = value - sqrt((value - interval.low) ** 2 + added**2)
    high = value + sqrt((interval.high - value) ** 2 + added**2)
    return Interval(max(low, 0.0), min(high, top))
