"""The address that signs staff in: its cookie, where it leads, and what it refuses."""

from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from survey.access import staff
from survey.access.lock_out import FREE
from survey.access.routes import COOKIE, landing, sign_in_routes
from survey.access.sessions import begin, name_of
from survey.fieldwork.workspaces import create
from survey.first_start.late_routes import LateRoutes
from survey.settings import Workspace, WorkspaceKind
from survey.vocabulary import Role

PASSWORD = "a long enough password"
SCREENS = {"teams", "sign_in"}
HERE = {"sec-fetch-site": "same-origin"}


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = Workspace(tmp_path / "workspace")
    create(made, WorkspaceKind.REAL)
    staff.add(made, "Ada", PASSWORD, Role.HR)
    return made


def client(workspace: Workspace, base: str = "http://testserver", prefix: str = "") -> TestClient:
    late = LateRoutes(prefix)
    late.fill(sign_in_routes(workspace, SCREENS))
    return TestClient(Starlette(routes=[late]), base_url=base, follow_redirects=False)


def send(browser: TestClient, headers: dict[str, str] = HERE, prefix: str = "", **fields: str):  # type: ignore[no-untyped-def]
    """Send the form, rightly filled in but for what is given."""
    filled = {"staff_name": "Ada", "password": PASSWORD, "to": "teams"} | fields
    return browser.post(f"{prefix}/account/sign-in", data=filled, headers=headers)


def test_the_cookie_is_an_opaque_id_that_no_script_and_no_other_site_can_use(
    workspace: Workspace,
) -> None:
    answer = send(client(workspace))
    cookie = answer.headers["set-cookie"]
    assert answer.status_code == 303
    assert "HttpOnly" in cookie and "SameSite=lax" in cookie
    assert "Secure" not in cookie, "without TLS the browser would not send it back"
    assert "Ada" not in cookie and "hr" not in cookie.split(";")[0].removeprefix(COOKIE)[-2:]
    assert name_of(workspace, answer.cookies[COOKIE]) == "Ada"


@pytest.mark.parametrize(
    ("base", "headers"),
    [("https://testserver", {}), ("http://testserver", {"x-forwarded-proto": "https"})],
)
def test_behind_tls_the_cookie_is_secure(
    workspace: Workspace, base: str, headers: dict[str, str]
) -> None:
    answer = send(client(workspace, base), HERE | headers)
    assert "Secure" in answer.headers["set-cookie"]


def test_the_id_of_before_is_worth_nothing_after_a_sign_in(workspace: Workspace) -> None:
    browser = client(workspace)
    fixed = begin(workspace, "Ada")
    browser.cookies.set(COOKIE, fixed)
    answer = send(browser)
    assert answer.cookies[COOKIE] != fixed
    assert name_of(workspace, fixed) is None


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("teams", "teams"),
        ("teams?wave=2026&measure=a%20b", "teams?wave=2026&measure=a+b"),
        ("teams?sign_in=wrong", "teams"),
        ("https://elsewhere.example/teams", ""),
        ("//elsewhere.example", ""),
        ("../../other", ""),
        ("", ""),
    ],
)
def test_one_lands_on_the_screen_asked_for_with_its_choices_and_nowhere_else(
    workspace: Workspace, asked: str, expected: str
) -> None:
    assert landing(asked, SCREENS) == expected
    assert send(client(workspace), to=asked).headers["location"] == f"../{expected}"


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none"},
        {"origin": "http://elsewhere.example"},
        {"origin": "null"},
        {},
        {"x-forwarded-proto": "https"},
        {"x-forwarded-proto": "https", "origin": "null"},
    ],
    ids=str,
)
def test_another_site_can_sign_nobody_in(workspace: Workspace, headers: dict[str, str]) -> None:
    answer = send(client(workspace), headers)
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


def test_without_tls_an_origin_of_this_server_is_enough(workspace: Workspace) -> None:
    assert send(client(workspace), {"origin": "http://testserver"}).status_code == 303


@pytest.mark.parametrize(
    ("name", "password"),
    [("Ada", "wrong"), ("ada", PASSWORD), ("", ""), ("Bob", PASSWORD), ("Ada", "")],
)
def test_a_wrong_name_or_password_gives_one_and_the_same_answer(
    workspace: Workspace, name: str, password: str
) -> None:
    answer = send(client(workspace), staff_name=name, password=password)
    assert answer.headers["location"] == "../teams?sign_in=wrong"
    assert "set-cookie" not in answer.headers
    assert answer.text == ""


@pytest.mark.parametrize("name", ["Ada", "Bob"])
def test_after_a_few_wrong_tries_known_and_unknown_names_wait_alike(
    workspace: Workspace, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = client(workspace)
    for _ in range(FREE + 1):
        send(browser, staff_name=name, password="wrong")
    checked: list[str] = []
    monkeypatch.setattr(staff, "check", lambda *given: checked.append("looked"))
    answer = send(browser, staff_name=name)
    assert answer.headers["location"] == "../teams?sign_in=wait"
    assert not checked


def test_below_a_sub_path_the_route_answers_there(workspace: Workspace) -> None:
    answer = send(client(workspace, prefix="/bearing"), prefix="/bearing")
    assert answer.headers["location"] == "../teams", "seen from /bearing/account/sign-in"
    assert "; Path=/bearing;" in answer.headers["set-cookie"], "its neighbours are not shown it"
    assert "; Path=/;" in send(client(workspace)).headers["set-cookie"]


def test_what_is_no_form_is_refused(workspace: Workspace) -> None:
    answer = client(workspace).post("/account/sign-in", json={"name": "Ada"}, headers=HERE)
    assert answer.status_code == 415
