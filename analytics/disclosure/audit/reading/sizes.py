"""Sizes: how many people of each atom answered, as far as anybody can tell."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from analytics.disclosure.audit.reading.atoms import Atoms
from analytics.disclosure.audit.reading.sums import Interval, Sum, reduced
from analytics.disclosure.audit.reading.table import Says, Table

ROUNDS = 20


@dataclass(frozen=True)
class Sizes:
    """By atom, between which numbers its answers lie; and what ties the open ones together."""

    ranges: tuple[Interval, ...]
    ties: tuple[Sum, ...]

    @property
    def possible(self) -> bool:
        """Whether any sizes agree with what is published."""
        return all(each.low <= each.high for each in self.ranges) and not any(
            not tie.positions for tie in self.ties
        )

    def fixed(self, at: int) -> int | None:
        """Return the size of an atom, or None where it is open."""
        return self.ranges[at].low if self.ranges[at].exact else None


def sizes_of(table: Table, atoms: Atoms) -> Sizes:
    """Return the sizes that follow from the numbers of answers and from the staff list."""
    if table.exact is not None:
        known = _known(table.exact, atoms)
        return Sizes(_intervals(known, known), ())
    most = max((row.n for row in table.rows if row.n is not None), default=None)
    ties = reduced([*_published(table, atoms), *_staff(table, atoms)])
    everyone = sum(answers or 0 for answers in table.answers.values())
    ceiling = everyone if most is None else most
    ranges = _narrowed(len(atoms.atoms), ceiling, ties)
    still_open = [
        tie
        for tie in ties
        if not all(ranges[at].exact for at in tie.positions) or not tie.positions
    ]
    return Sizes(ranges, tuple(still_open))


def _known(exact: Mapping[tuple[str, ...], int], atoms: Atoms) -> list[int]:
    """By atom, the people of its teams in its categories."""
    return [
        sum(exact.get((*team, *atom.categories), 0) for team in atom.teams) for atom in atoms.atoms
    ]


def _intervals(low: Sequence[int], high: Sequence[int]) -> tuple[Interval, ...]:
    """Intervals between these ends; those that are alike are one object."""
    pairs = list(zip(low, high, strict=True))
    made = {pair: Interval(*pair) for pair in set(pairs)}
    return tuple(made[pair] for pair in pairs)


def _published(table: Table, atoms: Atoms) -> list[Sum]:
    """Numbers of answers as published; a number without one is of somebody at least."""
    everyone = sum(answers or 0 for answers in table.answers.values())
    sums = []
    for row, inside in zip(table.rows, atoms.of_row, strict=True):
        if row.says is not Says.NOTHING:
            n = Interval(1, everyone) if row.n is None else Interval(row.n, row.n)
            sums.append(Sum(frozenset(inside), n, f"n of {row.label}"))
    return sums


def _staff(table: Table, atoms: Atoms) -> list[Sum]:
    """No more of a unit answered than the staff list has."""
    listed = []
    for team, positions in atoms.of_team.items():
        counts = [table.answers[member] for member in atoms.atoms[positions[0]].teams]
        known = [count for count in counts if count is not None]
        if len(known) == len(counts):
            most = Interval(0, sum(known))
            listed.append(Sum(frozenset(positions), most, f"staff list of {'/'.join(team)}"))
    return listed


def _narrowed(count: int, ceiling: int, ties: Iterable[Sum]) -> tuple[Interval, ...]:
    """Ranges from 0 to a ceiling after each tie has been applied until nothing moves any more.

    Of one tie, an atom's ends follow from the ends of the others as they are: no second look at
    it cuts further, because each end that is left has sizes of the others that go with it.
    """
    low, high = np.zeros(count, np.int64), np.full(count, ceiling, np.int64)
    places = [(np.array(sorted(tie.positions), np.int64), tie.interval) for tie in ties]
    for _ in range(ROUNDS):
        moved = False
        for at, tie in places:
            own_low, own_high = low[at], high[at]
            new_low = np.maximum(own_low, tie.low - own_high.sum() + own_high)
            new_high = np.minimum(own_high, tie.high - own_low.sum() + own_low)
            if (new_low > own_low).any() or (new_high < own_high).any():
                low[at], high[at], moved = new_low, new_high, True
        if not moved:
            break
    return _intervals(low.tolist(), high.tolist())
