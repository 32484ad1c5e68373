"""The staff screens in a browser: accessible, readable on a phone, in both themes."""

from collections.abc import Iterator
from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from analytics.release.writer import write_release
from pages.shell.screens import SCREENS, Screen
from survey.fieldwork.actions import add, draft
from survey.fieldwork.workspaces import create
from survey.i18n.catalogue import texts
from survey.settings import Workspace, WorkspaceKind
from survey.vocabulary import Role
from tests.browser.staff_pages import drawn
from tests.pages.releases import FOUR_WAVES, full_release
from tests.running import Server, running

pytestmark = pytest.mark.browser

EN = texts("en")
WITH_CHART = {"team", "factors", "people", "links", "trends"}
OWN_TO_STREAMLIT = {"presentation-role-conflict"}
"""Its file uploader is a section without a role that may have the focus; nothing of ours."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Run one server for all screens, on four waves that hold everything a page may show."""
    folder = tmp_path_factory.mktemp("screens")
    workspace = Workspace(folder / "workspace")
    create(workspace, WorkspaceKind.DEMONSTRATION)
    for at, wave in enumerate(FOUR_WAVES):
        write_release(workspace.releases / wave, full_release(wave, at, 2.0 * at))
    days = {"start": date(2025, 1, 1), "end": date(2025, 3, 1)}
    units = [("Production", "Assembly")]
    fields = {"aim": "More say over rotas", "factor": "control", "owner": "team", "since": "2024"}
    add(workspace, draft(units=units, **fields, **days), Role.HR)
    with running(folder, workspace) as started:
        yield started


OVERLAPS = """() => {
  const main = document.querySelector("[data-testid='stMain']");
  const boxes = [...main.querySelectorAll("[data-testid='stElementContainer']")]
    .filter(one => one.checkVisibility()).map(one => one.getBoundingClientRect())
    .filter(box => box.width > 1 && box.height > 1);
  return boxes.filter((box, at) => boxes.slice(at + 1).some(other =>
    box.left < other.right - 1 && other.left < box.right - 1 &&
    box.top < other.bottom - 1 && other.top < box.bottom - 1)).length;
}"""
"""Counts the parts of a page that lie over another part."""

VISIBLE_STOPS = """
  const kinds = "a[href], button, input, textarea, select, summary, [tabindex]";
  const inert = one => one.disabled || one.tabIndex < 0 || one.type === "hidden" ||
    (one.type === "radio" && !one.checked) || one.ariaChecked === "false" ||
    !one.checkVisibility({visibilityProperty: true});
  const stops = [...document.querySelectorAll(kinds)].filter(one => !inert(one));
"""
STOPS = f"""() => {{ {VISIBLE_STOPS}
  return stops.map((one, at) => {{ one.dataset.stop = at; return at; }});
}}"""
"""Numbers everything that the keyboard must reach."""

AT_REST = f"""() => {{ {VISIBLE_STOPS}
  const now = stops.map(one => one.outerHTML).join("");
  window.looks = now === window.seen ? (window.looks ?? 0) + 1 : 0;
  window.seen = now;
  return window.looks >= 5;
}}"""
"""Whether six looks in turn found the same: a busy machine draws on after the script has ended."""

FOCUSED = """() => {
  const one = document.activeElement, box = one.getBoundingClientRect();
  const shows = one.matches(":focus-visible") && box.width > 0 && box.height > 0;
  return {stop: one.dataset.stop ?? null, name: one.outerHTML.slice(0, 200), shows};
}"""
NOT_REACHED = f"""reached => {{ {VISIBLE_STOPS}
  return stops.filter(one => one.dataset.stop && !reached.includes(one.dataset.stop))
    .map(one => one.outerHTML.slice(0, 200));
}}"""
"""Of what was numbered and still shows: links of headings show while a page is being drawn."""


