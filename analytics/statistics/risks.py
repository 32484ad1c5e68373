"""Mean risks of the people of a model: as they are, and with one column of the design changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np

from analytics.statistics.likelihood import ROWS, chances
from analytics.statistics.logistic import Fit
from analytics.statistics.patterns import Floats, Patterns


@dataclass(frozen=True)
class Risk:
    """Mean probability of the outcome, 0 to 1, and how it moves with each coefficient."""

    mean: float
    gradient: Floats


@dataclass(frozen=True)
class Risks:
    """The people of a fitted model with their log odds, from which every step starts.

    Attributes
    ----------
    linear
        Log odds of each pattern.
    share
        Its part of all people; all add up to 1.
    """

    fit: Fit
    patterns: Patterns
    linear: Floats
    share: Floats

    @classmethod
    def of(cls, fit: Fit, patterns: Patterns) -> Self:
        """Return the risks that a fit gives the people of some patterns."""
        share = patterns.count / patterns.count.sum()
        return cls(fit, patterns, patterns.design @ fit.coefficients, share)

    @cached_property
    def as_they_are(self) -> Risk:
        """Mean risk of everybody as they answered."""
        return self._risks(0, [None])[0]

    def moved(self, column: int, by: Floats | float) -> Risk:
        """Return the mean risk with everybody's place in a column moved, all else kept.

        Parameters
        ----------
        by
            How far, in the unit of the column: one for all, or one a pattern.
        """
        return self.moved_each(column, [by])[0]

    def moved_each(self, column: int, ways: Sequence[Floats | float]) -> list[Risk]:
        """Return ``moved`` for several ways to move, the design being read once for all."""
        shape = self.share.shape
        return self._risks(column, [np.broadcast_to(np.asarray(by, float), shape) for by in ways])

    def set_to(self, column: int, value: float) -> Risk:
        """Return the mean risk with everybody at one value of a column, all else kept."""
        return self.moved(column, value - self.patterns.design[:, column])

    def _risks(self, column: int, ways: Sequence[Floats | None]) -> list[Risk]:
        """The design is never copied: one column of it differs, by a way.

        Some thousands of rows at a time, as in ``likelihood.information``.
        """
        means, gradients = np.zeros(len(ways)), np.zeros((len(ways), self.patterns.parameters))
        for begin in range(0, len(self.share), ROWS):
            rows = slice(begin, begin + ROWS)
            share = self.share[rows]
            weights = np.empty((len(ways), len(share)))
            for at, by in enumerate(ways):
                linear = self.linear[rows]
                if by is not None:
                    linear = linear + by[rows] * self.fit.coefficients[column]
                p = chances(linear)
                weights[at] = share * p * (1 - p)
                means[at] += share @ p
                if by is not None:
                    gradients[at, column] += weights[at] @ by[rows]
            gradients += weights @ self.patterns.design[rows]
        return [Risk(float(mean), slope) for mean, slope in zip(means, gradients, strict=True)]
