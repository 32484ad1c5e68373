"""The answers that one model is fitted to, made from the tally: complete cases as patterns."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import pandas as pd

from analytics.statistics.cases import Cases, Columns
from analytics.statistics.categories import joined
from analytics.statistics.patterns import Floats, Ints, Patterns


class PatternTally(Protocol):
    """What a tally offers (``composing.tally.Tally``), named here so that models need no store.

    ``patterns`` has a row a distinct pattern: ``unit``, a column for each breakdown (step
    value) and each measure (ticks; 0 or 1 for yes/no), all nullable whole numbers, and
    ``count``. ``full`` holds by measure the ticks that equal 100 points.
    """

    @property
    def patterns(self) -> pd.DataFrame:
        """One row a distinct pattern."""

    @property
    def full(self) -> dict[str, int]:
        """Ticks that equal 100 points, by measure."""


@dataclass(frozen=True)
class Sample:
    """Complete cases of one model.

    Attributes
    ----------
    cases
        The people, by their answers as whole numbers.
    patterns
        The same in the same order. Columns of the design: ones, the factors in units of their own
        standard deviation, then the categories of the breakdowns without the largest of each.
    factors
        Keys of the factors, in the order of their columns (the first is column 1).
    sd
        Standard deviation of each factor over these people, in points (0 to 100), over n - 1.
    mean
        Mean of each factor over these people, in points.
    constant
        Factors asked for whose score is the same for all: they are in no column.
    breakdowns
        Breakdowns that give at least one column.
    """

    cases: Cases
    patterns: Patterns
    factors: tuple[str, ...]
    sd: Mapping[str, float]
    mean: Mapping[str, float]
    constant: tuple[str, ...]
    breakdowns: tuple[str, ...]

    @property
    def parameters(self) -> int:
        """Columns of the design, with the intercept."""
        return int(self.patterns.design.shape[1])

    def column(self, factor: str) -> int:
        """Return the place of a factor in the design."""
        return 1 + self.factors.index(factor)


def complete_cases(
    tally: PatternTally, outcome: str, factors: Sequence[str], breakdowns: Sequence[str] = ()
) -> Sample:
    """Return the people who have all of these, counted by pattern in one fixed order.

    Parameters
    ----------
    outcome
        Key of a yes/no measure.
    factors
        Keys of scales or yes/no measures; a scale is centred on nothing and divided by its SD.
    breakdowns
        Keys of breakdowns, entered as categories (``analytics.statistics.categories``).
    """
    cases = Cases.of(Columns(tally.patterns), [*factors, *breakdowns, outcome])
    return sample_of(cases, tally.full, outcome, factors, breakdowns)


def sample_of(
    cases: Cases,
    full: Mapping[str, int],
    outcome: str,
    factors: Sequence[str],
    breakdowns: Sequence[str] = (),
) -> Sample:
    """Return the design of complete cases; parameters as of ``complete_cases``."""
    count, answers = cases.count, cases.columns
    spreads = {key: _spread(answers[key], count, full[key]) for key in factors}
    varying = tuple(key for key in factors if spreads[key][1] > 0)
    columns: list[Floats] = [np.ones(len(count))]
    for key in varying:
        columns.append(answers[key].astype(float) * 100 / full[key] / spreads[key][1])
    entered = []
    for key in breakdowns:
        indicators = _indicators(answers[key], count)
        columns += indicators
        entered += [key] if indicators else []
    patterns = Patterns(
        np.column_stack(columns), answers[outcome].astype(float), count.astype(float), cases.unit
    )
    return Sample(
        cases,
        patterns,
        varying,
        {key: spreads[key][1] for key in varying},
        {key: spreads[key][0] for key in varying},
        tuple(key for key in factors if key not in varying),
        tuple(entered),
    )


def _spread(ticks: Ints, count: Ints, full: int) -> tuple[float, float]:
    """Return mean and SD (n - 1) in points, from whole-number sums, so free of any order."""
    n, total = int(count.sum()), int((count * ticks).sum())
    if n < 2:
        return 0.0, 0.0
    squares = int((count * ticks * ticks).sum())
    variance = (n * squares - total * total) / (n * (n - 1))
    return 100 * total / n / full, 100 * math.sqrt(variance) / full


def _indicators(steps: Ints, count: Ints) -> list[Floats]:
    """Return a column for each category but the largest, the lower step where sizes tie."""
    step_of, values = pd.factorize(
        steps, sort=True
    )  # of a million, sorting takes eight times as long
    sums = np.bincount(step_of, count, len(values))
    people = {int(step): int(n) for step, n in zip(values, sums, strict=True)}
    place = joined(people)
    sizes: dict[int, int] = {}
    for step, group in place.items():
        sizes[group] = sizes.get(group, 0) + people[step]
    reference = max(sizes, key=lambda group: (sizes[group], -group), default=None)
    groups = np.array([place[int(step)] for step in values], np.int64)[step_of]
    return [(groups == group).astype(float) for group in sorted(sizes) if group != reference]
