"""What holds for every answer of the server, and for every line of its logs."""

import logging

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from survey.form.headers import SecurityHeaders, WithoutCodes, form_policy


async def anything(_request: Request) -> Response:
    return PlainTextResponse("metrics of the process")


async def strict(_request: Request) -> Response:
    return PlainTextResponse("", headers={"X-Frame-Options": "DENY"})


@pytest.fixture
def client() -> TestClient:
    routes = [Route("/strict", strict), Route("/{path:path}", anything)]
    return TestClient(Starlette(routes=routes, middleware=[Middleware(SecurityHeaders)]))


def test_every_answer_carries_the_headers(client: TestClient) -> None:
    headers = client.get("/teams").headers
    assert headers["referrer-policy"] == "same-origin", "nothing to any other host"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "SAMEORIGIN"


def test_a_page_of_the_staff_runs_its_own_scripts_only_and_talks_to_nobody_else(
    client: TestClient,
) -> None:
    policy = client.get("/teams").headers["content-security-policy"]
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules["connect-src"] == "'self'"
    assert rules["frame-ancestors"] == "'self'"
    assert "unsafe" not in rules["script-src"]


def test_a_route_may_be_stricter(client: TestClient) -> None:
    assert client.get("/strict").headers["x-frame-options"] == "DENY"


@pytest.mark.parametrize("path", ["/_stcore/metrics", "/_stcore/metrics/", "/base/_stcore/metrics"])
def test_the_metrics_of_the_process_are_refused(client: TestClient, path: str) -> None:
    answer = client.get(path, params={"families": "session_events_total"})
    assert answer.status_code == 404
    assert "metrics of the process" not in answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_the_form_allows_its_style_sheet_and_its_script_and_no_other() -> None:
    policy = form_policy("p{}", "go()")
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "connect-src 'self'" in policy
    assert form_policy("p{ }", "go()") != policy != form_policy("p{}", "go( )")


def test_an_access_log_that_somebody_switches_on_holds_no_code(
    caplog: pytest.LogCaptureFixture,
) -> None:
    log = logging.getLogger("uvicorn.access.test")
    log.addFilter(WithoutCodes())
    with caplog.at_level(logging.INFO, log.name):
        log.info('%s - "%s %s HTTP/%s" %d', "::1", "GET", "/s/ABCD-EFGH?lang=de", "1.1", 200)
        log.info("GET /s/ABCDEFGH and then %s", "/teams")
    assert "ABCD" not in caplog.text
    assert "lang" not in caplog.text
    assert "/teams" in caplog.text
    assert '"GET /s/… HTTP/1.1" 200' in caplog.text


def test_no_log_holds_a_link_that_sets_a_password(caplog: pytest.LogCaptureFixture) -> None:
    log = logging.getLogger("uvicorn.access.test_link")
    log.addFilter(WithoutCodes())
    with caplog.at_level(logging.INFO, log.name):
        address = "/bearing/new_password?lang=de&link=x_Y-z123&password=short"
        log.info('"%s %s HTTP/%s"', "GET", address, "1.1")
        log.info("GET /new_password?link=x_Y-z123")
    assert "x_Y-z123" not in caplog.text
    assert "link=…&password=short" in caplog.text
