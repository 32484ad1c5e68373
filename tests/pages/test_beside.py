"""Any two groups, a group and its own past, a department: next to each other, from page to page."""

from dataclasses import replace

from streamlit.testing.v1 import AppTest

from analytics.release.writer import write_release
from pages.shell.beside import Beside, besides, cell_beside
from survey.i18n.catalogue import texts
from survey.settings import Workspace
from survey.vocabulary import Role
from tests.charts_release import BY_KEY
from tests.pages.conftest import MakeWorkspace, Open
from tests.pages.reading import words_on
from tests.pages.releases import full_release

EN = texts("en")
ASSEMBLY = ("Production", "Assembly")
WHOLE = ("Production", "*")


def two_waves(make_workspace: MakeWorkspace) -> Workspace:
    """Return a workspace with two waves; in the second every number is 12 points lower."""
    workspace = make_workspace(released=False)
    for at, wave in enumerate(("2025", "2026")):
        write_release(workspace.releases / wave, full_release(wave, at, 12.0 * at))
    return workspace


def chosen(page: AppTest, group: tuple[str, str], beside: Beside) -> AppTest:
    """Return the page of a group next to something."""
    page.selectbox(key="team_place").set_value(group).run()
    return page.selectbox(key=f"team_beside_{group}").set_value(beside).run()


def test_a_group_stands_next_to_itself_in_an_earlier_wave(
    make_workspace: MakeWorkspace, open_page: Open
) -> None:
    page = open_page("hr/team.py", Role.HR, two_waves(make_workspace))
    page = chosen(page, ASSEMBLY, Beside(ASSEMBLY, "2025"))
    assert page.query_params["beside"] == "wave 2025"
    said = words_on(page)
    assert "The same group in 2025" in said
    assert "59 (47 to 71), 24 answers" in said, "now"
    assert "71 (59 to 83), 24 answers" in said, "then"


def test_a_department_has_a_page_of_its_own_and_may_stand_next_to_a_team(
    make_workspace: MakeWorkspace, open_page: Open
) -> None:
    page = open_page("hr/team.py", Role.HR, two_waves(make_workspace))
    page = chosen(page, WHOLE, Beside(ASSEMBLY))
    assert page.query_params["group"] == "Production / *"
    assert "Production, all teams" in words_on(page)


def test_the_choice_stays_while_one_is_on_another_page(
    make_workspace: MakeWorkspace, open_page: Open
) -> None:
    page = open_page("hr/team.py", Role.HR, two_waves(make_workspace))
    maintenance = ("Production", "Maintenance")
    page = chosen(page, maintenance, Beside(maintenance, "2025"))
    page.query_params.clear()
    page.switch_page("hr/links.py").run()
    page.query_params.clear()
    page.switch_page("hr/team.py").run()
    assert page.selectbox(key="team_place").value == maintenance
    assert page.query_params["group"] == "Production / Maintenance"
    assert page.query_params["beside"] == "wave 2025"


def test_a_group_of_other_teams_has_no_past() -> None:
    now, then = full_release("2026", 1), full_release("2025")
    changed = tuple(
        one.model_copy(update={"team": f"Old {one.team}"}) if one.team == "Assembly" else one
        for one in then.groups
    )
    past = replace(then, groups=changed)
    one = Beside(ASSEMBLY, "2025")
    assert cell_beside(one, now, [then], BY_KEY["workload"]) is not None
    assert cell_beside(one, now, [past], BY_KEY["workload"]) is None


def test_those_of_the_same_department_come_first() -> None:
    places = [("A", "*"), ("A", "x"), ("B", "y"), ("B", "z")]
    assert [one.place for one in besides(("B", "y"), places, [])] == [
        ("B", "z"), ("A", "x"), ("A", "*")
    ]  # fmt: skip
