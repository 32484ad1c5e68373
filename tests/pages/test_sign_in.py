"""The way in: a choice in the demonstration, name and password in a real workspace."""

from html import unescape

import pytest

from pages.shell.guard import SESSION_KEY
from pages.shell.screens import SIGN_IN as SIGN_IN_SCREEN
from survey.access.oidc.outcome import Outcome
from survey.access.sessions import begin, name_of
from survey.access.staff import add, role_of
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


SERVICE = {
    "BEARING_OIDC_ISSUER": "https://login.example.org/realm",
    "BEARING_OIDC_CLIENT_ID": "bearing",
    "BEARING_OIDC_CLIENT_SECRET": "a secret for the provider",
}


def with_service(monkeypatch: pytest.MonkeyPatch, *, only: bool) -> None:
    """Set the organisation's own sign-in service."""
    for name, value in (SERVICE | {"BEARING_OIDC_ONLY": str(only).lower()}).items():
        monkeypatch.setenv(name, value)


@pytest.mark.parametrize("only", [False, True])
def test_a_sign_in_service_stands_beside_passwords_or_alone(
    make_workspace: MakeWorkspace, open_page: Open, monkeypatch: pytest.MonkeyPatch, only: bool
) -> None:
    make_workspace(WorkspaceKind.REAL)
    with_service(monkeypatch, only=only)
    said = words_on(open_page(SIGN_IN))
    assert 'href="account/oidc?to=' in said
    assert ("account/sign-in" in said) is not only
    assert "https://login.example.org" not in said


@pytest.mark.parametrize("outcome", Outcome)
def test_how_a_sign_in_there_went_is_said(
    make_workspace: MakeWorkspace,
    open_page: Open,
    monkeypatch: pytest.MonkeyPatch,
    outcome: Outcome,
) -> None:
    make_workspace(WorkspaceKind.REAL)
    with_service(monkeypatch, only=True)
    page = open_page(SIGN_IN)
    page.query_params["oidc"] = outcome.value
    page.run()
    assert [one.value for one in page.error] == [texts("en")(f"screens.oidc.{outcome}")]
    assert "oidc%3D" not in words_on(page), "the way it went is no choice of the page"


@pytest.mark.parametrize("only", [False, True])
def test_with_the_service_alone_nobody_is_asked_for_a_password_or_given_a_link(
    make_workspace: MakeWorkspace, open_page: Open, monkeypatch: pytest.MonkeyPatch, only: bool
) -> None:
    workspace = make_workspace(WorkspaceKind.REAL)
    add(workspace, "Kim", PASSWORD, Role.COORDINATOR)
    with_service(monkeypatch, only=only)
    account = open_page("staff/account.py", workspace=workspace, name="Kim")
    assert ('type="password"' in words_on(account)) is not only
    page = open_page("coordinator/staff.py", workspace=workspace, name="Kim")
    assert ("staff_link" in [one.key for one in page.button]) is not only
    page.text_input(key="staff_name").set_value("ada@example.org")
    page.button(key="staff_add_send").click().run()
    assert role_of(workspace, "ada@example.org") is Role.HR
    assert bool(page.code) is not only


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_promise_names_the_service_where_there_is_one(
    make_workspace: MakeWorkspace,
    open_page: Open,
    monkeypatch: pytest.MonkeyPatch,
    language: str,
) -> None:
    make_workspace(WorkspaceKind.REAL)
    assert "login.example.org" not in words_on(open_page("everyone/privacy.py", language=language))
    with_service(monkeypatch, only=False)
    said = unescape(words_on(open_page("everyone/privacy.py", language=language)))
    start, _, end = texts(language)("promise.sign_in", host="HOST").partition("HOST")
    assert start in said and end in said and "login.example.org" in said
