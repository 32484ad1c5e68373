"""Teams and one team: sorted by how probably worse, and one group next to another."""

from analytics.release.writer import write_release
from survey.i18n.catalogue import texts
from survey.settings import Workspace
from survey.vocabulary import Role
from tests.pages.conftest import MakeWorkspace, Open
from tests.pages.reading import words_on
from tests.pages.releases import full_release

EN = texts("en")


def one_wave(make_workspace: MakeWorkspace) -> Workspace:
    """Return a workspace with one wave."""
    workspace = make_workspace(released=False)
    write_release(workspace.releases / "2026", full_release())
    return workspace


def test_rows_can_be_sorted_by_how_probably_they_are_worse(
    make_workspace: MakeWorkspace, open_page: Open
) -> None:
    page = open_page("hr/teams.py", Role.HR, one_wave(make_workspace))
    page.selectbox(key="teams_sort_factor").set_value("probably:workload").run()
    drawn = words_on(page)
    teams = ("Assembly", "Night shift + Stores", "Maintenance")
    assert sorted(teams, key=lambda team: drawn.index(f"{team}</th>")) == list(teams)


def test_a_group_says_how_probably_it_is_worse_and_stands_next_to_another(
    make_workspace: MakeWorkspace, open_page: Open
) -> None:
    page = open_page("hr/team.py", Role.HR, one_wave(make_workspace))
    page.selectbox(key="team_place").set_value(("Production", "Assembly")).run()
    drawn = words_on(page)
    assert "Assembly (Production) is clearly worse than the organisation in 4" in drawn
    assert "98 %</td>" in drawn
    assert "Maintenance (Production)</th>" in drawn
    assert EN("screens.team.spread_lead") in drawn
