"""Many groups: a department and a search, held in the address and from page to page."""

import re
from dataclasses import replace
from html import unescape

from analytics.release.content import Release
from analytics.release.model import TOTAL, GroupMember
from analytics.release.writer import write_release
from survey.i18n.catalogue import texts
from survey.settings import Workspace
from survey.vocabulary import Role, Sensitivity
from tests.charts_release import made_up_release, mean
from tests.pages.conftest import MakeWorkspace, Open
from tests.pages.reading import html_on

EN = texts("en")
TEAMS = 150
WORST = ("Hub 149", "Team 149")


def many_groups() -> Release:
    """Return a release of many teams; the last one has by far the most to do."""
    plain = made_up_release()
    cells = [mean("workload", 54, 2, 5000, (TOTAL, TOTAL))]
    members = []
    for at in range(TEAMS):
        unit = (f"Hub {at // 10 if at < TEAMS - 1 else at:03}", f"Team {at:03}")
        cells.append(mean("workload", 95 if at == TEAMS - 1 else 54, 6, 30, unit))
        members += [
            GroupMember(
                sensitivity=kind, department=unit[0], team=unit[1], group_department=unit[0],
                group_team=unit[1],
            )
            for kind in Sensitivity
        ]  # fmt: skip
    return replace(plain, cells=tuple(cells), groups=tuple(members), estimates=())


def big(make_workspace: MakeWorkspace) -> Workspace:
    """Return a workspace with that release."""
    workspace = make_workspace(released=False)
    release = many_groups()
    write_release(workspace.releases / release.manifest.wave, release)
    return workspace


def names_on(html: str) -> list[str]:
    """Return the groups that have a row of the heat map."""
    return re.findall(r'<th scope="row"><a [^>]*title="([^"]*)"', html)


def test_no_part_of_a_long_table_hides_the_worst(
    make_workspace: MakeWorkspace, open_page: Open
) -> None:
    page = open_page("hr/teams.py", Role.HR, big(make_workspace))
    for start in (0, 60, 120):
        page.selectbox(key="rows_part").set_value(start).run()
        assert [one for one in names_on(html_on(page)) if one.startswith(WORST[1])]
    assert page.query_params["rows"] == "121"


def test_a_search_stays_in_the_address_and_on_the_next_page(
    make_workspace: MakeWorkspace, open_page: Open
) -> None:
    page = open_page("hr/teams.py", Role.HR, big(make_workspace))
    page.text_input(key="filter_search_box").set_value("team 07").run()
    assert page.query_params["search"] == "team 07"
    found = names_on(html_on(page))
    assert found and all("Team 07" in one for one in found)
    page.query_params.clear()
    page.switch_page("hr/team.py").run()
    assert page.query_params["search"] == "team 07"
    assert all("Team 07" in one for one in page.selectbox(key="team_place").options)


def test_a_department_leaves_its_own_rows_and_the_organisations(
    make_workspace: MakeWorkspace, open_page: Open
) -> None:
    page = open_page("hr/teams.py", Role.HR, big(make_workspace))
    page.selectbox(key="filter_department_box").set_value("Hub 003").run()
    assert page.query_params["in"] == "Hub 003"
    assert len(names_on(html_on(page))) == 10
    assert EN("charts.organisation") in html_on(page)


def test_a_search_that_finds_nobody_says_so(make_workspace: MakeWorkspace, open_page: Open) -> None:
    page = open_page("hr/teams.py", Role.HR, big(make_workspace))
    page.text_input(key="filter_search_box").set_value("<b>nobody</b>").run()
    assert EN("results.filter.none") in html_on(page)
    page.switch_page("hr/team.py").run()
    assert EN("results.filter.none") in html_on(page)
    assert "<b>nobody" not in html_on(page)


def test_a_cell_leads_to_its_group_and_a_head_says_which_end_is_good(
    make_workspace: MakeWorkspace, open_page: Open
) -> None:
    page = open_page("hr/teams.py", Role.HR, make_workspace())
    drawn = unescape(html_on(page))
    assert drawn.count('href="team?group=Production+%2F+Assembly"') == 6, "its name and each cell"
    assert 'Workload<span class="good">low is good</span></span></th>' in drawn
    assert drawn.index('class="bearing-legend"') < drawn.index('class="bearing-heat"')
    assert 'title="Night shift + Stores">Night shift + 1</a>' in drawn
