"""Staff on a screen: added with a link, given another role, struck off; and one's own account."""

import pytest
from streamlit.testing.v1 import AppTest

from survey.access import staff
from survey.access.password_links import hand_out, name_of
from survey.access.scope import EVERYTHING, Scope
from survey.access.sessions import begin
from survey.access.sessions import name_of as name_of_session
from survey.access.tokens import token_of, tokens
from survey.fieldwork.staff_list import keep_staff_list
from survey.i18n.catalogue import texts
from survey.organisation.profile import Profile, keep_profile
from survey.settings import Workspace, WorkspaceKind
from survey.store.protocol import Unit
from survey.vocabulary import Role
from tests.pages.conftest import MakeWorkspace, Open
from tests.pages.reading import html_on, words_on

EN = texts("en")
PASSWORD = "a long enough password"
STAFF = "coordinator/staff.py"
ACCOUNT = "staff/account.py"
NEW_PASSWORD = "everyone/new_password.py"


@pytest.fixture
def workspace(make_workspace: MakeWorkspace) -> Workspace:
    made = make_workspace(WorkspaceKind.REAL)
    staff.add(made, "Kim", PASSWORD, Role.COORDINATOR)
    return made


@pytest.fixture
def page(workspace: Workspace, open_page: Open) -> AppTest:
    return open_page(STAFF, workspace=workspace, name="Kim")


def bits_on(page: AppTest) -> str:
    """Return the bits of the one link that a page shows."""
    [code] = page.code
    assert "/new_password?link=" in code.value
    return code.value.partition("link=")[2]


def add(page: AppTest, name: str, role: Role = Role.HR) -> None:
    """Fill the form in and send it."""
    page.text_input(key="staff_name").set_value(name)
    page.selectbox(key="staff_role").set_value(role)
    page.button(key="staff_add_send").click().run()


def test_whoever_is_added_gets_a_link_that_is_shown_once(
    workspace: Workspace, page: AppTest
) -> None:
    add(page, "Ada", Role.OCCUPATIONAL_HEALTH)
    assert staff.roles(workspace)["Ada"] is Role.OCCUPATIONAL_HEALTH
    assert name_of(workspace, bits_on(page)) == "Ada"
    assert EN("staff.password.none") in words_on(page)
    assert page.text_input(key="staff_name").value == ""
    page.run()
    assert not page.code


@pytest.mark.parametrize(("name", "why"), [("Kim", "taken"), ("", "name"), ("A\u200bda", "name")])
def test_what_cannot_be_added_is_said_and_changes_nothing(
    workspace: Workspace, page: AppTest, name: str, why: str
) -> None:
    add(page, name)
    assert [one.value for one in page.error] == [EN(f"staff.refused.{why}")]
    assert page.text_input(key="staff_name").value == name
    assert list(staff.roles(workspace)) == ["Kim"]
    assert not page.code


def test_whoever_is_added_with_departments_is_limited_until_they_are_taken_away(
    workspace: Workspace, page: AppTest
) -> None:
    staff.add(workspace, "Sam", PASSWORD, Role.HR, Scope.of(["Hub Altfeld", "Office"]))
    page.run()
    assert page.multiselect(key="staff_departments").options == ["Hub Altfeld", "Office"]
    page.multiselect(key="staff_departments").set_value(["Office"])
    add(page, "Ada")
    assert staff.scope_of(workspace, "Ada") == Scope.of(["Office"])
    assert EN("staff.only", departments="Office") in words_on(page)
    assert not page.multiselect(key="staff_departments").value

    page.selectbox(key="staff_who").set_value("Ada").run()
    assert page.button(key="staff_change_scope").disabled
    page.multiselect(key="staff_departments_Ada").set_value([]).run()
    page.button(key="staff_change_scope").click().run()
    assert staff.scope_of(workspace, "Ada") == EVERYTHING
    assert EN("staff.done.scope", name="Ada", sees=EN("staff.everything")) in [
        one.value for one in page.success
    ]


def test_departments_of_waves_and_of_the_kept_staff_list_can_be_chosen(
    workspace: Workspace, open_page: Open
) -> None:
    keep_staff_list(workspace, [Unit(1, "Depot", "Yard", 20)])
    page = open_page(STAFF, workspace=workspace, name="Kim")
    assert page.multiselect(key="staff_departments").options == ["Depot"]
    (workspace.root / "staff-list.csv").write_text("nothing of a staff list", "utf-8")
    page.run()
    assert page.multiselect(key="staff_departments").options == []


def test_a_coordinator_is_never_limited(workspace: Workspace, page: AppTest) -> None:
    staff.add(workspace, "Sam", PASSWORD, Role.HR, Scope.of(["Office"]))
    page.run()
    page.multiselect(key="staff_departments").set_value(["Office"])
    add(page, "Ada", Role.COORDINATOR)
    assert [one.value for one in page.error] == [EN("staff.refused.limit")]
    assert "Ada" not in staff.roles(workspace)
    page.selectbox(key="staff_who").set_value("Kim").run()
    assert "staff_departments_Kim" not in [one.key for one in page.multiselect]


