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

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, Self

import numpy as np
from scipy.sparse import csr_matrix, vstack

from analytics.disclosure.audit.prover.construction.middle import Ends, Pairs, middle_of
from analytics.disclosure.audit.prover.construction.stepping import stepped
from analytics.disclosure.audit.prover.construction.units import Units
from analytics.disclosure.audit.prover.construction.views import views_answered
from analytics.disclosure.audit.prover.exchanges import Flags
from analytics.disclosure.audit.prover.solver import largest
from analytics.disclosure.audit.reading.problem import Problem, Whole

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

    @classmethod
    def of(cls, units: Units, world: Whole) -> Self:
        """Return a world of some units as a base."""
        sums = units.added(world)
        return cls(world, sums, units.tops - sums, units.room(world))

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
    """What is proven of a part.

    Attributes
    ----------
    alike
        By unit, whether any two of its people may trade the ends of the scale.
    views
        Views of colleagues that bases answer, by (said, wanted, his unit, the other's).
    seen
        By atom in place of unit, where worlds were made for some views besides.
    """

    units: Units
    alike: Flags
    views: Flags
    seen: Flags | None = None

    def settles(self, threshold: int) -> bool:
        """Return whether nothing is left to ask of this part."""
        answered = self.views if self.seen is None else self.seen
        many = int(self.units.people.min()) >= threshold
        return many and bool(self.alike.all()) and bool(answered.all())

    def views_of_atoms(self) -> Flags:
        """Return the answered views of colleagues, by (said, wanted, his atom, the other's)."""
        return _of_atoms(self.views, self.units) if self.seen is None else self.seen


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
    views: Flags = np.full((2, 2, count, count), not colleague)
    enough, pairs = max(full, 2 if colleague else 1), Pairs(units)
    problems = _problems(units, enough)
    bases: list[Base] = []
    vain = 0
    tried: set[bytes] = set()
    for ends in _wanted(units, full, alike, views):
        before = int(alike.sum()) + int(views.sum())
        sums = _sums(problems, ends, bases, tried, seconds)
        if sums is not None and sums.tobytes() not in tried:
            tried.add(sums.tobytes())
            world = middle_of(units, pairs, sums, enough)
            if units.part.problem.agrees(world):
                bases.append(Base.of(units, world))
                alike |= bases[-1].alike(full)
                views |= bases[-1].views()
        vain += int(alike.sum()) + int(views.sum()) == before
        if len(tried) >= BASES or vain >= VAIN:
            break
    if views.all() or not views.any():  # with room for no view at all, search is quicker
        return Construction(units, alike, views)
    worlds = [base.world for base in bases]
    seen = views_answered(units, pairs, worlds, _of_atoms(views, units))
    return Construction(units, alike, views, seen)


def _of_atoms(views: Flags, units: Units) -> Flags:
    found: Flags = views[:, :, units.unit][:, :, :, units.unit]
    return found


def _wanted(units: Units, full: int, alike: Flags, views: Flags) -> Iterator[Ends]:
    """Ends of the sums of units for what is open still; the flags change while this goes on."""
    ends = Ends(units.sums.low, units.sums.high)
    yield ends
    for at in range(units.count):
        if not alike[at]:
            yield ends.holding(units.tops, ((at, 1, full), (at, 0, full)))
    for said, wanted, own, other in np.argwhere(~views).tolist():
        if not views[said, wanted, own, other]:
            yield ends.holding(units.tops, ((own, said, 1), (other, wanted, 1)))


def _sums(
    problems: Sequence[Problem],
    ends: Ends,
    bases: Sequence[Base],
    tried: Container[bytes],
    seconds: float,
) -> Whole | None:
    """Sums of units between these ends, by the first problem that has some.

    Some that were not tried, a few steps from those of a base; or else by search.
    """
    if not ends.possible:
        return None
    near = (stepped(problem, base.sums, ends) for problem in problems for base in reversed(bases))
    for sums in near:
        if sums is not None and sums.tobytes() not in tried:
            return sums
    for problem in problems:
        if np.array_equal(ends.low, ends.high):
            if problem.agrees(ends.low):
                return ends.low
            continue
        _, sums = largest(problem, np.zeros(len(ends.low)), seconds, ends.low, ends.high)
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
