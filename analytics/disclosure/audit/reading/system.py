"""The system: everything that is published of a measure, as constraints on whole unknowns.

Unknowns are the answer sum of each atom, in steps from the bottom, and its size where that is
open. A world is one whole-number solution: answers that would have produced the same table.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from analytics.disclosure.audit.reading.atoms import Atoms, atoms_of
from analytics.disclosure.audit.reading.shown import left_of_shown, moved, shown_by
from analytics.disclosure.audit.reading.sizes import Sizes, sizes_of
from analytics.disclosure.audit.reading.sums import Interval, Sum, reduced, sum_of
from analytics.disclosure.audit.reading.swaps import Constraint, EndRow, swapped
from analytics.disclosure.audit.reading.table import Says, Table
from analytics.release.model import TOTAL


@dataclass(frozen=True)
class System:
    """Unknowns with their ends, and what ties them together.

    Attributes
    ----------
    low, high
        By column: first the sum of each atom, then what is open or auxiliary.
    size_column
        By atom, the column of its size; None where the size is known.
    """

    table: Table
    atoms: Atoms
    sizes: Sizes
    low: tuple[int, ...]
    high: tuple[int, ...]
    size_column: tuple[int | None, ...]
    constraints: tuple[Constraint, ...]

    @property
    def contradictions(self) -> list[str]:
        """The rows that contradict what is published exactly of the people in them."""
        says = [each.says for each in self.constraints if not each.terms and not _holds(each)]
        return says if self.sizes.possible else [*says, "numbers of answers"]


def _holds(constraint: Constraint) -> bool:
    return constraint.low <= 0 <= constraint.high


def system_of(table: Table) -> System:
    """Return the unknowns and constraints of a measure's published table."""
    atoms = atoms_of(table)
    sizes = sizes_of(table, atoms)
    size_column, columns = _size_columns(sizes, len(atoms.atoms))
    low = [0] * len(atoms.atoms) + [each.low for each in _open(sizes)]
    high = [each.high * table.full for each in sizes.ranges] + [each.high for each in _open(sizes)]
    constraints = [_whole(row) for row in reduced(_sums(table, atoms))]
    for department_rows in _end_rows(table, atoms):
        ties, added = swapped(department_rows, table.grain, columns)
        constraints += ties
        columns += added
        low += [0] * added
        high += [table.grain, table.grain, 1][:added] * (added // 3)
    constraints += _size_ties(table, sizes, size_column)
    constraints += _without_n(table, atoms, sizes, size_column)
    somebody = [each.high > 0 for each in sizes.ranges] + [True] * (columns - len(atoms.atoms))
    if not all(somebody):
        constraints = [_without_nobody(each, somebody) for each in constraints]
    return System(
        table, atoms, sizes, tuple(low), tuple(high), tuple(size_column), tuple(constraints)
    )


def _without_nobody(constraint: Constraint, somebody: list[bool]) -> Constraint:
    terms = tuple(term for term in constraint.terms if somebody[term[0]])
    return replace(constraint, terms=terms)


def _open(sizes: Sizes) -> list[Interval]:
    return [each for each in sizes.ranges if not each.exact]


def _size_columns(sizes: Sizes, first: int) -> tuple[list[int | None], int]:
    columns: list[int | None] = []
    for each in sizes.ranges:
        columns.append(None if each.exact else first)
        first += 0 if each.exact else 1
    return columns, first


def _whole(row: Sum) -> Constraint:
    terms = tuple((at, 1.0) for at in sorted(row.positions))
    return Constraint(terms, row.interval.low, row.interval.high, row.says)


def _sums(table: Table, atoms: Atoms) -> list[Sum]:
    """Every row's interval; a sum of shown rows says nothing that those rows do not."""
    sums = []
    for row, inside in zip(table.rows, atoms.of_row, strict=True):
        said = sum_of(row, inside, table) if row.says is not Says.NOTHING else None
        if said is None:
            continue
        if row.says is Says.SHOWN and row.breakdown != TOTAL:
            sums += moved(row, said, table)
        elif row.says is Says.SHOWN:
            sums += left_of_shown(row, said, table, atoms)
        else:
            sums.append(said)
    return sums


def _end_rows(table: Table, atoms: Atoms) -> Iterable[list[EndRow]]:
    """By department, the rows whose ends were swapped together, in the order of their names."""
    together: dict[str, list[tuple[str, EndRow]]] = {}
    for row, inside in zip(table.rows, atoms.of_row, strict=True):
        if row.is_team_row and row.bounded and row.n is not None:
            shown = shown_by(row, table)
            if shown is not None:
                end = EndRow(inside, row.n * table.full, shown, row.label)
                together.setdefault(row.department, []).append((row.team, end))
    for named in together.values():
        yield [end for _, end in sorted(named, key=lambda each: each[0])]


def _size_ties(table: Table, sizes: Sizes, size_column: list[int | None]) -> Iterable[Constraint]:
    """Open sizes add up to what is published, and nobody answers above the top."""
    for tie in sizes.ties:
        known = sum(sizes.fixed(at) or 0 for at in tie.positions)
        columns = [size_column[at] for at in sorted(tie.positions)]
        terms = tuple((column, 1.0) for column in columns if column is not None)
        yield Constraint(terms, tie.interval.low - known, tie.interval.high - known, tie.says)
    for at, column in enumerate(size_column):
        if column is not None:
            terms = ((at, 1.0), (column, -float(table.full)))
            yield Constraint(terms, -table.full * sizes.ranges[at].high, 0, "nobody above the top")


def _without_n(
    table: Table, atoms: Atoms, sizes: Sizes, size_column: list[int | None]
) -> Iterable[Constraint]:
    """A share or mean without its number of answers: both ends move with the size."""
    for row, inside in zip(table.rows, atoms.of_row, strict=True):
        if row.says is Says.NOTHING or row.n is not None:
            continue
        for limit, at_least in ((row.low, True), (row.high, False)):
            weight = -limit * table.full
            known = sum(sizes.fixed(at) or 0 for at in inside) * weight
            terms = tuple((at, 1.0) for at in inside) + tuple(
                (column, weight) for at in inside if (column := size_column[at]) is not None
            )
            far = float(table.full * sum(sizes.ranges[at].high for at in inside)) + 1.0
            low, high = (-known, far - known) if at_least else (-far - known, -known)
            yield Constraint(terms, low, high, row.label)
