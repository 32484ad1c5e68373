"""Rows and categories bind each other through their totals alone, for who cannot tell who is who.

Every way of dividing the people of tiny tables, and every answer, against what the audit says.
"""

from collections.abc import Iterator
from itertools import product

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from analytics.disclosure.audit.finding import Leak
from analytics.disclosure.audit.prover.verdict import verdict_on
from analytics.disclosure.audit.reading.margins import margins
from analytics.disclosure.audit.reading.table import Row, Says, Table

TEAMS = ("A", "B")
BANDS = ("young", "old")
Ends = tuple[int, int]
Matrix = tuple[int, int, int, int]
"""By team and band: A young, A old, B young, B old."""


@st.composite
def tables(draw: st.DrawFn) -> tuple[tuple[Matrix, Matrix], dict[str, tuple[int, Ends]]]:
    """People and their yeses by team and band, and what is published: n, and ends of a sum."""
    people = draw(st.tuples(*[st.integers(0, 2)] * 4))
    yes = tuple(draw(st.integers(0, n)) for n in people)
    published = {}
    for name, inside in _rows().items():
        n, total = (sum(matrix[at] for at in inside) for matrix in (people, yes))
        below, above = draw(st.integers(0, 1)), draw(st.integers(0, 1))
        published[name] = (n, (max(total - below, 0), min(total + above, n)))
    return (people, yes), published  # type: ignore[return-value]


def _rows() -> dict[str, tuple[int, ...]]:
    return {"A": (0, 1), "B": (2, 3), "young": (0, 2), "old": (1, 3)}


def worlds(published: dict[str, tuple[int, Ends]]) -> Iterator[dict[str, int]]:
    """Yield the sums of every division of people and answers that agrees with all of it."""
    most = max(n for n, _ in published.values())
    for people in product(range(most + 1), repeat=4):
        if any(sum(people[at] for at in inside) != published[name][0]
               for name, inside in _rows().items()):  # fmt: skip
            continue
        for yes in product(*(range(n + 1) for n in people)):
            sums = {name: sum(yes[at] for at in inside) for name, inside in _rows().items()}
            if all(low <= sums[name] <= high for name, (_, (low, high)) in published.items()):
                yield sums


def table_of(published: dict[str, tuple[int, Ends]]) -> Table:
    teams = {name: ("D", name) for name in TEAMS}
    rows = []
    for name, (n, (low, high)) in published.items():
        if not n:
            continue
        team = name in TEAMS
        inside = frozenset([teams[name]]) if team else frozenset(teams.values())
        rows.append(
            Row("D", name if team else "*", "*" if team else "band", "*" if team else name,
                inside, frozenset() if team else frozenset([name]), n, low / n, high / n,
                Says.TRUTH)
        )  # fmt: skip
    n = sum(published[name][0] for name in TEAMS)
    rows.append(Row("D", "*", "*", "*", frozenset(teams.values()), frozenset(), n, 0.0, 1.0,
                    Says.TRUTH, bounded=True))  # fmt: skip
    people = {teams[name]: published[name][0] for name in TEAMS}
    return Table("pain", 1, 2, colleague=False, rows=tuple(rows), answers=people)


@settings(max_examples=60, deadline=None)
@given(tables())
def test_a_team_is_found_at_an_end_exactly_where_every_world_has_it_there(
    drawn: tuple[tuple[Matrix, Matrix], dict[str, tuple[int, Ends]]],
) -> None:
    _, published = drawn
    assume(all(published[name][0] for name in TEAMS))
    possible = list(worlds(published))
    assert possible, "the true answers are one of them"
    found = {
        finding.team
        for table in margins(table_of(published))
        for finding in verdict_on(table).findings
        if finding.code in (Leak.ALL_OR_NONE.value, Leak.PERSON.value)
    }
    for name in TEAMS:
        n = published[name][0]
        sums = {world[name] for world in possible}
        assert (name in found) == (sums in ({0}, {n}) or (n == 1 and len(sums) == 1))
