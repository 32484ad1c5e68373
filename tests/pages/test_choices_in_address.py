"""What a reader chooses stands in the address: it can be sent, and "back" undoes it."""

from streamlit.testing.v1 import AppTest

from analytics.release.writer import write_release
from survey.vocabulary import Role
from tests.pages.conftest import MakeWorkspace, Open
from tests.pages.reading import html_on
from tests.pages.releases import full_release


def at(page: AppTest, **address: str) -> AppTest:
    """Return the page after the browser came to another address on its own."""
    page.query_params.clear()
    for name, value in address.items():
        page.query_params[name] = value
    return page.run()


def test_an_address_opens_the_page_as_it_was_left(
    make_workspace: MakeWorkspace, open_page: Open
) -> None:
    workspace = make_workspace()
    page = open_page("hr/team.py", Role.HR, workspace)
    assert "group" not in page.query_params, "an address says only what was chosen"
    box = page.selectbox(key="team_place")
    words = next(one for one in box.options if one != box.options[box.index])
    box.select(words).run()
    group = page.query_params["group"]
    other = at(open_page("hr/team.py", Role.HR, workspace), group=group)
    assert other.selectbox(key="team_place").value == page.selectbox(key="team_place").value
    assert html_on(other) == html_on(page)


def test_back_and_forward_move_the_choice(make_workspace: MakeWorkspace, open_page: Open) -> None:
    page = open_page("hr/teams.py", Role.HR, make_workspace())
    page.selectbox(key="teams_sort_factor").set_value("control").run()
    assert page.query_params["sort"] == "control"
    assert at(page).selectbox(key="teams_sort_factor").value == ""
    assert at(page, sort="control").selectbox(key="teams_sort_factor").value == "control"


def test_an_address_means_the_same_in_every_language(
    make_workspace: MakeWorkspace, open_page: Open
) -> None:
    workspace = make_workspace()
    page = at(open_page("hr/factors.py", Role.HR, workspace, language="de"), condition="control")
    assert page.selectbox(key="factor").value == "control"


def test_an_address_that_names_what_is_not_there_is_mended(
    make_workspace: MakeWorkspace, open_page: Open
) -> None:
    page = open_page("hr/team.py", Role.HR, make_workspace())
    first = page.selectbox(key="team_place").value
    page = at(page, group="Nobody / Nowhere", beside="x")
    assert not page.exception
    assert page.selectbox(key="team_place").value == first
    assert "group" not in page.query_params


def test_a_wave_stays_from_page_to_page_and_back_undoes_it(
    make_workspace: MakeWorkspace, open_page: Open
) -> None:
    workspace = make_workspace(released=False)
    for wave in ("2025", "2026"):
        write_release(workspace.releases / wave, full_release(wave))
    page = open_page("hr/overview.py", Role.HR, workspace)
    page.sidebar.selectbox(key="wave_choice").set_value("2025").run()
    assert page.query_params["wave"] == "2025"
    assert at(page).sidebar.selectbox(key="wave_choice").value == "2026"
    page = at(page, wave="2025")
    page.query_params.clear()
    page.switch_page("hr/teams.py").run()
    assert page.sidebar.selectbox(key="wave_choice").value == "2025"
    assert page.query_params["wave"] == "2025"
