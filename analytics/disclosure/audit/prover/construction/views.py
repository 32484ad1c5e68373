"""Views of colleagues for which no base has room: a world is made for one, and looked at for all.

Both answers are set where they are wanted, and the rest of the unit is moved until every row
holds. From each world the exchanges that it allows answer many more views.
"""

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from analytics.disclosure.audit.prover.construction.middle import Ends, Pairs, anywhere, centred
from analytics.disclosure.audit.prover.construction.units import Units
from analytics.disclosure.audit.prover.exchanges import Exchanges, Flags
from analytics.disclosure.audit.prover.neighbours import answered
from analytics.disclosure.audit.reading.problem import Whole

MOST: Final = 40
"""Worlds made for one part: where more are needed, the search gets by with fewer."""

VAIN: Final = 4
"""Views for which no world was made, after which the rest is left to search."""


def views_answered(units: Units, pairs: Pairs, worlds: Sequence[Whole], known: Flags) -> Flags:
    """Return which views are answered, by (said, wanted, colleague's atom, the other's atom).

    Parameters
    ----------
    worlds
        Worlds of the part to start from, which differ in the sums of units.
    known
        The views that are answered already.
    """
    exchanges, sizes = Exchanges(units.part, 1), units.part.size
    found = known.copy()
    alone = np.flatnonzero(sizes <= 1)
    found[..., alone, alone] = True  # nobody else is there
    for world in reversed(worlds):  # the last ones were made for views that were open
        if found.all():
            break
        _answer(found, world, exchanges)
    tried, vain = found.copy(), 0
    for _ in range(MOST):
        if vain >= VAIN or tried.all():
            break
        at = pairs.draw.choice(np.flatnonzero(~tried))
        said, wanted, own, other = (int(place) for place in np.unravel_index(at, tried.shape))
        tried[said, wanted, own, other] = True
        made = next(_made(units, pairs, worlds, ((own, said), (other, wanted))), None)
        if made is None:
            vain += 1
            continue
        _answer(found, made, exchanges)
        tried |= found
    return found


def _answer(found: Flags, world: Whole, exchanges: Exchanges) -> None:
    """Add the views that a world and its exchanges answer, of atoms with open views alone."""
    still_open = ~found
    among = np.flatnonzero(still_open.any(axis=(0, 1, 2)) | still_open.any(axis=(0, 1, 3)))
    new = answered(world, exchanges.part.size, exchanges.possible(world), among)
    found[:, :, among[:, None], among] |= new


def _made(
    units: Units, pairs: Pairs, worlds: Sequence[Whole], answers: Sequence[tuple[int, int]]
) -> Iterator[Whole]:
    """Worlds in which some atoms (first) have a person who answered so (second)."""
    ends = anywhere(units).holding(units.ceiling, ((at, answer, 1) for at, answer in answers))
    if not ends.possible:
        return
    least, most = units.added(ends.low), units.added(ends.high)
    for world in worlds:
        sums = units.added(world)
        if np.all(least <= sums) and np.all(sums <= most):
            made = centred(units, pairs, _within(units, pairs, world, ends), 0, ends)
            if units.part.problem.agrees(made):
                yield made


def _within(units: Units, pairs: Pairs, world: Whole, ends: Ends) -> Whole:
    """The world with every atom between its ends, and the sums of units as they were."""
    made = np.clip(world, ends.low, ends.high)
    over = units.added(made - world)
    for at in np.flatnonzero(over):
        members = pairs.draw.permutation(np.flatnonzero(units.unit == at))
        for member in members:
            step = np.clip(made[member] - over[at], ends.low[member], ends.high[member])
            over[at] += step - made[member]
            made[member] = step
    return made
