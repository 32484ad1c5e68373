"""What a proof by construction claims is so in the list of all worlds, and in the search for them.

The tables are small enough to write down every world: one or two units with people of three
categories, rows of units exact or not, rows of categories with room or without.
"""

from itertools import permutations, product
from typing import Any

import numpy as np
import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from analytics.disclosure.audit.prover import verdict
from analytics.disclosure.audit.prover.construction import proof
from analytics.disclosure.audit.prover.construction.proof import Construction, construct
from analytics.disclosure.audit.prover.construction.units import units_of
from analytics.disclosure.audit.prover.solver import largest
from analytics.disclosure.audit.reading.parts import parts_of
from analytics.disclosure.audit.reading.system import system_of
from analytics.disclosure.audit.reading.table import Row, Says, Table

CATEGORIES = ("a", "b", "c")
SECONDS = 60.0


def row(teams: tuple[str, ...], category: str, n: int, low: int, high: int, full: int) -> Row:
    """A row that says between which sums its answers lie."""
    breakdown = "*" if category == "*" else "age"
    categories = frozenset() if category == "*" else frozenset([category])
    inside = frozenset(("D", team) for team in teams)
    team = teams[0] if len(teams) == 1 else "*"
    ends = (max(low / (n * full), 0.0), min(high / (n * full), 1.0))
    return Row("D", team, breakdown, category, inside, categories, n, *ends, Says.TRUTH)


@st.composite
def divided_tables(draw: st.DrawFn) -> Table:
    """Units of a few people each, in three categories, with rows of units and of categories."""
    teams = ("A", "B")[: draw(st.integers(1, 2))]
    full = draw(st.sampled_from([1, 1, 2]))
    largest = 3 if full == 1 or len(teams) == 1 else 2
    people = {
        (team, category): draw(st.integers(1 if category == "a" else 0, largest))
        for team in teams for category in CATEGORIES
    }  # fmt: skip
    truth = {at: draw(st.integers(0, n * full)) for at, n in people.items()}
    rows = []
    for team in teams:
        ends = _ends(draw, [at for at in people if at[0] == team], people, truth, (0, 0, 1))
        rows.append(row((team,), "*", *ends, full))
    for category in CATEGORIES:
        own = [at for at in people if at[1] == category and people[at]]
        if own:
            ends = _ends(draw, own, people, truth, (0, full, 2 * full, 2 * full))
            rows.append(row(teams, category, *ends, full))
    return Table(
        measure="pain", full=full, threshold=draw(st.integers(2, 4)),
        colleague=full == 1 and draw(st.booleans()), rows=tuple(rows),
        answers={("D", team): sum(people[team, key] for key in CATEGORIES) for team in teams},
        answers_are_public=True,
        exact={("D", team, category): n for (team, category), n in people.items()},
    )  # fmt: skip


def _ends(
    draw: st.DrawFn,
    own: list[tuple[str, str]],
    people: dict[tuple[str, str], int],
    truth: dict[tuple[str, str], int],
    rooms: tuple[int, ...],
) -> tuple[int, int, int]:
    """How many are in a row, and ends of their sum, off by no more than a drawn room."""
    n, said = sum(people[at] for at in own), sum(truth[at] for at in own)
    room = draw(st.sampled_from(rooms))
    off = draw(st.integers(-room, room))
    return n, said + off - room, said + off + room


def constructions_of(table: Table) -> list[Construction]:
    """What construction proves of each part of a table that it can read."""
    system = system_of(table)
    units = [units_of(part, system.atoms) for part in parts_of(system)]
    return [
        construct(each, table.full, SECONDS, colleague=table.colleague)
        for each in units
        if each is not None
    ]


def worlds_of(made: Construction) -> np.ndarray:
    """Every world of a part, by going through all there may be."""
    problem = made.units.part.problem
    every = np.array(list(product(*(range(most + 1) for most in made.units.ceiling.tolist()))))
    activity = every @ problem.matrix.toarray().T
    fits = (activity >= problem.row_low - 1e-6) & (activity <= problem.row_high + 1e-6)
    return every[fits.all(axis=1)]


