"""Nothing is lost on the way, and nothing stays: what the form's script keeps, and for how long."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from survey.i18n.catalogue import form_texts
from survey.store.opening import close_store
from tests.browser.form_pages import CORE, PHONE, SECTIONS, choose, go_on
from tests.form_wave import Field, open_field
from tests.running import Server, free_port, running, start, wait_until_ready

pytestmark = pytest.mark.browser

EN = form_texts("en")


@pytest.fixture(scope="module")
def field(tmp_path_factory: pytest.TempPathFactory) -> Field:
    made = open_field(tmp_path_factory.mktemp("device") / "workspace", codes=40)
    close_store(made.workspace)
    return made


@pytest.fixture(scope="module")
def server(
    chromium: Browser, field: Field, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    with running(tmp_path_factory.mktemp("home"), field.workspace) as started:
        yield started


@pytest.fixture
def device(chromium: Browser, server: Server) -> Iterator[BrowserContext]:
    context = chromium.new_context(base_url=server.address, viewport=PHONE, locale="en")
    yield context
    context.close()


@pytest.fixture
def page(device: BrowserContext) -> Page:
    return device.new_page()


def until(page: Page, number: int) -> None:
    page.wait_for_selector(f"#answers[data-at='{number}']")


def begin(page: Page, code: str, section: int = 1) -> None:
    """Open a form and answer it up to a section."""
    page.goto(f"/s/{code}")
    go_on(page)
    for number in range(1, section):
        until(page, number)
        choose(page, number)
        go_on(page)
    until(page, section)


def kept(page: Page) -> dict[str, Any]:
    """Return all that a device holds of forms, in both of its stores."""
    both = page.evaluate(
        "JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage)])"
    )
    return {name: value for store in json.loads(both) for name, value in store}


def finish(page: Page, first: int) -> None:
    """Answer from a section to the end and send."""
    for number in range(first, len(SECTIONS) + 1):
        until(page, number)
        choose(page, number)
        go_on(page)
    expect(page.locator("h1")).to_have_text(EN("form.thanks.title"))


def test_a_reload_shows_the_same_page_with_what_was_just_chosen(page: Page, field: Field) -> None:
    begin(page, field.codes[0], 2)
    page.check("#q_manager_time-4")
    page.reload()
    until(page, 2)
    expect(page.locator("#q_manager_time-4")).to_be_checked()
    page.click(".back")
    until(page, 1)
    expect(page.locator("input:checked")).to_have_count(len(SECTIONS[0]))


def test_the_browsers_own_back_and_forward_keep_answers_and_ask_nothing(
    page: Page, field: Field
) -> None:
    begin(page, field.codes[1], 3)
    page.check("#q_stress_tense-5")
    page.go_back()
    until(page, 2)
    expect(page.locator("input:checked")).to_have_count(len(SECTIONS[1]))
    page.go_back()
    until(page, 1)
    page.check("#q_workload_fast-5")
    page.evaluate("history.go(2)")
    until(page, 3)
    expect(page.locator("#q_stress_tense-5")).to_be_checked()
    page.evaluate("history.back(); setTimeout(() => history.back(), 5)")
    until(page, 1)
    expect(page.locator("#q_workload_fast-5")).to_be_checked()


def test_a_dropped_network_is_said_and_loses_nothing(
    device: BrowserContext, page: Page, field: Field
) -> None:
    begin(page, field.codes[2], 2)
    choose(page, 2)
    device.set_offline(True)
    page.click(".send")
    expect(page.locator("#offline")).to_be_visible()
    expect(page.locator("input:checked")).to_have_count(len(SECTIONS[1]))
    device.set_offline(False)
    page.click(".send")
    until(page, 3)


def test_a_second_tab_takes_up_what_the_first_was_told(
    device: BrowserContext, page: Page, field: Field
) -> None:
    code = field.code()
    begin(page, code, 3)
    second = device.new_page()
    second.goto(f"/s/{code}")
    expect(second.locator("#found")).to_be_visible()
    go_on(second)
    until(second, 1)
    expect(second.locator("input:checked")).to_have_count(len(SECTIONS[0]))
    go_on(second)
    until(second, 2)
    go_on(second)
    finish(second, 3)
    choose(page, 3)
    go_on(page)
    expect(page.locator("h1")).to_have_text(EN("form.spent.title"))
    assert kept(page) == {}


def test_answers_found_on_the_device_can_be_deleted(page: Page, field: Field) -> None:
    code = field.codes[3]
    begin(page, code, 2)
    page.evaluate("history.replaceState(null, '')")
    page.goto(f"/s/{code}")
    page.click("[data-forget]")
    assert kept(page) == {}
    go_on(page)
    until(page, 1)
    expect(page.locator("input:checked")).to_have_count(0)


def test_what_is_kept_is_under_a_hash_of_the_code_and_gone_after_sending(
    page: Page, field: Field
) -> None:
    code = field.code()
    begin(page, code, 2)
    [name] = kept(page)
    assert code not in json.dumps(kept(page))
    assert len(name.removeprefix("bearing:")) == 32
    finish(page, 2)
    assert kept(page) == {}
    page.go_back()
    expect(page.locator("h1")).to_have_text(EN("form.spent.title"))


def test_another_code_on_the_same_device_sees_nothing_of_the_first(
    page: Page, field: Field
) -> None:
    begin(page, field.codes[4], 2)
    page.goto(f"/s/{field.codes[5]}")
    expect(page.locator("#found")).to_be_hidden()
    go_on(page)
    until(page, 1)
    expect(page.locator("input:checked")).to_have_count(0)


def test_answers_of_yesterday_are_deleted(page: Page, field: Field) -> None:
    begin(page, field.codes[6], 2)
    page.evaluate(
        "for (const name of Object.keys(localStorage)) localStorage.setItem(name,"
        ' localStorage[name].replace(/"at":\\d+/, \'"at":1\'))'
    )
    page.goto("/s")
    assert kept(page) == {}


def test_an_answer_that_the_server_cannot_read_is_not_brought_back(
    page: Page, field: Field
) -> None:
    code = field.codes[7]
    begin(page, code, 1)
    choose(page, 1)
    page.evaluate("document.getElementById('q_workload_fast-2').value = '99'")
    go_on(page)
    expect(page.locator(".summary")).to_be_visible()
    choose(page, 1)
    go_on(page)
    until(page, 2)


def test_the_form_works_where_the_device_refuses_to_keep_anything(
    chromium: Browser, server: Server, field: Field
) -> None:
    context = chromium.new_context(base_url=server.address, viewport=PHONE, locale="en")
    context.add_init_script(
        "for (const store of ['localStorage', 'sessionStorage'])"
        " Object.defineProperty(window, store, { get() { throw new Error('refused'); } });"
    )
    page = context.new_page()
    begin(page, field.code(), 1)
    finish(page, 1)
    context.close()


def test_the_focus_goes_to_the_heading_of_a_new_page_and_to_its_faults(
    page: Page, field: Field
) -> None:
    begin(page, field.codes[8], 2)
    expect(page.locator("h1:focus")).to_have_count(1)
    assert page.title().startswith(CORE.sections[1].title["en"])
    go_on(page)
    expect(page.locator(".summary:focus")).to_have_count(1)
    assert page.title().startswith(EN("form.error"))


def test_a_kiosk_asks_and_then_clears_itself_after_a_minute(
    device: BrowserContext, page: Page, field: Field
) -> None:
    code = field.codes[9]
    page.clock.install()
    page.goto("/s?kiosk=1")
    page.fill("#code", code)
    page.click(".send")
    go_on(page)
    until(page, 1)
    choose(page, 1)
    go_on(page)
    until(page, 2)
    assert len(kept(page)) == 1
    assert page.evaluate("localStorage.length") == 0
    page.clock.run_for(45_000)
    expect(page.locator("#idle")).to_be_visible()
    page.keyboard.press("Shift")
    expect(page.locator("#idle")).to_be_hidden()
    page.clock.run_for(45_000)
    expect(page.locator("#idle")).to_be_visible()
    page.clock.run_for(20_000)
    expect(page.locator("#code")).to_be_visible()
    assert page.input_value("#code") == ""
    assert kept(page) == {}


def test_a_server_that_is_started_anew_in_mid_form_loses_nothing(
    chromium: Browser, tmp_path: Path
) -> None:
    made = open_field(tmp_path / "workspace", codes=3)
    close_store(made.workspace)
    port = free_port()
    first = start(tmp_path, made.workspace, port)
    wait_until_ready(first)
    context = chromium.new_context(base_url=first.address, viewport=PHONE, locale="en")
    page = context.new_page()
    begin(page, made.code(), 3)
    choose(page, 3)
    first.kill()
    page.click(".send")
    expect(page.locator("#offline")).to_be_visible()
    second = start(tmp_path, made.workspace, port)
    try:
        wait_until_ready(second)
        go_on(page)
        finish(page, 4)
    finally:
        second.kill()
    context.close()
