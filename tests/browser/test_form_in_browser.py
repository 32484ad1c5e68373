"""The form on a phone, by keyboard, without scripts, and for those who cannot see it."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from survey.i18n.catalogue import texts
from survey.instruments.catalogue import load
from survey.store.duckdb_store import close_store
from tests.form_wave import Field, open_field
from tests.running import Server, running

pytestmark = pytest.mark.browser

CORE = load("core")
EN, DE = texts("en"), texts("de")
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def field(tmp_path_factory: pytest.TempPathFactory) -> Field:
    made = open_field(tmp_path_factory.mktemp("browser") / "workspace", codes=40)
    close_store(made.workspace)
    return made


@pytest.fixture(scope="module")
def server(
    chromium: Browser, field: Field, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    with running(tmp_path_factory.mktemp("home"), field.workspace) as started:
        yield started


@pytest.fixture
def page(chromium: Browser, server: Server) -> Iterator[Page]:
    """Yield a phone without scripts."""
    context = chromium.new_context(
        base_url=server.address, viewport=PHONE, locale="en", java_script_enabled=False
    )
    yield context.new_page()
    context.close()


def tab_to(page: Page, selector: str, most: int = 12) -> None:
    """Press the tab key until the focus is on what the selector names."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.locator(f"{selector}:focus").count():
            return
    raise AssertionError(f"{selector} cannot be reached by the tab key")


def choose_everywhere(page: Page, but: str = "") -> None:
    for item in CORE.items:
        if item.key != but:
            value = CORE.options_of(item.key).values[1]
            page.check(f"#q_{item.key}-{value}")


def test_the_form_is_answered_on_a_phone_by_keyboard_without_scripts(
    page: Page, field: Field
) -> None:
    page.goto(f"/s/{field.code()}")
    for item in CORE.items:
        tab_to(page, f"input[name=q_{item.key}]")
        page.keyboard.press("ArrowDown")
        chosen = page.locator(f"input[name=q_{item.key}]:checked")
        assert chosen.get_attribute("value") == str(CORE.options_of(item.key).values[1])
    tab_to(page, ".send")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(EN("form.thanks.title"))
    assert page.url.endswith("/s")


def test_an_open_question_is_one_key_away_from_the_list_of_faults(page: Page, field: Field) -> None:
    page.goto(f"/s/{field.codes[0]}")
    choose_everywhere(page, but="pain_days")
    page.click(".send")
    expect(page.locator(".summary")).to_have_count(1)
    assert page.locator("input:checked").count() == len(CORE.items) - 1
    assert page.locator(".summary").evaluate("one => one === document.activeElement")
    tab_to(page, ".summary a", most=1)
    page.keyboard.press("Enter")
    expect(page.locator("input[name=q_pain_days]:focus")).to_have_count(1)
    place = page.locator("fieldset.faulty")
    assert place.count() == 1
    assert EN("form.open") in place.inner_text()


def test_enter_on_a_choice_sends_the_form_in_its_own_language(page: Page, field: Field) -> None:
    page.goto(f"/s/{field.codes[0]}?lang=de")
    page.check("#q_age-1")
    page.keyboard.press("Enter")
    expect(page.locator(".summary")).to_have_count(1)
    assert page.locator("html").get_attribute("lang") == "de"


def test_the_language_is_switched_without_losing_an_answer(page: Page, field: Field) -> None:
    page.goto(f"/s/{field.codes[0]}")
    page.check("#q_age-2")
    page.check("#q_workload_fast-unsaid")
    page.get_by_role("button", name="Deutsch").click()
    assert page.locator("html").get_attribute("lang") == "de"
    checked = {one.get_attribute("id") for one in page.locator("input:checked").all()}
    assert checked == {"q_age-2", "q_workload_fast-unsaid"}
    assert field.codes[0] not in page.url


def test_a_code_is_typed_and_stands_in_no_address(page: Page, field: Field) -> None:
    page.goto("/s")
    page.fill("#code", field.codes[0].lower())
    page.keyboard.press("Enter")
    expect(page.locator("fieldset")).to_have_count(len(CORE.items))
    assert field.codes[0].lower() not in page.url.lower()


def test_the_first_tab_offers_to_skip_to_the_questions(page: Page, field: Field) -> None:
    page.goto(f"/s/{field.codes[0]}")
    page.keyboard.press("Tab")
    assert page.locator("a.skip:focus").is_visible()


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_nothing_is_wider_than_the_screen(page: Page, field: Field, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for language in ("en", "de"):
        page.goto(f"/s/{field.codes[0]}?lang={language}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_thumb_can_hit_every_choice_and_they_stand_below_each_other(
    page: Page, field: Field
) -> None:
    page.goto(f"/s/{field.codes[0]}")
    boxes = page.locator("label.choice").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect()).map(b => [b.top, b.width, b.height])"
    )
    assert len(boxes) > 150
    assert all(width > 300 and height >= 44 for _, width, height in boxes)
    tops = [top for top, _, _ in boxes]
    assert tops == sorted(set(tops))


def test_the_form_is_one_request_and_breaks_none_of_its_own_rules(page: Page, field: Field) -> None:
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"/s/{field.codes[0]}")
    page.wait_for_load_state("networkidle")
    assert [url for url in asked if not url.startswith("data:")] == [page.url]
    assert said == []
    assert page.context.cookies() == []


@pytest.mark.parametrize(("scheme", "language"), [("light", "en"), ("dark", "de")])
def test_no_page_of_the_form_has_a_barrier_that_a_program_can_find(
    chromium: Browser, server: Server, field: Field, scheme: str, language: str
) -> None:
    context = chromium.new_context(
        base_url=server.address, viewport=PHONE, color_scheme=scheme, locale=language
    )
    page = context.new_page()
    code = field.code()
    found = {}

    def look(name: str) -> None:
        found[name] = [
            f"{violation['id']}: {[node['html'][:120] for node in violation['nodes'][:3]]}"
            for violation in Axe().run(page).response["violations"]
        ]

    page.goto("/s")
    look("start")
    page.fill("#code", "abcd")
    page.click(".send")
    look("malformed")
    page.goto(f"/s/{code}")
    look("form")
    page.check("#q_age-2")
    page.click(".send")
    look("faults")
    choose_everywhere(page)
    page.click(".send")
    expect(page.locator("h1")).to_have_text(texts(language)("form.thanks.title"))
    look("thanks")
    page.goto(f"/s/{code}")
    look("spent")
    context.close()
    assert {name: barriers for name, barriers in found.items() if barriers} == {}
    assert len(found) == 6
