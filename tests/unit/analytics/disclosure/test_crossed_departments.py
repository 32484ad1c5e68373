"""A breakdown shown for the organisation alone, beside totals of departments: proven at once."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from analytics.disclosure.audit.checker.check import unfounded
from analytics.disclosure.audit.prover.at_once.crossed import Asked, Counted, worlds_of
from analytics.disclosure.audit.prover.block_by_block import proven_at_once, settled_on
from analytics.disclosure.audit.prover.solver import Asked as Programmes
from analytics.disclosure.audit.reading.margins import margins
from analytics.disclosure.audit.reading.table import Row, Says, Table, Team

WORK = ("desk", "goods", "tools", "wheel")
DEPARTMENTS = {"Hub": 66, "Fleet": 40, "Office": 24}


def row(named: Sequence[str], teams: Sequence[Team], n: int, ends: tuple[int, int], full: int,
        categories: Sequence[str] = ()) -> Row:  # fmt: skip
    department, breakdown, category = named
    low, high = (end / (n * full) for end in ends)
    return Row(
        department, "*", breakdown, category, frozenset(teams), frozenset(categories), n, low,
        high, Says.TRUTH, ends[0] < ends[1],
    )  # fmt: skip


def table(full: int, *, colleague: bool, share: float) -> Table:
    """Three departments of a team each, and four kinds of work of which two are shown together."""
    teams: list[Team] = [(name, "*") for name in DEPARTMENTS]
    people = sum(DEPARTMENTS.values())
    rows = []
    for team, n in zip(teams, DEPARTMENTS.values(), strict=True):
        middle = round(n * full * share)
        rows.append(row((team[0], "*", "*"), [team], n, (middle - 2, middle + 2), full))
    for categories, n in ((("desk",), 50), (("goods", "tools"), 45), (("wheel",), people - 95)):
        middle = round(n * full * share)
        ends, named = (middle - 9, middle + 9), ("*", "work", " + ".join(categories))
        rows.append(row(named, teams, n, ends, full, categories))
    middle = round(people * full * share)
    rows.append(row(("*", "*", "*"), teams, people, (middle - 6, middle + 6), full))
    return Table("pain", full, 10, colleague, tuple(rows), dict.fromkeys(teams))


@pytest.mark.parametrize(
    ("full", "colleague", "share"),
    [(1, True, 0.5), (1, True, 0.2), (1, False, 0.2), (8, False, 0.4)],
)
def test_it_is_proven_without_a_programme_and_the_checker_counts_it(
    full: int, colleague: bool, share: float
) -> None:
    asked = table(full, colleague=colleague, share=share)
    before = Programmes.programmes
    assert not proven_at_once(asked).left
    settled = settled_on(asked, 60.0)
    assert Programmes.programmes == before
    assert settled.findings == ()
    assert settled.proof.groups == len(DEPARTMENTS) * len(WORK)
    assert list(unfounded(asked, settled.proof)) == []


def test_a_department_where_nobody_is_at_one_end_is_left_to_search() -> None:
    units = [Counted(20, 0, 0), Counted(20, 8, 12)]
    rows = [Counted(18, 2, 6), Counted(22, 2, 8)]
    assert worlds_of(units, rows, [1, 1], (0, 40), Asked(1, 10, True)) is None


def test_a_total_that_other_rows_tell_already_ties_no_departments_together() -> None:
    """The kinds of work add up to 38 to 92 of everybody; the teams say that it is 59 to 71."""
    plain = table(1, colleague=True, share=0.5)
    teams = [
        replace(row((name, "*", "*"), [(name, "*")], n, (n // 2 - 2, n // 2 + 2), 1), team="T")
        for name, n in DEPARTMENTS.items()
    ]
    *_, whole = plain.rows
    divided = (each for each in plain.rows if each.breakdown != "*")
    rows = (*teams, replace(whole, says=Says.SHOWN), *divided)
    of_teams, of_work = margins(replace(plain, rows=rows))
    assert {len(each.teams) for each in of_teams.rows if each.says is Says.TRUTH} == {1}
    known = [each.high * (each.n or 0) for each in of_work.rows if each.breakdown == "*"]
    assert known == [pytest.approx(71)]
