"""The real server against who dawdles, asks by another name or from another site, or reads logs."""

import json
import socket
import time
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from survey.access.staff import add
from survey.fieldwork.codes import display, new_code
from survey.form.sent import LARGEST_BODY
from survey.i18n.catalogue import texts
from survey.instruments.catalogue import load
from survey.store.opening import close_store
from survey.vocabulary import Role
from tests.browser.server import messages
from tests.form_wave import Field, full_answers, open_field
from tests.running import Server, running

FORM = {"content-type": "application/x-www-form-urlencoded"}
HERE = FORM | {"sec-fetch-site": "same-origin"}
ASKER = {"x-forwarded-for": "203.0.113.9"}
PASSWORD = "a long enough password"
SECONDS = 2


@pytest.fixture(scope="module")
def field(tmp_path_factory: pytest.TempPathFactory) -> Field:
    made = open_field(tmp_path_factory.mktemp("hardened") / "workspace")
    add(made.workspace, "Adalbert", PASSWORD, Role.COORDINATOR)
    close_store(made.workspace)
    return made


@pytest.fixture(scope="module")
def server(field: Field, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BEARING_LOG_FORMAT", "json")
        patch.setenv("BEARING_HOSTS", "localhost")
        patch.setenv("BEARING_REQUEST_SECONDS", str(SECONDS))
        patch.setenv("STREAMLIT_LOGGER_LEVEL", "debug")
        with running(tmp_path_factory.mktemp("home"), field.workspace) as started:
            yield started


def ask(
    server: Server, method: str, path: str, body: str = "", headers: dict[str, str] = FORM
) -> tuple[int, str]:
    connection = server.connect()
    connection.request(method, path, body.encode() or None, ASKER | headers)
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, text


def cut_off_after(server: Server, *pieces: bytes, pause: float) -> float:
    """Send pieces with a pause after each; return the seconds until the server closed."""
    with socket.create_connection(("localhost", server.port), 30) as line:
        begun = time.monotonic()
        try:
            for piece in pieces:
                line.sendall(piece)
                time.sleep(pause)
            while line.recv(1000):
                pass
        except (ConnectionResetError, BrokenPipeError):
            pass
        return time.monotonic() - begun


def test_who_dawdles_is_cut_off_and_who_is_prompt_is_served(server: Server) -> None:
    silent = cut_off_after(server, b"", pause=0)
    assert SECONDS - 0.2 < silent < SECONDS + 5
    drip = cut_off_after(server, *(bytes([sign]) for sign in b"GET /s HTTP/1.1\r\n"), pause=0.5)
    assert drip < SECONDS + 6, "each byte of a head made its time longer"
    head = b"POST /s HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99\r\n\r\n"
    assert cut_off_after(server, head, b"x", pause=0.1) < SECONDS + 6
    assert ask(server, "GET", "/s")[0] == 200


def test_heads_and_bodies_have_a_size(server: Server) -> None:
    assert ask(server, "POST", "/s", "x" * (LARGEST_BODY + 1))[0] == 413
    assert ask(server, "GET", "/s", headers={"cookie": "x" * 33_000})[0] == 431
    assert ask(server, "PUT", "/_stcore/upload_file/a/b", "x")[0] == 403, "not signed in"


def test_another_name_and_another_site_get_nothing(server: Server) -> None:
    assert ask(server, "GET", "/s", headers={"host": "evil.example.org"})[0] == 421
    stream = f"ws://localhost:{server.port}/_stcore/stream"
    for headers in ({"Origin": "https://evil.example.org"}, {"Host": "evil.example.org"}):
        with (
            pytest.raises(InvalidStatus),
            connect(stream, subprotocols=["streamlit"], additional_headers=headers),
        ):
            pass
    said = server.output.read_text("utf-8")
    assert "external IP" not in said, "the internet was asked for this server's address"


def test_after_a_full_run_no_line_of_the_log_says_who_came_or_what_they_sent(
    server: Server, field: Field
) -> None:
    code, other, answers = field.code(), new_code(), full_answers(load("core"), 1)
    for path in (code, display(code), code.lower(), other, f"{code}?lang=de"):
        ask(server, "GET", f"/s/{path}")
    ask(server, "POST", "/s/start", urlencode({"code": code}))
    ask(server, "POST", "/s", urlencode({"code": code, "q_age": "99"}))
    thanked = ask(server, "POST", "/s", urlencode({"code": code, "language": "en"} | answers))
    assert texts("en")("form.thanks.saved") in thanked[1]
    for password in ("wrong wrong wrong", PASSWORD):
        filled = urlencode({"staff_name": "Adalbert", "password": password, "to": "waves"})
        assert ask(server, "POST", "/account/sign-in", filled, HERE)[0] == 303
    ask(server, "GET", "/new_password?link=AbCdEfGhIjKl")
    messages(server, "overview")
    ask(server, "GET", "/s/../../etc/passwd")
    whole = server.output.read_text("utf-8").splitlines()
    lines = whole[next(at for at, line in enumerate(whole) if line.startswith("{")) :]
    before = [line for line in whole if line not in lines]
    assert all("app:app" in line or "Starting uvicorn" in line for line in before), before
    assert lines and all(
        json.loads(line).keys() == {"at", "level", "from", "said"} for line in lines
    )
    said = "\n".join(whole)
    for secret in (code, other):
        assert secret not in said.upper().replace("-", "")
    for secret in ("Adalbert", PASSWORD, "wrong wrong", "AbCdEf", "203.0.113", "q_", "lang="):
        assert secret not in said
    assert "127.0.0.1" not in said and "::1" not in said
