"""Complete cases: the distinct whole-number answers of those who have all of some columns."""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Self

import numpy as np
import pandas as pd

from analytics.statistics.patterns import Ints

UNIT: Final = "unit"
COUNT: Final = "count"
MISSING: Final = np.iinfo(np.int64).min
WIDEST: Final = 2**62
"""Distinct values that fit in one sorting key."""
ROOMS: Final = 2
"""Where a key has at most so many values for each pattern, they are counted and not sorted."""


@dataclass(frozen=True)
class Columns:
    """The columns of a tally's patterns as plain whole numbers, each made once when asked for."""

    patterns: pd.DataFrame
    _made: dict[str, Ints] = field(default_factory=dict, init=False, repr=False)

    def __getitem__(self, key: str) -> Ints:
        """Return one column, ``MISSING`` where an answer is."""
        if key not in self._made:
            self._made[key] = self.patterns[key].to_numpy(dtype=np.int64, na_value=MISSING)
        return self._made[key]


@dataclass(frozen=True)
class Cases:
    """People counted by what they answered, in ascending order of unit.

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
    def of(cls, columns: Columns, keys: Sequence[str]) -> Self:
        """Drop people who lack one of the columns, then add up equal patterns, sorted.

        In ascending order of unit, then of each column.
        """
        table = [columns[key] for key in (UNIT, *keys, COUNT)]
        there = table[-1] > 0
        for column in table:
            there &= column != MISSING
        if not there.all():
            table = [column[there] for column in table]
        *table, count = table
        if len(count):
            *table, count = _counted(table, count)
        return cls(table[0], dict(zip(keys, table[1:], strict=True)), count)

    def of_units(self, units: Collection[int]) -> Self:
        """Return the people of some teams."""
        own = np.sort(np.fromiter(units, np.int64, len(units)))
        ends = np.searchsorted(self.unit, own, "left"), np.searchsorted(self.unit, own, "right")
        rows = np.concatenate([np.arange(0), *map(np.arange, *ends)])
        columns = {key: column[rows] for key, column in self.columns.items()}
        return type(self)(self.unit[rows], columns, self.count[rows])


def _counted(table: Sequence[Ints], count: Ints) -> list[Ints]:
    """Return the distinct rows in ascending order, and their counts added up.

    Columns are packed into as few numbers as hold them: one is sorted in a tenth of the time of
    a dozen, and where it has few values they need no sorting at all.
    """
    lows = [int(column.min()) for column in table]
    sizes = [int(column.max()) - low + 1 for column, low in zip(table, lows, strict=True)]
    keys = _packed(table, lows, sizes)
    if len(keys) == 1 and math.prod(sizes) <= ROOMS * len(count):
        people = np.bincount(keys[0], count).astype(np.int64)
        found = np.flatnonzero(people)
        places = np.unravel_index(found, sizes)
        return [*(place + low for place, low in zip(places, lows, strict=True)), people[found]]
    order = np.argsort(keys[0], kind="stable") if len(keys) == 1 else np.lexsort(keys[::-1])
    changes = np.zeros(len(order) - 1, bool)
    for key in keys:
        ordered = key[order]
        changes |= ordered[1:] != ordered[:-1]
    first = np.flatnonzero(np.concatenate(([True], changes)))
    rows = order[first]
    return [*(column[rows] for column in table), np.add.reduceat(count[order], first)]


def _packed(table: Sequence[Ints], lows: Sequence[int], sizes: Sequence[int]) -> list[Ints]:
    """Return whole numbers that sort as the columns do, the first column first."""
    keys: list[Ints] = []
    width = WIDEST
    for column, low, size in zip(table, lows, sizes, strict=True):
        if width * size >= WIDEST:
            keys.append(column - low)
            width = size
        else:
            keys[-1] = keys[-1] * size + (column - low)
            width *= size
    return keys
