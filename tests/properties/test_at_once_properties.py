"""What is proven of a whole table at once is so in the list of all worlds, and to the checker.

One or two departments of one or two teams, divided by up to two breakdowns; rows of teams exact,
with ends that may have been swapped, or with room; rows of categories as bounds or as shown, of
each department or of the organisation alone.
"""

from collections.abc import Container, Iterable
from dataclasses import replace
from itertools import permutations, product
from typing import NamedTuple

import numpy as np
from hypothesis import event, given, settings
from hypothesis import strategies as st

from analytics.disclosure.audit.checker.check import unfounded
from analytics.disclosure.audit.prover.at_once.insider import insiders_view
from analytics.disclosure.audit.prover.at_once.layout import layout_of
from analytics.disclosure.audit.prover.at_once.middles import middle_of
from analytics.disclosure.audit.prover.at_once.reader import readers_view
from analytics.disclosure.audit.prover.block_by_block import proven_at_once, settled_on
from analytics.disclosure.audit.prover.verdict import verdict_on
from analytics.disclosure.audit.reading.margins import margins
from analytics.disclosure.audit.reading.parts import Part, parts_of
from analytics.disclosure.audit.reading.problem import Whole
from analytics.disclosure.audit.reading.system import System, system_of
from analytics.disclosure.audit.reading.table import Row, Says, Table

BREAKDOWNS = {"age": ("old", "young"), "work": ("desk", "wheel")}
SECONDS = 60.0
SOME = settings(max_examples=150, deadline=None)
Place = tuple[str, ...]


