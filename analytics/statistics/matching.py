"""Predictive mean matching: a gap gets an answer of somebody for whom a like one is predicted.

Predictions are least squares with an intercept of its own for each team, so that people of one
team go on resembling each other in what is filled in.
"""

from dataclasses import dataclass
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from analytics.statistics.patterns import Floats
from analytics.statistics.regressions import Regressions

DONORS: Final = 5


@dataclass(frozen=True)
class Crowd:
    """Who the rows of a table are: people behind each, and their team's number from 0 on."""

    count: Floats
    team: NDArray[np.int64]
    source: np.random.Generator

    @property
    def teams(self) -> int:
        """How many teams there are, those without a known answer included."""
        return int(self.team.max()) + 1


@dataclass(frozen=True)
class Answered:
    """Which rows of a table have an answer to one question, and which have a gap."""

    known: NDArray[np.intp]
    gaps: NDArray[np.intp]

    @classmethod
    def of(cls, known: NDArray[np.bool_]) -> Self:
        """Return the places of the rows that are ``known`` and of those that are not."""
        return cls(np.flatnonzero(known), np.flatnonzero(~known))


def matched(
    values: Floats, regressions: Regressions, at: int, rows: Answered, crowd: Crowd
) -> Floats:
    """Return for each gap of ``values`` the answer of one of the nearest donors.

    A donor's prediction has the fitted coefficients and team intercepts, a gap's has drawn ones
    (type 1 matching); one of the ``DONORS`` nearest is drawn by people. Morris 2014, BMC Med Res
    Methodol 14:75; random intercepts in chained equations: Enders
    2016, Psychol Methods 21:222.

    Parameters
    ----------
    values
        The answers, anything where unknown.
    regressions, at
        The block of the answers, as one column or one a category, among all others.
    """
    source, count = crowd.source, crowd.count
    fitted, drawn = _predictions(regressions, at, rows.gaps, crowd)
    donors = source.permutation(rows.known)  # so that ties fall to anybody
    nearest = donors[nearest_of(fitted.take(donors, axis=0), drawn)]
    weight = count[nearest]
    reached = np.cumsum(weight, axis=1) / weight.sum(axis=1, keepdims=True)
    chosen = (source.random(len(nearest))[:, None] > reached).sum(axis=1)
    chosen = chosen.clip(max=nearest.shape[1] - 1)
    return np.asarray(values[nearest[np.arange(len(nearest)), chosen]])


def _predictions(
    regressions: Regressions, at: int, gaps: NDArray[np.intp], crowd: Crowd
) -> tuple[Floats, Floats]:
    """Return fitted predictions of all rows, and drawn ones of the rows with a gap."""
    found, team = regressions.fit(at, gaps, crowd.source), crowd.team
    intercept, doubt = team_intercepts(found.people, found.residuals, found.squares)
    chance = intercept + doubt * crowd.source.normal(size=doubt.shape)
    fitted = regressions.table @ found.fitted + intercept.take(team, axis=0)
    return fitted, regressions.table.take(gaps, axis=0) @ found.drawn + chance[team[gaps]]


def team_intercepts(people: Floats, residuals: Floats, squares: Floats) -> tuple[Floats, Floats]:
    """Return each team's intercept and its standard error, columns apart: two of teams × columns.

    A team's mean residual times n·τ²/(n·τ² + σ²), with error √(τ²σ²/(n·τ² + σ²)); σ² and τ², the
    variances within and between teams, are by moments (analysis of variance). Both 0 where teams
    differ no more than chance has it; a team without an answer has 0 and τ. Searle 1992,
    Variance Components, chapters 3 and 7.

    Parameters
    ----------
    people, residuals, squares
        As of ``Regression``: n of each team as one column, the residuals of each added up, and
        all squares of residuals added up.
    """
    n, everybody, there = people, float(people.sum()), int((people > 0).sum())
    means = residuals / np.maximum(n, 1)
    if there < 2 or everybody <= there:
        return np.zeros_like(means), np.zeros_like(means)
    within = np.maximum(squares - (n * means**2).sum(axis=0), 0) / (everybody - there)
    centred = np.where(n > 0, means - residuals.sum(axis=0) / everybody, 0)
    size = (everybody - float((n**2).sum()) / everybody) / (there - 1)
    between = np.maximum(0, ((n * centred**2).sum(axis=0) / (there - 1) - within) / size)
    spread = np.maximum(n * between + within, 1e-300)
    return n * between / spread * centred, np.sqrt(between * within / spread)


def nearest_of(donors: Floats, wanted: Floats) -> NDArray[np.int64]:
    """Return for each wanted prediction the places of the nearest donors, ``DONORS`` if there."""
    most = min(DONORS, len(donors))
    if donors.shape[1] > 1:
        from scipy.spatial import cKDTree  # slow to import, so only where needed

        return np.asarray(cKDTree(donors).query(wanted, k=range(1, most + 1))[1])
    order = _ascending(donors[:, 0])
    ranked = donors[:, 0].take(order)
    first = np.searchsorted(ranked, wanted[:, 0])[:, None] + np.arange(-most, most)
    window = np.clip(first, 0, len(ranked) - 1)
    distance = np.abs(ranked[window] - wanted)
    distance[first != window] = np.inf
    closest = np.argsort(distance, axis=1, kind="stable")[:, :most]
    return np.asarray(order[np.take_along_axis(window, closest, axis=1)])


def _ascending(values: Floats) -> NDArray[np.intp]:
    """Return places in ascending order, equal values as they come.

    Sorting that keeps equal values in place takes five times as long, and there are rarely any.
    """
    order = np.argsort(values)
    ranked = values.take(order)
    return np.argsort(values, kind="stable") if (ranked[1:] == ranked[:-1]).any() else order
