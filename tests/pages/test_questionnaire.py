"""The questionnaire screen says how long it takes and leads to the form as employees see it."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from survey.access.staff import add
from survey.fieldwork.policy import Policy
from survey.form.preview import MOST, offer, preview
from survey.form.screens import Around
from survey.instruments.catalogue import DEFINITIONS
from survey.settings import Workspace, WorkspaceKind
from survey.store.opening import open_store
from survey.store.protocol import Unit
from survey.vocabulary import Role
from tests.instruments import small_instrument
from tests.pages.conftest import MakeWorkspace, Open
from tests.pages.reading import words_on


@pytest.mark.parametrize(("language", "years"), [("en", "years of school"), ("de", "Schuljahre")])
def test_minutes_reading_level_and_the_way_to_the_form_are_there(
    make_workspace: MakeWorkspace, open_page: Open, language: str, years: str
) -> None:
    workspace = make_workspace()
    page = open_page(
        "coordinator/questionnaire.py", Role.COORDINATOR, workspace, alone=True, language=language
    )
    said = words_on(page)
    assert not page.exception
    assert years in said
    assert f"/s/preview/core?lang={language}" in said


OWN = (DEFINITIONS / "core.toml").read_text("utf-8").replace('key = "core"', 'key = "own"', 1)


def with_file(page: AppTest, text: str) -> AppTest:
    page.file_uploader(key="own").set_value(("own.toml", text.encode(), "application/toml"))
    return page.run()


def previewed(page: AppTest) -> str:
    (key,) = set(re.findall(r"/s/preview/(\w+)", words_on(page)))
    return str(key)


@pytest.fixture
def real(make_workspace: MakeWorkspace) -> Workspace:
    workspace = make_workspace(WorkspaceKind.REAL)
    add(workspace, "Ada", "a long enough password", Role.COORDINATOR)
    return workspace


def test_a_questionnaire_of_ones_own_is_previewed_before_any_wave_asks_it(
    real: Workspace, open_page: Open
) -> None:
    page = open_page("coordinator/questionnaire.py", Role.COORDINATOR, real, name="Ada")
    page = with_file(page, OWN.replace("Work and your back", "Our own questions"))
    assert not page.exception
    form = preview(previewed(page), Around())
    assert form is not None
    assert form.instrument.title["en"] == "Our own questions"
    assert "Our own questions" in words_on(page)
    assert [one.name for one in real.root.rglob("own*")] == [], "the file is not stored"


def test_a_file_that_breaks_a_rule_is_refused_with_its_findings(
    real: Workspace, open_page: Open
) -> None:
    page = open_page("coordinator/questionnaire.py", Role.COORDINATOR, real, name="Ada")
    page = with_file(page, OWN.replace("licence = ", "license = ", 1))
    [error] = page.error
    assert "SHAPE" in error.value
    assert previewed(page) == "core"


def test_the_questionnaire_of_an_open_wave_can_be_previewed_too(
    make_workspace: MakeWorkspace, open_page: Open
) -> None:
    workspace = make_workspace()
    own = small_instrument()
    open_store(workspace).open_wave("autumn", own, Policy(), (Unit(0, "Hub", "Early", 14),))
    page = open_page("coordinator/questionnaire.py", Role.COORDINATOR, workspace)
    choice = next(one for one in page.selectbox if str(one.key).startswith("questionnaire_shown"))
    choice.select_index(len(choice.options) - 1).run()
    form = preview(previewed(page), Around())
    assert form is not None
    assert form.instrument == own


def test_a_demonstration_takes_no_file(make_workspace: MakeWorkspace, open_page: Open) -> None:
    page = open_page("coordinator/questionnaire.py", Role.COORDINATOR, make_workspace())
    assert not page.get("file_uploader")


def test_the_newest_few_are_kept_and_an_unknown_key_opens_nothing() -> None:
    own = small_instrument()
    keys = [
        offer(own.model_copy(update={"version": f"1.0.{number}"})) for number in range(MOST + 1)
    ]
    assert len(set(keys)) == MOST + 1
    assert preview(keys[0], Around()) is None
    assert preview(keys[-1], Around()) is not None
    assert preview("0" * 32, Around()) is None
