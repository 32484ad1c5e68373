"""Departments attacked one at a time: the verdict is the one on the whole table, and proven alike.

Tiny organisations, with rows that tie departments and rows that do not, for a reader and for an
insider; and worlds made without search beside those that are searched for.
"""

from typing import Any

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from analytics.disclosure.audit.checker.check import unfounded
from analytics.disclosure.audit.prover import worlds
from analytics.disclosure.audit.prover.block_by_block import settled_on
from analytics.disclosure.audit.prover.blocks import blocks_of
from analytics.disclosure.audit.prover.verdict import verdict_on
from analytics.disclosure.audit.reading.table import Row, Says, Table

TEAMS, BANDS = ("A", "B"), ("old", "young")
SECONDS = 60.0
SOME = settings(max_examples=60, deadline=None)
Place = tuple[str, str, str]
Cells = dict[Place, int]


@st.composite
def tables(draw: st.DrawFn, departments: tuple[str, ...] = ("D", "E", "F")) -> Table:
    """Rows of teams, departments and all, and of bands: exact, or with room at either end."""
    places = [(d, team, band) for d in departments for team in TEAMS for band in BANDS]
    people = {at: draw(st.integers(0 if at[2] == "old" else 1, 3)) for at in places}
    full = draw(st.sampled_from([1, 2]))
    truth = {at: draw(st.integers(0, full * people[at])) for at in places}
    rooms = st.sampled_from(draw(st.sampled_from([(0,), (0, 0, 1), (1, 2)])))
    crossed, insider = draw(st.booleans()), draw(st.booleans())
    rows = []
    for named in _areas(departments):
        for category in ("*", *(BANDS if crossed and named[1] == "*" else ())):
            inside = [at for at in places if _counts(named, category, at)]
            n, said, room = sum(people[at] for at in inside), sum(truth[at] for at in inside), 0
            if n and (named == ("*", "*") or draw(st.integers(0, 9))):
                room = draw(rooms)
                rows.append(_row(named, category, inside, n, (said - room, said + room), full))
    return Table(
        measure="pain", full=full, threshold=2, colleague=full == 1 and draw(st.booleans()),
        rows=tuple(rows), answers=_by_team(people), answers_are_public=insider,
        exact=_exact(people, any(row.categories for row in rows)) if insider else None,
    )  # fmt: skip


def _areas(departments: tuple[str, ...]) -> list[tuple[str, str]]:
    teams = [(d, team) for d in departments for team in (*TEAMS, "*")]
    return [*teams, ("*", "*")]


def _counts(named: tuple[str, str], category: str, at: Place) -> bool:
    return all(said in ("*", own) for said, own in zip((*named, category), at, strict=True))


def _row(
    named: tuple[str, str], category: str, inside: list[Place], n: int, ends: tuple[int, int],
    full: int,
) -> Row:  # fmt: skip
    return Row(
        *named, "*" if category == "*" else "band", category,
        frozenset(at[:2] for at in inside), frozenset({category} - {"*"}),
        n, ends[0] / (n * full), ends[1] / (n * full), Says.TRUTH,
    )  # fmt: skip


def _by_team(people: Cells) -> dict[tuple[str, str], int | None]:
    found: dict[tuple[str, str], int | None] = {}
    for (department, team, _), n in people.items():
        found[department, team] = (found.get((department, team)) or 0) + n
    return found


def _exact(people: Cells, crossed: bool) -> dict[tuple[str, ...], int]:
    if crossed:
        return {at: n for at, n in people.items() if n}
    return {team: n or 0 for team, n in _by_team(people).items()}


def told(findings: Any) -> set[tuple[str, str, str]]:
    return {(each.code, each.department, each.team) for each in findings}


@SOME
@given(tables())
def test_block_by_block_the_verdict_is_the_one_on_the_whole_table(table: Table) -> None:
    event(f"{len(blocks_of(table))} blocks")
    assert told(settled_on(table, SECONDS, 1).findings) == told(verdict_on(table, SECONDS).findings)


@SOME
@given(tables())
def test_what_is_found_block_by_block_proves_the_whole_table(table: Table) -> None:
    """Where sizes are known to the insider alone, his worlds are counted against his own table."""
    made = settled_on(table, SECONDS, 1)
    if table.exact is not None:
        return  # what construction settles has no certificate
    event(f"{len(blocks_of(table))} blocks, {'leaks' if made.findings else 'safe'}")
    assert bool(list(unfounded(table, made.proof))) == bool(made.findings)


@SOME
@given(tables(departments=("D",)))
def test_without_search_the_verdict_is_the_one_of_the_search(table: Table) -> None:
    quick = verdict_on(table, SECONDS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(worlds, "nested_worlds", _overlapping)
        searched = verdict_on(table, SECONDS)
    assert told(quick.findings) == told(searched.findings)


def _overlapping(*_arguments: object) -> None:
    return None


def row(named: tuple[str, str], teams: list[tuple[str, str]], n: int, said: int) -> Row:
    return Row(*named, "*", "*", frozenset(teams), frozenset(), n, said / n, said / n, Says.TRUTH)


def exact_departments(whole: int) -> Table:
    """Two departments of two teams, each exact, below a row of everybody that says ``whole``."""
    teams = [(department, team) for department in "DE" for team in TEAMS]
    rows = [row(team, [team], 6, 3) for team in teams]
    rows += [row((d, "*"), [team for team in teams if team[0] == d], 12, 6) for d in "DE"]
    rows.append(row(("*", "*"), teams, 24, whole))
    people: dict[tuple[str, str], int | None] = dict.fromkeys(teams, 6)
    return Table("pain", 1, 6, colleague=False, rows=tuple(rows), answers=people)


def test_a_total_that_follows_ties_nothing() -> None:
    blocks = blocks_of(exact_departments(whole=12))
    assert [sorted(block.answers) for block in blocks] == [
        [("D", "A"), ("D", "B")], [("E", "A"), ("E", "B")],
    ]  # fmt: skip


def test_small_blocks_are_put_together() -> None:
    table = exact_departments(whole=12)
    assert [len(block.answers) for block in blocks_of(table, teams=2)] == [2, 2]
    assert blocks_of(table, teams=3) == [table]


def test_a_total_that_contradicts_its_departments_is_said() -> None:
    table = exact_departments(whole=13)
    assert blocks_of(table) == [table]
    assert "AUDIT-CONTRADICTION" in {each.code for each in settled_on(table, SECONDS, 1).findings}
