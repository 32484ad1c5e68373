"""Totals: sums that rounding leaves open, chosen so that rows over several units hold."""

import numpy as np

from analytics.disclosure.audit.prover.at_once.areas import Areas
from analytics.disclosure.audit.reading.problem import Real, Whole


def choose_sums(areas: Areas, low: Real, high: Real) -> bool:
    """Choose the open sums of units; return whether all rows of several areas allow that.

    ``low`` and ``high`` are by area between which totals other rows leave room. An area whose
    rows go not together is not plain any more.
    """
    units, count = areas.units, len(areas.departments)
    if not units.rounded.any():
        return True
    many = np.bincount(units.area, minlength=count)
    low = np.maximum(low, np.bincount(units.area, _ends(areas)[0], count))
    high = np.minimum(high, np.bincount(units.area, _ends(areas)[1], count))
    wide = []
    for own, least, most in areas.open:
        inside = np.unique(units.area[own])
        if len(own) != many[inside].sum():
            areas.plain[inside] = False
        elif len(inside) > 1:
            wide.append((inside, least, most))
        else:
            low[inside], high[inside] = max(low[inside[0]], least), min(high[inside[0]], most)
    areas.plain[np.ceil(low) > np.floor(high)] = False
    if wide and not areas.plain.all():
        return False
    ends = (np.ceil(low), np.floor(np.maximum(high, low)))
    totals: Real = np.clip(np.bincount(units.area, units.sums, count).astype(np.float64), *ends)
    for inside, least, most in wide:
        missing = np.clip(totals[inside].sum(), least, most) - totals[inside].sum()
        end = ends[1] if missing > 0 else ends[0]
        room = np.abs(end - totals)[inside]
        taken = np.diff(np.minimum(np.cumsum(room), abs(missing)), prepend=0)
        totals[inside] += np.sign(missing) * taken
    if not all(least <= totals[inside].sum() <= most for inside, least, most in wide):
        return False
    _give(areas, totals)
    wrong = np.bincount(units.area, units.sums, count) != totals
    areas.plain[wrong] = False
    return not (wide and bool(wrong.any()))


def _ends(areas: Areas) -> tuple[Whole, Whole]:
    """By unit, between which sums it may be chosen: as it is shown, where it is not open."""
    units = areas.units
    low = np.where(units.rounded, units.low, units.sums)
    return low, np.where(units.rounded, units.high, units.sums)


def _give(areas: Areas, totals: Real) -> None:
    """Move the sums of each area's units, in their order, until they add up to its total."""
    units = areas.units
    missing = (totals - np.bincount(units.area, units.sums, len(totals)))[units.area]
    low, high = _ends(areas)
    room = np.where(missing > 0, high - units.sums, units.sums - low)
    before = np.cumsum(room) - room
    first = np.searchsorted(units.area, units.area)
    taken = np.clip(np.abs(missing) - (before - before[first]), 0, room)
    units.sums[:] += (np.sign(missing) * taken).astype(np.int64)
