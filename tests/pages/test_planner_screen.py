"""The planner shows, before a wave opens, which teams would be shown together."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from analytics.publish import publish
from survey.fieldwork.policy import Policy
from survey.fieldwork.staff_list import keep_staff_list
from survey.fieldwork.units import read_units
from survey.fieldwork.waves import close_wave, open_wave
from survey.fieldwork.workspaces import create
from survey.i18n.catalogue import texts
from survey.instruments.catalogue import load
from survey.settings import WORKSPACE_VARIABLE, Workspace, WorkspaceKind
from survey.store.opening import close_store, open_store
from survey.vocabulary import Role
from tests.pages.conftest import Open
from tests.pages.test_coordinator import MOVES, with_open_wave

EN = texts("en")
PLANNER = Path(__file__).parents[2] / "pages" / "coordinator" / "planner.py"
UNITS = "department,team,headcount\nStores,Day,20\nStores,Night,5\nStores,Late,14\n"


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    workspace = Workspace(tmp_path / "workspace")
    create(workspace, WorkspaceKind.DEMONSTRATION)
    monkeypatch.setenv(WORKSPACE_VARIABLE, str(workspace.root))
    app = AppTest.from_file(str(PLANNER), default_timeout=30)
    from pages.shell.guard import SESSION_KEY, SignedIn

    app.session_state[SESSION_KEY] = SignedIn(Role.COORDINATOR, str(workspace.root))
    return app.run()


def html(page: AppTest) -> str:
    return " ".join(str(element.proto) for element in page.main)


def test_small_teams_are_named_with_those_they_would_be_shown_with(page: AppTest) -> None:
    page.file_uploader[0].set_value(("units.csv", UNITS.encode(), "text/csv")).run()
    assert not page.exception
    assert "Late + Night" in html(page)


def test_a_staff_list_that_is_wrong_is_refused_with_its_line(page: AppTest) -> None:
    broken = UNITS.replace("Night,5", "Night,five")
    page.file_uploader[0].set_value(("units.csv", broken.encode(), "text/csv")).run()
    assert not page.exception
    assert "line 3" in page.error[0].value


def test_the_confirmed_staff_list_is_planned_by_itself(page: AppTest, tmp_path: Path) -> None:
    assert "planner.what" not in html(page)
    keep_staff_list(Workspace(tmp_path / "workspace"), read_units(UNITS.encode(), "units.csv"))
    page.run()
    assert not page.exception
    said = html(page)
    assert EN("planner.uses_kept") in said
    assert "Late + Night" in said


def test_it_says_how_far_groups_have_to_lie_apart_and_what_links_need(page: AppTest) -> None:
    page.file_uploader[0].set_value(("units.csv", UNITS.encode(), "text/csv")).run()
    said = html(page)
    assert "12 of 100 points" in said and "(28 answers)" in said  # the one department
    assert (
        "18 of 100 points" in said and "(14 answers)" in said
    )  # (2.16 + 0.84) * 22 / √14, for Day at 70 %
    assert "assumptions, as there is no earlier release" in said
    assert "Too few to estimate any" in said


def test_it_says_how_much_has_to_change_and_how_strong_a_link_has_to_be(page: AppTest) -> None:
    units = "department,team,headcount\n" + "".join(f"Stores,T{one},40\n" for one in range(20))
    page.file_uploader[0].set_value(("units.csv", units.encode(), "text/csv")).run()
    said = html(page)
    changes = said.partition(EN("planner.least_change"))[2]
    whole = said.replace("\\302\\240", " ").replace("\N{NO-BREAK SPACE}", " ")
    assert "(560 answers)" in changes
    assert "4 of 100 points" in changes  # 22 · √(2/560) · 2.80
    assert "8 percentage points" in changes  # 100 · √(0.21 · 2/560) · 2.80
    # exp(2.093 + 0.842) · √(1.054 / (560 · 0.21 · 0.75))
    assert "30 have" in whole and "37 where" in whole and "odds ratio 1.38" in whole


def test_joiners_and_leavers_are_set_against_the_last_staff_list(
    page: AppTest, tmp_path: Path
) -> None:
    here = Workspace(tmp_path / "workspace")
    store = open_store(here)
    units = read_units(UNITS.replace("Late,14", "Late,12").encode(), "units.csv")
    open_wave(here, store, "spring", instrument=load("core"), policy=Policy(), units=units)
    page.file_uploader[0].set_value(("units.csv", UNITS.encode(), "text/csv")).run()
    assert not page.exception
    said = html(page)
    assert EN("planner.changes", wave="spring") in said
    assert "Late + Night" in said.partition(EN("planner.changes", wave="spring"))[2]
    close_store(here)


def test_a_list_of_moves_says_before_a_wave_opens_what_it_does_to_the_rows(
    page: AppTest, tmp_path: Path, open_page: Open
) -> None:
    here = Workspace(tmp_path / "workspace")
    with_open_wave(here, answers=30, name="spring")
    store = open_store(here)
    close_wave(here, store, "spring")
    publish(here, store, "spring")
    page.run()
    assert EN("screens.standing.moves") in html(page)
    now = "department,team,headcount\nHub,Early,21\nHub,Late,12\nOffice,Desk,4\n"
    page.file_uploader(key="planner_units").set_value(("now.csv", now.encode(), "text/csv")).run()
    wrong = (MOVES + ",,Hub,Late,12\n").encode()
    page.file_uploader(key="planner_moves").set_value(("moves.csv", wrong, "text/csv")).run()
    assert "does not add up" in page.error[0].value
    right = (MOVES + ",,Hub,Early,9\nHub,Early,,,3\nHub,Late,Hub,Early,1\n,,Hub,Late,1\n").encode()
    page.file_uploader(key="planner_moves").set_value(("moves.csv", right, "text/csv")).run()
    assert not page.exception
    assert [one.value for one in page.error] == []
    said = html(page)
    assert EN("moves.counted", joined=10, left=3, moved=1, stayed=26) in said
    assert EN("planner.moved") in said
    assert EN("planner.moved.ranges", wave="spring") in said

    form = open_page("coordinator/open_wave.py", Role.COORDINATOR, here)
    form.file_uploader(key="new_wave_units").set_value(("now.csv", now.encode(), "text/csv")).run()
    form.file_uploader(key="new_wave_moves").set_value(("moves.csv", right, "text/csv")).run()
    assert not form.exception and not form.error
    assert EN("planner.moved.ranges", wave="spring") in html(form)


def test_nothing_is_stored(page: AppTest, tmp_path: Path) -> None:
    before = sorted(path.name for path in tmp_path.rglob("*"))
    page.file_uploader[0].set_value(("units.csv", UNITS.encode(), "text/csv")).run()
    assert sorted(path.name for path in tmp_path.rglob("*")) == before
