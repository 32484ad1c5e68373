"""Staff sign in through a provider that runs as a process of its own, in a real browser."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from playwright.sync_api import Browser, Page

from analytics.release.writer import write_release
from survey.access import staff
from survey.access.ledger import Action, entries
from survey.access.scope import Scope
from survey.fieldwork.workspaces import create
from survey.i18n.catalogue import texts
from survey.settings import Workspace, WorkspaceKind
from survey.vocabulary import Role
from tests.browser.staff_pages import heading
from tests.charts_release import WAVE, made_up_release
from tests.running import free_port, running

pytestmark = pytest.mark.browser

EN = texts("en")
KIM, SAM = "kim@example.org", "sam@example.org"
NOTE = EN("screens.scope", departments="Office")


@pytest.fixture
def issuer(tmp_path: Path) -> Iterator[str]:
    """Run the provider; it vouches for two people, each with a verified address."""
    port = free_port()
    people = [
        {"sub": one.split("@")[0], "email": one, "email_verified": True} for one in (KIM, SAM)
    ]
    said = [word for one in people for word in ("--user-claims", json.dumps(one))]
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), *said]
    with (tmp_path / "provider.txt").open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output)
    address = f"http://127.0.0.1:{port}"
    try:
        until = time.monotonic() + 60
        while True:
            try:
                if requests.get(f"{address}/.well-known/openid-configuration", timeout=5).ok:
                    break
            except requests.ConnectionError:
                assert time.monotonic() < until, (tmp_path / "provider.txt").read_text("utf-8")
                time.sleep(0.2)
        yield address
    finally:
        process.terminate()
        process.wait(20)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = Workspace(tmp_path / "workspace")
    create(made, WorkspaceKind.REAL)
    staff.add_without_password(made, KIM, Role.HR, Scope.of(["Office"]))
    write_release(made.releases / WAVE, made_up_release())
    return made


def go_and_answer(page: Page, who: str) -> None:
    """Go to the provider and let it vouch for somebody, or call it off there."""
    page.get_by_role("link", name=EN("screens.oidc.send"), exact=True).click()
    page.get_by_role("button", name=who, exact=True).click()


def test_staff_sign_in_at_the_provider_and_the_staff_list_decides(
    tmp_path: Path,
    workspace: Workspace,
    issuer: str,
    chromium: Browser,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in {
        "BEARING_OIDC_ISSUER": issuer,
        "BEARING_OIDC_CLIENT_ID": "bearing",
        "BEARING_OIDC_CLIENT_SECRET": "a secret for the provider",
    }.items():
        monkeypatch.setenv(name, value)
    context = chromium.new_context(locale="en-GB", viewport={"width": 1280, "height": 900})
    with running(tmp_path, workspace) as server:
        page = context.new_page()
        page.goto(f"{server.address}/teams?kept=yes")
        heading(page, "sign_in")
        page.get_by_label(EN("screens.sign_in.password"), exact=True).wait_for()

        go_and_answer(page, "Deny")
        page.get_by_text(EN("screens.oidc.refused")).wait_for()
        go_and_answer(page, "sam")
        page.get_by_text(EN("screens.oidc.unknown")).wait_for()
        assert WAVE not in page.content()

        go_and_answer(page, "kim")
        heading(page, "teams")
        assert page.url == f"{server.address}/teams?kept=yes"
        page.get_by_text(NOTE).wait_for()
        assert page.get_by_text("Production").count() == 0
        page.reload()
        heading(page, "teams")

        staff.remove(workspace, KIM)
        page.reload()
        heading(page, "sign_in")
        assert "?code=" not in server.output.read_text("utf-8")
        assert KIM not in server.output.read_text("utf-8")

    context.close()
    found = [(one.action, one.details) for one in entries(workspace)]
    assert (Action.SIGN_INS_FAILED, {"tries": 1}) in found
    assert (Action.SIGNED_IN, {"role": "hr", "way": "provider"}) in found
    assert SAM not in workspace.ledger.read_text("utf-8")


def test_with_the_provider_alone_no_password_is_asked_or_taken(
    tmp_path: Path,
    workspace: Workspace,
    issuer: str,
    chromium: Browser,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    staff.add(workspace, "Ada", "a long enough password", Role.HR)
    for name, value in {
        "BEARING_OIDC_ISSUER": issuer,
        "BEARING_OIDC_CLIENT_ID": "bearing",
        "BEARING_OIDC_CLIENT_SECRET": "a secret for the provider",
        "BEARING_OIDC_ONLY": "true",
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("STREAMLIT_SERVER_BASE_URL_PATH", "/bearing")
    with running(tmp_path, workspace) as server:
        page = chromium.new_page(locale="en-GB", viewport={"width": 390, "height": 900})
        page.goto(f"{server.address}/bearing/sign_in")
        heading(page, "sign_in")
        assert page.get_by_label(EN("screens.sign_in.password"), exact=True).count() == 0
        sent = page.request.post(
            f"{server.address}/bearing/account/sign-in",
            form={"staff_name": "Ada", "password": "a long enough password"},
            headers={"sec-fetch-site": "same-origin"},
            max_redirects=0,
        )
        assert sent.status in {403, 404, 405}
        assert not [one for one in page.context.cookies() if one["name"] == "bearing_session"]
        go_and_answer(page, "kim")
        heading(page, "overview")
        assert page.url.startswith(f"{server.address}/bearing/overview")
        page.close()
