"""The proof by construction: worlds in the middle, and what moves from them show of everybody.

Let a world leave every dividing row room of r steps, let a unit's sum in it be y and what lies
above it t, and let f be the steps of one person's answer. Moving no more than r steps in all
within units keeps every row, because each weighs two people of a unit by at most one apart. So:

* y ≥ f and r ≥ f: any person of the unit may be at the top; t ≥ f: at the bottom.
* y ≥ f, t ≥ f and r ≥ f: of any two of the unit, one may be at the top and the other at the
  bottom, or the other way round, and all else be the same. To reach the one takes no more than f
  steps from this world, to reach the other likewise. Nothing that leaves little room tells them
  apart.
* Yes or no (f = 1), r ≥ 2: a colleague and somebody else, of two units or of one, may have any
  two answers that their units hold: one move each.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from scipy.sparse import csr_matrix, vstack

from analytics.disclosure.audit.construction.middle import Pairs, middle_of
from analytics.disclosure.audit.construction.units import Units
from analytics.disclosure.audit.construction.views import views_answered
from analytics.disclosure.audit.exchanges import Flags
from analytics.disclosure.audit.solver import Problem, Whole, largest

BASES: Final = 40
"""Worlds in the middle that are tried for one part, with different sums of its units."""

VAIN: Final = 4
"""Questions which sums go with each other that may show nothing new; the rest is searched."""


@dataclass(frozen=True)
class Base:
    """A world in the middle: by unit its sum and what is left to the top, and the room of rows."""

    world: Whole
    sums: Whole
    left: Whole
    room: int

    def alike(self, full: int) -> Flags:
        """Return the units of which any two people may trade the ends of the scale."""
        enough: Flags = (self.sums >= full) & (self.left >= full)
        return enough if self.room >= full else np.zeros_like(enough)

    def views(self) -> Flags:
        """Return which views of colleagues are answered, by (said, wanted, his unit, the other)."""
        have = np.stack([self.left, self.sums])
        some = have >= 1
        found: Flags = some[:, None, :, None] & some[None, :, None, :]
        own = np.arange(len(self.sums))
        for answer in (0, 1):
            found[answer, answer, own, own] = have[answer] >= 2
        return found if self.room >= 2 else np.zeros_like(found)


@dataclass(frozen=True)
class Construction:
    """The bases of a part, and what they leave open.

    Attributes
    ----------
    alike
        By unit, whether any two of its people may trade the ends of the scale.
    views
        Views of colleagues that are answered, by (said, wanted, his atom, the other's).
    """

    units: Units
    bases: tuple[Base, ...]
    alike: Flags
    views: Flags

    def settles(self, threshold: int) -> bool:
        """Return whether nothing is left to ask of this part."""
        many = int(self.units.people.min()) >= threshold
        return many and bool(self.alike.all()) and bool(self.views.all())


def construct(units: Units, full: int, seconds: float, *, colleague: bool) -> Construction:
    """Return what worlds in the middle prove of a part.

    Parameters
    ----------
    full
        Steps of one person's answer.
    seconds
        Limit for one question to the solver: which sums of units go with each other, where the
        rows leave them open.
    colleague
        Whether views of colleagues are to be answered as well.
    """
    count = units.count
    alike: Flags = np.zeros(count, dtype=np.bool_)
    views: Flags = np.zeros((2, 2, count, count), dtype=np.bool_)
    if not colleague:
        views[:] = True
    enough, pairs = max(full, 2 if colleague else 1), Pairs(units)
    problems = _problems(units, enough)
    bases: list[Base] = []
    vain = 0
    tried: set[bytes] = set()
    for low, high in _wanted(units, full, alike, views):
        before = int(alike.sum()) + int(views.sum())
        sums = _sums(problems, low, high, seconds)
        if sums is not None and sums.tobytes() not in tried:
            tried.add(sums.tobytes())
            world = middle_of(units, pairs, sums, enough)
            if units.part.problem.agrees(world):
                bases.append(Base(world, sums, units.tops - sums, units.room(world)))
                alike |= bases[-1].alike(full)
                views |= bases[-1].views()
        vain += int(alike.sum()) + int(views.sum()) == before
        if len(tried) >= BASES or vain >= VAIN:
            break
    by_atom: Flags = views[:, :, units.unit][:, :, :, units.unit]
    if views.any() and not views.all():  # with room for no view at all, search is quicker
        by_atom |= views_answered(units, pairs, [base.world for base in bases], by_atom)
    return Construction(units, tuple(bases), alike, by_atom)


def _wanted(units: Units, full: int, alike: Flags, views: Flags) -> Iterator[tuple[Whole, Whole]]:
    """Ends of the sums of units for what is open still; the flags change while this goes on."""
    yield units.sums.low, units.sums.high
    for at in range(units.count):
        if not alike[at]:
            yield _between(units, {at: full}, {at: full})
    for said, wanted, own, other in np.argwhere(~views).tolist():
        if not views[said, wanted, own, other]:
            least: dict[int, int] = {}
            left: dict[int, int] = {}
            for answer, at in ((said, own), (wanted, other)):
                held = least if answer else left
                held[at] = held.get(at, 0) + 1
            yield _between(units, least, left)


def _between(units: Units, least: dict[int, int], left: dict[int, int]) -> tuple[Whole, Whole]:
    low, high = units.sums.low.copy(), units.sums.high.copy()
    for at, steps in least.items():
        low[at] = max(low[at], steps)
    for at, steps in left.items():
        high[at] = min(high[at], units.tops[at] - steps)
    return low, high


def _sums(problems: Sequence[Problem], low: Whole, high: Whole, seconds: float) -> Whole | None:
    """Sums of units between these ends, by the first problem that has some."""
    if np.any(low > high):
        return None
    for problem in problems:
        if np.array_equal(low, high):
            if problem.agrees(low):
                return low
            continue
        _, sums = largest(problem, np.zeros(len(low)), seconds, low, high)
        if sums is not None:
            return sums
    return None


def _problems(units: Units, enough: int) -> list[Problem]:
    """Which sums of units leave breakdowns room, and which there are at all."""
    low, high = units.totals(enough)
    ones = csr_matrix(np.ones((1, units.count)))
    roomy = replace(
        units.sums,
        matrix=vstack([units.sums.matrix, ones], format="csr"),
        row_low=np.concatenate([units.sums.row_low, [low]]),
        row_high=np.concatenate([units.sums.row_high, [high]]),
    )
    return [roomy, units.sums]
