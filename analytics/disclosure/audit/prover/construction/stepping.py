"""Stepping: from sums of units that are known to others, a step of one unit or of two at a time.

Most of what is asked is one step away: a unit whose swapped end holds nobody takes one person from
another unit, and the rows that count both are as they were.
"""

from typing import Final

import numpy as np

from analytics.disclosure.audit.prover.construction.middle import Ends
from analytics.disclosure.audit.reading.problem import AGREES, Problem, Whole

STEPS: Final = 6
"""Steps after which it is better to search."""

MANY: Final = 60
"""Units of which all pairs are too many to look at."""


def stepped(problem: Problem, sums: Whole, ends: Ends) -> Whole | None:
    """Return sums between some ends that agree with a problem, reached from sums that do.

    None where they are not reached by steps each of which agrees and brings them closer.
    """
    if len(sums) > MANY or not problem.agrees(sums):
        return None
    moves = _moves(len(sums))
    changes = problem.matrix @ moves
    for _ in range(STEPS):
        missing = _missing(sums[:, None], ends)[0]
        if not missing:
            return sums
        there = sums[:, None] + moves
        now = (problem.matrix @ sums)[:, None] + changes
        fits = ((there >= problem.low[:, None]) & (there <= problem.high[:, None])).all(axis=0)
        fits &= (now >= problem.row_low[:, None] - AGREES).all(axis=0)
        fits &= (now <= problem.row_high[:, None] + AGREES).all(axis=0)
        left = np.where(fits, _missing(there, ends), missing)
        at = int(left.argmin())
        if left[at] >= missing:
            return None
        sums = there[:, at]
    return sums if not _missing(sums[:, None], ends)[0] else None


def _missing(sums: Whole, ends: Ends) -> Whole:
    """How many steps sums (units × ways) are outside of the ends, in all."""
    below = np.maximum(ends.low[:, None] - sums, 0)
    above = np.maximum(sums - ends.high[:, None], 0)
    missing: Whole = (below + above).sum(axis=0)
    return missing


def _moves(count: int) -> Whole:
    """All ways to take one step in one unit, or to carry one from a unit to another."""
    each = np.eye(count, dtype=np.int64)
    carried = (each[:, :, None] - each[:, None, :]).reshape(count, -1)
    return np.concatenate([carried, each, -each], axis=1)
