"""Staff pages on a phone: the menu closes after a choice, and no page is endless."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from analytics.composing.composition import draft
from analytics.release.writer import write_release
from pages.shell.screens import READERS, SCREENS, Screen
from survey.fieldwork.workspaces import create
from survey.i18n.catalogue import texts
from survey.settings import Workspace, WorkspaceKind
from survey.vocabulary import Role
from tests.browser.staff_pages import drawn
from tests.running import Server, running
from tests.statistics_release import counted, wave

pytestmark = pytest.mark.browser

EN = texts("en")
LOCALES = {"en": "en-GB", "de": "de-DE"}
FROM_THE_RIGHT = {"ar": "ar-EG"}
LONGEST = 4000
"""Pixels of a page at 390 wide, everything that is folded left folded."""
PHONE = (
    "Mozilla/5.0 (Linux; Android 14; Pixel 7) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/130.0.0.0 Mobile Safari/537.36"
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Run a server on two waves of the sample organisation, as publishing drafts them."""
    folder = tmp_path_factory.mktemp("phone")
    workspace = Workspace(folder / "workspace")
    create(workspace, WorkspaceKind.DEMONSTRATION)
    for place in (1, 2):
        made = draft(wave(place), counted(place), b"k" * 32).release
        write_release(workspace.releases / made.manifest.wave, made)
    with running(folder, workspace) as started:
        yield started


def on_a_phone(chromium: Browser, server: Server, path: str, language: str = "en") -> Page:
    """Return a page of results as HR sees it on a phone."""
    say = texts(language)
    context = chromium.new_context(
        viewport={"width": 390, "height": 844}, user_agent=PHONE, has_touch=True, is_mobile=True,
        locale=(LOCALES | FROM_THE_RIGHT)[language],
    )  # fmt: skip
    page = context.new_page()
    page.goto(f"{server.address}/{path}")
    entry = say("screens.sign_in.as", role=say(f"screens.role.{Role.HR}"))
    page.get_by_role("button", name=entry).click()
    drawn(page, say(f"screens.{path}.title"))
    return page


def menu_is_open(page: Page) -> bool:
    """Whether the menu lies over the page."""
    return bool(page.get_by_test_id("stSidebar").evaluate("one => one.offsetWidth > 0"))


@pytest.mark.parametrize("language", LOCALES)
@pytest.mark.parametrize(
    "screen", [one for one in SCREENS if one.roles == READERS], ids=lambda one: one.path
)
def test_no_page_of_results_is_endless(
    chromium: Browser, server: Server, screen: Screen, language: str
) -> None:
    page = on_a_phone(chromium, server, screen.path, language)
    page.wait_for_timeout(1500)  # charts are drawn after the script has ended
    block = page.get_by_test_id("stMainBlockContainer")
    height = block.evaluate("one => one.scrollHeight")
    page.context.close()
    assert height <= LONGEST


def test_the_menu_closes_after_each_choice(chromium: Browser, server: Server) -> None:
    page = on_a_phone(chromium, server, "overview")
    for path in ("teams", "links", "people"):
        page.get_by_test_id("stExpandSidebarButton").click()
        page.wait_for_function(
            "() => document.querySelector('[data-testid=stSidebar]').offsetWidth > 0"
        )
        link = page.get_by_test_id("stSidebarNavLink").filter(has_text=EN(f"screens.menu.{path}"))
        link.click()
        page.get_by_role("heading", name=EN(f"screens.{path}.title"), exact=True).wait_for()
        page.wait_for_function(
            "() => document.querySelector('[data-testid=stSidebar]').offsetWidth === 0"
        )
    assert not menu_is_open(page)
    page.context.close()


def test_the_folded_menu_lies_on_no_words_from_right_to_left(
    chromium: Browser, server: Server
) -> None:
    page = on_a_phone(chromium, server, "overview", "ar")
    assert page.evaluate("document.documentElement.dir") == "rtl"
    assert not page.get_by_test_id("stSidebar").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_test_id("stExpandSidebarButton").click()
    page.get_by_test_id("stSidebar").wait_for()
    page.context.close()


def test_an_address_that_leads_nowhere_says_so(chromium: Browser, server: Server) -> None:
    page = chromium.new_page(locale="de-DE")
    page.goto(f"{server.address}/nonsense")
    page.get_by_role("heading", name=texts("de")("home.no_such_page"), exact=True).wait_for()
    assert page.url.endswith("/nonsense")
    assert page.get_by_role("dialog").count() == 0
    page.close()
