"""Without script: the browser's own back and reload, a server started anew, a kiosk left alone."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from survey.i18n.catalogue import form_texts
from survey.store.bulk import open_answers
from survey.store.opening import close_store, open_store
from survey.store.protocol import CodeStanding
from tests.browser.form_pages import CORE, PHONE, SECTIONS, at, choose, go_on, go_to
from tests.form_wave import WAVE, Field, open_field
from tests.running import Server, free_port, running, start, wait_until_ready

pytestmark = pytest.mark.browser

EN = form_texts("en")
BROWSERS_OWN = "chrome-error://**"
"""The page on which a browser says that it cannot show another."""


@pytest.fixture(scope="module")
def field(tmp_path_factory: pytest.TempPathFactory) -> Field:
    made = open_field(tmp_path_factory.mktemp("plain") / "workspace", codes=20)
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
    context = chromium.new_context(
        base_url=server.address, viewport=PHONE, locale="en", java_script_enabled=False
    )
    yield context.new_page()
    context.close()


def chosen(page: Page) -> int:
    """Return how many questions of the page have an answer."""
    return page.locator("input:checked").count()


def finish(page: Page, first: int) -> None:
    """Answer from a section to the end and send."""
    for number in range(first, len(SECTIONS) + 1):
        assert at(page) == number
        choose(page, number)
        go_on(page)
    expect(page.locator("h1")).to_have_text(EN("form.thanks.title"))


def test_the_browsers_back_and_forward_show_the_answers_of_each_page(
    page: Page, field: Field
) -> None:
    go_to(page, f"/s/{field.codes[0]}", 3)
    page.check("#q_stress_tense-5")
    page.go_back()
    assert (at(page), chosen(page)) == (2, len(SECTIONS[1]))
    page.go_back()
    assert (at(page), chosen(page)) == (1, len(SECTIONS[0]))
    page.go_forward()
    assert (at(page), chosen(page)) == (2, len(SECTIONS[1]))
    page.go_forward()
    assert at(page) == 3
    expect(page.locator("#q_stress_tense-5")).to_be_checked()


def test_an_answer_changed_after_going_back_is_the_one_that_counts(
    page: Page, field: Field
) -> None:
    go_to(page, f"/s/{field.codes[0]}", 2)
    page.go_back()
    page.check("#q_workload_fast-5")
    go_on(page)
    assert at(page) == 2
    expect(page.locator("input[type=hidden][name=q_workload_fast]")).to_have_value("5")
    expect(page.locator("input[type=hidden][name^=q_]")).to_have_count(len(SECTIONS[0]))


def test_a_typed_code_is_not_lost_by_going_back(page: Page, field: Field) -> None:
    page.goto("/s")
    page.fill("#code", field.codes[0])
    page.click(".send")
    go_on(page)
    page.go_back()
    expect(page.locator(".terms")).to_have_count(1)
    go_on(page)
    assert at(page) == 1


def test_after_sending_back_shows_no_answer_any_more(page: Page, field: Field) -> None:
    code = field.code()
    page.goto(f"/s/{code}")
    go_on(page)
    finish(page, 1)
    with pytest.raises(Exception, match="ERR_CACHE_MISS"):
        page.go_back()
    page.wait_for_url(BROWSERS_OWN)
    expect(page.locator("[name^=q_]")).to_have_count(0)
    page.reload()
    expect(page.locator("h1")).to_have_text(EN("form.spent.title"))


def test_pressing_send_again_while_the_network_is_slow_loses_no_result(
    page: Page, field: Field
) -> None:
    go_to(page, f"/s/{field.code()}", len(SECTIONS))
    choose(page, len(SECTIONS))
    page.locator(".send").scroll_into_view_if_needed()
    box = page.locator(".send").bounding_box()
    assert box is not None
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    slow = {"latency": 1500, "downloadThroughput": -1, "uploadThroughput": -1}
    wire.send("Network.emulateNetworkConditions", {"offline": False} | slow)
    for _ in range(2):
        for kind in ("mousePressed", "mouseReleased"):
            place = {"x": box["x"] + 20, "y": box["y"] + 10, "button": "left", "clickCount": 1}
            wire.send("Input.dispatchMouseEvent", {"type": kind} | place)
        time.sleep(0.7)  # the first is stored by now, and its answer is on its way
    expect(page.locator("h1")).to_have_text(EN("form.spent.title"), timeout=10_000)
    expect(page.locator(".own h2").first).to_have_text(EN("feedback.title"))


def test_back_reload_and_a_server_started_anew_lose_nothing_and_store_once(
    chromium: Browser, tmp_path: Path
) -> None:
    made = open_field(tmp_path / "workspace", codes=3)
    close_store(made.workspace)
    code, port = made.code(), free_port()
    first = start(tmp_path, made.workspace, port)
    wait_until_ready(first)
    context = chromium.new_context(
        base_url=first.address, viewport=PHONE, locale="en", java_script_enabled=False
    )
    page = context.new_page()
    go_to(page, f"/s/{code}", 2)
    page.go_back()
    assert chosen(page) == len(SECTIONS[0])
    go_on(page)
    page.reload()
    assert at(page) == 2
    choose(page, 2)
    first.kill()
    page.click(".send")
    expect(page.locator("#answers")).to_have_count(0)
    second = start(tmp_path, made.workspace, port)
    try:
        wait_until_ready(second)
        page.reload()
        finish(page, 3)
        page.reload()
        expect(page.locator("h1")).to_have_text(EN("form.spent.title"))
    finally:
        second.process.terminate()
        second.process.wait(10)
        context.close()

    store = open_store(made.workspace)
    try:
        assert store.check_code(code).standing is CodeStanding.SPENT
        with open_answers(made.workspace, store.close_wave(WAVE)) as answers:
            rows = answers.execute("SELECT answers FROM answer").fetchall()
    finally:
        close_store(made.workspace)
    assert rows == [([CORE.options_of(item.key).values[1] for item in CORE.items],)]


def test_a_kiosk_goes_back_to_its_start_by_itself(page: Page, field: Field) -> None:
    """The five minutes are made two seconds on the way; all else is as the server sent it."""

    def hurry(route: Route) -> None:
        answer = route.fetch()
        assert 'content="300;url=/s/kiosk' in answer.text()
        sooner = answer.text().replace('content="300;', 'content="2;')
        route.fulfill(response=answer, body=sooner)

    page.goto("/s/kiosk")
    page.fill("#code", field.codes[1])
    page.click(".send")
    page.route("**/s", hurry)
    go_on(page)
    assert at(page) == 1
    choose(page, 1)
    page.wait_for_url("**/s/kiosk?lang=en", timeout=10_000)
    expect(page.locator("#code")).to_have_value("")
