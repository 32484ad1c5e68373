"""Signing in to a real workspace in a browser: it lasts as long as it should, and no longer."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from analytics.release.writer import write_release
from survey.access.ledger import Action, entries, record
from survey.access.routes import COOKIE
from survey.access.staff import add
from survey.fieldwork.workspaces import create
from survey.i18n.catalogue import texts
from survey.settings import Workspace, WorkspaceKind
from survey.vocabulary import Role
from tests.browser.conftest import NAMED
from tests.browser.staff_pages import heading
from tests.charts_release import WAVE, made_up_release
from tests.running import running

pytestmark = pytest.mark.browser

EN = texts("en")
PASSWORD = "a long enough password"
SIGNED_IN = EN("screens.signed_in_as", role=EN("screens.role.hr"))


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = Workspace(tmp_path / "workspace")
    create(made, WorkspaceKind.REAL)
    add(made, "Ada", PASSWORD, Role.HR)
    write_release(made.releases / WAVE, made_up_release())
    return made


def fill(page: Page, password: str = PASSWORD) -> None:
    """Fill the form in and send it."""
    page.get_by_label(EN("screens.sign_in.name"), exact=True).fill("Ada")
    page.get_by_label(EN("screens.sign_in.password"), exact=True).fill(password)
    page.get_by_role("button", name=EN("screens.sign_in.send"), exact=True).click()


def test_a_sign_in_lasts_through_reload_tab_back_and_restart_and_ends_in_all_tabs(
    tmp_path: Path, workspace: Workspace, chromium: Browser
) -> None:
    context = chromium.new_context(locale="en-GB", viewport={"width": 1280, "height": 900})
    with running(tmp_path, workspace) as server:
        page = context.new_page()
        page.goto(f"{server.address}/teams?kept=yes")
        heading(page, "sign_in")
        assert WAVE not in page.content()
        fill(page, "wrong")
        page.get_by_text(EN("screens.sign_in.wrong")).wait_for()
        fill(page)
        heading(page, "teams")
        assert page.url == f"{server.address}/teams?kept=yes", "its choices went along"
        [cookie] = [one for one in context.cookies() if one["name"] == COOKIE]
        assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Lax")
        assert page.evaluate("document.cookie").find(COOKIE) == -1

        page.reload()
        heading(page, "teams")
        other = context.new_page()
        other.goto(f"{server.address}/overview")
        heading(other, "overview")
        page.goto(f"{server.address}/links")
        heading(page, "links")
        page.go_back()
        heading(page, "teams")
        page.get_by_text(SIGNED_IN).wait_for()
        menu = page.get_by_test_id("stSidebarNav")
        assert menu.get_by_role("link", name=EN("screens.menu.sign_in"), exact=True).count() == 0

    with running(tmp_path, workspace) as again:
        page.goto(f"{again.address}/teams")
        heading(page, "teams")
        other.goto(f"{again.address}/overview")
        heading(other, "overview")
        page.get_by_role("button", name=EN("screens.sign_out"), exact=True).click()
        heading(page, "sign_in")
        other.reload()
        heading(other, "sign_in")
    context.close()


@pytest.mark.parametrize("prefix", ["", "/bearing"])
def test_below_a_sub_path_staff_sign_in_as_at_the_root(
    tmp_path: Path,
    workspace: Workspace,
    chromium: Browser,
    prefix: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("STREAMLIT_SERVER_BASE_URL_PATH", prefix)
    with running(tmp_path, workspace) as server:
        page = chromium.new_page(locale="en-GB", viewport={"width": 390, "height": 900})
        page.goto(f"{server.address}{prefix}/sign_in")
        heading(page, "sign_in")
        fill(page)
        heading(page, "overview")
        assert page.url.startswith(f"{server.address}{prefix}/overview")
        page.close()


ELSEWHERE = (
    '<form action="{address}/account/sign-in" method="post">'
    '<input name="staff_name" value="Ada"><input name="password" value="{password}">'
    "<button>Go</button></form>"
)


def test_without_tls_staff_sign_in_from_here_and_from_no_other_site(
    tmp_path: Path, workspace: Workspace, chromium: Browser
) -> None:
    """By a name of the network, where a browser says nothing but the origin."""
    with running(tmp_path, workspace) as server:
        address = f"http://{NAMED}:{server.port}"
        page = chromium.new_page(locale="en-GB", viewport={"width": 1280, "height": 900})
        for policy in ("no-referrer", "same-origin"):
            page.route(
                "http://elsewhere.test/",
                lambda route, policy=policy: route.fulfill(
                    body=ELSEWHERE.format(address=address, password=PASSWORD),
                    headers={"content-type": "text/html", "referrer-policy": policy},
                ),
            )
            page.goto("http://elsewhere.test/")
            with page.expect_response("**/account/sign-in") as refused:
                page.get_by_role("button").click()
            assert refused.value.status == 403
            assert not page.context.cookies()
        page.goto(f"{address}/teams")
        assert page.evaluate("isSecureContext") is False
        fill(page)
        heading(page, "teams")
        page.close()


def send_passwords(page: Page, *passwords: str) -> None:
    """Fill the password fields of a form in, in their order, and send it."""
    form = page.locator("form.bearing-form")
    form.wait_for()
    for at, password in enumerate(passwords):
        form.locator("input[type=password]").nth(at).fill(password)
    form.get_by_role("button").click()


def test_a_coordinator_adds_somebody_who_sets_a_password_by_link_and_changes_it(
    tmp_path: Path, workspace: Workspace, chromium: Browser
) -> None:
    add(workspace, "Kim", PASSWORD, Role.COORDINATOR)
    record(workspace, Action.WAVE_RELEASED, WAVE)  # else the trail is not whole
    with running(tmp_path, workspace) as server:
        kim = chromium.new_context(locale="en-GB").new_page()
        kim.goto(f"{server.address}/staff")
        kim.get_by_label(EN("screens.sign_in.name"), exact=True).fill("Kim")
        send_passwords(kim, PASSWORD)
        heading(kim, "staff")
        kim.get_by_label(EN("staff.name"), exact=True).fill("Wim")
        kim.get_by_role("button", name=EN("staff.add_send"), exact=True).click()
        link = kim.locator("code", has_text="/new_password?link=").inner_text().strip()
        assert link.startswith(f"{server.address}/new_password?link=")

        wim = chromium.new_context(locale="en-GB").new_page()
        wim.goto(link)
        heading(wim, "new_password")
        send_passwords(wim, "a new long password", "another long password")
        wim.get_by_text(EN("staff.password.outcome.different")).wait_for()
        send_passwords(wim, "a new long password", "a new long password")
        heading(wim, "account")
        wim.get_by_text(EN("staff.password.outcome.set")).wait_for()
        send_passwords(wim, "a new long password", PASSWORD, PASSWORD)
        wim.get_by_text(EN("staff.password.outcome.set")).wait_for()
        wim.goto(link)
        wim.get_by_text(EN("staff.password.outcome.void")).wait_for()

        kim.goto(f"{server.address}/trail")
        heading(kim, "trail")
        kim.get_by_text(EN("trail.action.password_link_made")).first.wait_for()
        with kim.expect_download() as saved:
            kim.get_by_role("button", name=EN("trail.save_file"), exact=True).click()
        lines = saved.value.path().read_bytes()
        assert workspace.ledger.read_bytes().startswith(lines)
        assert link.partition("link=")[2] not in server.output.read_text()
        for page in (kim, wim):
            page.context.close()
    told = [entry.action for entry in entries(workspace)]
    assert told[-1] is Action.TRAIL_EXPORTED
    assert told.count(Action.STAFF_PASSWORD_SET) == 2
