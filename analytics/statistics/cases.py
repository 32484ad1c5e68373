"""Complete cases: the distinct whole-number answers of those who have all of some columns."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.statistics.patterns import Ints

UNIT: Final = "unit"
COUNT: Final = "count"
MISSING: Final = np.iinfo(np.int64).min
WIDEST: Final = 2**62
"""Distinct values that fit in one sorting key."""


@dataclass(frozen=True)
class Cases:
    """People counted by what they answered, in ascending order of unit, then of each column.

    Attributes
    ----------
    unit, count
        The team of each pattern, and how many people there have it, from 1 on.
    columns
        By key, the answers: ticks, 0 or 1, or step values.
    """

    unit: Ints
    columns: Mapping[str, Ints]
    count: Ints

    @classmethod
    def of(cls, patterns: pd.DataFrame, keys: Sequence[str]) -> Self:
        """Drop people who lack one of the columns, then add up equal patterns, sorted."""
        table = [
            patterns[key].to_numpy(dtype=np.int64, na_value=MISSING) for key in (UNIT, *keys, COUNT)
        ]
        there = np.logical_and.reduce([column != MISSING for column in table]) & (table[-1] > 0)
        if not there.all():
            table = [column[there] for column in table]
        *table, count = table
        if len(count):
            order, first = _distinct(table)
            table = [column[order[first]] for column in table]
            count = np.add.reduceat(count[order], first)
        return cls(table[0], dict(zip(keys, table[1:], strict=True)), count)

    def of_units(self, units: Collection[int]) -> Self:
        """Return the people of some teams."""
        own = np.sort(np.fromiter(units, np.int64, len(units)))
        ends = np.searchsorted(self.unit, own, "left"), np.searchsorted(self.unit, own, "right")
        rows = np.concatenate([np.arange(0), *map(np.arange, *ends)])
        columns = {key: column[rows] for key, column in self.columns.items()}
        return type(self)(self.unit[rows], columns, self.count[rows])


def _distinct(table: Sequence[Ints]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the order of the rows, and where in it each distinct row begins.

    Columns are packed into as few numbers as hold them: one is sorted in a tenth of the time of
    a dozen.
    """
    keys = _packed(table)
    order = np.argsort(keys[0], kind="stable") if len(keys) == 1 else np.lexsort(keys[::-1])
    changes = np.zeros(len(order) - 1, bool)
    for key in keys:
        ordered = key[order]
        changes |= ordered[1:] != ordered[:-1]
    return order, np.flatnonzero(np.concatenate(([True], changes)))


def _packed(table: Sequence[Ints]) -> list[Ints]:
    """Return whole numbers that sort as the columns do, the first column first."""
    keys: list[Ints] = []
    width = WIDEST
    for column in table:
        low = int(column.min())
        values = int(column.max()) - low + 1
        if width * values >= WIDEST:
            keys.append(column - low)
            width = values
        else:
            keys[-1] = keys[-1] * values + (column - low)
            width *= values
    return keys
