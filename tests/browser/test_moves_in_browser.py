"""The page that counts moves: in the browser, as the command counts, and nothing is sent."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request, Route, expect
from starlette.applications import Starlette
from starlette.testclient import TestClient

from survey.fieldwork.moves import read_moves
from survey.fieldwork.turnover.page import ADDRESS, headers, page, turnover_routes
from survey.fieldwork.turnover.people import read_people, turnover
from survey.first_start.late_routes import LateRoutes
from survey.i18n.catalogue import texts

EN = texts("en")
PLACE = f"https://bearing.test/{ADDRESS}"
BEFORE = (
    "Staff of 2025;;\r\nAbteilung;Team;Personalnummer\r\n"
    'Hub;"Early; first";0017\r\nHub;Late;AB-2\r\nKüche;Ofen;3\r\nKüche;Ofen;4.0\r\n'
)
NOW = (
    "Personalnummer,Team,Abteilung,Name\n0017,Late,Hub,A\nab-2,Late,Hub,B\n"
    '4,"Ofen ""neu""",Küche,C\n5,Late,Hub,D\n6,Late,Hub,E\n'
)


@pytest.fixture
def opened(chromium: Browser) -> Page:
    """The page as the server sends it, with its own headers."""
    made = chromium.new_page()
    sent = {**headers(), "Content-Type": "text/html; charset=utf-8"}

    def answer(route: Route, request: Request) -> None:
        assert request.url.startswith(PLACE), f"asked for {request.url}"
        route.fulfill(body=page("en"), headers=sent)

    made.route("**/*", answer)
    made.goto(PLACE)
    return made


def chosen(opened: Page, name: str, raw: bytes) -> None:
    file = {"name": f"{name}.csv", "mimeType": "text/csv", "buffer": raw}
    opened.set_input_files(f"#{name}", files=[file])


def said(opened: Page) -> str:
    opened.click("#count")
    # The page's policy allows no eval, which waiting for a function would need.
    expect(opened.locator("#answer")).not_to_be_empty()
    return opened.inner_text("#answer")


def test_the_browser_counts_as_the_command_does(opened: Page, tmp_path: Path) -> None:
    chosen(opened, "before", BEFORE.encode("cp1252"))
    chosen(opened, "now", b"\xef\xbb\xbf" + NOW.encode())
    assert said(opened) == EN("moves.page.counted", joined=2, left=1, moved=2)
    with opened.expect_download() as download:
        opened.click("#save")
    saved = tmp_path / "moves.csv"
    download.value.save_as(saved)
    people = [read_people(text.encode(), "list.csv") for text in (BEFORE, NOW)]
    moves = read_moves(saved.read_bytes(), "moves.csv")
    assert set(moves) == set(turnover(*people).moves)
    assert b"0017" not in saved.read_bytes()
    assert opened.input_value("#before") == ""


def test_the_page_can_send_nothing_to_anybody(opened: Page) -> None:
    """Its own server is refused as well: by the policy, before anything leaves the browser."""
    opened.unroute("**/*")
    reached: list[str] = []
    opened.route("**/*", lambda route, request: (reached.append(request.url), route.abort()))
    fetched = "fetch(location.href).then(() => 'sent', () => 'refused')"
    assert opened.evaluate(fetched) == "refused"
    opened.evaluate("navigator.sendBeacon(location.href, 'x')")
    picture = (
        "new Promise((end) => { const one = new Image(); one.onerror = end; one.src = '/x'; })"
    )
    opened.evaluate(picture)
    assert reached == []


@pytest.mark.parametrize(
    ("now", "wanted"),
    [
        (b"department,team,id\nHub,Late,1\nHub,Late,1\n", "now.csv, line 3: the person of line 2"),
        (b"department,team,person\nHub,,1\n", "now.csv, line 2, column team: empty"),
        (b"department,team,badge\nHub,Late,1\n", "now.csv: the columns department, team and a key"),
        (b"PK\x03\x04", "Excel workbook"),
        (b"department,team,person\n", "now.csv has no people"),
    ],
)  # fmt: skip
def test_a_list_in_doubt_is_refused_with_its_place(opened: Page, now: bytes, wanted: str) -> None:
    chosen(opened, "before", BEFORE.encode())
    chosen(opened, "now", now)
    assert wanted in said(opened)
    assert opened.is_hidden("#save")


def test_an_unusual_heading_is_named(opened: Page) -> None:
    raw = b"department,team,Badge\nHub,Late,1\n"
    for name in ("before", "now"):
        chosen(opened, name, raw)
    opened.fill("#key", "badge")
    assert said(opened) == EN("moves.page.counted", joined=0, left=0, moved=0)


def test_the_server_sends_the_page_in_the_languages_of_its_screens() -> None:
    late = LateRoutes("/sub")
    late.fill(turnover_routes())
    client = TestClient(Starlette(routes=[late]))
    answer = client.get(f"/sub/{ADDRESS}?lang=de")
    assert texts("de")("moves.page.title") in answer.text
    policy = answer.headers["content-security-policy"]
    assert re.match(r"default-src 'none'; script-src 'sha256-[^']+'; style-src 'sha256-", policy)
    assert "connect-src" not in policy
    assert answer.headers["cache-control"] == "no-store"
    assert EN("moves.page.title") in client.get(f"/sub/{ADDRESS}?lang=xx").text
