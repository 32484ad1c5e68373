"""Middles: one world for all areas at once, in which every dividing row has much room.

Each atom gets its share of its unit's sum, corrected by what its rows miss; what rounding leaves
is moved step by step from an atom of a unit to another, in all areas at the same time, until
every row of an area has the room that is wanted.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from analytics.disclosure.audit.prover.at_once.layout import Layout
from analytics.disclosure.audit.prover.at_once.totals import choose_sums
from analytics.disclosure.audit.prover.exchanges import Flags
from analytics.disclosure.audit.reading.problem import Real, Whole

SEED: Final = 20261129
ROUNDS: Final = 8
"""Corrections of shares, row by row and unit by unit."""

MOVES: Final = 200
"""Moves after which an area without enough room is left to search."""


@dataclass(frozen=True)
class Targets:
    """By row, between which sums it has the room that is wanted; its middle where it never has."""

    low: Real
    high: Real

    @classmethod
    def of(cls, layout: Layout, enough: int) -> "Targets":
        """Return the targets for room of so many steps."""
        low, high = layout.row_low + enough, layout.row_high - enough
        narrow = low > high
        middle = (layout.row_low[narrow] + layout.row_high[narrow]) / 2
        low[narrow], high[narrow] = middle, middle
        return cls(low, high)

    def missing(self, sums: Real) -> Real:
        """Return by row how far a sum is above (or, negative, below) its target."""
        missing: Real = sums - np.clip(sums, self.low, self.high)
        return missing


def totals_of(layout: Layout, targets: Targets) -> tuple[Real, Real]:
    """Return by area between which totals the rows of every breakdown have the room wanted.

    Rows of several areas say nothing of one.
    """
    none, count = len(layout.row_low) - 1, len(layout.areas.departments)
    area = layout.areas.units.area[layout.unit]
    low, high = np.full(count, -np.inf), np.full(count, np.inf)
    for row in layout.row:
        rows = np.unique(row[row != none])
        if np.any(layout.row_area[rows] < 0):
            continue
        ends = [
            np.bincount(layout.row_area[rows], end[rows], count)
            for end in (targets.low, targets.high)
        ]
        whole = np.bincount(area, row == none, count) == 0
        low = np.where(whole, np.maximum(low, ends[0]), low)
        high = np.where(whole, np.minimum(high, ends[1]), high)
    return low, high


def middle_of(layout: Layout, enough: int) -> tuple[Whole, Flags]:
    """Return a world by atom, and by area whether its rows have room of ``enough`` steps there.

    Sums of units are as the layout has them, or where rounding leaves them open, such that rows
    of units and of breakdowns go together. No area has room where some of several do not, and
    where rows are of several areas, none unless all have.
    """
    targets = Targets.of(layout, enough)
    if not choose_sums(layout.areas, *totals_of(layout, targets)):
        nowhere = np.zeros(len(layout.areas.departments), np.bool_)
        return np.zeros_like(layout.size), nowhere
    world = _rounded(layout, _shared_out(layout, targets))
    world = _moved(layout, world, targets)
    sums = _by_row(layout, world)
    narrow = (layout.row_high - sums < enough) | (sums - layout.row_low < enough)
    roomy = np.ones(len(layout.areas.departments), np.bool_)
    roomy[layout.row_area[:-1][narrow[:-1]]] = False
    outside = (world < 0) | (world > layout.size * layout.full)
    roomy[layout.areas.units.area[layout.unit[outside]]] = False
    if len(layout.wide):
        roomy &= bool(np.all(roomy & layout.areas.plain) and not np.any(narrow[layout.wide]))
    return world, roomy


def _by_row(layout: Layout, values: Real | Whole) -> Real:
    count = len(layout.row_low)
    sums = np.zeros(count)
    for row in layout.row:
        sums += _added(row, values, count)
    return sums


def _added(group: Whole, values: Real | Whole, count: int) -> Real:
    """Values added up by group."""
    return np.bincount(group, values, count).astype(np.float64)


def _shared_out(layout: Layout, targets: Targets) -> Real:
    """Each atom's share of its unit's sum, moved towards what its rows are to say."""
    ceiling: Real = (layout.size * layout.full).astype(np.float64)
    unit, sums = layout.unit, layout.areas.units.sums
    count, rows = len(sums), len(layout.row_low)
    share: Real = ceiling * (sums / np.maximum(_added(unit, ceiling, count), 1.0))[unit]
    for _ in range(ROUNDS):
        for row in layout.row:
            missing = targets.missing(_added(row, share, rows))
            share = _corrected(share, ceiling, row, missing, rows)
        share = _corrected(share, ceiling, unit, _added(unit, share, count) - sums, count)
    return share


def _corrected(share: Real, ceiling: Real, group: Whole, missing: Real, count: int) -> Real:
    """Shares less what their groups have too much; those in the middle give and take most."""
    free = share * (ceiling - share) / np.maximum(ceiling, 1.0) + 1e-9
    step = missing / np.maximum(_added(group, free, count), 1e-9)
    corrected: Real = np.clip(share - free * step[group], 0.0, ceiling)
    return corrected


def _rounded(layout: Layout, share: Real) -> Whole:
    """Shares in whole steps; of each unit, the largest fractions are rounded up."""
    units = layout.areas.units
    world = np.floor(share + 1e-9).astype(np.int64)
    left = units.sums - np.bincount(layout.unit, world, len(units.sums)).astype(np.int64)
    order = np.lexsort((world - share, layout.unit))
    start = np.searchsorted(layout.unit, np.arange(len(units.sums)))
    rank = np.arange(len(order)) - start[layout.unit[order]]
    world[order] += rank < left[layout.unit[order]]
    return world


def _moved(layout: Layout, world: Whole, targets: Targets) -> Whole:
    """The world after moves between atoms of a unit, the best of each area at a time."""
    draw = np.random.default_rng(SEED)
    world, sums, area = world.copy(), _by_row(layout, world), layout.areas.units.area
    count = len(layout.areas.departments)
    for _ in range(MOVES):
        missing = targets.missing(sums)
        wrong = np.zeros(count, np.bool_)
        wrong[layout.row_area[np.flatnonzero(missing)]] = True
        if np.any(missing[layout.wide]):
            wrong[draw.integers(count)] = True
        wrong &= layout.areas.plain
        inside = np.flatnonzero(wrong[area[layout.unit]])
        if not len(inside):
            break
        taker, giver, steps = _best(layout, world, missing, inside, draw)
        np.add.at(world, taker, steps)
        np.add.at(world, giver, -steps)
        for row in layout.row:
            np.add.at(sums, row[taker], steps)
            np.add.at(sums, row[giver], -steps)
    return world


def _best(
    layout: Layout, world: Whole, missing: Real, inside: Whole, draw: np.random.Generator
) -> tuple[Whole, Whole, Whole]:
    """By area a taker, a giver of the same unit, and how many steps bring rows closest.

    Of each unit the atoms are looked at whose rows have most too little and most too much; among
    equals, some are drawn, so that each look is another one.
    """
    unit, row = layout.unit[inside], layout.row[:, inside]
    away = missing[row].sum(axis=0)
    noise = draw.random((2, len(inside))) * 0.5
    full = world[inside] >= layout.size[inside] * layout.full
    taker = _first(unit, np.where(full, np.inf, away + noise[0]))
    giver = _first(unit, np.where(world[inside] <= 0, np.inf, noise[1] - away))
    gap = away[giver] - away[taker]
    apart = row[:, taker] != row[:, giver]
    none = len(layout.row_low) - 1
    squared = (apart & (row[:, taker] != none)).sum(axis=0) + (apart & (row[:, giver] != none)).sum(
        axis=0
    )
    taker, giver = inside[taker], inside[giver]
    room = np.minimum(layout.size[taker] * layout.full - world[taker], world[giver])
    steps = np.clip(np.rint(gap / np.maximum(squared, 1)).astype(np.int64), 1, np.maximum(room, 1))
    gain = steps * (2 * gap - steps * squared)
    gain = np.where((room > 0) & (squared > 0), gain + 0.1 * draw.random(len(gain)), -np.inf)
    best = _first(layout.areas.units.area[layout.unit[taker]], -gain)
    best = best[gain[best] >= 0]
    return taker[best], giver[best], steps[best]


def _first(group: Whole, values: Real) -> Whole:
    """By group (they are in order), the place of its smallest value."""
    start = np.flatnonzero(np.diff(group, prepend=-1))
    least = np.minimum.reduceat(values, start)
    sizes = np.diff(np.append(start, len(group)))
    places = np.flatnonzero(values == np.repeat(least, sizes))
    _, first = np.unique(group[places], return_index=True)
    found: Whole = places[first]
    return found
