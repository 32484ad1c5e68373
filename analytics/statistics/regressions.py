"""Least squares of each block of columns on all others, from sums that are kept.

Nothing but the rows with a gap ever changes, so that a regression costs those and a few products
of columns: sums over all rows are kept, and are exact, since answers are whole numbers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from analytics.statistics.patterns import Floats

RIDGE: Final = 1e-6


@dataclass(frozen=True)
class Regression:
    """One block on all others, over the rows that are known. Columns of a matrix are the block's.

    Attributes
    ----------
    fitted, drawn
        What the columns of the table are multiplied by to predict the block, in standard units:
        as fitted, and as drawn from the posterior.
    people
        By team, those with an answer, as one column.
    residuals
        By team, their residuals added up.
    squares
        The squares of all residuals added up.
    """

    fitted: Floats
    drawn: Floats
    people: Floats
    residuals: Floats
    squares: Floats


class Regressions:
    """Columns in blocks beside a column of ones, and the sums of these and of their products."""

    def __init__(
        self, blocks: Sequence[Floats], count: Floats, team: NDArray[np.int64], teams: int
    ) -> None:
        """Set up blocks of rows × columns, each row of ``count`` people of one of ``teams``."""
        self.table: Floats = np.hstack([np.ones((len(count), 1)), *blocks])
        ends = np.cumsum([1, *(block.shape[1] for block in blocks)])
        self._places = [np.arange(begin, end) for begin, end in pairwise(ends.tolist())]
        self._others = [np.delete(np.arange(ends[-1]), own) for own in self._places]
        self._count, self._team, self._teams = count, team, teams
        weighted = self.table * count[:, None]
        self._products: Floats = weighted.T @ self.table
        self._of_teams = _by_team(weighted, team, teams)
        self._sums: Floats = self.table.sum(axis=0)
        self._squares: Floats = np.einsum("ij,ij->j", self.table, self.table)

    def put(self, at: int, rows: NDArray[np.intp], block: Floats) -> None:
        """Replace some rows of the columns of one block."""
        own, count = self._places[at], self._count[rows, None]
        before = self.table.take(rows, axis=0)
        after = before.copy()
        after[:, own] = block
        self.table[rows] = after
        changed = (after * count).T @ block - (before * count).T @ before[:, own]
        self._products[:, own] += changed
        self._products[own] = self._products[:, own].T
        step = block - before[:, own]
        self._of_teams[:, own] += _by_team(step * count, self._team[rows], self._teams)
        self._sums[own] += step.sum(axis=0)
        self._squares[own] += (block**2 - before[:, own] ** 2).sum(axis=0)

    def fit(self, at: int, gaps: NDArray[np.intp], source: np.random.Generator) -> Regression:
        """Regress one block on all others, over all rows but those with a gap in it."""
        own, others = self._places[at], self._others[at]
        rows, count = self.table.take(gaps, axis=0), self._count[gaps, None]
        standard = self._standard()
        products = standard.T @ (self._products - (rows * count).T @ rows) @ standard
        information = products[others[:, None], others]
        diagonal = information.reshape(-1)[:: len(others) + 1]
        diagonal += RIDGE * np.maximum(diagonal, 1)  # a column may be constant
        fitted = np.zeros((len(products), len(own)))
        fitted[others] = np.linalg.solve(information, products[others[:, None], own])
        left = -fitted
        left[own, np.arange(len(own))] = 1
        squares = np.maximum(np.einsum("ij,ik,kj->j", left, products, left), 0)
        people = self._of_teams[:, :1] - _by_team(count, self._team[gaps], self._teams)
        df = max(1.0, float(people.sum()) - len(others))
        sigma = np.sqrt(squares / source.chisquare(df, len(own)))
        root = np.linalg.cholesky(np.linalg.inv(information))
        drawn = fitted.copy()
        drawn[others] += root @ source.normal(size=(len(others), len(own))) * sigma
        left = standard @ left
        lost = _by_team(rows @ left * count, self._team[gaps], self._teams)
        residuals = self._of_teams @ left - lost
        return Regression(standard @ fitted, standard @ drawn, people, residuals, squares)

    def _standard(self) -> Floats:
        """Return what turns the table into columns of mean 0 and deviation 1, beside the ones."""
        rows = len(self.table)
        # Sums of whole numbers are exact, so that a constant is 0.
        spread = np.sqrt(np.maximum(rows * self._squares - self._sums**2, 0)) / rows
        scale = np.where(spread > 0, spread, 1)
        standard = np.diag(1 / scale)
        standard[0, 1:] = -(self._sums / rows / scale)[1:]
        return standard


def _by_team(weighted: Floats, team: NDArray[np.int64], teams: int) -> Floats:
    """Add up the rows of each team."""
    return np.stack([np.bincount(team, column, teams) for column in weighted.T], axis=1)
