"""The promise page in a browser: in each language, on a phone, and from right to left."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from analytics.release.writer import write_release
from survey.fieldwork.workspaces import create
from survey.form.languages import form_languages
from survey.i18n.catalogue import PROMISE_PARTS, texts
from survey.i18n.writing import own_name
from survey.settings import Workspace, WorkspaceKind
from tests.browser.server import Server, running
from tests.browser.staff_pages import drawn
from tests.charts_release import WAVE, made_up_release

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Run one server with one published wave."""
    folder = tmp_path_factory.mktemp("promise")
    workspace = Workspace(folder / "workspace")
    create(workspace, WorkspaceKind.DEMONSTRATION)
    write_release(workspace.releases / WAVE, made_up_release())
    with running(folder, workspace) as started:
        yield started


def opened(chromium: Browser, address: str, language: str, theme: str = "light") -> Page:
    """Return the promise on a phone, drawn to the end in a language."""
    page = chromium.new_page(
        viewport={"width": 390, "height": 900},
        color_scheme="dark" if theme == "dark" else "light",
        locale="en-GB",
        bypass_csp=True,  # axe is a script of the test's own
    )
    page.goto(address)
    settled(page, language)
    return page


def settled(page: Page, language: str) -> None:
    title = texts(language, *PROMISE_PARTS)("promise.title").replace("\xa0", " ")
    drawn(page, title)


@pytest.mark.parametrize("language", form_languages())
def test_the_promise_fits_on_a_phone_in_each_language(
    chromium: Browser, server: Server, language: str
) -> None:
    page = opened(chromium, f"{server.address}/privacy?lang={language}", language)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["ar", "pl"])
def test_axe_finds_nothing_on_the_promise(
    chromium: Browser, server: Server, language: str, theme: str
) -> None:
    page = opened(chromium, f"{server.address}/privacy?lang={language}", language, theme)
    found = {one["id"]: one["nodes"] for one in Axe().run(page).response["violations"]}
    page.close()
    assert found == {}


def test_the_page_turns_with_the_language_that_is_picked(chromium: Browser, server: Server) -> None:
    page = opened(chromium, f"{server.address}/privacy?lang=pl", "pl")
    main = page.get_by_test_id("stMain")
    assert main.evaluate("e => getComputedStyle(e).direction") == "ltr"
    page.get_by_role("radio", name=own_name("ar")).or_(
        page.get_by_role("button", name=own_name("ar"))
    ).first.click()
    settled(page, "ar")
    assert main.evaluate("e => getComputedStyle(e).direction") == "rtl"
    assert page.url.endswith("?lang=ar"), "a reload keeps the language"
    page.reload()
    settled(page, "ar")
    page.close()