@st.composite
def tables(draw: st.DrawFn, departments: int = 2) -> Table:
    """A table whose rows agree with what is shown of the teams."""
    divided = dict(list(BREAKDOWNS.items())[: draw(st.integers(0, 2))])
    full = draw(st.sampled_from([1, 1, 2]))
    colleague = full == 1 and draw(st.booleans())
    grain = (2 if colleague else 1) * full + 1
    teams = [
        (f"D{at}", f"T{number}")
        for at in range(draw(st.integers(1, departments)))
        for number in range(draw(st.integers(1, 2)))
    ]
    people: dict[Place, int] = {}
    shown: dict[Place, int] = {}
    rows = []
    for team in teams:
        own = _people(draw, team, list(product(*divided.values())), 2 * grain // full + 2)
        people |= own
        n = sum(own.values())
        shown[team], ends = _team_row(draw, n * full, grain)
        rows.append(_row(Named(team, "*", "*"), (team,), n, ends, full, Says.TRUTH))
    of_all = {key: own for key, own in divided.items() if draw(st.booleans())}
    for department in dict.fromkeys(department for department, _ in teams):
        area = _Area((department, "*"), [team for team in teams if team[0] == department],
                     people, shown, full, grain)  # fmt: skip
        rows += _area_rows(draw, area, divided, of_all)
    if of_all:
        everybody = _Area(("*", "*"), teams, people, shown, full, grain)
        rows += _area_rows(draw, everybody, divided, set(divided) - set(of_all))
    used = [key for key in divided if any(row.breakdown == key for row in rows)]
    exact: dict[Place, int] = {}
    for (*team, category, other), n in ((_padded(at), n) for at, n in people.items()):
        said = dict(zip(divided, (category, other), strict=False))
        place = (*team, *(said[key] for key in used))
        exact[place] = exact.get(place, 0) + n
    return Table(
        measure="pain", full=full, threshold=draw(st.integers(2, 4)), colleague=colleague,
        rows=tuple(rows), answers={
            (team[0], team[1]): sum(n for at, n in people.items() if at[:2] == team)
            for team in teams
        },
        answers_are_public=True, exact=exact,
    )  # fmt: skip


@st.composite
def of_the_organisation(draw: st.DrawFn) -> Table:
    """A table of two departments, a team each, divided for the organisation alone."""
    full = draw(st.sampled_from([1, 1, 2]))
    colleague = full == 1 and draw(st.booleans())
    grain = (2 if colleague else 1) * full + 1
    people: dict[Place, int] = {}
    shown: dict[Place, int] = {}
    rows = []
    teams: list[Place] = [("D0", "T0"), ("D1", "T1")]
    for team in teams:
        own = {(*team, each): draw(st.integers(2, 5)) for each in BREAKDOWNS["age"]}
        own[(*team, "old")] += max(2 * grain // full + 2 - sum(own.values()), 0)
        people |= own
        shown[team], ends = _team_row(draw, sum(own.values()) * full, grain)
        rows.append(_row(Named(team, "*", "*"), (team,), sum(own.values()), ends, full, Says.TRUTH))
    everybody = _Area(("*", "*"), teams, people, shown, full, grain)
    rows += _area_rows(draw, everybody, {"age": BREAKDOWNS["age"]}, ())
    return Table(
        measure="pain", full=full, threshold=draw(st.integers(2, 4)), colleague=colleague,
        rows=tuple(rows), answers={
            (team[0], team[1]): sum(n for at, n in people.items() if at[:2] == team)
            for team in teams
        },
        answers_are_public=True,
        exact=people if any(row.breakdown != "*" for row in rows) else _by_team(people),
    )  # fmt: skip


def _by_team(people: dict[Place, int]) -> dict[Place, int]:
    teams = dict.fromkeys(at[:2] for at in people)
    return {team: sum(n for at, n in people.items() if at[:2] == team) for team in teams}


def _padded(place: Place) -> Place:
    return (*place, "", "")[:4]


class _Area(NamedTuple):
    """Teams that are counted together, with what is shown of them and who answered."""

    named: Place
    teams: list[Place]
    people: dict[Place, int]
    shown: dict[Place, int]
    full: int
    grain: int

    def row(self, breakdown: str, category: str, n: int, ends: tuple[int, int], says: Says) -> Row:
        """A row of all of them."""
        return _row(Named(self.named, breakdown, category), self.teams, n, ends, self.full, says)


def _people(draw: st.DrawFn, team: Place, crossed: list[Place], least: int) -> dict[Place, int]:
    """A few people in each crossing, as many as a swapped end needs at least."""
    own = {(*team, *categories): draw(st.integers(0, 4)) for categories in crossed}
    own[(*team, *crossed[0])] += max(least - sum(own.values()), 0)
    return own


def _team_row(draw: st.DrawFn, ceiling: int, grain: int) -> tuple[int, tuple[int, int]]:
    """What a row of a team shows, and between which sums it says that it lies."""
    shown = draw(st.sampled_from([0, grain, ceiling - grain, ceiling, None, None, None]))
    if shown is not None:
        low = {0: 0, grain: 1, ceiling - grain: ceiling - grain}.get(shown, ceiling - grain + 1)
        return shown, (low, low + grain - 1)
    sums, room = draw(st.integers(0, ceiling)), draw(st.sampled_from([0, 0, 0, 1]))
    return sums, (max(sums - room, 0), min(sums + room, ceiling))


def _area_rows(
    draw: st.DrawFn, area: _Area, divided: dict[str, tuple[str, ...]], without: Container[str]
) -> list[Row]:
    """The row of an area, and those of its categories: bounds, or as they are shown."""
    inside = [at for at in area.people if at[:2] in area.teams]
    n = sum(area.people[at] for at in inside)
    total = sum(area.shown[team] for team in area.teams)
    rows = []
    if draw(st.booleans()):
        says = draw(st.sampled_from([Says.SHOWN, Says.SHOWN, Says.TRUTH]))
        rows.append(area.row("*", "*", n, (total, total), says))
    for order, (breakdown, categories) in enumerate(divided.items()):
        for category in () if breakdown in without else categories:
            own = [at for at in inside if at[2 + order] == category]
            count = sum(area.people[at] for at in own)
            if not count or not draw(st.integers(0, 12)):
                continue
            centre = round(total * count / n) + draw(st.integers(-1, 1))
            room = draw(st.sampled_from([area.grain - 1, area.grain - 1, 2 * area.grain, 1]))
            shows = draw(st.booleans())
            low, high = (centre, centre) if shows else (centre - room, centre + room)
            most = count * area.full
            ends = (min(max(low, 0), most), max(min(high, most), 0))
            says = Says.SHOWN if shows else Says.TRUTH
            rows.append(area.row(breakdown, category, count, ends, says))
    return rows


class Named(NamedTuple):
    """What a row is called."""

    place: Place
    breakdown: str
    category: str


def _row(
    named: Named, teams: Iterable[Place], n: int, ends: tuple[int, int], full: int, says: Says
) -> Row:
    counted = frozenset((team[0], team[1]) for team in teams)
    categories = frozenset({named.category} - {"*"})
    low, high = ends[0] / (n * full), ends[1] / (n * full)
    department, team = named.place
    return Row(department, team, named.breakdown, named.category, counted, categories, n, low, high,
               says, ends[0] < ends[1])  # fmt: skip


def worlds_of(part: Part) -> Whole:
    """Every world of a part, by going through all there may be."""
    problem = part.problem
    ends = zip(problem.low.tolist(), problem.high.tolist(), strict=True)
    every = np.array(list(product(*(range(low, high + 1) for low, high in ends))))
    activity = every @ problem.matrix.toarray().T
    fits = (activity >= problem.row_low - 1e-6) & (activity <= problem.row_high + 1e-6)
    return every[fits.all(axis=1)]


def small(table: Table) -> bool:
    """Whether all worlds of a table's parts can be written down."""
    parts = parts_of(system_of(table))
    return all(np.prod(part.problem.high - part.problem.low + 1.0) < 30_000 for part in parts)


def in_parts(system: System, table: Table) -> list[Part]:
    """The parts of which everything is claimed to be settled."""
    left = insiders_view(table).left
    return [
        part
        for part in parts_of(system)
        if not any(
            left.intersection(system.atoms.atoms[at].department.split(" + ")) for at in part.atoms
        )
    ]


@SOME
@given(tables())
def test_the_world_in_the_middle_agrees_with_every_row(table: Table) -> None:
    layout = layout_of(table)
    if layout is None:
        return
    world, roomy = middle_of(layout, 2 if table.colleague else table.full)
    if not (layout.areas.plain & roomy).all():
        return
    event("agrees")
    system = system_of(table)
    inhabited = [at for at, each in enumerate(system.sizes.ranges) if each.high > 0]
    named = {team: at for at, team in enumerate(table.answers)}
    units = [
        layout.areas.unit_of[named[system.atoms.atoms[at].teams[0]]].item() for at in inhabited
    ]
    order = [inhabited[at] for at in np.lexsort((np.arange(len(units)), units))]
    values = np.zeros(len(system.low), np.int64)
    values[order] = world
    for part in parts_of(system):
        assert part.problem.agrees(values[list(part.columns)])


@SOME
@given(tables(departments=1).filter(small) | of_the_organisation().filter(small))
def test_of_what_is_settled_any_two_of_a_unit_trade_the_ends_in_some_world(table: Table) -> None:
    system = system_of(table)
    for part in in_parts(system, table):
        worlds, full = worlds_of(part), table.full
        known = {tuple(world) for world in worlds.tolist()}
        teams = [system.atoms.atoms[at].teams for at in part.atoms]
        for one, other in permutations(range(len(teams)), 2):
            if teams[one] == teams[other] and part.size[one] and part.size[other]:
                event(f"trade in {len(set(teams))}")
                step = np.zeros(len(teams), np.int64)
                step[one], step[other] = full, -full
                assert any(tuple(world + step) in known for world in worlds)
        for at in np.flatnonzero(part.size):
            event("ends")
            assert worlds[:, at].max() >= full
            assert worlds[:, at].min() <= full * (part.size[at] - 1)


@SOME
@given(
    tables(departments=1).filter(lambda table: table.colleague and small(table))
    | of_the_organisation().filter(lambda table: table.colleague and small(table))
)
def test_of_what_is_settled_every_view_of_a_colleague_has_a_world(table: Table) -> None:
    system = system_of(table)
    for part in in_parts(system, table):
        worlds, there = worlds_of(part), np.flatnonzero(part.size).tolist()
        for said, wanted, own, other in product((0, 1), (0, 1), there, there):
            if own == other and part.size[own] <= 1:
                continue  # nobody else is there
            event(f"view in {len({system.atoms.atoms[at].teams for at in part.atoms})}")
            least, most = np.zeros_like(part.size), part.size.copy()
            for at, answer in ((own, said), (other, wanted)):
                if answer:
                    least[at] += 1
                else:
                    most[at] -= 1
            assert np.any(((worlds >= least) & (worlds <= most)).all(axis=1))


@SOME
@given(tables())
def test_the_verdict_is_the_one_on_the_whole_table(table: Table) -> None:
    left = insiders_view(table).left
    event("all settled" if not left else "some settled" if len(left) < 2 else "left")
    quick, whole = settled_on(table, SECONDS), verdict_on(table, SECONDS)
    assert {(one.code, one.department, one.team) for one in quick.findings} == {
        (one.code, one.department, one.team) for one in whole.findings
    }


def as_a_reader_sees(table: Table) -> list[Table]:
    """The tables as which a reader, who knows nobody's answers, attacks a table."""
    seen = replace(
        table, answers=dict.fromkeys(table.answers), answers_are_public=False, exact=None
    )
    return margins(seen) if seen.breakdowns else [seen]


@SOME
@given(tables(departments=3))
def test_what_a_reader_is_shown_is_the_verdict_and_the_checker_counts_it(table: Table) -> None:
    for seen in as_a_reader_sees(table):
        proven = proven_at_once(seen)
        event("all" if not proven.left else "some" if proven.areas else "nothing")
        quick, whole = settled_on(seen, SECONDS), verdict_on(seen, SECONDS)
        assert {(one.code, one.department, one.team) for one in quick.findings} == {
            (one.code, one.department, one.team) for one in whole.findings
        }
        if not quick.findings:
            event("counted")
            assert list(unfounded(seen, quick.proof)) == []


def test_all_worlds_of_swapped_ends_show_a_colleague_every_answer() -> None:
    """Of five rows that show nobody, two people said yes at most: it takes a world for each two."""
    rows = tuple(
        _row(Named(("D", f"T{at}"), "*", "*"), [("D", f"T{at}")], 12, (0, 2), 1, Says.TRUTH)
        for at in range(5)
    )
    teams: dict[tuple[str, str], int | None] = {("D", f"T{at}"): None for at in range(5)}
    table = Table("pain", 1, 10, True, rows, teams)
    assert not readers_view(table).left
    settled = settled_on(table, SECONDS)
    assert (settled.findings, settled.proof.worlds) == ((), 15)
    assert list(unfounded(table, settled.proof)) == []
