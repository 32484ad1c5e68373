"""What a program can find of barriers (axe, WCAG 2.2 AA) on every page of the form."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from survey.fieldwork.policy import Policy
from survey.fieldwork.posters.poster import team_address
from survey.fieldwork.ways import Ways
from survey.i18n.catalogue import form_texts
from survey.instruments.catalogue import load
from survey.store.opening import close_store
from tests.browser.form_pages import SECTIONS, choose, go_on
from tests.form_wave import UNITS, WAVE, Field, open_field
from tests.running import Server, running

pytestmark = pytest.mark.browser

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@dataclass(frozen=True)
class Look:
    """A language, a width in pixels, what the browser was told to prefer, and the text's size."""

    language: str
    width: int
    prefers: dict[str, Any] = field(default_factory=dict)
    size: str = ""

    def __str__(self) -> str:
        return "-".join([self.language, str(self.width), *self.prefers.values(), self.size])


LOOKS = [
    Look("en", 390),
    Look("de", 320, {"color_scheme": "dark"}),
    Look("ar", 390),
    Look("ar", 1280, {"color_scheme": "dark"}),
    Look("pl", 1280, {"forced_colors": "active"}),
    Look("fr", 320, size="200%"),
    Look("tr", 390, {"forced_colors": "active", "color_scheme": "dark"}, "200%"),
]


@pytest.fixture(scope="module")
def survey(tmp_path_factory: pytest.TempPathFactory) -> Field:
    made = open_field(tmp_path_factory.mktemp("barriers") / "workspace", codes=30)
    made.store.open_wave("links", load("core"), Policy(), UNITS, Ways(open_links=True))
    return made


@pytest.fixture(scope="module")
def poster(survey: Field) -> str:
    """Return the address on a team's poster."""
    return team_address(survey.store.team_links("links")[1], "")


@pytest.fixture(scope="module")
def server(
    chromium: Browser, survey: Field, poster: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    assert poster.startswith("/s/team/")
    close_store(survey.workspace)
    with running(tmp_path_factory.mktemp("home"), survey.workspace) as started:
        yield started


def barriers(page: Page, size: str) -> list[str]:
    """Return what axe finds on a page, with the text at a size."""
    if size:
        page.evaluate(f"document.documentElement.style.fontSize = '{size}'")
    return [
        f"{found['id']}: {[node['html'][:120] for node in found['nodes'][:3]]}"
        for found in Axe().run(page, options=RULES).response["violations"]
    ]


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_no_page_of_the_form_has_a_barrier_that_a_program_can_find(
    chromium: Browser, server: Server, survey: Field, poster: str, look: Look
) -> None:
    context = chromium.new_context(
        base_url=server.address,
        viewport={"width": look.width, "height": 844},
        locale=look.language,
        **look.prefers,
    )
    page, code, size, found = context.new_page(), survey.code(), look.size, {}

    page.goto("/s")
    found["start"] = barriers(page, size)
    page.fill("#code", "abcd")
    page.click(".send")
    page.wait_for_selector(".summary")
    found["malformed"] = barriers(page, size)
    for name, address in (("whole promise", f"/s/promise?wave={WAVE}"), ("team", poster)):
        page.goto(address)
        found[name] = barriers(page, size)
        assert page.evaluate("document.documentElement.scrollWidth") <= look.width
    page.goto(f"/s/{code}")
    found["promise"] = barriers(page, size)
    go_on(page)
    for number in range(1, len(SECTIONS) + 1):
        page.wait_for_selector(f"#answers[data-at='{number}']")
        found[f"section {number}"] = barriers(page, size)
        if number == 1:
            go_on(page)
            page.wait_for_selector(".summary")
            found["faults"] = barriers(page, size)
        choose(page, number)
        go_on(page)
    expect(page.locator("h1")).to_have_text(form_texts(look.language)("form.thanks.title"))
    found["thanks"] = barriers(page, size)
    page.goto(f"/s/{code}")
    found["spent"] = barriers(page, size)
    context.close()
    assert {name: each for name, each in found.items() if each} == {}
    assert len(found) == 13
