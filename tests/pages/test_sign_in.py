"""The way in: a choice in the demonstration, name and password in a real workspace."""

import pytest

from pages.shell.guard import SESSION_KEY
from pages.shell.screens import SIGN_IN as SIGN_IN_SCREEN
from survey.access.sessions import begin, name_of
from survey.access.staff import add
from survey.i18n.catalogue import texts
from survey.settings import WorkspaceKind
from survey.vocabulary import Role
from tests.pages.conftest import MakeWorkspace, Open
from tests.pages.reading import words_on

SIGN_IN = "everyone/sign_in.py"
PASSWORD = "correct horse battery"


@pytest.mark.parametrize("role", list(Role), ids=str)
def test_in_the_demonstration_a_role_is_a_plain_choice(
    make_workspace: MakeWorkspace, open_page: Open, role: Role
) -> None:
    make_workspace()
    page = open_page(SIGN_IN)
    page.button(key=f"enter_as_{role}").click().run()
    assert page.session_state[SESSION_KEY].role is role
    signed_in = texts("en")("screens.signed_in_as", role=texts("en")(f"screens.role.{role}"))
    assert signed_in in words_on(page)


def test_signing_out_takes_the_role_and_keeps_the_language(
    make_workspace: MakeWorkspace, open_page: Open
) -> None:
    make_workspace()
    page = open_page(SIGN_IN, language="en")
    page.get("button_group")[0].set_value("de").run()
    page.button(key="enter_as_hr").click().run()
    page.button(key="sign_out").click().run()
    assert SESSION_KEY not in page.session_state
    assert page.title[0].value in {
        texts("de")("screens.sign_in.title"),
        texts("de")("screens.home.title"),
    }


def test_a_real_workspace_offers_no_choice_of_role(
    make_workspace: MakeWorkspace, open_page: Open
) -> None:
    make_workspace(WorkspaceKind.REAL)
    page = open_page(SIGN_IN)
    said = words_on(page)
    assert 'action="account/sign-in" method="post"' in said
    assert 'name="staff_name"' in said and 'name="password" type="password"' in said
    assert not [one for one in page.button if str(one.key).startswith("enter_as_")]
    assert "Demonstration" not in words_on(page)


def test_a_choice_of_role_cannot_be_forced_upon_a_real_workspace(
    make_workspace: MakeWorkspace, open_page: Open
) -> None:
    make_workspace(WorkspaceKind.REAL)
    page = open_page(SIGN_IN)
    for role in Role:
        page.session_state[f"enter_as_{role}"] = True
        page.query_params[f"enter_as_{role}"] = "true"
        page.query_params["role"] = str(role)
    page.run()
    assert SESSION_KEY not in page.session_state
    assert not page.sidebar.button


def test_a_choice_made_on_a_page_drawn_before_opens_nothing_once_the_workspace_is_real(
    make_workspace: MakeWorkspace, open_page: Open
) -> None:
    make_workspace(WorkspaceKind.DEMONSTRATION)
    page = open_page(SIGN_IN)
    make_workspace(WorkspaceKind.REAL)
    page.button(key="enter_as_hr").click().run()
    assert not page.sidebar.button, "nobody is signed in, so there is nothing to sign out of"


def test_a_session_gives_the_role_of_the_list_and_takes_the_sign_in_out_of_the_menu(
    make_workspace: MakeWorkspace, open_page: Open
) -> None:
    workspace = make_workspace(WorkspaceKind.REAL)
    add(workspace, "Ada", PASSWORD, Role.OCCUPATIONAL_HEALTH)
    assert SIGN_IN_SCREEN.listed_for(None)
    assert not SIGN_IN_SCREEN.listed_for(Role.OCCUPATIONAL_HEALTH)
    page = open_page(role=Role.OCCUPATIONAL_HEALTH, workspace=workspace, name="Ada")
    assert "Occupational health" in words_on(page)


@pytest.mark.parametrize("outcome", ["wrong", "wait", "unrecorded"])
def test_what_went_wrong_is_said_on_the_page(
    make_workspace: MakeWorkspace, open_page: Open, outcome: str
) -> None:
    make_workspace(WorkspaceKind.REAL)
    page = open_page(SIGN_IN)
    page.query_params["sign_in"] = outcome
    page.run()
    assert [one.value for one in page.error] == [texts("en")(f"screens.sign_in.{outcome}")]


def test_signing_out_ends_the_session_of_every_tab_and_everywhere_those_of_all_browsers(
    make_workspace: MakeWorkspace, open_page: Open
) -> None:
    workspace = make_workspace(WorkspaceKind.REAL)
    add(workspace, "Ada", PASSWORD, Role.HR)
    other = begin(workspace, "Ada")
    page = open_page(role=Role.HR, workspace=workspace, name="Ada")
    page.button(key="sign_out").click().run()
    assert "Signed in as" not in words_on(page)
    assert name_of(workspace, other) == "Ada"

    page = open_page(role=Role.HR, workspace=workspace, name="Ada")
    page.button(key="sign_out_everywhere").click().run()
    assert "Signed in as" not in words_on(page)
    assert name_of(workspace, other) is None
