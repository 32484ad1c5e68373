"""Sums of answers by unit and category, and who answered what: a tally for cells and groups.

One array a column, in the order of units and categories; nothing here grows with the answers
once every unit has some of each kind.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Self

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

Ints = NDArray[np.int64]

UNSAID: Final = -1
"""Stands for "did not say" among the values of a category: no step is negative."""


@dataclass(frozen=True)
class MeasureSums:
    """Answers to one measure, in the places that have any.

    Attributes
    ----------
    unit, category
        Where: a unit (id), and the value of an answer to a breakdown or ``UNSAID``.
    n, total, squares
        People who answered, the sum of their ticks and of their squared ticks.
    """

    unit: Ints
    category: Ints
    n: Ints
    total: Ints
    squares: Ints


@dataclass(frozen=True)
class Sums:
    """Answers to every measure, by unit or by unit and category."""

    unit: Ints
    category: Ints
    measures: Mapping[str, tuple[Ints, Ints, Ints]]

    @classmethod
    def of_table(cls, summed: pa.Table, measures: Sequence[str]) -> Self:
        """Return the sums of a table: unit, category, then three columns a measure in turn."""
        unit, category, *sums = _columns(summed)
        triples = zip(sums[0::3], sums[1::3], sums[2::3], strict=True)
        return cls(unit, category, dict(zip(measures, triples, strict=True)))

    def of(self, measure: str) -> MeasureSums:
        """Return the sums of one measure, without places where nobody answered it."""
        n, total, squares = self.measures[measure]
        there = n > 0
        return MeasureSums(
            self.unit[there], self.category[there], n[there], total[there], squares[there]
        )


@dataclass(frozen=True)
class Attendance:
    """Who answered what: responses by unit and answers to all breakdowns together.

    Attributes
    ----------
    unit
        Unit (id) of each place.
    categories
        By breakdown, the value of its answer there, or ``UNSAID``.
    responses
        All responses of each place.
    answered
        By measure, how many of them answered it.
    """

    unit: Ints
    categories: Mapping[str, Ints]
    responses: Ints
    answered: Mapping[str, Ints]

    @classmethod
    def of_table(
        cls, counted: pa.Table, breakdowns: Sequence[str], measures: Sequence[str]
    ) -> Self:
        """Return the attendance of a table: unit, breakdowns, responses, then measures."""
        unit, *columns = _columns(counted)
        said, (responses, *answered) = columns[: len(breakdowns)], columns[len(breakdowns) :]
        return cls(
            unit,
            dict(zip(breakdowns, said, strict=True)),
            responses,
            dict(zip(measures, answered, strict=True)),
        )

    def by_unit(self) -> dict[int, int]:
        """Return how many responses each unit gave."""
        units, place = np.unique(self.unit, return_inverse=True)
        sums = np.zeros(len(units), np.int64)
        np.add.at(sums, place, self.responses)
        return dict(zip(units.tolist(), sums.tolist(), strict=True))


def _columns(table: pa.Table) -> list[Ints]:
    """Return the columns of whole numbers of a table; a column of nothing is ``UNSAID``."""
    return [
        np.asarray(column.fill_null(UNSAID).to_numpy(), np.int64) for column in table.itercolumns()
    ]
