"""Sums: what published numbers say, as whole numbers between two ends over a set of unknowns."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor
from typing import Final

from analytics.disclosure.audit.reading.table import Row, Table

FEW: Final = 60
"""Rows of which each may be held against each."""

TOLERANCE = 1e-7
"""Of a step; far below what any rounding of a published number amounts to."""


@dataclass(frozen=True)
class Interval:
    """A whole-number sum lies between two ends."""

    low: int
    high: int

    @property
    def exact(self) -> bool:
        """Whether the sum is known."""
        return self.low == self.high


@dataclass(frozen=True)
class Sum:
    """The unknowns at these positions add up to a number in an interval, says a row."""

    positions: frozenset[int]
    interval: Interval
    says: str


def steps(row: Row, n: int, full: int) -> Interval:
    """Return between which sums, in steps from the bottom, a row's n answers lie."""
    ceiling = n * full
    low = ceil(row.low * ceiling - TOLERANCE)
    high = floor(row.high * ceiling + TOLERANCE)
    return Interval(max(low, 0), min(high, ceiling))


def sum_of(row: Row, positions: Iterable[int], table: Table) -> Sum | None:
    """Return what a row says of its answers; None where its number of answers is not known."""
    if row.n is None:
        return None
    return Sum(frozenset(positions), steps(row, row.n, table.full), row.label)


def reduced(sums: Sequence[Sum]) -> list[Sum]:
    """Return sums that say the same with fewer unknowns in each.

    Rows of the same people are one, with what both allow. A row that holds rows known exactly
    is told by what is left of it: so a department is independent of the others as soon as the
    organisation's row holds nothing else. What is left of nothing must be nothing; a sum over no
    unknowns that excludes 0 stays, as a contradiction.
    """
    rows = _merged(sums)
    exact = [row for row in rows if row.interval.exact and row.positions]
    exact.sort(key=lambda row: (-len(row.positions), min(row.positions)))
    inside = _few(rows, exact) if len(rows) <= FEW else _many(rows, exact)
    return _merged(
        [
            _remainder(row, own) if len(row.positions) > 1 else row
            for row, own in zip(rows, inside, strict=True)
        ]
    )


def _few(rows: Iterable[Sum], exact: Sequence[Sum]) -> Iterator[list[Sum]]:
    """By row, the exact rows that lie wholly within it, in their order: each is looked at."""
    for row in rows:
        yield [each for each in exact if each.positions < row.positions]


def _many(rows: Sequence[Sum], exact: Sequence[Sum]) -> Iterator[list[Sum]]:
    """The same where looking at all would take too long: only rows that share people are."""
    holding: dict[int, list[int]] = {}
    for at, each in enumerate(exact):
        holding.setdefault(min(each.positions), []).append(at)
    for row in rows:
        near = sorted(at for place in row.positions for at in holding.get(place, ()))
        yield [exact[at] for at in near if exact[at].positions < row.positions]


def _merged(sums: Iterable[Sum]) -> list[Sum]:
    by_people: dict[frozenset[int], Sum] = {}
    for row in sums:
        known = by_people.get(row.positions)
        if known is None:
            by_people[row.positions] = row
        else:
            low = max(known.interval.low, row.interval.low)
            high = min(known.interval.high, row.interval.high)
            says = known.says if known.interval == Interval(low, high) else row.says
            by_people[row.positions] = Sum(row.positions, Interval(low, high), says)
    nothing = by_people.get(frozenset())
    if nothing is not None and nothing.interval.low <= 0 <= nothing.interval.high:
        del by_people[frozenset()]
    return list(by_people.values())


def _remainder(row: Sum, inside: Iterable[Sum]) -> Sum:
    left, taken, names = set(row.positions), 0, []
    for part in inside:
        if part.positions <= left:
            left -= part.positions
            taken += part.interval.low
            names.append(part.says)
    if not names:
        return row
    interval = Interval(row.interval.low - taken, row.interval.high - taken)
    return Sum(frozenset(left), interval, " - ".join((row.says, *names)))
