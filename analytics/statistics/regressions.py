"""Least squares of each block of columns on all others, from products that are kept."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from analytics.statistics.patterns import Floats

RIDGE: Final = 1e-6


class Regressions:
    """Columns in blocks beside a column of ones, and the sums of their products.

    A regression on known rows needs the products of those: all products less those of the few
    rows with a gap. Only the products of a block that changes are summed anew.
    """

    def __init__(self, blocks: Sequence[Floats], count: Floats) -> None:
        """Set up blocks of rows × columns, each row of ``count`` people."""
        self.table: Floats = np.hstack([np.ones((len(count), 1)), *blocks])
        ends = np.cumsum([1, *(block.shape[1] for block in blocks)])
        self._places = [np.arange(begin, end) for begin, end in pairwise(ends.tolist())]
        self._count = count
        self._products: Floats = (self.table * count[:, None]).T @ self.table

    def put(self, at: int, block: Floats) -> None:
        """Replace the columns of one block."""
        own = self._places[at]
        self.table[:, own] = block
        products = self.table.T @ (block * self._count[:, None])
        self._products[:, own], self._products[own] = products, products.T

    def fit(
        self, at: int, known: NDArray[np.bool_], source: np.random.Generator
    ) -> tuple[Floats, Floats, Floats]:
        """Regress one block on all others over the rows that are known.

        Returns
        -------
        Predictions of all rows; then for each column of the block, as columns, coefficients of
        the whole table drawn from their posterior, 0 for the block's own; and the residuals of
        all rows.
        """
        own = self._places[at]
        others = np.delete(np.arange(self.table.shape[1]), own)
        gaps = self.table[~known]
        products = self._products - gaps.T @ (gaps * self._count[~known, None])
        information = products[np.ix_(others, others)]
        information[np.diag_indices_from(information)] += RIDGE * np.maximum(
            np.diag(information), 1
        )  # a column may be constant
        coefficients = np.zeros((len(products), len(own)))
        coefficients[others] = np.linalg.solve(information, products[np.ix_(others, own)])
        fitted = self.table @ coefficients
        residual = self.table[:, own] - fitted
        people = np.where(known, self._count, 0)
        df = max(1.0, people.sum() - len(others))
        sigma = np.sqrt((people @ residual**2) / source.chisquare(df, len(own)))
        root = np.linalg.cholesky(np.linalg.inv(information))
        drawn = coefficients.copy()
        drawn[others] += root @ source.normal(size=(len(others), len(own))) * sigma
        return fitted, drawn, residual
