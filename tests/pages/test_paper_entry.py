"""Paper forms typed or clicked: checked at once, and an earlier one nowhere to be seen."""

import pytest
from streamlit.testing.v1 import AppTest

from survey.fieldwork.policy import Policy
from survey.fieldwork.waves import open_wave
from survey.form.answers import AnswerSheet
from survey.form.paper import read_line
from survey.i18n.catalogue import texts
from survey.instruments.catalogue import load
from survey.settings import Workspace
from survey.store.bulk import open_answers
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


CLICK = f"paper_{{sheet}}_{CORE.items[0].key}"


def clicked(page: AppTest, but: int = -1, dashes: bool = False) -> AppTest:
    """Click the last box of each question on the sheet that is shown, but not of one."""
    boxes = [one for one in page.radio if str(one.key) != "paper_way"]
    assert len(boxes) == len(CORE.items)
    for number, (box, value) in enumerate(zip(boxes, VALUES, strict=True)):
        if number != but:
            box.set_value("-" if dashes else str(value))
    page.button[0].click().run()
    assert not page.exception
    return page


def stored_line(line: str) -> list[int]:
    """Return what is stored for a typed line."""
    return [value if value is not None else 255 for value in read_line(AnswerSheet(CORE), line)]


@pytest.fixture
def sheet(page: AppTest) -> AppTest:
    page.radio(key="paper_way").set_value("clicked")
    return page.run()


def test_a_form_is_entered_by_clicking_and_nothing_of_it_is_left(
    sheet: AppTest, workspace: Workspace
) -> None:
    sheet.selectbox(key="paper_team_autumn").set_value(1).run()
    clicked(sheet)
    assert EN("screens.paper_entry.stored") in words_on(sheet)
    store = open_store(workspace)
    assert store.response_counts("autumn") == {1: 1}
    marks = [one.value for one in sheet.radio if str(one.key) != "paper_way"]
    assert marks == [None] * len(CORE.items)
    assert CLICK.format(sheet=0) not in repr(sheet.session_state)
    with open_answers(workspace, store.close_wave("autumn")) as answers:
        [(unit, marks)] = answers.execute("SELECT unit, answers FROM answer").fetchall()
    assert unit == 1
    assert len(set(marks)) > 1 and marks == stored_line(LINE)


def test_a_question_that_was_passed_over_is_named_and_no_mark_is_lost(
    sheet: AppTest, workspace: Workspace
) -> None:
    clicked(sheet, but=6)
    assert EN("screens.paper_entry.unclicked", questions="7") in words_on(sheet)
    assert open_store(workspace).response_counts("autumn") == {}
    assert sheet.radio(key=CLICK.format(sheet=0)).value == str(VALUES[0])
    clicked(sheet)
    assert open_store(workspace).response_counts("autumn") == {0: 1}


def test_every_mark_can_be_taken_back_before_a_form_is_stored(
    sheet: AppTest, workspace: Workspace
) -> None:
    sheet.radio(key=CLICK.format(sheet=0)).set_value(str(VALUES[0]))
    sheet.button[1].click().run()
    assert sheet.radio(key=CLICK.format(sheet=1)).value is None
    assert CLICK.format(sheet=0) not in repr(sheet.session_state)
    assert open_store(workspace).response_counts("autumn") == {}


def test_a_sheet_of_nothing_but_none_is_asked_about(sheet: AppTest, workspace: Workspace) -> None:
    clicked(sheet, dashes=True)
    assert EN("screens.paper_entry.empty") in words_on(sheet)
    assert open_store(workspace).response_counts("autumn") == {}
    sheet.button(key="paper_empty_sure").click().run()
    assert open_store(workspace).response_counts("autumn") == {0: 1}
