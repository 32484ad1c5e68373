"""Three partitions or more: the smallest group that sums and differences isolate.

A person is in one row of each partition, and a combination y of published totals gives the
people of cell i the weight c_i = Σ y(row). The smallest group is the least Σ n_i over the cells
with c_i ≠ 0. Divided by its largest weight, some cell j has c_j = 1 and no other exceeds 1 in
size, so that Σ n_i |c_i| is at most the size of the group: for each light cell j (n_j < k) the
least Σ n_i |c_i| with c_j = 1 is a lower bound (a linear programme). Its dual reads: how much
weight may flow through cell j, in exchanges that leave every published total as it is and use no
other cell beyond its head-count. Any such exchange proves a bound; so one projection proves most
cells at once. What it takes too much of others is cut off and projected again, some dozens of
times, which proves most of the rest; the optimiser is asked what then is left, and whole numbers
decide where even that is below k.
"""

from typing import Final

import numpy as np
import numpy.typing as npt

from analytics.disclosure.crossings.headcounts import Cells

Floats = npt.NDArray[np.float64]

TOLERANCE: Final = 1e-6
STRETCHES: Final = (0.5, 0.75, 1.0, 1.5, 2.0, 3.0)
"""How far a projected exchange is stretched, in units of what the cell lacks."""

ROUNDS: Final = 60
"""How often an exchange that takes too much of other cells is cut off and projected again."""

NODE_LIMIT: Final = 20_000
"""Branches of a whole-number programme before it counts as not proven. Not a time: the decision
must be the same on every machine."""


def smallest_group(cells: Cells, threshold: int) -> int | None:
    """Return the size of a group below ``threshold`` that arithmetic isolates; None if none is.

    A programme that gives up is not a proof: it counts as a group of nobody, 0.
    """
    people = np.array(list(cells.values()), dtype=np.float64)
    incidence = _incidence(cells)
    for j in _unproven(incidence, people, threshold):
        if _linear_bound(incidence, people, j, threshold) > threshold - 1 + TOLERANCE:
            continue
        found = _isolated(incidence, people, j, threshold)
        if found is not None:
            return found
    return None


def _incidence(cells: Cells) -> Floats:
    """One row a published total, one column a cell: 1 where the total counts the cell."""
    totals = sorted({total for place in cells for total in enumerate(place)})
    number = {total: at for at, total in enumerate(totals)}
    matrix = np.zeros((len(totals), len(cells)))
    for column, place in enumerate(cells):
        for total in enumerate(place):
            matrix[number[total], column] = 1.0
    return matrix


def _unproven(incidence: Floats, people: Floats, threshold: int) -> list[int]:
    """Return the light cells that the projected exchanges do not prove.

    The exchange through j is column j of the projection onto those that keep all totals, in the
    metric that makes small cells dear. Group sizes are whole, so more than k - 1 proves k.
    """
    weights = np.maximum(people, 0.1) ** 2
    weighted = incidence * weights
    gram = np.linalg.pinv(weighted @ incidence.T, hermitian=True)
    light = np.flatnonzero(people < threshold)
    left = []
    for chunk in np.array_split(light, max(1, len(light) * len(people) // 4_000_000)):
        exchange = -weighted.T @ (gram @ weighted[:, chunk])
        exchange[chunk, np.arange(len(chunk))] += weights[chunk]
        bounds = _exchange_bounds(exchange, people, chunk, threshold)
        open_ = chunk[bounds <= threshold - 1 + TOLERANCE]
        left += _unbounded(incidence, people, open_, threshold, weighted.T @ gram)
    return left


def _unbounded(
    incidence: Floats,
    people: Floats,
    cells: npt.NDArray[np.intp],
    threshold: int,
    back: Floats,
) -> list[int]:
    """Return those light cells whose exchange cannot be made to take little enough of others.

    ``back`` turns what an exchange changes of the totals into what brings them back.
    """
    flow = np.zeros((len(people), len(cells)))
    for _ in range(ROUNDS):
        if not len(cells):
            break
        flow = np.clip(flow, -people[:, None], people[:, None])
        flow[cells, np.arange(len(cells))] = threshold - people[cells]
        flow -= back @ (incidence @ flow)
        kept = np.abs(incidence @ flow).max(axis=0) < TOLERANCE
        still = ~kept | (_bounds(flow, people, cells) <= threshold - 1 + TOLERANCE)
        flow, cells = flow[:, still], cells[still]
    return [int(cell) for cell in cells]


def _bounds(flow: Floats, people: Floats, cells: npt.NDArray[np.intp]) -> Floats:
    """Return the lower bound that each column's exchange proves as it is."""
    at = np.arange(len(cells))
    overdrawn = np.maximum(np.abs(flow) - people[:, None], 0.0)
    overdrawn[cells, at] = 0.0
    proven: Floats = people[cells] + flow[cells, at] - overdrawn.sum(axis=0)
    return proven


def _exchange_bounds(
    exchange: Floats, people: Floats, chunk: npt.NDArray[np.intp], threshold: int
) -> Floats:
    """Return the lower bound that each column's exchange proves, at its best stretch.

    n_j + s·f_j less what the exchange takes of other cells beyond their head-count.
    """
    at = np.arange(len(chunk))
    through = exchange[chunk, at]
    usable = through > TOLERANCE
    flow = np.abs(exchange) / np.where(usable, through, 1.0)
    flow[chunk, at] = 0.0
    lack = threshold - people[chunk]
    best = people[chunk].copy()
    for stretch in STRETCHES:
        overdrawn = np.maximum(flow * (stretch * lack) - people[:, None], 0.0).sum(axis=0)
        best = np.maximum(best, people[chunk] + stretch * lack - overdrawn)
    return np.where(usable, best, people[chunk])


def _linear_bound(incidence: Floats, people: Floats, j: int, threshold: int) -> float:
    """Return the least Σ n_i |c_i| with c_j = 1, or the threshold if that is less (HiGHS)."""
    from scipy.optimize import linprog

    bounds = np.column_stack([-people, people])
    bounds[j] = (0.0, threshold - people[j])
    aim = np.zeros(len(people))
    aim[j] = -1.0
    solved = linprog(aim, A_eq=incidence, b_eq=np.zeros(len(incidence)), bounds=bounds)
    return float(people[j] - solved.fun) if solved.status == 0 else 0.0


def _isolated(incidence: Floats, people: Floats, j: int, threshold: int) -> int | None:
    """Return the size of a group below the threshold with c_j = 1 and |c| ≤ 1; None if none is.

    Variables: a weight for each total, and for each cell whether its weight differs from zero.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp

    totals, places = incidence.shape
    weight = np.hstack([incidence.T, np.zeros((places, places))])
    differs = np.hstack([np.zeros((places, totals)), np.eye(places)])
    size = np.hstack([np.zeros(totals), people])
    may_differ = (people < threshold).astype(np.float64)
    solved = milp(
        size,
        integrality=np.hstack([np.zeros(totals), np.ones(places)]),
        bounds=Bounds(
            np.hstack([np.full(totals, -np.inf), np.zeros(places)]),
            np.hstack([np.full(totals, np.inf), may_differ]),
        ),
        constraints=[
            LinearConstraint(weight - differs, -np.inf, 0.0),
            LinearConstraint(weight + differs, 0.0, np.inf),
            LinearConstraint(weight[[j]], 1.0, 1.0),
            LinearConstraint(size, -np.inf, threshold - 1),
        ],
        options={"node_limit": NODE_LIMIT},
    )
    if solved.status == 2:  # no such group
        return None
    return round(solved.fun) if solved.status == 0 else 0
