"""The middle: a world with given sums of units in which every dividing row has much room.

It starts with each atom's share of its unit's sum, and moves steps from one atom of a unit to
another as long as the squared distance of the rows from their middles falls.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Self

import numpy as np

from analytics.disclosure.audit.prover.construction.units import Units
from analytics.disclosure.audit.reading.problem import Real, Whole

SEED: Final = 20261127
MOVES: Final = 300
"""Moves after which the room that was found has to do."""

STUCK: Final = 100
"""Moves in which no more room was found, after which it has to do as well."""

PAIRS: Final = 20_000
"""Pairs of atoms that are compared, drawn where there are more."""


class Pairs:
    """Pairs of atoms of the same unit between which a move changes a dividing row."""

    def __init__(self, units: Units) -> None:
        self.draw = np.random.default_rng(SEED)
        self._units = units

    @cached_property
    def any(self) -> bool:
        """Whether there is such a pair."""
        dividing, members = self._units.dividing, self.members
        return bool((dividing[:, members] != dividing[:, members[:, :1]]).any())

    @cached_property
    def members(self) -> Whole:
        """By unit, its atoms; the first one again where others have more."""
        most = int(np.bincount(self._units.unit).max())
        table = np.zeros((self._units.count, most), dtype=np.int64)
        for at in range(self._units.count):
            own = np.flatnonzero(self._units.unit == at)
            table[at] = own[0]
            table[at, : len(own)] = own
        return table

    @cached_property
    def all(self) -> tuple[Whole, Whole, Real]:
        """Who takes, who gives, and the squared change of one step; drawn where there are many."""
        taker, giver = _of_one_unit(self._units.unit)
        if len(taker) > PAIRS:
            chosen = self.draw.choice(len(taker), PAIRS, replace=False)
            taker, giver = taker[chosen], giver[chosen]
        dividing = self._units.dividing
        squared = np.square(dividing[:, taker] - dividing[:, giver]).sum(axis=0)
        differ = squared > 0
        return taker[differ], giver[differ], squared[differ]


@dataclass(frozen=True)
class Ends:
    """By place, an atom or a unit, between which sums it is to lie."""

    low: Whole
    high: Whole

    def holding(self, tops: Whole, answers: Iterable[tuple[int, int, int]]) -> Self:
        """Return the ends within which places (first) hold so many steps (third) of an answer.

        Of the top (second: 1) or of the bottom (0); what is asked of one place adds up.
        """
        held = np.zeros((2, len(tops)), dtype=np.int64)
        for at, answer, steps in answers:
            held[answer, at] += steps
        return type(self)(np.maximum(self.low, held[1]), np.minimum(self.high, tops - held[0]))

    @property
    def possible(self) -> bool:
        """Whether anything lies between them."""
        return bool(np.all(self.low <= self.high))


def anywhere(units: Units) -> Ends:
    """Return the ends of atoms of which nothing is asked."""
    return Ends(np.zeros_like(units.ceiling), units.ceiling)


def middle_of(units: Units, pairs: Pairs, sums: Whole, enough: int) -> Whole:
    """Return a world of these sums by unit; rows have room of ``enough`` steps if it was found."""
    return centred(units, pairs, shared_out(units, sums), enough, anywhere(units))


def centred(units: Units, pairs: Pairs, world: Whole, enough: int, ends: Ends) -> Whole:
    """Return a world with more room in its rows, by moves between atoms of a unit."""
    best, most, since = world, units.room(world), 0
    now, (low, high) = units.dividing @ world, units.inside(enough)
    for _ in range(MOVES if pairs.any else 0):
        if most >= enough or since >= STUCK:
            break
        away = (now - np.clip(now, low, high)) @ units.dividing
        move = _steepest(units, pairs, world, away, ends) or _best(pairs, world, away, ends)
        if move is None:
            break
        taker, giver, steps = move
        world = world.copy()
        world[taker] += steps
        world[giver] -= steps
        now = now + steps * (units.dividing[:, taker] - units.dividing[:, giver])
        room = units.room(world)
        since += 1
        if room > most:
            best, most, since = world, room, 0
    return best


def shared_out(units: Units, sums: Whole) -> Whole:
    """Return each atom's share of its unit's sum, by its people, in whole steps."""
    share = units.ceiling * (sums / np.maximum(units.tops, 1))[units.unit]
    world = np.floor(share).astype(np.int64)
    left = sums - units.added(world)
    order = np.lexsort((world - share, units.unit))
    start = np.concatenate([[0], np.cumsum(np.bincount(units.unit, minlength=units.count))[:-1]])
    rank = np.arange(len(order)) - start[units.unit[order]]
    world[order] += rank < left[units.unit[order]]
    return world


def _of_one_unit(unit: Whole) -> tuple[Whole, Whole]:
    """All ordered pairs of different atoms of a unit, as takers and givers."""
    takers, givers = [], []
    for at in range(int(unit.max(initial=-1)) + 1):
        members = np.flatnonzero(unit == at)
        taker, giver = np.meshgrid(members, members, indexing="ij")
        different = taker != giver
        takers.append(taker[different])
        givers.append(giver[different])
    return np.concatenate(takers), np.concatenate(givers)


Move = tuple[int, int, int]
"""An atom that takes, another of its unit that gives, and how many steps."""


def _steepest(units: Units, pairs: Pairs, world: Whole, away: Real, ends: Ends) -> Move | None:
    """The move between the atoms of a unit that rows pull apart most, if it brings rows closer.

    ``away`` is by atom how far its rows are above their middles, in all.
    """
    takes = np.where(world < ends.high, away, np.inf)[pairs.members]
    gives = np.where(world > ends.low, away, -np.inf)[pairs.members]
    at = int((gives.max(axis=1) - takes.min(axis=1)).argmax())
    taker = int(pairs.members[at, takes[at].argmin()])
    giver = int(pairs.members[at, gives[at].argmax()])
    gap = float(away[giver] - away[taker])
    squared = float(np.square(units.dividing[:, taker] - units.dividing[:, giver]).sum())
    most = int(min(ends.high[taker] - world[taker], world[giver] - ends.low[giver]))
    if not squared or most < 1:
        return None
    steps = min(max(round(gap / squared), 1), most)
    return (taker, giver, steps) if 2 * gap > steps * squared else None


def _best(pairs: Pairs, world: Whole, away: Real, ends: Ends) -> Move | None:
    """The move that brings rows closest to their middles; else one step of a drawn pair."""
    taker, giver, squared = pairs.all
    gap = away[giver] - away[taker]
    most = np.minimum((ends.high - world)[taker], (world - ends.low)[giver])
    steps = np.minimum(np.maximum(np.rint(gap / squared), 1), most)
    gain = steps * (2 * gap - steps * squared)
    at = int(gain.argmax())
    if gain[at] > 0:
        return int(taker[at]), int(giver[at]), int(steps[at])
    free = np.flatnonzero(most > 0)
    if not len(free):
        return None
    at = int(pairs.draw.choice(free))
    return int(taker[at]), int(giver[at]), 1
