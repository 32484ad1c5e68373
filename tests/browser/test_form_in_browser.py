"""The form on a phone, by keyboard alone, without scripts, in every language."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from survey.fieldwork.policy import Policy
from survey.i18n.catalogue import form_texts
from survey.store.opening import close_store
from tests.browser.form_pages import CORE, PHONE, SECTIONS, at, choose, go_on, go_to, tab_to
from tests.form_wave import Field, open_field
from tests.running import Server, running

pytestmark = pytest.mark.browser

EN = form_texts("en")


@pytest.fixture(scope="module")
def field(tmp_path_factory: pytest.TempPathFactory) -> Field:
    made = open_field(tmp_path_factory.mktemp("browser") / "workspace", codes=60)
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


@pytest.mark.parametrize(
    ("language", "width"), [*((one, 390) for one in CORE.languages), ("de", 320), ("ar", 1280)]
)
def test_the_form_is_answered_by_keyboard_without_scripts_in_each_language_and_width(
    page: Page, field: Field, language: str, width: int
) -> None:
    say = form_texts(language)
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(f"/s/{field.code()}?lang={language}")
    expect(page.locator("h1")).to_have_text(CORE.title[language])
    tab_to(page, ".send")
    page.keyboard.press("Enter")
    for number, section in enumerate(SECTIONS, start=1):
        heading = page.locator("h1")
        expect(heading).to_have_text(CORE.sections[number - 1].title[language])
        assert page.locator("html").get_attribute("lang") == language
        for key in section:
            tab_to(page, f"input[name=q_{key}]")
            page.keyboard.press("ArrowDown")
            chosen = page.locator(f"input[name=q_{key}]:checked")
            assert chosen.get_attribute("value") == str(CORE.options_of(key).values[1])
        tab_to(page, ".send")
        page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(say("form.thanks.title"))
    expect(page.locator(".own h2").first).to_have_text(say("feedback.title"))
    assert page.url.endswith("/s")


def test_back_by_keyboard_keeps_every_answer(page: Page, field: Field) -> None:
    go_to(page, f"/s/{field.codes[0]}", 2)
    page.check("#q_manager_time-3")
    page.locator(".back").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#answers[data-at='1']")
    expect(page.locator("input:checked")).to_have_count(len(SECTIONS[0]))
    go_on(page)
    assert at(page) == 2
    expect(page.locator("#q_manager_time-3")).to_be_checked()


def test_reload_keeps_the_answers_of_other_pages_without_scripts(page: Page, field: Field) -> None:
    go_to(page, f"/s/{field.codes[0]}", 3)
    page.reload()
    assert at(page) == 3
    page.click(".back")
    expect(page.locator("input:checked")).to_have_count(len(SECTIONS[1]))


def test_an_open_question_is_one_key_away_from_the_list_of_faults(page: Page, field: Field) -> None:
    go_to(page, f"/s/{field.codes[0]}", 4)
    choose(page, 4, but="pain_days")
    go_on(page)
    expect(page.locator(".summary")).to_have_count(1)
    assert page.title().startswith(EN("form.error"))
    expect(page.locator("input:checked")).to_have_count(len(SECTIONS[3]) - 1)
    assert page.locator(".summary").evaluate("one => one === document.activeElement")
    tab_to(page, ".summary a", most=1)
    page.keyboard.press("Enter")
    expect(page.locator("input[name=q_pain_days]:focus")).to_have_count(1)
    place = page.locator("fieldset.faulty")
    assert place.count() == 1
    assert EN("form.open") in place.inner_text()


def test_enter_on_a_choice_leads_on_in_the_language_of_the_form(page: Page, field: Field) -> None:
    go_to(page, f"/s/{field.codes[0]}?lang=de", 2)
    page.check("#q_manager_time-1")
    page.keyboard.press("Enter")
    expect(page.locator(".summary")).to_have_count(1)
    assert at(page) == 2
    assert page.locator("html").get_attribute("lang") == "de"


def test_the_language_is_switched_without_losing_an_answer(page: Page, field: Field) -> None:
    go_to(page, f"/s/{field.codes[0]}", 5)
    page.check("#q_age-2")
    page.click(".languages summary")
    page.get_by_role("button", name="العربية").click()
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert at(page) == 5
    checked = {one.get_attribute("id") for one in page.locator("input:checked").all()}
    assert checked == {"q_age-2"}
    page.click(".back")
    expect(page.locator("input:checked")).to_have_count(len(SECTIONS[3]))


def test_a_code_is_typed_and_stands_in_no_address(page: Page, field: Field) -> None:
    page.goto("/s")
    page.fill("#code", field.codes[0].lower())
    page.keyboard.press("Enter")
    expect(page.locator(".terms")).to_have_count(1)
    assert field.codes[0].lower() not in page.url.lower()
    go_on(page)
    assert field.codes[0].lower() not in page.url.lower()


def test_the_first_tab_offers_to_skip_to_the_main_part(page: Page, field: Field) -> None:
    page.goto(f"/s/{field.codes[0]}")
    page.keyboard.press("Tab")
    assert page.locator("a.skip:focus").is_visible()


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
@pytest.mark.parametrize("language", ["de", "ar"])
def test_nothing_is_wider_than_the_screen_also_with_text_twice_as_large(
    page: Page, field: Field, width: int, language: str
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for larger in (False, True):
        go_to(page, f"/s/{field.codes[0]}?lang={language}", 1)
        for _ in SECTIONS:
            if larger:
                page.evaluate("document.documentElement.style.fontSize = '200%'")
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            choose(page, at(page))
            if at(page) < len(SECTIONS):
                go_on(page)


@pytest.mark.parametrize("language", ["de", "ar", "pl"])
def test_the_promise_is_read_without_scripts_at_320_pixels_with_text_twice_as_large(
    page: Page, field: Field, language: str
) -> None:
    say = form_texts(language)
    page.goto(f"/s/{field.codes[0]}?lang={language}")
    page.get_by_text(say("form.full"), exact=True).click()
    with page.context.expect_page() as opening:
        page.get_by_role("link", name=say("form.shown.more")).click()
    promise = opening.value
    promise.set_viewport_size({"width": 320, "height": 800})
    expect(promise.locator("h1")).to_have_text(say("promise.title"))
    expect(promise.locator(".mark")).to_have_text(Policy().sha256)
    promise.evaluate("document.documentElement.style.fontSize = '200%'")
    assert promise.evaluate("document.documentElement.scrollWidth") <= 320
    promise.close()


def width_when_spaced_widely(page: Page) -> int:
    """Return how wide a page is with the text spacing that any reader may set."""
    spacing = {"lineHeight": "1.5", "letterSpacing": "0.12em", "wordSpacing": "0.16em"}
    page.locator("body, body *").evaluate_all(
        "(all, spacing) => all.forEach((one) => Object.assign(one.style, spacing))", spacing
    )
    button = page.locator(".send, .skip").last
    assert button.evaluate("one => parseFloat(getComputedStyle(one).letterSpacing)") > 1
    return int(page.evaluate("document.documentElement.scrollWidth"))


@pytest.mark.parametrize("language", ["de", "tr"])
def test_a_reader_may_space_the_text_widely_at_320_pixels(
    page: Page, field: Field, language: str
) -> None:
    """WCAG 2.2, 1.4.12."""
    page.set_viewport_size({"width": 320, "height": 800})
    for address in ("/s", "/s/promise", f"/s/{field.codes[0]}"):
        page.goto(f"{address}?lang={language}")
        assert width_when_spaced_widely(page) <= 320
    for _ in SECTIONS:
        go_on(page)
        assert width_when_spaced_widely(page) <= 320
        choose(page, at(page))


def test_a_thumb_can_hit_every_choice_and_they_stand_below_each_other(
    page: Page, field: Field
) -> None:
    go_to(page, f"/s/{field.codes[0]}", 1)
    boxes = page.locator("label.choice").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect()).map(b => [b.top, b.width, b.height])"
    )
    assert len(boxes) == 6 * len(SECTIONS[0])
    assert all(width > 300 and height >= 44 for _, width, height in boxes)
    tops = [top for top, _, _ in boxes]
    assert tops == sorted(set(tops))


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_target_is_at_least_24_pixels_each_way(
    page: Page, field: Field, language: str
) -> None:
    """WCAG 2.2, 2.5.8; links in a sentence are excepted."""
    page.goto(f"/s/{field.codes[0]}?lang={language}")
    targets = "button:not(.unseen), summary, label.choice, .switch a, input[type=text]"
    for _ in range(2):
        for box in page.locator(targets).evaluate_all(
            "all => all.map(o => o.getBoundingClientRect()).filter(b => b.width)"
            ".map(b => [b.width, b.height])"
        ):
            assert min(box) >= 24
        go_on(page)


def test_what_has_the_focus_is_never_covered(page: Page, field: Field) -> None:
    """WCAG 2.2, 2.4.11: nothing on the page is fixed or sticky over what is focused."""
    go_to(page, f"/s/{field.codes[0]}", 1)
    fixed = page.locator("*").evaluate_all(
        "all => all.filter(o => ['fixed', 'sticky'].includes(getComputedStyle(o).position)).length"
    )
    assert fixed == 0


def test_a_page_is_one_request_and_breaks_none_of_its_own_rules(page: Page, field: Field) -> None:
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"/s/{field.codes[0]}")
    page.wait_for_load_state("networkidle")
    assert [url for url in asked if not url.startswith("data:")] == [page.url]
    assert said == []
    assert page.context.cookies() == []


@pytest.mark.parametrize("language", CORE.languages)
def test_the_first_page_weighs_less_than_30_kb_over_the_wire_with_all_that_it_asks_for(
    page: Page, field: Field, language: str
) -> None:
    finished: list[Request] = []

    def note(request: Request) -> None:
        finished.append(request)

    page.on("requestfinished", note)
    page.goto(f"/s/{field.codes[0]}?lang={language}")
    page.wait_for_load_state("networkidle")
    sizes = [one.sizes() for one in finished if not one.url.startswith("data:")]
    total = sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes)
    assert 3_000 < total < 30_000
