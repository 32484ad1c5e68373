"""World steps: many worlds for little, by moving single steps about in worlds that are known.

One person's step goes from an atom to another of the same row, or appears where a row leaves
room; every world on the way is kept if it still satisfies every constraint. Cheaper than asking
the solver by a factor of a thousand, and just as good a proof: a world is a world.
"""

import numpy as np

from analytics.disclosure.audit.prover.worlds import SEED
from analytics.disclosure.audit.reading.parts import Part
from analytics.disclosure.audit.reading.problem import AGREES, Whole

STEPS = 150
KEPT_EVERY = 10
WALKERS = 36


def step_about(part: Part, worlds: Whole) -> Whole:
    """Return more worlds of a part, from the known ones; the same known worlds give the same.

    Parameters
    ----------
    part
        Its first columns are the atoms' sums, which alone are moved.
    worlds
        Known worlds × columns.
    """
    count = len(part.atoms)
    if count < 2 or not len(worlds):
        return worlds[:0]
    draw = np.random.default_rng(SEED)
    now = np.resize(worlds, (WALKERS, worlds.shape[1]))
    matrix = part.problem.matrix.toarray()
    activity = now @ matrix.T
    low, high = part.problem.low[:count], part.problem.high[:count]
    mates, company = _mates(part)
    everybody = np.arange(len(now))
    seen = []
    for step in range(STEPS):
        one = draw.integers(count, size=len(now))
        other = mates[one, (draw.random(len(now)) * company[one]).astype(np.int64)]
        both = draw.random(len(now)) < 0.8
        sign = draw.choice([-1, 1], size=len(now))
        new_one = now[everybody, one] + sign
        new_other = now[everybody, other] - sign * both
        moved = activity + sign[:, None] * (matrix[:, one] - matrix[:, other] * both).T
        fits = (one != other) & (new_one >= low[one]) & (new_one <= high[one])
        fits &= (new_other >= low[other]) & (new_other <= high[other])
        fits &= np.all(moved >= part.problem.row_low - AGREES, axis=1)
        fits &= np.all(moved <= part.problem.row_high + AGREES, axis=1)
        now[everybody[fits], one[fits]] = new_one[fits]
        now[everybody[fits], other[fits]] = new_other[fits]
        activity[fits] = moved[fits]
        if step % KEPT_EVERY == KEPT_EVERY - 1:
            seen.append(now.copy())
    return np.asarray(np.unique(np.concatenate(seen), axis=0), dtype=np.int64)


def _mates(part: Part) -> tuple[Whole, Whole]:
    """By atom, the atoms of the smallest row that holds it and another; and how many they are."""
    count = len(part.atoms)
    place = {column: at for at, column in enumerate(part.columns[:count])}
    rows = [
        sorted(place[column] for column, _ in each.terms if column in place)
        for each in part.constraints
    ]
    mates = [list(range(count))] * count
    for row in sorted(rows, key=len, reverse=True):
        if len(row) > 1:
            for at in row:
                mates[at] = row
    table = np.array([(row * count)[:count] for row in mates], dtype=np.int64)
    return table, np.array([len(row) for row in mates], dtype=np.int64)
