"""The addresses at which staff set a password: whose it is, and what is refused."""

from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from survey.access import staff
from survey.access.gate import Gate
from survey.access.lock_out import FREE
from survey.access.password_links import hand_out, name_of
from survey.access.password_routes import password_routes
from survey.access.routes import COOKIE
from survey.access.sessions import begin
from survey.access.sessions import name_of as name_of_session
from survey.fieldwork.workspaces import create
from survey.settings import Workspace, WorkspaceKind
from survey.vocabulary import Role

PASSWORD = "a long enough password"
OTHER = "another long password"
HERE = {"sec-fetch-site": "same-origin"}
ELSEWHERE = {"sec-fetch-site": "cross-site"}


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = Workspace(tmp_path / "workspace")
    create(made, WorkspaceKind.REAL)
    staff.add(made, "Ada", PASSWORD, Role.HR)
    staff.add_without_password(made, "Bob", Role.HR)
    return made


@pytest.fixture
def browser(workspace: Workspace) -> TestClient:
    routes = password_routes(workspace, Gate(workspace))
    return TestClient(Starlette(routes=routes), follow_redirects=False)


def own(browser: TestClient, headers: dict[str, str] = HERE, **fields: str) -> str:
    """Send the form of one's own password, rightly filled in but for what is given."""
    filled = {"password": PASSWORD, "new": OTHER, "again": OTHER} | fields
    answer = browser.post("/account/password", data=filled, headers=headers)
    return answer.headers.get("location", str(answer.status_code))


def by_link(browser: TestClient, bits: str, headers: dict[str, str] = HERE, **fields: str) -> str:
    """Send the form of a one-time link."""
    filled = {"link": bits, "new": OTHER, "again": OTHER} | fields
    answer = browser.post("/account/new-password", data=filled, headers=headers)
    return answer.headers.get("location", str(answer.status_code))


def test_ones_own_password_changes_and_only_this_browser_stays_signed_in(
    workspace: Workspace, browser: TestClient
) -> None:
    here, elsewhere = begin(workspace, "Ada"), begin(workspace, "Ada")
    browser.cookies.set(COOKIE, here)
    assert own(browser) == "../account?password=set"
    assert staff.check(workspace, "Ada", OTHER) is Role.HR
    assert name_of_session(workspace, here) is None
    assert name_of_session(workspace, elsewhere) is None
    kept = {name_of_session(workspace, one.value or "") for one in browser.cookies.jar}
    assert "Ada" in kept


@pytest.mark.parametrize(
    ("fields", "outcome"),
    [
        ({"password": "wrong"}, "?password=wrong"),
        ({"password": ""}, "?password=wrong"),
        ({"new": "short", "again": "short"}, "?password=short"),
        ({"again": "mistyped password"}, "?password=different"),
    ],
)
def test_what_will_not_do_changes_nothing(
    workspace: Workspace, browser: TestClient, fields: dict[str, str], outcome: str
) -> None:
    session = begin(workspace, "Ada")
    browser.cookies.set(COOKIE, session)
    assert own(browser, **fields) == f"../account{outcome}"
    assert staff.check(workspace, "Ada", PASSWORD) is Role.HR
    assert name_of_session(workspace, session) == "Ada"


def test_who_is_not_signed_in_changes_nothing(workspace: Workspace, browser: TestClient) -> None:
    assert own(browser) == "../account"
    browser.cookies.set(COOKIE, "forged")
    assert own(browser) == "../account"
    assert staff.check(workspace, "Ada", PASSWORD) is Role.HR


def test_a_stolen_session_cannot_guess_the_password_for_long(
    workspace: Workspace, browser: TestClient
) -> None:
    browser.cookies.set(COOKIE, begin(workspace, "Ada"))
    for _ in range(FREE + 1):
        own(browser, password="wrong")
    assert own(browser) == "../account?password=wait"


def test_another_site_can_set_nobodys_password(workspace: Workspace, browser: TestClient) -> None:
    browser.cookies.set(COOKIE, begin(workspace, "Ada"))
    bits = hand_out(workspace, "Bob")
    assert own(browser, ELSEWHERE) == "403"
    assert by_link(browser, bits, ELSEWHERE) == "403"
    assert staff.check(workspace, "Ada", PASSWORD) is Role.HR
    assert name_of(workspace, bits) == "Bob"


def test_a_link_sets_the_first_password_and_signs_in(
    workspace: Workspace, browser: TestClient
) -> None:
    bits = hand_out(workspace, "Bob")
    assert by_link(browser, bits) == "../account?password=set"
    assert staff.check(workspace, "Bob", OTHER) is Role.HR
    assert by_link(browser, bits) == "../new_password?password=void"


@pytest.mark.parametrize(
    ("fields", "outcome"),
    [({"new": "short", "again": "short"}, "short"), ({"again": "mistyped password"}, "different")],
)
def test_a_link_works_on_after_a_password_that_will_not_do(
    workspace: Workspace, browser: TestClient, fields: dict[str, str], outcome: str
) -> None:
    bits = hand_out(workspace, "Bob")
    again = f"../new_password?link={bits}&password={outcome}"
    assert by_link(browser, bits, **fields) == again
    assert by_link(browser, bits) == "../account?password=set"


@pytest.mark.parametrize("fields", [{}, {"new": "short"}])
def test_a_made_up_link_says_nothing_but_that_it_is_void(
    browser: TestClient, fields: dict[str, str]
) -> None:
    assert by_link(browser, "made-up", **fields) == "../new_password?password=void"
