"""Neighbours: what a world, and the worlds one exchange away from it, say to a colleague.

A view asks for a world in which a colleague answered so and one of the others answered so. From
one world all its exchanges answer a great many views at once, so that rare answers, which no one
world has in many groups, need few worlds all the same.
"""

from collections.abc import Iterator

import numpy as np

from analytics.disclosure.audit.prover.exchanges import Flags
from analytics.disclosure.audit.reading.problem import Whole

YES, NO = 1, 0


def answered(sums: Whole, sizes: Whole, possible: Flags, among: Whole | None = None) -> Flags:
    """Return which views a world and its neighbours answer with yes.

    Parameters
    ----------
    sums, sizes
        By atom, how many said yes, and how many answered.
    possible
        Which atoms (first) may take a yes from which others (second) and give a no for it.
    among
        Places of the atoms whose views are wanted; all, where nothing is said.

    Returns
    -------
    Flags by (what the colleague said, what is wanted of the other, his atom, the other's atom).
    """
    givers, takers = possible.sum(axis=1), possible.sum(axis=0)
    if among is not None:
        sums, sizes, givers, takers = sums[among], sizes[among], givers[among], takers[among]
        possible = possible[np.ix_(among, among)]
    yes, no = sums, sizes - sums
    found: Flags = np.zeros((2, 2, len(sums), len(sums)), dtype=np.bool_)
    found[YES, YES] = _same(yes, possible, givers)
    found[NO, NO] = _same(no, possible.T, takers)
    found[YES, NO] = _opposite(yes, no, possible, givers, takers)
    found[NO, YES] = found[YES, NO].T
    return found


def exchanges_for(
    sums: Whole, sizes: Whole, possible: Flags, wanted: Flags
) -> Iterator[tuple[int, int]]:
    """Yield exchanges (who takes a yes, who gives it) whose worlds answer wanted views directly.

    Parameters as of ``answered``; ``wanted`` holds none that it does not answer. Of those that
    answer the next view, the exchange with most wanted answers is taken.
    """
    nowhere = np.zeros_like(possible)
    wanted = wanted & ~answered(sums, sizes, nowhere)
    while (first := int(wanted.argmax())) or wanted.flat[0]:
        said, want, own, other = (int(at) for at in np.unravel_index(first, wanted.shape))
        takers, givers = _touching(possible, own, other)
        yes = np.stack([_after(sums, at, takers, givers) for at in (own, other)])
        have = np.where([[said], [want]], yes, sizes[[own, other]][:, None] - yes)
        least = 2 if own == other and said == want else 1
        serves = np.flatnonzero((have >= least).all(axis=0))
        gains = wanted.sum(axis=(1, 2)) + wanted.sum(axis=(0, 3))
        gain = gains[YES][takers[serves]] + gains[NO][givers[serves]]
        at = serves[gain.argmax()]
        taker, giver = int(takers[at]), int(givers[at])
        yield taker, giver
        moved = sums.copy()
        moved[taker] += 1
        moved[giver] -= 1
        wanted &= ~answered(moved, sizes, nowhere)


def _touching(possible: Flags, own: int, other: int) -> tuple[Whole, Whole]:
    """The possible exchanges in which one of two atoms takes or gives, as takers and givers."""
    pairs = [(np.full(len(possible), at), np.arange(len(possible))) for at in (own, other)]
    takers = np.concatenate([side for pair in pairs for side in pair])
    givers = np.concatenate([side for pair in pairs for side in pair[::-1]])
    there = possible[takers, givers]
    return takers[there], givers[there]


def _after(sums: Whole, at: int, takers: Whole, givers: Whole) -> Whole:
    """The sum of an atom after each of some exchanges."""
    after: Whole = sums[at] + (takers == at) - (givers == at)
    return after


def _same(have: Whole, takes: Flags, givers: Whole) -> Flags:
    """Both answered alike: ``takes[a, b]`` says whether a may have one more of it, and b one less.
    ``givers`` says from how many others each may take it.

    The other has it already, or takes it from anybody but the colleague, or from the colleague
    where two of his group have it.
    """
    direct = np.logical_and.outer(have >= 1, have >= 1)
    from_others = (have >= 1)[:, None] & (givers[None, :] - takes.T >= 1)
    from_his = (have >= 2)[:, None] & (givers >= 1)[None, :]
    pairs: Flags = direct | from_others | from_his
    pairs = pairs | pairs.T
    np.fill_diagonal(pairs, (have >= 2) | ((have >= 1) & (givers >= 1)))
    return pairs


def _opposite(yes: Whole, no: Whole, possible: Flags, givers: Whole, takers: Whole) -> Flags:
    """The colleague said yes and the other no.

    Both so already; or the colleague's group takes a yes from the other's; or the one has it and
    the other takes it from, or gives it to, anybody.
    """
    pairs: Flags = np.logical_and.outer(yes >= 1, no >= 1) | possible
    pairs |= np.logical_and.outer(yes >= 1, takers >= 1)  # the other gives a yes away
    pairs |= np.logical_and.outer(givers >= 1, no >= 1)  # the colleague's group takes one
    np.fill_diagonal(
        pairs,
        ((yes >= 1) & (no >= 1)) | ((yes >= 2) & (takers >= 1)) | ((no >= 2) & (givers >= 1)),
    )
    return pairs
