"""Whether "what to do first" would come out alike if the survey were held again.

The true values are drawn around the published ones, first drawn to the mean of all groups (of many,
the worst looking are the unluckiest too), then a new survey around these, and the list is made
anew by the rule of ``priorities``. What stays is counted (Goldstein & Spiegelhalter 1996, J R Stat
Soc A 159:385, on what ranks of groups are worth). Redrawing the published numbers as they are would
say 62 of 100 where 43 come true. Made of published numbers alone, it tells nothing about anybody
that these do not.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from analytics.release.model import TOTAL, Cell, Estimate, MeasureEntry
from analytics.statistics.apart import points
from analytics.statistics.intervals import normal_quantile
from analytics.statistics.meta_analysis import random_effects
from analytics.statistics.patterns import Floats
from analytics.statistics.priorities import AT_MOST, Known, published, step_of
from survey.vocabulary import GoodEnd

REDRAWN: Final = 400
STEADY: Final = 0.8
"""From which share on the order counts as steady; a convention."""
SEED: Final = 19960385
FEWEST: Final = 2
TWICE: Final = 2**0.5
"""An error of what is true and one of the new survey, together."""


@dataclass(frozen=True)
class Steadiness:
    """What stays of a list when the survey is redrawn.

    Attributes
    ----------
    first
        Share of the redrawn surveys (0 to 1) in which the first one is first again.
    listed
        By department, team and measure of each of the list, in its order, the share in which it
        is on the list at all.
    """

    first: float
    listed: Mapping[tuple[str, str, str], float]

    @property
    def is_steady(self) -> bool:
        """Tell whether the first stays first often enough to lean on."""
        return self.first >= STEADY


@dataclass(frozen=True)
class _Candidates:
    """Cells in arrays; all but the last two in points of 100, the higher the worse.

    ``nearer`` is how much worse each is at its nearer end, ``value`` how much in the middle.
    """

    cells: tuple[Cell, ...]
    nearer: Floats
    value: Floats
    error: Floats
    people: Floats
    measure: np.ndarray


def steadiness(
    cells: Iterable[Cell],
    organisation: Mapping[str, Cell],
    measures: Sequence[MeasureEntry],
    estimates: Iterable[Estimate],
    outcome: str,
    *,
    at_most: int = AT_MOST,
    redrawn: int = REDRAWN,
) -> Steadiness | None:
    """Return how steady the list of ``priorities`` is that these make; None where it is empty.

    Errors are read off the intervals as normal ones. The same numbers give the same answer.
    """
    by_key = {one.key: at for at, one in enumerate(measures)}
    found = _candidates(cells, organisation, measures, by_key)
    steps = _steps(estimates, outcome, measures)
    known = np.array([published(one) for one in measures], int)
    wholes = np.array([_error(organisation.get(one.key)) for one in measures])
    listed = _listed(found, steps[:, 0], steps[:, 1] > 0, known, at_most)
    if not len(listed):
        return None
    source = np.random.default_rng(SEED)
    middle, error = _anew(found)
    first, again = 0, np.zeros(len(listed))
    for _ in range(redrawn):
        moved = (TWICE * source.normal(size=len(measures)) * wholes)[found.measure]
        value = middle + source.normal(size=len(middle)) * error - moved
        other = replace(found, nearer=found.nearer + value - found.value)
        shift = TWICE * source.normal(size=len(measures)) * steps[:, 2]
        anew = _listed(other, steps[:, 0] + shift, steps[:, 1] + shift > 0, known, at_most)
        first += bool(len(anew)) and anew[0] == listed[0]
        again += np.isin(listed, anew)
    on_it = [found.cells[at] for at in listed]
    places = [(one.department, one.team, one.measure) for one in on_it]
    return Steadiness(
        float(first / redrawn), dict(zip(places, (again / redrawn).tolist(), strict=True))
    )


def _anew(found: _Candidates) -> tuple[Floats, Floats]:
    """Return where a new survey would find each, and with what error.

    Of each measure's groups the variance of the true values by moments (DerSimonian & Laird 1986),
    the values drawn to their mean by it, and the error of both what is true and the new survey.
    A measure of one group is drawn nowhere.
    """
    middle, variance = found.value.copy(), 2 * found.error**2
    for measure in np.unique(found.measure):
        own = np.flatnonzero((found.measure == measure) & (found.error > 0))
        if len(own) < FEWEST:
            continue
        value, noise = found.value[own], found.error[own] ** 2
        pooled = random_effects(value.tolist(), noise.tolist())
        kept = pooled.tau2 / (pooled.tau2 + noise)
        middle[own] = pooled.estimate + kept * (value - pooled.estimate)
        variance[own] = kept * noise + noise
    return middle, np.sqrt(variance)


def _listed(
    found: _Candidates, step: Floats, clear: np.ndarray, known: np.ndarray, at_most: int
) -> np.ndarray:
    """Return the candidates on the list, the first on top, by the rule of ``priorities``."""
    worse = np.flatnonzero(found.nearer > 0)
    of = found.measure[worse]
    strength = np.where(clear, np.abs(step), 1.0)[of]
    rank = np.where(clear, int(Known.HERE), known)[of]
    weight = found.people[worse] * found.nearer[worse] * strength
    order = np.lexsort((-found.nearer[worse], -weight, rank))
    return worse[order][:at_most]


def _candidates(
    cells: Iterable[Cell],
    organisation: Mapping[str, Cell],
    measures: Sequence[MeasureEntry],
    by_key: Mapping[str, int],
) -> _Candidates:
    kept, rows = [], []
    for cell in cells:
        at, whole = by_key.get(cell.measure), organisation.get(cell.measure)
        if at is None or whole is None or whole.value is None or cell.department == TOTAL:
            continue
        if cell.value is None or cell.low is None or cell.high is None:
            continue
        sign, end = (-1, cell.high) if measures[at].good_end is GoodEnd.HIGH else (1, cell.low)
        by = (sign * (one - whole.value) for one in (end, cell.value))
        kept.append(cell)
        rows.append((*(points(cell, one) for one in by), _error(cell), cell.n or 0, at))
    table = np.array(rows, float).reshape(-1, 5)
    nearer, value, error, people, of = table.T
    return _Candidates(tuple(kept), nearer, value, error, people, of.astype(int))


def _error(cell: Cell | None) -> float:
    """Return a cell's standard error in points of 100, read off its interval."""
    if cell is None or cell.low is None or cell.high is None:
        return 0.0
    return points(cell, cell.high - cell.low) / (2 * normal_quantile())


def _steps(estimates: Iterable[Estimate], outcome: str, measures: Sequence[MeasureEntry]) -> Floats:
    """Return by measure: people more of 100 per 10 worse points, its nearer end and its error.

    Zeros where the release has no number for it.
    """
    found = np.zeros((len(measures), 3))
    by_factor = {one.factor: one for one in estimates if step_of(one, outcome)}
    for at, entry in enumerate(measures):
        one = by_factor.get(entry.key)
        if one is None or one.estimate is None or one.low is None or one.high is None:
            continue
        sign = 1 if entry.good_end is GoodEnd.LOW else -1
        nearer = one.low if sign > 0 else -one.high
        error = (one.high - one.low) / (2 * normal_quantile())
        found[at] = 100 * sign * one.estimate, 100 * nearer, 100 * error
    return found
