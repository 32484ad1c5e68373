"""Teams and one team: sorted by how probably worse, and one group next to another."""

from dataclasses import replace

from analytics.release.content import Release
from analytics.release.model import TOTAL
from analytics.release.writer import write_release
from survey.i18n.catalogue import texts
from survey.settings import Workspace
from survey.vocabulary import Role
from tests.charts_release import share
from tests.pages.conftest import MakeWorkspace, Open
from tests.pages.reading import html_on, words_on
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
    assert "98 %</span></td>" in drawn
    assert "Maintenance (Production)</th>" in drawn
    assert EN("screens.team.spread_lead") in drawn


def test_the_reader_chooses_what_the_groups_are_held_against(
    make_workspace: MakeWorkspace, open_page: Open
) -> None:
    workspace = make_workspace(released=False)
    for at, wave in enumerate(("2025", "2026")):
        write_release(workspace.releases / wave, full_release(wave, at, 12.0 * at))
    page = open_page("hr/teams.py", Role.HR, workspace)
    assert "worse than the organisation" in html_on(page)
    page.selectbox(key="teams_reference").set_value("wave:2025").run()
    said = words_on(page)
    assert "The organisation in 2025: Workload" in said
    assert EN("results.reference.own", wave="2025") in said
    assert "worse than the reference" in html_on(page)


def with_pain_by_team() -> Release:
    """Return the full release with back pain of three groups, as counted and drawn in."""
    full, counted = full_release(), {"Assembly": 16, "Night shift + Stores": 9, "Maintenance": 5}
    cells = [one for one in full.cells if (one.measure, one.breakdown) != ("back_pain_12m", TOTAL)]
    cells.append(share("back_pain_12m", 112, 276, 0.35, 0.46, (TOTAL, TOTAL)))
    analyses = list(full.analyses)
    for team, count in counted.items():
        cells.append(share("back_pain_12m", count, 20, 0.1, 0.9, ("Production", team)))
        drawn = next(one for one in full.analyses if one.statistic == "shrunken")
        changed = {"outcome": "back_pain_12m", "team": team, "value": 0.3 + count / 100}
        analyses.append(drawn.model_copy(update=changed))
    return replace(full, cells=tuple(cells), analyses=tuple(analyses))


def test_links_show_the_groups_as_counted_and_drawn_towards_the_organisation(
    make_workspace: MakeWorkspace, open_page: Open
) -> None:
    workspace = make_workspace(released=False)
    write_release(workspace.releases / "2026", with_pain_by_team())
    said = words_on(open_page("hr/levels.py", Role.HR, workspace))
    assert "runs from 25 % to 80 % over 3 groups as counted" in said
    assert "it runs from 35 % to 46 %" in said
    assert "Scatter of 3 groups" in said
