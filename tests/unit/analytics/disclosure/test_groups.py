"""Small units are shown together with their smallest siblings; nobody is hidden or left alone."""

import pytest

from analytics.disclosure.groups import Grouping, TooFewAnswers, group, regroup
from survey.store.protocol import Unit


def units_of(
    *departments: tuple[str, dict[str, int]],
) -> tuple[tuple[Unit, ...], dict[int, tuple[int, ...]]]:
    units, sizes = [], {}
    for department, teams in departments:
        for team, answers in teams.items():
            sizes[len(units)] = (answers,)
            units.append(Unit(len(units), department, team, answers))
    return tuple(units), sizes


def names(grouping: Grouping) -> list[str]:
    return [f"{block.department}/{block.team}" for block in grouping.teams]


def test_a_department_of_20_with_teams_of_9_8_and_3_shows_nobody_the_3() -> None:
    units, sizes = units_of(("Stores", {"Day": 9, "Late": 8, "Night": 3}))
    assert names(group(units, sizes, 6, "*")) == ["Stores/Day", "Stores/Late + Night"]


def test_two_teams_of_2_are_not_hidden_but_shown_with_the_next_smallest() -> None:
    units, sizes = units_of(("Stores", {"A": 2, "B": 2, "C": 7, "D": 9}))
    assert names(group(units, sizes, 6, "*")) == ["Stores/A + B + C", "Stores/D"]


@pytest.mark.parametrize(
    ("answers", "rows"),
    [
        (6, ["Stores/Day", "Stores/Late", "Stores/Night"]),
        (5, ["Stores/Day + Late", "Stores/Night"]),
    ],
)
def test_a_row_of_exactly_k_stands_alone_and_one_of_k_less_1_does_not(
    answers: int, rows: list[str]
) -> None:
    units, sizes = units_of(("Stores", {"Day": answers, "Late": 9, "Night": 12}))
    assert names(group(units, sizes, 6, "*")) == rows


@pytest.mark.parametrize(
    ("answers", "departments"), [(6, ["Board", "Stores"]), (5, ["Board + Stores"])]
)
def test_a_department_of_exactly_k_stands_alone_and_one_of_k_less_1_does_not(
    answers: int, departments: list[str]
) -> None:
    units, sizes = units_of(("Board", {"Office": answers}), ("Stores", {"Day": 9}))
    grouping = group(units, sizes, 6, "*")
    assert [block.department for block in grouping.departments] == departments


def test_what_is_left_over_joins_the_smallest_finished_row() -> None:
    units, sizes = units_of(("Stores", {"A": 3, "B": 3, "C": 4}))
    assert names(group(units, sizes, 6, "*")) == ["Stores/A + B + C"]


def test_a_department_below_the_threshold_is_shown_with_the_next_smallest() -> None:
    units, sizes = units_of(
        ("Board", {"Office": 3}), ("Fleet", {"North": 8}), ("Stores", {"Day": 20})
    )
    grouping = group(units, sizes, 6, "*")
    assert [block.department for block in grouping.departments] == ["Board + Fleet", "Stores"]
    assert names(grouping) == ["Board + Fleet/North + Office", "Stores/Day"]


def test_teams_of_one_name_in_departments_shown_together_keep_apart() -> None:
    units, sizes = units_of(("A", {"Night": 4}), ("B", {"Night": 4}))
    assert names(group(units, sizes, 6, "*")) == ["A + B/Night (A) + Night (B)"]


def test_a_team_without_answers_is_named_with_those_it_would_be_shown_with() -> None:
    units, sizes = units_of(("Stores", {"Day": 9, "Night": 0, "Late": 7}))
    assert names(group(units, sizes, 6, "*")) == ["Stores/Day", "Stores/Late + Night"]


def test_silence_on_one_question_counts_against_the_row() -> None:
    units = (Unit(0, "Stores", "Day", 9), Unit(1, "Stores", "Night", 7))
    sizes = {0: (9, 9), 1: (7, 5)}
    assert names(group(units, sizes, 6, "*")) == ["Stores/Day + Night"]


def test_an_organisation_below_the_threshold_shows_nothing() -> None:
    units, sizes = units_of(("Stores", {"Day": 3}), ("Board", {"Office": 2}))
    with pytest.raises(TooFewAnswers, match="Keep the wave open longer"):
        group(units, sizes, 6, "*")


def test_health_is_shown_on_unions_of_the_same_rows() -> None:
    units, sizes = units_of(
        ("Stores", {"Day": 12, "Late": 8, "Night": 3, "Early": 7}), ("Board", {"Office": 8})
    )
    conditions = group(units, sizes, 6, "*")
    health = regroup(conditions, units, sizes, 10, "*")
    finer = [set(block.units) for block in conditions.teams]
    for block in health.teams:
        inside = [row for row in finer if row & set(block.units)]
        assert set().union(*inside) == set(block.units)
        assert sum(sizes[unit][0] for unit in block.units) >= 10
