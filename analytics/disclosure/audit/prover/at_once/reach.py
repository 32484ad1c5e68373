"""Reach: what follows for an area from one world in which its rows have room.

Let every dividing row of an area have room of r steps in a world, and let f be the steps of one
person's answer. A *change* gives one person the top or the bottom of the scale: another person of
his unit gives it to him, or it is one more of his unit, or somebody of another unit gives it to
him. Each change moves every dividing row by f steps at most, so r/f changes together keep them;
rows of units keep what they say as long as the sums of units are among those that they allow.

* Any two of a unit may trade the ends of the scale, where one change can give the end to either.
* Yes or no (f = 1, r = 2): a colleague and somebody else may have any two answers that two
  changes can give them.

Sums of units whose ends were swapped are the only ones that may change; which sums go together is
what ``reading.swaps`` says of them.
"""

from dataclasses import dataclass
from itertools import product
from typing import Final

import numpy as np

from analytics.disclosure.audit.prover.at_once.areas import Areas
from analytics.disclosure.audit.prover.exchanges import Flags
from analytics.disclosure.audit.reading.problem import Whole

MANY: Final = 14
"""Units with swapped ends in one area beyond which it is left to search."""

YES: Final = 1


@dataclass(frozen=True)
class Reach:
    """What changes of an area's sums are possible.

    Attributes
    ----------
    have
        By answer (bottom, top) and unit, how many steps of it there are.
    moves
        By change, what it adds to each unit's sum, in persons; the first one adds nothing.
    after
        By two changes and unit, its sum after both.
    allowed
        By two changes, whether rows of units allow the sums after both.
    """

    full: int
    have: Whole
    moves: Whole
    after: Whole
    allowed: Flags


def settled(areas: Areas, inside: Whole, full: int, grain: int, *, colleague: bool) -> bool:
    """Return whether nothing is left to ask of an area whose rows have room.

    Parameters
    ----------
    inside
        The area's units.
    full, grain
        Steps of one person's answer, and of the swap at the ends.
    colleague
        Whether views of colleagues are asked; rows then have room of two answers, else of one.
    """
    have = steps_of(areas, inside, full)
    poor = (have < (2 if colleague else 1) * full).any(axis=0)
    if not poor.any():
        return True
    swapped = areas.units.swapped[inside]
    if np.any(poor & ~swapped) or swapped.sum() > MANY:
        return False
    reach = reach_of(areas, inside, full, grain)
    if not all(_trades(reach, unit) for unit in np.flatnonzero(poor).tolist()):
        return False
    return not colleague or all(_seen(reach, *pair) for pair in _open_views(have))


def steps_of(areas: Areas, inside: Whole, full: int) -> Whole:
    """Return by answer (bottom, top) and unit how many steps of it there are, as is shown."""
    sums = areas.units.sums[inside]
    return np.stack([areas.units.people[inside] * full - sums, sums])


def reach_of(areas: Areas, inside: Whole, full: int, grain: int) -> Reach:
    """Return what two changes of the sums of an area's units, as they are shown, lead to."""
    units, count, have = areas.units, len(inside), steps_of(areas, inside, full)
    one = np.eye(count, dtype=np.int64)[units.swapped[inside]]
    carried = [one[to] - one[out] for to, out in product(range(len(one)), repeat=2) if to != out]
    moves = np.array([np.zeros(count, np.int64), *one, *-one, *carried], np.int64)
    after = have[YES] + full * (moves[:, None, :] + moves[None, :, :])
    allowed: Flags = np.all((after >= units.low[inside]) & (after <= units.high[inside]), axis=-1)
    for department in np.unique(units.department[inside]).tolist():
        own = np.flatnonzero((units.department[inside] == department) & units.swapped[inside])
        own = own[np.argsort(units.order[inside[own]])]
        tops = have.sum(axis=0)[own]
        bottom = have[YES][own] <= grain
        for at, from_end in (
            (own[bottom], after[..., own[bottom]]),
            (own[~bottom], (tops - after[..., own])[..., ~bottom]),
        ):
            shown = np.minimum(have[YES][at], have.sum(axis=0)[at] - have[YES][at])
            allowed &= _together(from_end, shown == grain, grain)
    for own, low, high in areas.held:
        if own[0] in inside:
            held = after[..., np.isin(inside, own)].sum(axis=-1)
            allowed &= (held >= low) & (held <= high)
    return Reach(full, have, moves, after, allowed)


def _together(from_end: Whole, raised: Flags, grain: int) -> Flags:
    """Whether rows of one end, in the order of their names, allow some sums seen from there."""
    allowed: Flags = np.ones(from_end.shape[:-1], np.bool_)
    for high, low in product(np.flatnonzero(raised), np.flatnonzero(~raised)):
        apart = from_end[..., high] - from_end[..., low]
        allowed &= (apart >= (1 if high > low else 0)) & (apart <= grain)
    off = from_end.sum(axis=-1) - grain * int(raised.sum())
    allowed &= np.abs(off) <= grain - 1
    return allowed


def _gives(reach: Reach, answer: int, unit: int) -> Whole:
    """The changes that give one person of a unit the bottom (0) or the top (1) of the scale."""
    sign = 1 if answer == YES else -1
    other = reach.moves * sign
    more = other[:, unit] == 1
    there = (reach.have[1 - answer][unit] >= reach.full) & np.all(
        (other >= 0) | (reach.have[answer] >= reach.full), axis=1
    )
    gives = more & there
    gives[0] = reach.have[answer][unit] >= reach.full
    return np.flatnonzero(gives)


def _trades(reach: Reach, unit: int) -> bool:
    """Whether, after one change at most, a unit holds a whole answer of both ends."""
    alone = np.unique(np.concatenate([_gives(reach, answer, unit) for answer in (0, 1)]))
    sums = reach.after[alone, 0, unit]
    both = (sums >= reach.full) & (reach.have[:, unit].sum() - sums >= reach.full)
    return bool(np.any(both & reach.allowed[alone, 0]))


def _open_views(have: Whole) -> list[tuple[int, int, int, int]]:
    """Views (said, wanted, colleague's unit, the other's) that sums as they are leave open."""
    count = have.shape[1]
    found = []
    for (said, own), (wanted, other) in product(product((0, 1), range(count)), repeat=2):
        least = 2 if own == other and said == wanted else 1
        if have[said, own] < 1 or have[wanted, other] < least:
            found.append((said, wanted, own, other))
    return found


def _seen(reach: Reach, said: int, wanted: int, own: int, other: int) -> bool:
    """Whether a colleague and somebody else may have two answers, after two changes at most."""
    first, second = _gives(reach, said, own), _gives(reach, wanted, other)
    if not len(first) or not len(second):
        return False
    both = np.ix_(first, second)
    after = reach.after[both]
    have = np.stack([reach.have.sum(axis=0) - after, after])
    least = 2 if own == other and said == wanted else 1
    enough = (have[said][..., own] >= 1) & (have[wanted][..., other] >= least)
    possible = reach.allowed[both] & np.all(have >= 0, axis=(0, -1))
    return bool(np.any(enough & possible))
