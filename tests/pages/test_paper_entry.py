"""Typing in paper forms: a line a form, checked at once, and an earlier one nowhere to be seen."""

import pytest
from streamlit.testing.v1 import AppTest

from survey.fieldwork.policy import Policy
from survey.fieldwork.waves import open_wave
from survey.i18n.catalogue import texts
from survey.instruments.catalogue import load
from survey.settings import Workspace
from survey.store.opening import open_store
from survey.store.protocol import Unit
from survey.vocabulary import Role
from tests.pages.conftest import MakeWorkspace, Open
from tests.pages.reading import words_on

EN = texts("en")
CORE = load("core")
VALUES = [CORE.options_of(item.key).values[-1] for item in CORE.items]
LINE = " ".join(map(str, VALUES))
UNITS = (Unit(0, "Hub", "Early", 14), Unit(1, "Hub", "Late", 12))


@pytest.fixture
def workspace(make_workspace: MakeWorkspace) -> Workspace:
    workspace = make_workspace(released=False)
    store = open_store(workspace)
    open_wave(workspace, store, "autumn", instrument=CORE, policy=Policy(), units=UNITS)
    return workspace


@pytest.fixture
def page(workspace: Workspace, open_page: Open) -> AppTest:
    return open_page("coordinator/paper_entry.py", Role.COORDINATOR, workspace)


def typed(page: AppTest, line: str) -> AppTest:
    page.text_input(key="paper_line").set_value(line)
    return page.run()


def test_a_line_is_stored_for_the_team_and_the_field_is_empty_again(
    page: AppTest, workspace: Workspace
) -> None:
    page.selectbox(key="paper_team_autumn").set_value(1)
    typed(page.run(), LINE)
    assert not page.exception
    assert EN("screens.paper_entry.stored") in words_on(page)
    assert page.text_input(key="paper_line").value == ""
    typed(page, LINE)
    assert open_store(workspace).response_counts("autumn") == {1: 2}


def test_nothing_of_an_earlier_form_is_left_on_screen_or_in_the_session(page: AppTest) -> None:
    typed(page, LINE)
    assert LINE not in words_on(page)
    kept = repr(page.session_state)
    assert "paper_line" in kept
    assert LINE not in kept


def test_a_wrong_line_stays_to_be_mended_and_is_not_stored(
    page: AppTest, workspace: Workspace
) -> None:
    short = LINE.rpartition(" ")[0]
    typed(page, short)
    asked = len(CORE.items)
    assert EN("screens.paper_entry.count", typed=asked - 1, asked=asked) in words_on(page)
    assert page.text_input(key="paper_line").value == short
    typed(page, f"{short} 99")
    assert EN("screens.paper_entry.wrong", questions=asked) in words_on(page)
    assert open_store(workspace).response_counts("autumn") == {}


def test_a_form_of_nothing_but_dashes_is_asked_about(page: AppTest, workspace: Workspace) -> None:
    dashes = " ".join("-" * len(CORE.items))
    typed(page, dashes)
    assert EN("screens.paper_entry.empty") in words_on(page)
    assert page.text_input(key="paper_line").value == dashes
    assert open_store(workspace).response_counts("autumn") == {}
    page.button(key="paper_empty_sure").click().run()
    assert not page.exception
    assert open_store(workspace).response_counts("autumn") == {0: 1}
    assert page.text_input(key="paper_line").value == ""
    typed(page, dashes)
    typed(page, LINE)
    assert EN("screens.paper_entry.empty") not in words_on(page), "the line was corrected"
    assert open_store(workspace).response_counts("autumn") == {0: 2}


def test_a_wave_that_closed_meanwhile_takes_nothing(page: AppTest, workspace: Workspace) -> None:
    store = open_store(workspace)
    store.close_wave("autumn")
    typed(page, LINE)
    assert not page.exception
    assert EN("screens.paper_entry.none") in words_on(page)