def test_a_role_is_changed_and_a_member_struck_off(workspace: Workspace, page: AppTest) -> None:
    add(page, "Ada")
    page.selectbox(key="staff_who").set_value("Ada").run()
    assert page.button(key="staff_change_role").disabled, "it is the role that she has"
    page.selectbox(key="staff_new_role_Ada").set_value(Role.COORDINATOR).run()
    page.button(key="staff_change_role").click().run()
    assert staff.roles(workspace)["Ada"] is Role.COORDINATOR

    assert page.button(key="staff_remove").disabled, "nobody is struck off by one click"
    page.checkbox(key="staff_sure_Ada").check().run()
    page.button(key="staff_remove").click().run()
    assert list(staff.roles(workspace)) == ["Kim"]
    assert EN("staff.done.removed", name="Ada") in [one.value for one in page.success]


def test_a_link_leads_to_the_kept_address_where_only_this_computer_finds_the_other(
    workspace: Workspace, page: AppTest
) -> None:
    keep_profile(workspace, Profile("Klinik", "https://survey.example.org"))
    page.button(key="staff_link").click().run()
    [code] = page.code
    assert code.value.startswith("https://survey.example.org/new_password?link=")


def test_a_new_link_voids_the_one_of_before(workspace: Workspace, page: AppTest) -> None:
    add(page, "Ada")
    first = bits_on(page)
    page.selectbox(key="staff_who").set_value("Ada").run()
    page.button(key="staff_link").click().run()
    assert name_of(workspace, first) is None
    assert name_of(workspace, bits_on(page)) == "Ada"


def test_the_last_coordinator_stays_and_the_page_says_why(
    workspace: Workspace, page: AppTest
) -> None:
    page.checkbox(key="staff_sure_Kim").check().run()
    page.button(key="staff_remove").click().run()
    page.selectbox(key="staff_new_role_Kim").set_value(Role.HR).run()
    assert [one.value for one in page.error] == []
    page.button(key="staff_change_role").click().run()
    assert [one.value for one in page.error] == [EN("staff.refused.last")]
    assert staff.roles(workspace) == {"Kim": Role.COORDINATOR}


def test_a_demonstration_has_no_list_and_says_what_each_role_may(
    make_workspace: MakeWorkspace, open_page: Open
) -> None:
    page = open_page(STAFF, Role.COORDINATOR, make_workspace())
    said = words_on(page)
    assert all(EN(f"screens.role.{role}.may") in said for role in Role)
    assert not page.text_input and not page.main.button


def test_ones_account_has_the_form_for_another_password(
    workspace: Workspace, open_page: Open
) -> None:
    page = open_page(ACCOUNT, workspace=workspace, name="Kim")
    said = words_on(page)
    assert EN("staff.account.lead", name="Kim", role=EN("screens.role.coordinator")) in said
    assert 'action="account/password" method="post"' in said
    assert html_on(page).count('type="password"') == 3
    page.query_params["password"] = "wrong"
    page.run()
    assert [one.value for one in page.error] == [EN("staff.password.outcome.wrong")]
    page.query_params["password"] = "<b>made up</b>"
    page.run()
    assert not page.error and "made up" not in words_on(page)


def test_all_sessions_end_from_ones_account(workspace: Workspace, open_page: Open) -> None:
    other = begin(workspace, "Kim")
    page = open_page(ACCOUNT, workspace=workspace, name="Kim")
    page.button(key="account_sign_out_everywhere").click().run()
    assert name_of_session(workspace, other) is None


def test_a_link_leads_to_the_form_of_its_member_and_a_void_one_to_a_sentence(
    workspace: Workspace, open_page: Open
) -> None:
    bits = hand_out(workspace, "Kim")
    page = open_page(NEW_PASSWORD)
    assert [one.value for one in page.error] == [EN("staff.password.outcome.void")]
    assert "<form" not in words_on(page)
    page.query_params["link"] = bits
    page.run()
    said = words_on(page)
    assert EN("staff.new_password.lead", name="Kim") in said
    assert f'name="link" value="{bits}"' in said
    assert 'action="account/new-password" method="post"' in said


def test_a_token_is_made_shown_once_and_struck_off(workspace: Workspace, page: AppTest) -> None:
    page.text_input(key="token_name").set_value("dashboard")
    page.button(key="token_make").click().run()
    [made] = page.code
    found = token_of(workspace, made.value)
    assert found is not None
    assert (found.name, found.role) == ("dashboard", Role.HR)
    page.run()
    assert not page.code
    assert "dashboard" in words_on(page)
    page.button(key="token_strike_off").click().run()
    assert token_of(workspace, made.value) is None


def test_a_token_of_a_name_that_is_taken_is_refused_in_words(
    workspace: Workspace, page: AppTest
) -> None:
    for _ in range(2):
        page.text_input(key="token_name").set_value("dashboard")
        page.button(key="token_make").click().run()
    assert not page.code
    assert "There is a token 'dashboard' already" in words_on(page)
    assert len(tokens(workspace)) == 1
