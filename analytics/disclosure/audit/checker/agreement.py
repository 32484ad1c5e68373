"""Agreement: whether worlds agree with every published number, counted row by row."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from analytics.disclosure.audit.checker.exhibit import Exhibit
from analytics.disclosure.audit.reading.problem import AGREES, Real, Whole
from analytics.disclosure.audit.reading.system import System


@dataclass(frozen=True)
class Rows:
    """What is published of a table, as rows of weights over its unknowns, each between two ends."""

    system: System
    weights: Any
    low: Real
    high: Real

    @cached_property
    def pieces(self) -> Whole:
        """By unknown, a number of its piece: rows tie together those of the same piece alone.

        Of two pieces, any world of the one goes with any world of the other.
        """
        each = self.weights.tocoo()
        first = self.weights.indices[self.weights.indptr[each.row]]
        shape = (self.weights.shape[1], self.weights.shape[1])
        tied = csr_matrix((np.ones(len(first)), (first, each.col)), shape=shape)
        pieces: Whole = connected_components(tied, directed=False)[1].astype(np.int64)
        return pieces


def rows_of(system: System) -> Rows:
    """Return the rows of a system."""
    ties = [each for each in system.constraints if each.terms]
    at = [row for row, each in enumerate(ties) for _ in each.terms]
    columns = [column for each in ties for column, _ in each.terms]
    weights = [weight for each in ties for _, weight in each.terms]
    return Rows(
        system=system,
        weights=csr_matrix((weights, (at, columns)), shape=(len(ties), len(system.low))),
        low=np.array([each.low for each in ties]) - AGREES,
        high=np.array([each.high for each in ties]) + AGREES,
    )


def disagreements(rows: Rows, shown: Exhibit) -> Iterator[str]:
    """Yield which published numbers some world or exchange does not agree with."""
    system = rows.system
    says = [each.says for each in system.constraints if each.terms]
    now = rows.weights @ shown.worlds.T
    for at in np.flatnonzero(((now < rows.low[:, None]) | (now > rows.high[:, None])).any(axis=1)):
        yield f"a world does not agree with {says[at]}"
    below, above = shown.worlds < np.array(system.low), shown.worlds > np.array(system.high)
    if (below | above).any():
        yield "a world has more or fewer answers than people can give"
    known = [(at, each.low) for at, each in enumerate(system.sizes.ranges) if each.exact]
    if (shown.people[:, [at for at, _ in known]] != [size for _, size in known]).any():
        yield "a world has another number of people than is published"
    yield from _exchanged(rows, shown, now, says)


def _exchanged(rows: Rows, shown: Exhibit, now: Real, says: list[str]) -> Iterator[str]:
    """Yield where a world no longer agrees after an exchange; only what moves is counted."""
    world, taker, giver = shown.exchanges.T
    full = rows.system.table.full
    by_unknown = rows.weights.tocsc()
    moved = (full * (by_unknown[:, taker] - by_unknown[:, giver])).tocoo()
    after = now[moved.row, world[moved.col]] + moved.data
    for at in np.unique(moved.row[(after < rows.low[moved.row]) | (after > rows.high[moved.row])]):
        yield f"a world after an exchange does not agree with {says[at]}"
    takes = shown.worlds[world, taker] + full > full * shown.people[world, taker]
    gives = shown.worlds[world, giver] < full
    if (takes | gives).any():
        yield "an exchange takes more answers than there are"
