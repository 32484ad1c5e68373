"""Blind tickets in a real browser: the RFC's vectors, the way to the form, and the proof."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from survey.fieldwork.policy import Policy
from survey.fieldwork.waves import open_wave
from survey.fieldwork.ways import Ways
from survey.fieldwork.workspaces import create
from survey.i18n.catalogue import texts
from survey.instruments.catalogue import load
from survey.settings import Workspace, WorkspaceKind
from survey.store.opening import close_store, open_store
from tests.form_wave import UNITS, Field
from tests.running import Server, running
from tests.unit.survey.fieldwork.test_blind_signatures import RANDOMIZED, VECTORS

pytestmark = pytest.mark.browser

EN = texts("en")
VECTOR = VECTORS[RANDOMIZED]

IN_THE_BROWSER = """
async (v) => {
  const bytes = (hex) => Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16));
  const hex = (some) => Array.from(some, (one) => one.toString(16).padStart(2, "0")).join("");
  const url = (h) => btoa(String.fromCharCode(...bytes(h)))
    .replace(/\\+/g, "-").replace(/\\//g, "_").replace(/=+$/, "");
  const suite = bearingTickets.suite();
  const key = await crypto.subtle.importKey("jwk",
    { kty: "RSA", n: url(v.n), e: url(v.e), ext: true },
    { name: "RSA-PSS", hash: "SHA-384" }, true, ["verify"]);
  const drawn = [v.msg_prefix, v.salt, v.r].map(bytes);
  crypto.getRandomValues = (into) => { into.set(drawn.shift()); return into; };
  const input = suite.prepare(bytes(v.msg));
  const { blindedMsg, inv } = await suite.blind(key, input);
  const signature = await suite.finalize(key, input, bytes(v.blind_sig), inv);
  return { input_msg: hex(input), blinded_msg: hex(blindedMsg), sig: hex(signature) };
}
"""


@pytest.fixture(scope="module")
def field(tmp_path_factory: pytest.TempPathFactory) -> Field:
    workspace = Workspace(tmp_path_factory.mktemp("tickets") / "workspace")
    create(workspace, WorkspaceKind.REAL)
    store = open_store(workspace)
    ways = Ways(blind_tickets=True)
    open_wave(
        workspace, store, "spring", instrument=load("core"), policy=Policy(), units=UNITS, ways=ways
    )
    codes = store.issue_codes("spring", {1: 9})[1]
    close_store(workspace)
    return Field(workspace, store, list(codes))


@pytest.fixture(scope="module")
def server(
    chromium: Browser, field: Field, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    with running(tmp_path_factory.mktemp("home"), field.workspace) as started:
        yield started


def phone(chromium: Browser, server: Server, **options: Any) -> Page:
    size = {"width": 390, "height": 844}
    context = chromium.new_context(base_url=server.address, viewport=size, locale="en", **options)
    return context.new_page()


@pytest.fixture
def page(chromium: Browser, server: Server) -> Iterator[Page]:
    opened = phone(chromium, server)
    yield opened
    opened.context.close()


def code_in(page: Page) -> str:
    return str(page.locator("#answers input[name=code]").input_value())


def test_the_bundle_gives_what_the_rfc_gives(page: Page) -> None:
    n, inverse = int(VECTOR["n"], 16), int(VECTOR["inv"], 16)
    factor = pow(inverse, -1, n).to_bytes(len(VECTOR["n"]) // 2).hex()
    exponent = VECTOR["e"].rjust(len(VECTOR["e"]) + len(VECTOR["e"]) % 2, "0")
    page.goto("/s/tickets")
    found = page.evaluate(IN_THE_BROWSER, VECTOR | {"r": factor, "e": exponent})
    assert found == {name: VECTOR[name] for name in ("input_msg", "blinded_msg", "sig")}


def test_a_code_becomes_a_ticket_and_the_ticket_opens_the_form(page: Page, field: Field) -> None:
    code = field.code()
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.post_data or ""))
    page.goto(f"/s/{code}")
    page.get_by_role("button", name=EN("form.ticket.get")).click()
    expect(page.locator("h1")).to_have_text(load("core").title["en"])
    opened_with = code_in(page)
    assert opened_with != code
    assert [body for body in sent if code in body and "signature=" in body] == []
    assert len([body for body in sent if code in body]) == 1, "the code went out once, to sign"
    page.goto(f"/s/{code}")
    page.get_by_role("button", name=EN("form.ticket.resume")).click()
    expect(page.locator("h1")).to_have_text(load("core").title["en"])
    assert code_in(page) == opened_with, "the way back leads to the same form"


def test_on_another_device_a_spent_code_opens_nothing(
    page: Page, chromium: Browser, server: Server, field: Field
) -> None:
    code = field.code()
    page.goto(f"/s/{code}")
    page.get_by_role("button", name=EN("form.ticket.get")).click()
    expect(page.locator("#answers")).to_be_visible()
    other = phone(chromium, server)
    other.goto(f"/s/{code}")
    expect(other.locator("h1")).to_have_text(EN("form.spent.title"))
    expect(other.locator("#ticket")).to_be_hidden()
    other.context.close()


def test_an_answer_that_is_lost_on_the_way_costs_no_code(page: Page, field: Field) -> None:
    lost: list[str] = []

    def lose_the_first(route: Route) -> None:
        if lost:
            route.continue_()
            return
        lost.append(route.fetch().text())  # the server has signed and spent the code
        route.abort()

    page.route("**/s/tickets/sign", lose_the_first)
    page.goto(f"/s/{field.code()}")
    page.get_by_role("button", name=EN("form.ticket.get")).click()
    expect(page.get_by_role("alert").filter(has_text=EN("form.ticket.failed"))).to_be_visible()
    assert json.loads(lost[0])["signature"]
    page.get_by_role("button", name=EN("form.ticket.get")).click()
    expect(page.locator("#answers")).to_be_visible()


def test_without_script_the_code_itself_opens_the_form(
    chromium: Browser, server: Server, field: Field
) -> None:
    code = field.code()
    plain = phone(chromium, server, java_script_enabled=False)
    plain.goto(f"/s/{code}")
    expect(plain.get_by_text(EN("form.ticket.impossible"))).to_be_visible()
    expect(plain.locator("#ticket")).to_be_hidden()
    plain.get_by_role("button", name=EN("form.ticket.without")).click()
    assert code_in(plain) == code
    plain.context.close()


def test_the_page_proves_on_the_device_that_every_ticket_fits_every_code(page: Page) -> None:
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text))
    page.goto("/s/tickets")
    page.get_by_role("button", name=EN("form.tickets.try")).click()
    cells = page.locator("#proof td:not(:empty)")
    expect(cells).to_have_count(9, timeout=30_000)
    said = cells.all_text_contents()
    assert all(text.startswith(EN("form.tickets.fits")) for text in said)
    assert len(set(said)) == 9
    expect(page.get_by_text(EN("form.tickets.meaning"))).to_be_visible()
    assert refused == []


def test_a_ticket_is_kept_on_the_device_under_a_hash_of_the_code(page: Page, field: Field) -> None:
    code = field.code()
    page.goto(f"/s/{code}")
    page.get_by_role("button", name=EN("form.ticket.get")).click()
    expect(page.locator("#answers")).to_be_visible()
    kept = page.evaluate("Object.entries(localStorage).flat().join()")
    assert re.search(r"bearing-ticket:[0-9a-f]{32}", kept)
    assert code not in kept
    assert '"inv"' not in kept, "the factor that blinded is forgotten once the ticket is there"


def test_the_pages_fit_a_phone_and_can_be_read_by_all(page: Page, field: Field) -> None:
    from axe_playwright_python.sync_playwright import Axe

    for address in (f"/s/{field.code()}", "/s/tickets", "/s/kiosk"):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, address
        results = Axe().run(page)
        assert results.violations_count == 0, results.generate_report()
