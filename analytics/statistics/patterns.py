"""Patterns: the distinct answers that a model is fitted to, and how many people gave each."""

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from survey.errors import BearingError

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class PatternsImpossible(BearingError):
    """Patterns that do not fit together: lengths, values or counts."""

    code: ClassVar[str] = "STAT-PATTERNS"


@dataclass(frozen=True)
class Patterns:
    """What is fitted: one entry a pattern, in a fixed order.

    Attributes
    ----------
    design
        Patterns × parameters, with the column of ones.
    outcome
        1 for yes and 0 for no.
    count
        People with this pattern, whole numbers from 0; a pattern of nobody changes nothing.
    cluster
        The team of each pattern, any whole number; None where answers stand for themselves.
    added
        One more column, the last of the model, kept apart from the design of others: a copy of
        a million rows with it takes longer than a step of a fit.

    Raises
    ------
    PatternsImpossible
        When lengths differ, an outcome is not 0 or 1, a count is negative or a value missing.
    """

    design: Floats
    outcome: Floats
    count: Floats
    cluster: NDArray[np.int64] | None = None
    added: Floats | None = None

    def __post_init__(self) -> None:
        lengths = {len(self.design), len(self.outcome), len(self.count)}
        if self.cluster is not None:
            lengths.add(len(self.cluster))
        if self.added is not None:
            lengths.add(len(self.added))
        if len(lengths) != 1 or self.design.ndim != 2:
            raise PatternsImpossible("Design, outcome, count and cluster differ in length.")
        known = (self.outcome == 0) | (self.outcome == 1)
        there = np.isfinite(self.design).all() and (
            self.added is None or np.isfinite(self.added).all()
        )
        if not there or not known.all():
            raise PatternsImpossible("A pattern has a missing value: drop missing answers first.")
        if not np.isfinite(self.count).all() or (self.count < 0).any():
            raise PatternsImpossible("A pattern counts fewer than nobody.")

    @property
    def parameters(self) -> int:
        """Columns of the model, with the one that is kept apart."""
        return int(self.design.shape[1]) + (self.added is not None)

    def columns(self, rows: slice = slice(None)) -> Floats:
        """Return some rows of all columns; a copy where one is kept apart."""
        if self.added is None:
            return self.design[rows]
        return np.column_stack([self.design[rows], self.added[rows]])

    def log_odds(self, coefficients: Floats) -> Floats:
        """Return the design times the coefficients, of each pattern."""
        if self.added is None:
            return np.asarray(self.design @ coefficients)
        return np.asarray(self.design @ coefficients[:-1] + self.added * coefficients[-1])

    @cached_property
    def n(self) -> int:
        """People behind the patterns."""
        return round(float(self.count.sum()))

    @cached_property
    def events(self) -> int:
        """People with the outcome."""
        return round(float(self.count @ self.outcome))

    @cached_property
    def teams(self) -> int | None:
        """Teams behind the patterns; None without teams."""
        return None if self.cluster is None else len(self.by_team[1])

    @cached_property
    def by_team(self) -> tuple[NDArray[np.intp] | None, NDArray[np.intp]]:
        """The patterns in the order of their teams (None: they are), and where each team begins."""
        cluster = np.zeros(len(self.count), np.int64) if self.cluster is None else self.cluster
        steps = np.diff(cluster)
        order = None if (steps >= 0).all() else np.argsort(cluster, kind="stable")
        if order is not None:
            steps = np.diff(cluster[order])
        first = np.flatnonzero(np.concatenate(([True], steps != 0)))
        return order, first[: len(cluster)]

    def with_people(self) -> Self:
        """Return the patterns that at least one person has."""
        people = self.count > 0
        if people.all():
            return self
        cluster = None if self.cluster is None else self.cluster[people]
        added = None if self.added is None else self.added[people]
        return type(self)(
            self.design[people], self.outcome[people], self.count[people], cluster, added
        )
