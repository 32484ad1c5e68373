"""How many answered in each group, as far as numbers of answers tell, against all ways to divide.

What one number of answers leaves of each group is the hull of every way to divide it; several are
applied in turn until nothing moves.
"""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from analytics.disclosure.audit.reading.atoms import atoms_of
from analytics.disclosure.audit.reading.sizes import sizes_of
from analytics.disclosure.audit.reading.table import Row, Says, Table, Team

TEAMS: tuple[Team, ...] = tuple(("D", name) for name in "ABCD")
Published = list[tuple[frozenset[Team], int]]
Ranges = list[tuple[int, int]]


@st.composite
def published(draw: st.DrawFn) -> tuple[dict[Team, int], Published]:
    """The staff list, and numbers of answers of some sets of teams, which may contradict it."""
    staff = {team: draw(st.integers(0, 4)) for team in TEAMS}
    sets = st.frozensets(st.sampled_from(TEAMS), min_size=1)
    return staff, draw(st.lists(st.tuples(sets, st.integers(1, 9)), min_size=1, max_size=4))


def table_of(staff: dict[Team, int], rows: Published) -> Table:
    return Table(
        "asked", 1, 6, False,
        tuple(Row("D", str(at), "*", "*", teams, frozenset(), n, 0.0, 1.0, Says.TRUTH)
              for at, (teams, n) in enumerate(rows)),
        staff,
    )  # fmt: skip


def hull(ranges: Ranges, places: list[int], ends: tuple[int, int]) -> Ranges | None:
    """What a tie leaves of each range, by going through all sizes; None where nothing is left."""
    ways = [
        way
        for way in product(*(range(ranges[at][0], ranges[at][1] + 1) for at in places))
        if ends[0] <= sum(way) <= ends[1]
    ]
    if not ways:
        return None
    left = list(ranges)
    for order, at in enumerate(places):
        left[at] = (min(way[order] for way in ways), max(way[order] for way in ways))
    return left


@given(published())
def test_ranges_are_what_each_number_of_answers_leaves(
    drawn: tuple[dict[Team, int], Published],
) -> None:
    staff, rows = drawn
    table = table_of(staff, rows)
    atoms = atoms_of(table)
    found = sizes_of(table, atoms)
    ties = [([*inside], (n, n)) for inside, (_, n) in zip(atoms.of_row, rows, strict=True)]
    ties += [([at], (0, sum(staff[team] for team in atom.teams)))
             for at, atom in enumerate(atoms.atoms)]  # fmt: skip
    ranges: Ranges | None = [(0, max(n for _, n in rows))] * len(atoms.atoms)
    before = None
    while ranges is not None and ranges != before:
        before = ranges
        for places, ends in ties:
            ranges = None if ranges is None else hull(ranges, places, ends)
    if ranges is None:
        assert not found.possible
        return
    sizes = _all_sizes(ranges, ties)
    assert found.possible or not sizes
    for own, (low, high), *seen in zip(found.ranges, ranges, *sizes, strict=True):
        assert not found.possible or low <= own.low <= own.high <= high
        assert all(own.low <= size <= own.high for size in seen)


def _all_sizes(
    ranges: Ranges, ties: list[tuple[list[int], tuple[int, int]]]
) -> list[tuple[int, ...]]:
    return [
        sizes
        for sizes in product(*(range(low, high + 1) for low, high in ranges))
        if all(ends[0] <= sum(sizes[at] for at in places) <= ends[1] for places, ends in ties)
    ]


def test_who_answered_is_counted_where_it_is_known() -> None:
    staff: dict[Team, int] = dict.fromkeys(TEAMS, 3)
    young = Row("D", "*", "age", "young", frozenset(TEAMS), frozenset({"young"}), 5, 0.0, 1.0,
                Says.TRUTH)  # fmt: skip
    whole = Row("D", "A", "*", "*", frozenset({TEAMS[0]}), frozenset(), 3, 0.0, 1.0, Says.TRUTH)
    exact = {("D", "A", "young"): 1, ("D", "A", "?"): 2, ("D", "B", "young"): 1,
             ("D", "D", "young"): 3, ("D", "D", "?"): 4, ("E", "A", "young"): 9}  # fmt: skip
    table = Table("asked", 1, 6, False, (young, whole), staff, exact=exact)
    atoms = atoms_of(table)
    by_atom = {
        (atom.team, atom.categories): size.low
        for atom, size in zip(atoms.atoms, sizes_of(table, atoms).ranges, strict=True)
    }
    assert set(by_atom.values()) == {1, 2, 4}
    assert sum(by_atom.values()) == 11
