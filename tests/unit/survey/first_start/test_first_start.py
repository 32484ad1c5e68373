"""The first start: what the page says while the demonstration is built, and what comes after."""

import sys
from collections.abc import Callable
from pathlib import Path
from time import monotonic, sleep

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from survey.first_start.first_start import FirstStart, Phase, seconds_left
from survey.first_start.late_routes import LateRoutes
from survey.first_start.until_built import UntilBuilt, spoken_seconds
from survey.form.languages import form_languages
from survey.i18n.catalogue import form_texts
from survey.store.errors import StoreBusy

TOLD = """
import sys
for line in sys.argv[1:]:
    print(line, flush=True)
"""
UNTIL_CLOSED = TOLD + "sys.stdin.read()\n"
COLLECTING = '{"stage": "collecting", "wave": "2024", "words": "Wave 2024", "done": 0.2}'
READY = '{"stage": "ready", "words": "Done", "done": 1.0}'


async def found(request: Request) -> Response:
    return PlainTextResponse("found")


def start_of(
    code: str, *lines: str, opened: Callable[[], None] = lambda: None
) -> tuple[FirstStart, list[str]]:
    said: list[str] = []
    return FirstStart((sys.executable, "-c", code, *lines), Path(), opened, said.append), said


def wait_for(start: FirstStart, *phases: Phase) -> None:
    until = monotonic() + 20
    while start.standing.phase not in phases:
        assert monotonic() < until, start.standing
        sleep(0.02)


def client_of(start: FirstStart) -> TestClient:
    late = LateRoutes()
    late.fill([Route("/s", found, methods=["GET"])])
    return TestClient(Starlette(routes=[late], middleware=[Middleware(UntilBuilt, start)]))


def test_what_is_left_begins_with_the_usual_time_and_ends_with_none() -> None:
    assert seconds_left(0, 0, usual=30) == 30
    assert seconds_left(60, 0.5, usual=30) == 37.5
    assert seconds_left(60, 1, usual=30) == 0
    assert [spoken_seconds(left) for left in (0, 4.9, 5.1, 30)] == [5, 5, 10, 30]


@pytest.mark.parametrize("language", form_languages())
def test_every_address_shows_the_page_in_the_readers_language(language: str) -> None:
    client = client_of(start_of(TOLD)[0])
    for address, method in (("/", "GET"), ("/s", "POST"), ("/_stcore/health", "GET")):
        answer = client.request(method, address, headers={"accept-language": language})
        assert answer.status_code == 503
        assert int(answer.headers["retry-after"]) > 0
        assert answer.headers["cache-control"] == "no-store"
        assert form_texts(language)("first_start.title") in answer.text
        assert '<meta http-equiv="refresh"' in answer.text
        assert "<script" not in answer.text


def test_a_websocket_is_refused_until_then() -> None:
    client = client_of(start_of(TOLD)[0])
    with pytest.raises(WebSocketDisconnect), client.websocket_connect("/_stcore/stream"):
        raise AssertionError("accepted")


def test_it_tells_how_far_it_is_and_then_lets_everything_through() -> None:
    opened: list[bool] = []
    start, said = start_of(
        TOLD, COLLECTING, "a stray line", READY, opened=lambda: opened.append(True)
    )
    client = client_of(start)
    start.begin()
    wait_for(start, Phase.SERVED, Phase.FAILED)
    assert opened == [True]
    assert said == ["  Wave 2024", "a stray line", "  Done"]
    assert client.get("/s").text == "found"
    assert client.post("/s").status_code == 405
    assert client.get("/other").status_code == 404


def test_the_end_of_the_server_ends_the_building() -> None:
    start, said = start_of(UNTIL_CLOSED, COLLECTING)
    start.begin()
    wait_for(start, Phase.COLLECTING)
    start.end()
    assert start.standing.phase is not Phase.FAILED
    assert not any("could not" in line for line in said)


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        (['{"stage": "failed", "why": "no_room", "words": "a file: full"}'], "no_room"),
        ([COLLECTING], "other"),
        ([READY], "in_use"),
    ],
)
def test_a_failure_says_what_to_do_and_the_terminal_why(lines: list[str], why: str) -> None:
    def refuse() -> None:
        raise StoreBusy("Another process holds it.")

    start, said = start_of(TOLD, *lines, opened=refuse)
    start.begin()
    wait_for(start, Phase.FAILED)
    page = client_of(start).get("/").text
    text = form_texts("en")
    assert text(f"first_start.failed.{why}") in page
    assert text("first_start.failed.then") in page
    assert "refresh" not in page
    assert said[-1].startswith("The demonstration could not be made: ")
