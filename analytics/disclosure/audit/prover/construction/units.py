"""Units of a part: the rows that count units whole, and those that divide them."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from analytics.disclosure.audit.reading.atoms import Atoms
from analytics.disclosure.audit.reading.parts import Part
from analytics.disclosure.audit.reading.problem import Problem, Real, Whole


@dataclass(frozen=True)
class Units:
    """A part whose unknowns are the sums of its atoms alone, seen by units.

    Attributes
    ----------
    unit
        By atom, the number of its unit.
    ceiling
        By atom, its highest sum.
    sums
        Which sums of the units all rows allow that count units whole.
    dividing
        Weights of the rows that divide a unit (rows × atoms), which differ within a unit by no
        more than one; ``low`` and ``high`` are their ends, infinite where no answers break them.
    people
        By unit, how many answered.
    """

    part: Part
    unit: Whole
    ceiling: Whole
    sums: Problem
    dividing: Real
    low: Real
    high: Real
    people: Whole

    @property
    def count(self) -> int:
        """How many units there are."""
        return len(self.people)

    @cached_property
    def tops(self) -> Whole:
        """By unit, its highest sum."""
        return self.added(self.ceiling)

    def inside(self, enough: int) -> tuple[Real, Real]:
        """Return, by dividing row, between which sums it has room of so many steps; its middle
        where it never has."""
        least, most = self.low + enough, self.high - enough
        narrow = least > most
        middle = (self.low[narrow] + self.high[narrow]) / 2
        least[narrow], most[narrow] = middle, middle
        return least, most

    def totals(self, enough: int) -> tuple[float, float]:
        """Return between which sums of all atoms each complete breakdown has so much room."""
        least, most = self.inside(enough)
        reach = self.dividing * self.ceiling
        least = np.maximum(least, np.minimum(reach, 0).sum(axis=1))
        most = np.minimum(most, np.maximum(reach, 0).sum(axis=1))
        low, high = -np.inf, np.inf
        taken, own = np.zeros(len(self.unit)), np.zeros(2)
        for weights, ends in zip(self.dividing, np.stack([least, most], axis=1), strict=True):
            if np.any(taken * weights):
                taken, own = np.zeros(len(self.unit)), np.zeros(2)
            taken, own = taken + weights, own + ends
            if np.all(taken == 1):
                low, high = max(low, own[0]), min(high, own[1])
        return low, high

    def added(self, values: Whole) -> Whole:
        """Return values by atom added up by unit."""
        return _added(self.unit, values)

    def room(self, world: Whole) -> int:
        """Return how many steps may be moved within units before a dividing row could break."""
        now = self.dividing @ world
        room = np.minimum(self.high - now, now - self.low)
        return int(np.floor(room.min(initial=self.ceiling.sum())))


def units_of(part: Part, atoms: Atoms) -> Units | None:
    """Return a part seen by units; None where sizes are open or a row weighs too unevenly."""
    count = len(part.atoms)
    if part.problem.columns != count or np.any(part.size_at >= 0):
        return None
    number: dict[object, int] = {}
    named = [number.setdefault(atoms.atoms[at].teams, len(number)) for at in part.atoms]
    unit = np.array(named, dtype=np.int64)
    matrix = np.asarray(part.problem.matrix.toarray(), dtype=np.float64)
    least = np.stack([matrix[:, unit == at].min(axis=1) for at in range(len(number))], axis=1)
    most = np.stack([matrix[:, unit == at].max(axis=1) for at in range(len(number))], axis=1)
    if np.any(most - least > 1):
        return None
    whole = np.all(least == most, axis=1)
    ceiling = part.problem.high[:count]
    low, high = part.problem.row_low, part.problem.row_high
    return Units(
        part=part,
        unit=unit,
        ceiling=ceiling,
        sums=_sums(part, least[whole], whole, _added(unit, ceiling)),
        dividing=matrix[~whole],
        low=np.where(low <= np.minimum(matrix, 0) @ ceiling, -np.inf, low)[~whole],
        high=np.where(high >= np.maximum(matrix, 0) @ ceiling, np.inf, high)[~whole],
        people=_added(unit, part.size),
    )


def _added(unit: Whole, values: Whole) -> Whole:
    return np.bincount(unit, weights=values).astype(np.int64)


def _sums(part: Part, weights: Real, whole: NDArray[np.bool_], tops: Whole) -> Problem:
    """The rows that count units whole, as constraints on the sums of units.

    A row of one unit alone is an end of its sum.
    """
    low, high = np.zeros(len(tops)), tops.astype(np.float64)
    row_low, row_high = part.problem.row_low[whole], part.problem.row_high[whole]
    alone = (np.count_nonzero(weights, axis=1) == 1) & (weights.max(axis=1, initial=0) == 1)
    at = weights[alone].argmax(axis=1)
    np.maximum.at(low, at, np.ceil(row_low[alone]))
    np.minimum.at(high, at, np.floor(row_high[alone]))
    return Problem(
        matrix=csr_matrix(weights[~alone]),
        row_low=row_low[~alone],
        row_high=row_high[~alone],
        low=low.astype(np.int64),
        high=high.astype(np.int64),
    )
