"""Parts: pieces of a system that nothing ties together, each attacked by itself.

As soon as what is published exactly has been subtracted, departments are independent. Several
small parts go to the solver in one batch, which costs little more than one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Any

import numpy as np

from analytics.disclosure.audit.reading.problem import Problem, Whole
from analytics.disclosure.audit.reading.swaps import Constraint
from analytics.disclosure.audit.reading.system import System

BATCH = 400
"""Unknowns in a batch, unless one part has more."""


@dataclass(frozen=True)
class Part:
    """An independent piece: its atoms first, then its other columns, and what ties them.

    Attributes
    ----------
    atoms
        Positions of its atoms in the system.
    columns
        Positions of all its columns in the system, the atoms' first.
    size_at
        By atom of the part, the place of its size among ``columns``; -1 where it is known.
    size
        By atom of the part, its size where known, else 0.
    """

    atoms: tuple[int, ...]
    columns: tuple[int, ...]
    constraints: tuple[Constraint, ...]
    problem: Problem
    size_at: Whole
    size: Whole

    def sizes(self, worlds: Whole) -> Whole:
        """Return the sizes of the part's atoms in each of some worlds (worlds × atoms)."""
        sizes = np.broadcast_to(self.size, (len(worlds), len(self.atoms))).copy()
        for at in np.flatnonzero(self.size_at >= 0):
            sizes[:, at] = worlds[:, self.size_at[at]]
        return sizes

    @property
    def says(self) -> str:
        """The published rows that it rests on."""
        return "; ".join(dict.fromkeys(each.says for each in self.constraints))


@dataclass(frozen=True)
class Batch:
    """Parts that are solved together."""

    parts: tuple[int, ...]
    spans: tuple[slice, ...]
    problem: Problem


def parts_of(system: System) -> list[Part]:
    """Return the independent parts of a system, without the atoms that nobody answered in."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    ties = [each for each in system.constraints if each.terms]
    first = [each.terms[0][0] for each in ties for _ in each.terms]
    other = [column for each in ties for column, _ in each.terms]
    width = len(system.low)
    graph = coo_matrix((np.ones(len(first)), (first, other)), shape=(width, width))
    count, label = connected_components(graph, directed=False)
    columns: list[list[int]] = [[] for _ in range(count)]
    for column in range(width):
        columns[label[column]].append(column)
    tied: list[list[Constraint]] = [[] for _ in range(count)]
    for each in ties:
        tied[label[each.terms[0][0]]].append(each)
    return [
        _part(system, own, constraints)
        for own, constraints in zip(columns, tied, strict=True)
        if _anybody(system, own)
    ]


def batches_of(parts: Sequence[Part], chosen: Iterable[int]) -> list[Batch]:
    """Return some parts (by their places) in batches of about as many unknowns."""
    batches: list[Batch] = []
    waiting: list[int] = []
    width = 0
    for at in chosen:
        part = parts[at]
        if waiting and width + part.problem.columns > BATCH:
            batches.append(_batch(parts, waiting))
            waiting, width = [], 0
        waiting.append(at)
        width += part.problem.columns
    return [*batches, _batch(parts, waiting)] if waiting else batches


def _anybody(system: System, columns: Iterable[int]) -> bool:
    atoms = [at for at in columns if at < len(system.atoms.atoms)]
    return any(system.sizes.ranges[at].high > 0 for at in atoms)


def _part(system: System, columns: Sequence[int], constraints: Sequence[Constraint]) -> Part:
    count = len(system.atoms.atoms)
    atoms = [at for at in columns if at < count]
    place = {column: at for at, column in enumerate(columns)}
    size_columns = [system.size_column[at] for at in atoms]
    return Part(
        atoms=tuple(atoms),
        columns=tuple(columns),
        constraints=tuple(constraints),
        problem=_problem(system, columns, place, constraints),
        size_at=np.array([-1 if at is None else place[at] for at in size_columns], dtype=np.int64),
        size=np.array([system.sizes.fixed(at) or 0 for at in atoms], dtype=np.int64),
    )


def _problem(
    system: System,
    columns: Sequence[int],
    place: dict[int, int],
    constraints: Sequence[Constraint],
) -> Problem:
    from scipy.sparse import csr_matrix

    at = [place[column] for each in constraints for column, _ in each.terms]
    weights = [weight for each in constraints for _, weight in each.terms]
    starts = list(accumulate((len(each.terms) for each in constraints), initial=0))
    held = (np.array(weights), np.array(at, np.int32), np.array(starts, np.int32))
    return Problem(
        matrix=csr_matrix(held, shape=(len(constraints), len(columns))),
        row_low=np.array([each.low for each in constraints], dtype=np.float64),
        row_high=np.array([each.high for each in constraints], dtype=np.float64),
        low=np.array([system.low[column] for column in columns], dtype=np.int64),
        high=np.array([system.high[column] for column in columns], dtype=np.int64),
    )


def _batch(parts: Sequence[Part], chosen: Sequence[int]) -> Batch:
    from scipy.sparse import block_diag

    problems = [parts[at].problem for at in chosen]
    ends = np.cumsum([0, *(problem.columns for problem in problems)]).tolist()
    matrix: Any = block_diag([problem.matrix for problem in problems], format="csr")
    joined = Problem(
        matrix=matrix,
        row_low=np.concatenate([problem.row_low for problem in problems]),
        row_high=np.concatenate([problem.row_high for problem in problems]),
        low=np.concatenate([problem.low for problem in problems]),
        high=np.concatenate([problem.high for problem in problems]),
    )
    spans = tuple(slice(start, end) for start, end in pairwise(ends))
    return Batch(tuple(chosen), spans, joined)
