"""Sizes: how many people of each atom answered, as far as anybody can tell."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

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
        known = [
            sum(table.exact.get((*team, *atom.categories), 0) for team in atom.teams)
            for atom in atoms.atoms
        ]
        return Sizes(tuple(Interval(n, n) for n in known), ())
    most = max((row.n for row in table.rows if row.n is not None), default=None)
    ties = reduced([*_published(table, atoms), *_staff(table, atoms)])
    everyone = sum(answers or 0 for answers in table.answers.values())
    ceiling = everyone if most is None else most
    ranges = _narrowed([Interval(0, ceiling)] * len(atoms.atoms), ties)
    still_open = [
        tie
        for tie in ties
        if not all(ranges[at].exact for at in tie.positions) or not tie.positions
    ]
    return Sizes(tuple(ranges), tuple(still_open))


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


def _narrowed(ranges: Sequence[Interval], ties: Iterable[Sum]) -> list[Interval]:
    """Ranges after each tie has been applied until nothing moves any more."""
    low = [each.low for each in ranges]
    high = [each.high for each in ranges]
    ties = list(ties)
    for _ in range(ROUNDS):
        moved = False
        for tie in ties:
            least = sum(low[at] for at in tie.positions)
            most = sum(high[at] for at in tie.positions)
            for at in tie.positions:
                new_low = max(low[at], tie.interval.low - (most - high[at]))
                new_high = min(high[at], tie.interval.high - (least - low[at]))
                moved |= (new_low, new_high) != (low[at], high[at])
                least, most = least + new_low - low[at], most + new_high - high[at]
                low[at], high[at] = new_low, new_high
        if not moved:
            break
    return [Interval(*ends) for ends in zip(low, high, strict=True)]
