"""Who a row is shown together with, when working conditions and health have different rows."""

from analytics.charts.whereabouts import shown_in_parts, together_with
from analytics.release.model import TOTAL, GroupMember, Reason
from survey.vocabulary import Sensitivity
from tests.charts_release import BY_KEY, made_up_release, withheld

GROUPS = made_up_release().groups
PAIN, WORKLOAD = BY_KEY["back_pain_12m"], BY_KEY["workload"]


def member(department: str, team: str, group_department: str, group_team: str) -> GroupMember:
    return GroupMember(
        sensitivity=Sensitivity.HEALTH,
        department=department,
        team=team,
        group_department=group_department,
        group_team=group_team,
    )


def test_a_team_without_a_row_of_its_own_names_the_others() -> None:
    cell = withheld("back_pain_12m", Reason.SHOWN_TOGETHER, ("Production", "Maintenance"))
    assert together_with(cell, PAIN, GROUPS) == "Assembly"


def test_a_pooled_row_inside_a_wider_one_names_only_who_is_new() -> None:
    wider = "Night shift + Packing + Stores"
    groups = [
        *(one for one in GROUPS if one.sensitivity is Sensitivity.CONDITIONS),
        *(member("Production", team, "Production", wider) for team in wider.split(" + ")),
    ]
    cell = withheld("back_pain_12m", Reason.SHOWN_TOGETHER, ("Production", "Night shift + Stores"))
    assert together_with(cell, PAIN, groups) == "Packing"


def test_a_department_shown_together_names_the_other_department() -> None:
    groups = [
        member("Office", "Sales", "Office + Yard", "Cranes + Sales"),
        member("Yard", "Cranes", "Office + Yard", "Cranes + Sales"),
    ]
    department = withheld("back_pain_12m", Reason.SHOWN_TOGETHER, ("Office", TOTAL))
    assert together_with(department, PAIN, groups) == "Yard"
    team = withheld("back_pain_12m", Reason.SHOWN_TOGETHER, ("Office", "Sales"))
    assert together_with(team, PAIN, groups) == "Cranes (Yard)"


def test_a_union_is_shown_in_parts_where_its_teams_have_rows_of_their_own() -> None:
    union = withheld("workload", Reason.SHOWN_TOGETHER, ("Production", "Assembly + Maintenance"))
    assert shown_in_parts(union, WORKLOAD, GROUPS)
    assert together_with(union, WORKLOAD, GROUPS) is None


def test_a_row_of_its_own_is_neither_together_nor_in_parts() -> None:
    cell = withheld("workload", Reason.TOO_FEW_ANSWERS, ("Production", "Assembly"))
    assert not shown_in_parts(cell, WORKLOAD, GROUPS)
    assert together_with(cell, WORKLOAD, GROUPS) is None
