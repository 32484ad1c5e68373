"""Crossed: worlds of an area whose departments are counted together, and so are its categories.

Nobody can tell how many of a department are in a category, nor how they answered: only what each
department and each row of categories adds up to. So the people of a department are taken for some
at the top of the scale, some at the bottom, and one between where its sum is no whole number of
answers. Whoever is at the top is shared out among departments and categories in whatever way
their totals allow, and so are those at the bottom; one way after another, until every group has
shown whatever is asked of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

import numpy as np

from analytics.disclosure.audit.prover.exchanges import Flags
from analytics.disclosure.audit.reading.problem import Whole

SEED: Final = 20261130
MOST: Final = 80
"""Worlds of one area beyond which it is left to search."""
MANY: Final = 600
"""Groups of an area beyond which the first world has to show everything."""


class Counted(NamedTuple):
    """A department or a row of categories: its people, and between which sums they lie."""

    people: int
    low: int
    high: int


class Asked(NamedTuple):
    """What worlds are asked for: people of a group, and whether views of colleagues."""

    full: int
    threshold: int
    colleague: bool


@dataclass
class _Ends:
    """People at one end of the scale, by department and by row of categories."""

    units: Whole
    rows: Whole

    def shared(self, order: Whole, later: Whole, row_of: Whole, each: int) -> Whole:
        """Share them out: so many to each group in an order, the rest as it comes in another."""
        units, rows = self.units.tolist(), self.rows.tolist()
        columns, width = row_of.tolist(), len(row_of)
        made = [0] * (len(units) * width)
        for cells, most in ((order, each), (later, max(sum(units), 1))):
            for cell in cells.tolist():
                unit, column = divmod(cell, width)
                given = min(most, units[unit], rows[columns[column]])
                made[cell] += given
                units[unit] -= given
                rows[columns[column]] -= given
        return np.array(made, np.int64)


@dataclass
class _Open:
    """What no world has shown yet, by group; of colleagues, by two groups and two answers."""

    asked: Asked
    size: int
    small: Flags = field(init=False)
    ends: list[Flags] = field(init=False)
    views: list[list[Flags]] = field(init=False)

    def __post_init__(self) -> None:
        """Leave everything open: with few groups, each view of a colleague by itself."""
        self.small = np.ones(self.size, np.bool_)
        self.ends = [np.ones(self.size, np.bool_) for _ in range(2)]
        pairs = (self.size, self.size) if self.asked.colleague and self.size <= MANY else (0, 0)
        self.views = [[np.ones(pairs, np.bool_) for _ in range(2)] for _ in range(2)]

    def shown(self, people: Whole, have: Sequence[Whole]) -> int:
        """Take off what a world shows; return how much that was."""
        before = self.left()
        self.small &= people < self.asked.threshold
        least = 2 if self.asked.colleague else 1
        for at, own in enumerate(have):
            self.ends[at] &= own < least
        for said in range(2):
            for wanted in range(2):
                view = self.views[said][wanted]
                if view.size:
                    both = np.outer(have[said] >= 1, have[wanted] >= 1)
                    if said == wanted:
                        np.fill_diagonal(both, have[said] >= 2)
                    view &= ~both
        return before - self.left()

    def left(self) -> int:
        """Return how much is open."""
        views = sum(int(view.sum()) for both in self.views for view in both)
        return int(self.small.sum()) + sum(int(own.sum()) for own in self.ends) + views

    def wanted(self, end: int) -> Whole:
        """Return by group how much is open that people at an end would show."""
        wanted: Whole = self.ends[end].astype(np.int64)
        if self.views[0][0].size:
            wanted = wanted + self.views[end][0].sum(axis=1) + self.views[end][1].sum(axis=1)
        return wanted


def worlds_of(
    units: Sequence[Counted],
    rows: Sequence[Counted],
    widths: Sequence[int],
    total: tuple[int, int],
    asked: Asked,
) -> tuple[list[list[int]], list[list[int]]] | None:
    """Return sums and people of each group in some worlds that show all that is asked.

    Groups are in the order of the departments (``units``), and within each of the ``rows``' own
    categories, so many each as ``widths`` says. The first world has answers of both ends in each
    group where any does. ``total`` is between which sums all of them lie. None where no such
    worlds were found.
    """
    row_of = np.repeat(np.arange(len(rows)), widths)
    chosen = _chosen(units, rows, total, asked.full)
    if chosen is None:
        return None
    ends, middle = chosen
    between, steps = (_crossed(own, row_of) for own in middle)
    draw = np.random.default_rng(SEED)
    size = len(units) * len(row_of)
    still_open = _Open(asked, size)
    sums, people = [], []
    for turn in range(MOST):
        noise = draw.random(size) if turn else np.zeros(size)
        each = 2 if asked.colleague and any(own.any() for own in still_open.ends) else 1
        later = np.argsort(noise - still_open.small, kind="stable")
        have = [
            own.shared(
                np.argsort(noise - still_open.wanted(at), kind="stable"), later, row_of, each
            )
            for at, own in enumerate(ends)
        ]
        counted = have[0] + have[1] + between
        if not still_open.shown(counted, have):
            break
        sums.append((asked.full * have[1] + steps).tolist())
        people.append(counted.tolist())
        if not still_open.left():
            return sums, people
        if size > MANY:
            break
    return None


def _crossed(of_row: Whole, row_of: Whole) -> Whole:
    """Numbers by department and row, given to the first category of the row."""
    first = np.searchsorted(row_of, np.arange(of_row.shape[1]))
    crossed = np.zeros((len(of_row), len(row_of)), np.int64)
    crossed[:, first] = of_row
    return crossed.ravel()


def _chosen(
    units: Sequence[Counted], rows: Sequence[Counted], total: tuple[int, int], full: int
) -> tuple[tuple[_Ends, _Ends], tuple[Whole, Whole]] | None:
    """Who is at the bottom and at the top; and by department and row who is between, and its steps.

    None where departments and rows do not go together so.
    """
    people, size = (np.array([one.people for one in own], np.int64) for own in (units, rows))
    of_units, of_rows = (np.array([own[1:] for own in each], np.int64).T for each in (units, rows))
    least = max(total[0], int(of_units[0].sum()), int(of_rows[0].sum()))
    most = min(total[1], int(of_units[1].sum()), int(of_rows[1].sum()))
    sums = _between(of_units[0], of_units[1], least, most)
    if sums is None or people.sum() != size.sum():
        return None
    tops, rest = np.divmod(sums, full)
    inside = np.zeros((2, len(units), len(rows)), np.int64)
    for unit in np.flatnonzero(rest).tolist():
        row = int(np.argmin((inside[0].sum(axis=0) + 1) / size))
        inside[:, unit, row] = 1, rest[unit]
    many, steps = inside.sum(axis=1)
    low = -(-np.maximum(of_rows[0] - steps, 0) // full)
    high = np.minimum((of_rows[1] - steps) // full, size - many)
    rows_tops = _between(low, high, int(tops.sum()), int(tops.sum()))
    bottoms = people - tops - inside[0].sum(axis=1)
    if rows_tops is None or np.any(bottoms < 0):
        return None
    return (_Ends(bottoms, size - rows_tops - many), _Ends(tops, rows_tops)), (inside[0], inside[1])


def _between(low: Whole, high: Whole, least: int, most: int) -> Whole | None:
    """Sums as far between their ends as each other, with a total between two; None if none."""
    if np.any(low > high) or least > most or low.sum() > most or high.sum() < least:
        return None
    total = int(np.clip((low.sum() + high.sum()) // 2, least, most))
    room = np.cumsum(high - low)
    taken = (total - low.sum()) * room // max(int(room[-1]), 1)
    sums: Whole = low + np.diff(taken, prepend=0)
    return sums
