"""What the server takes at all, and from whom files."""

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from survey.form.sent import LARGEST_BODY
from survey.limits import Limits

HOSTS = ("survey.example.org", "*.inner.example.org", "[::1]", "10.0.0.7")
UPLOAD = "/bearing/_stcore/upload_file/session/file"


async def anything(request: Request) -> PlainTextResponse:
    return PlainTextResponse(str(len(await request.body())))


async def line(socket: WebSocket) -> None:
    await socket.accept()
    await socket.close()


APP = Starlette(
    routes=[
        Route("/{rest:path}", anything, methods=["GET", "POST", "PUT"]),
        WebSocketRoute("/{rest:path}", line),
    ]
)


def client(*hosts: str) -> TestClient:
    return TestClient(Limits(APP, hosts, "session", lambda session: session == "right"))


@pytest.mark.parametrize(
    ("host", "known"),
    [
        ("survey.example.org", True),
        ("Survey.example.org.:8501", True),
        ("a.inner.example.org", True),
        ("inner.example.org", False),
        ("xinner.example.org", False),
        ("[::1]:8501", True),
        ("10.0.0.7:80", True),
        ("evil.example.org", False),
        ("survey.example.org.evil.org", False),
        ("survey.example.org:99999x", True),
        ("", False),
        ("[", False),
    ],
)
def test_the_server_answers_by_its_own_names_alone(host: str, known: bool) -> None:
    assert client(*HOSTS).get("/s", headers={"host": host}).status_code == (200 if known else 421)
    assert client().get("/s", headers={"host": host}).status_code == 200
    if not known:
        asked = client(*HOSTS).websocket_connect("/_stcore/stream", headers={"host": host})
        with pytest.raises(WebSocketDisconnect), asked:
            pass


def test_a_body_is_no_larger_than_a_form_and_says_so_beforehand() -> None:
    browser = client()
    assert browser.post("/s", content=b"x" * LARGEST_BODY).text == str(LARGEST_BODY)
    assert browser.post("/s", content=b"x" * (LARGEST_BODY + 1)).status_code == 413
    assert browser.post("/s", content=iter([b"x"])).status_code == 411
    assert browser.post("/s", headers={"content-length": "-1"}).status_code == 413


@pytest.mark.parametrize(
    ("cookie", "status"),
    [("session=right", 200), ("a=b; session=right", 200), ("session=other", 403), ("", 403)],
)
def test_a_file_is_taken_from_those_who_work_with_files(cookie: str, status: int) -> None:
    content = b"x" * (LARGEST_BODY + 1)
    answer = client().put(UPLOAD, content=content, headers={"cookie": cookie})
    assert answer.status_code == status


@pytest.mark.parametrize(
    ("origin", "taken"),
    [
        ("http://testserver", True),
        ("https://testserver", True),
        ("http://testserver:81", False),
        ("https://evil.example.org", False),
        ("null", False),
        ("http://[", False),
    ],
)
def test_a_line_is_kept_open_for_a_page_of_this_server_alone(origin: str, taken: bool) -> None:
    asked = client().websocket_connect("/_stcore/stream", headers={"origin": origin})
    if taken:
        with asked:
            return
    with pytest.raises(WebSocketDisconnect), asked:
        pass
