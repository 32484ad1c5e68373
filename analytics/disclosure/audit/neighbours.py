"""Neighbours: worlds one exchange away from a known one, for what a colleague leaves open.

A view asks for a world in which a colleague answered so and one of the others answered so. Where
a known world has the colleague but not the other, one exchange often makes the other.
"""

import numpy as np

from analytics.disclosure.audit.exchanges import possible_exchanges
from analytics.disclosure.audit.parts import Part
from analytics.disclosure.audit.solver import Whole

STARTS = 60


def neighbours(part: Part, worlds: Whole, views: Whole) -> Whole:
    """Return worlds near the known ones, each of which answers a view that they leave open.

    Parameters
    ----------
    worlds
        Known worlds × columns of the part.
    views
        Open views × (own, said, other, want), as in ``colleagues.View``.
    """
    matrix = part.problem.matrix.toarray()[:, : len(part.atoms)]
    found = []
    chosen = np.unique(np.linspace(0, len(worlds) - 1, STARTS).astype(np.int64))
    for world in worlds[chosen]:
        if not len(views):
            break
        possible = possible_exchanges(part, world, 1, matrix)
        partner = _partners(part, world, views, possible)
        answered = np.flatnonzero(partner >= 0)
        for (_, _, other, want), at in zip(views[answered], partner[answered], strict=True):
            near = world.copy()
            near[other] += 1 if want else -1
            near[at] += -1 if want else 1
            found.append(near)
        views = np.delete(views, answered, axis=0)
    return np.array(found, dtype=np.int64).reshape(len(found), part.problem.columns)


def _partners(part: Part, world: Whole, views: Whole, possible: np.ndarray) -> Whole:
    """By view, an atom with which the other may exchange so that it is answered; -1 for none."""
    own, said, other, want = views.T
    sums, sizes = world[: len(part.atoms)], part.sizes(world[None, :])[0]
    same = own == other
    spare = np.where(said == 1, sums[own], sizes[own] - sums[own])  # who answered as he did
    wanted = np.where(want == 1, sums[other], sizes[other] - sums[other])
    # after the exchange one more of the other group answered as wanted
    enough = wanted + 1 >= 1 + (same & (said == want))
    kept = np.where(same & (said != want), spare - 1, spare) >= 1
    options = np.where((want == 1)[:, None], possible[other], possible.T[other])
    # the partner loses one who answered as wanted: the colleague's group must have another
    options[np.arange(len(views)), own] &= ~((said == want) & (spare < 2))
    options &= (enough & kept)[:, None]
    return np.where(options.any(axis=1), options.argmax(axis=1), -1)