@settings(max_examples=120, deadline=None)
@given(divided_tables())
def test_whoever_is_called_alike_may_trade_the_ends_in_some_world(table: Table) -> None:
    for made in constructions_of(table):
        worlds, unit, full = worlds_of(made), made.units.unit, table.full
        known = {tuple(world) for world in worlds.tolist()}
        for at in np.flatnonzero(made.alike):
            members = np.flatnonzero(unit == at).tolist()
            event("alike")
            for member in members:
                assert worlds[:, member].max() >= full
                assert worlds[:, member].min() <= made.units.ceiling[member] - full
            for one, other in permutations(members, 2):
                step = np.zeros(len(unit), dtype=np.int64)
                step[one], step[other] = full, -full
                assert any(tuple(world + step) in known for world in worlds)


@settings(max_examples=120, deadline=None)
@given(divided_tables())
def test_every_answered_view_of_a_colleague_has_a_world(table: Table) -> None:
    for made in constructions_of(table) if table.colleague else ():
        worlds, sizes = worlds_of(made), made.units.part.size
        for said, wanted, own, other in np.argwhere(made.views_of_atoms()).tolist():
            if own == other and sizes[own] <= 1:
                continue  # nobody else is there
            event("view")
            least, most = np.zeros_like(sizes), sizes.copy()
            for at, answer in ((own, said), (other, wanted)):
                if answer:
                    least[at] += 1
                else:
                    most[at] -= 1
            assert np.any(((worlds >= least) & (worlds <= most)).all(axis=1))


@settings(max_examples=120, deadline=None)
@given(divided_tables())
def test_with_construction_the_verdict_is_the_one_of_the_search(table: Table) -> None:
    quick = verdict.verdict_on(table, SECONDS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(verdict, "units_of", _unread)
        searched = verdict.verdict_on(table, SECONDS)

    def told(one: Any) -> set[tuple[str, str]]:
        return {(finding.code, finding.team) for finding in one.findings}

    assert told(quick) == told(searched)


def _unread(*_arguments: object) -> None:
    return None


def test_where_rows_have_room_nothing_is_left_to_search() -> None:
    people, full = 12, 1
    rows = [row((team,), "*", 3 * people, 12, 12, full) for team in "AB"]
    rows += [row(("A", "B"), category, 2 * people, 6, 10, full) for category in CATEGORIES]
    table = Table(
        measure="pain", full=full, threshold=10, colleague=True, rows=tuple(rows),
        answers={("D", team): 3 * people for team in "AB"}, answers_are_public=True,
        exact={("D", team, category): people for team in "AB" for category in CATEGORIES},
    )  # fmt: skip
    (made,) = constructions_of(table)
    assert made.settles(table.threshold)
    found = verdict.verdict_on(table, SECONDS)
    assert (found.findings, found.worlds.solved) == ((), 0)


def test_rows_without_room_are_left_to_search() -> None:
    people, full = 12, 1
    rows = [row(("A",), "*", 3 * people, 18, 18, full)]
    rows += [row(("A",), category, people, 6, 7, full) for category in CATEGORIES]
    table = Table(
        measure="pain", full=full, threshold=10, colleague=True, rows=tuple(rows),
        answers={("D", "A"): 3 * people}, answers_are_public=True,
        exact={("D", "A", category): people for category in CATEGORIES},
    )  # fmt: skip
    assert not any(made.settles(table.threshold) for made in constructions_of(table))


def test_what_no_sums_of_units_answer_is_soon_left_to_search(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[object] = []

    def counted(*arguments: Any) -> Any:
        asked.append(arguments)
        return largest(*arguments)

    monkeypatch.setattr(proof, "largest", counted)
    teams, people = tuple("ABCDEFGHIJ"), 12
    rows = [row((team,), "*", 3 * people, 1, 3, 1) for team in teams]
    rows += [row(teams, category, people * len(teams), 6, 8, 1) for category in CATEGORIES]
    table = Table(
        measure="pain", full=1, threshold=10, colleague=True, rows=tuple(rows),
        answers={("D", team): 3 * people for team in teams}, answers_are_public=True,
        exact={("D", team, category): people for team in teams for category in CATEGORIES},
    )  # fmt: skip
    (made,) = constructions_of(table)
    assert made.alike.all()
    assert not made.views_of_atoms().all()
    assert 0 < len(asked) < 2 * len(teams)
