"""Swaps: what a reader who knows how ends are made may conclude, all rows of a department at once.

The procedure is public, the offset is not. Among the rows of a department whose sum from the
bottom is below the grain g, as many as their sum holds (rounded with an offset of 0 to g - 1) are
shown as g, the largest first and in the order of their names, the rest as 0. So for the true sums
t behind shown sums s of 0 (Z) and g (G):

* 0 ≤ t ≤ g - 1 on Z and 1 ≤ t ≤ g on G;
* no t of Z is above one of G, nor equal to one that stands later in the order of names;
* the sum of t over Z and G differs from g · |G| by at most g - 1.

These are necessary, and sufficient with a suitable offset: every such world may have produced the
table (tests/properties tries all). The top is mirrored. Where a row of 2 g steps shows g, it may
have come from either end, and a switch says from which.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

Terms = tuple[tuple[int, float], ...]


@dataclass(frozen=True)
class Constraint:
    """Weighted unknowns add up to something between two ends, says a row."""

    terms: Terms
    low: float
    high: float
    says: str


@dataclass(frozen=True)
class EndRow:
    """A row with both ends open to doubt: its unknowns, its ceiling and what was shown."""

    positions: tuple[int, ...]
    ceiling: int
    shown: int
    says: str


def shown_sum(low: int, high: int, ceiling: int, g: int) -> int | None:
    """Return the shown sum behind published bounds; None where the bounds are none of ours."""
    bounds = {
        (0, g - 1): 0,
        (1, g): g,
        (ceiling - g, ceiling - 1): ceiling - g,
        (ceiling - g + 1, ceiling): ceiling,
    }
    if ceiling == 2 * g:
        bounds[1, ceiling - 1] = g
    return bounds.get((low, high))


def swapped(rows: Sequence[EndRow], g: int, columns: int) -> tuple[list[Constraint], int]:
    """Return what ties the rows of one department together, and how many columns it adds.

    ``rows`` in the order of their names; new columns are numbered from ``columns``: for each row
    that shows the middle of 2 g steps its sum seen from the bottom and from the top, and a switch.
    """
    ties: list[Constraint] = []
    bottoms: list[tuple[Terms, float, int, bool]] = []
    tops: list[tuple[Terms, float, int, bool]] = []
    added = 0
    for order, row in enumerate(rows):
        own: Terms = tuple((at, 1.0) for at in row.positions)
        negated: Terms = tuple((at, -1.0) for at in row.positions)
        if row.ceiling == 2 * g and row.shown == g:
            first = columns + added
            added += 3
            ties += _either_end(own, first, g, row.says)
            bottoms.append((((first, 1.0),), 0.0, order, True))
            tops.append((((first + 1, 1.0),), 0.0, order, True))
        elif row.shown in (0, g):
            bottoms.append((own, 0.0, order, row.shown == g))
        elif row.shown in (row.ceiling, row.ceiling - g):
            tops.append((negated, float(row.ceiling), order, row.shown == row.ceiling - g))
    says = " and ".join(row.says for row in rows)
    for end in (bottoms, tops):
        ties += _one_end(end, g, says)
    return ties, added


def _either_end(own: Terms, first: int, g: int, says: str) -> Iterator[Constraint]:
    """t = p - q + g with p or q equal to g: p counts from the bottom, q from the top."""
    p, q, switch = first, first + 1, first + 2
    yield Constraint((*own, (p, -1.0), (q, 1.0)), g, g, says)
    yield Constraint(((p, 1.0),), 1, g, says)
    yield Constraint(((q, 1.0),), 1, g, says)
    yield Constraint(((switch, 1.0),), 0, 1, says)
    yield Constraint(((p, 1.0), (switch, -float(g - 1))), 1, g, says)
    yield Constraint(((q, 1.0), (switch, float(g - 1))), g, 2 * g, says)


def _one_end(
    rows: Iterable[tuple[Terms, float, int, bool]], g: int, says: str
) -> Iterator[Constraint]:
    """The order of raised and other rows, and the room of their sum."""
    rows = list(rows)
    raised = [row for row in rows if row[3]]
    others = [row for row in rows if not row[3]]
    for (high, base, later, _), (low, ground, earlier, _) in product(raised, others):
        least = 1 if later > earlier else 0
        terms = (*high, *((at, -weight) for at, weight in low))
        yield Constraint(terms, least + ground - base, g + ground - base, says)
    if rows:
        terms = tuple(term for row in rows for term in row[0])
        middle = g * len(raised) - sum(row[1] for row in rows)
        yield Constraint(terms, middle - (g - 1), middle + (g - 1), says)