def opened(
    chromium: Browser, server: Server, screen: Screen, width: int, theme: str, scale: int = 1
) -> Page:
    """Return a screen as somebody with its role sees it, drawn to the end."""
    page = chromium.new_page(
        viewport={"width": width, "height": 900},
        device_scale_factor=scale,
        color_scheme="dark" if theme == "dark" else "light",
        locale="en-GB",
        bypass_csp=True,  # axe is a script of the test's own
    )
    page.goto(f"{server.address}/{'' if screen.path == 'home' else screen.path}")
    if screen.roles:
        role = next(role for role in Role if role in screen.roles)
        entry = EN("screens.sign_in.as", role=EN(f"screens.role.{role}"))
        page.get_by_role("button", name=entry).click()
    title = "promise.title" if screen.path == "privacy" else f"screens.{screen.path}.title"
    if screen.path in ("overview", "teams"):
        page.locator(".bearing-heat table").wait_for()
    if screen.path in WITH_CHART:
        page.get_by_test_id("stVegaLiteChart").locator("svg").first.wait_for()
    drawn(page, EN(title))
    return page


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.path)
def test_axe_finds_nothing_on_a_screen_but_what_is_streamlits_own(
    chromium: Browser, server: Server, screen: Screen, theme: str
) -> None:
    page = opened(chromium, server, screen, 1280, theme)
    found = {one["id"]: one["nodes"] for one in Axe().run(page).response["violations"]}
    page.close()
    assert {rule: nodes for rule, nodes in found.items() if rule not in OWN_TO_STREAMLIT} == {}


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.path)
def test_on_a_phone_no_screen_is_wider_than_the_phone(
    chromium: Browser, server: Server, screen: Screen
) -> None:
    page = opened(chromium, server, screen, 390, "light")
    main = page.get_by_test_id("stMain")
    wider = main.evaluate("main => main.scrollWidth - main.clientWidth")
    page.close()
    assert wider <= 0


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.path)
def test_at_200_per_cent_nothing_overlaps_and_nothing_scrolls_sideways(
    chromium: Browser, server: Server, screen: Screen
) -> None:
    page = opened(chromium, server, screen, 640, "light", scale=2)
    main = page.get_by_test_id("stMain")
    wider = main.evaluate("main => main.scrollWidth - main.clientWidth")
    overlaps = page.evaluate(OVERLAPS)
    page.close()
    assert (wider <= 0, overlaps) == (True, 0)


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.path)
def test_the_keyboard_reaches_everything_in_turn_and_is_never_held(
    chromium: Browser, server: Server, screen: Screen
) -> None:
    page = opened(chromium, server, screen, 1280, "light")
    page.wait_for_function(AT_REST, polling=100)
    page.evaluate("document.activeElement.blur()")
    expected = page.evaluate(STOPS)
    reached: list[str] = []
    for _ in range(2 * len(expected) + 10):
        page.keyboard.press("Tab")
        here = page.evaluate(FOCUSED)
        if here["stop"] in reached:
            break
        if here["stop"] is not None:
            assert here["shows"], f"{here['name']} has the focus and does not show it"
            reached.append(here["stop"])
    missed = page.evaluate(NOT_REACHED, reached)
    page.close()
    assert missed == [] and reached


def test_a_chart_has_an_accessible_name_and_its_marks_are_no_stops(
    chromium: Browser, server: Server
) -> None:
    [trends] = [screen for screen in SCREENS if screen.path == "trends"]
    page = opened(chromium, server, trends, 1280, "light")
    chart = page.get_by_test_id("stVegaLiteChart").first
    assert (chart.get_attribute("aria-label") or "").count("2026") > 0
    assert chart.locator(".role-mark:not([aria-hidden='true'])").count() == 0
    page.close()


def test_a_cell_of_the_teams_leads_to_its_group_and_the_head_stays(
    chromium: Browser, server: Server
) -> None:
    [teams] = [screen for screen in SCREENS if screen.path == "teams"]
    page = opened(chromium, server, teams, 1280, "light")
    page.set_viewport_size({"width": 1280, "height": 160})
    heat = page.locator(".bearing-heat")
    head = heat.locator("thead th").nth(1)
    heat.evaluate("one => { one.scrollTop = 60; }")
    inside = """one => one.getBoundingClientRect().top
      - one.closest('.bearing-heat').getBoundingClientRect().top"""
    assert heat.evaluate("one => one.scrollTop") > 0
    assert abs(head.evaluate(inside)) < 1, "the head stays where it is"
    page.set_viewport_size({"width": 1280, "height": 900})
    heat.locator("td a").first.click()
    page.wait_for_url("**/team?group=**")
    page.close()


def test_the_home_page_leads_into_the_survey_without_the_code_passing_streamlit(
    chromium: Browser, server: Server
) -> None:
    page = opened(chromium, server, SCREENS[0], 390, "light")
    trial = page.get_by_role("link", name=EN("screens.home.try"))
    assert trial.get_attribute("href") == "s/demo?lang=en"
    sent: list[str] = []
    page.on("request", lambda request: sent.append(f"{request.method} {request.url}"))
    page.get_by_label(EN("screens.home.code")).fill("AAAA-BBBB-CCCC-DDDD")
    page.get_by_role("button", name=EN("screens.home.start"), exact=True).click()
    page.wait_for_url("**/s/start")
    page.close()
    assert sent[0] == f"POST {server.address}/s/start"
    assert not any("AAAA" in address for address in sent), "the code is in no address"
