"""Before a wave opens, the planner says which teams would be shown together."""

import pytest

from analytics.disclosure.planner import Difference, PlanImpossible, compare, plan
from survey.fieldwork.policy import Policy
from survey.i18n.catalogue import languages, texts
from survey.store.protocol import Unit
from survey.vocabulary import Sensitivity


def units(**departments: dict[str, int]) -> tuple[Unit, ...]:
    every = [
        (department, team, people)
        for department, teams in departments.items()
        for team, people in teams.items()
    ]
    return tuple(Unit(at, *unit) for at, unit in enumerate(every))


STAFF = units(Stores={"Day": 20, "Late": 12, "Night": 6}, Fleet={"North": 30})


def test_teams_below_the_threshold_at_the_expected_rate_are_pooled() -> None:
    """At half of 20, 12 and 6: 10, 6 and 3 answers; the 3 join the 6."""
    planned = plan(STAFF, 0.5, Policy())
    assert [(row.department, row.team, row.people, row.answers) for row in
            planned.conditions.rows] == [
        ("Fleet", "North", 30, 15), ("Stores", "Day", 20, 10), ("Stores", "Late + Night", 18, 9),
    ]  # fmt: skip
    assert [row.team for row in planned.conditions.pooled] == ["Late + Night"]


def test_it_counts_who_would_see_their_own_teams_figure_for_each_threshold() -> None:
    planned = plan(STAFF, 0.5, Policy())
    assert (planned.teams, planned.people) == (4, 68)
    assert (planned.conditions.own_teams, planned.conditions.own_people) == (2, 50)
    assert (planned.health.own_teams, planned.health.own_people) == (1, 30)
    assert planned.of(Sensitivity.HEALTH).threshold == 10


def test_at_full_response_every_team_of_k_people_stands_by_itself() -> None:
    assert plan(STAFF, 1.0, Policy()).conditions.pooled == ()


def test_half_an_answer_counts_as_one() -> None:
    assert plan(units(Stores={"Day": 11, "Late": 40}), 0.5, Policy()).conditions.own_teams == 2


def test_an_organisation_below_the_threshold_would_show_nothing() -> None:
    planned = plan(units(Stores={"Day": 8}), 0.5, Policy())
    assert planned.conditions.rows == planned.health.rows == ()
    some = plan(units(Stores={"Day": 16}), 0.5, Policy())
    assert len(some.conditions.rows) == 1
    assert some.health.rows == ()


def test_another_cut_of_the_teams_says_what_it_would_give() -> None:
    other = units(Stores={"Day": 20, "Late and night": 18}, Fleet={"North": 15, "South": 15})
    first, second = plan(STAFF, 0.5, Policy()), plan(other, 0.5, Policy())
    assert compare(first, second, Sensitivity.CONDITIONS) == Difference(2, 18, 1)
    assert compare(first, second, Sensitivity.HEALTH) == Difference(-1, -30, 0)


@pytest.mark.parametrize("rate", [0.0, -0.1, 1.1, float("nan")])
def test_a_rate_that_cannot_be_is_refused(rate: float) -> None:
    with pytest.raises(PlanImpossible, match="above 0"):
        plan(STAFF, rate, Policy())


def test_no_teams_and_unknown_head_counts_are_refused() -> None:
    with pytest.raises(PlanImpossible, match="no teams"):
        plan((), 0.5, Policy())
    with pytest.raises(PlanImpossible, match="head-count of 'Day'"):
        plan((Unit(0, "Stores", "Day", None),), 0.5, Policy())


@pytest.mark.parametrize("language", languages()[:2])
def test_its_words_are_there_in_every_language(language: str) -> None:
    say = texts(language)
    assert "70" in say("planner.rate_value", percent=70)
    assert "50" in say.plural("planner.own_people", 50, total=68)
    assert "Late + Night" in say("planner.pooled_row", teams="Late + Night", people=18, answers=9)
    assert "-3" in say("planner.fewer_people", n="-3")
