"""The server as a newcomer starts it: no questions, nothing said to others, no code in a log."""

import base64
import hashlib
import re
import subprocess
from collections.abc import Iterator
from http.client import HTTPResponse
from pathlib import Path
from urllib.parse import urlencode

import pytest

from survey.fieldwork.codes import display, new_code
from survey.i18n.catalogue import texts
from survey.instruments.catalogue import load
from survey.settings import Workspace
from survey.store.opening import close_store
from tests.form_wave import Field, full_answers, open_field
from tests.running import Server, free_port, running, start

EN = texts("en")
FORM = {"content-type": "application/x-www-form-urlencoded"}


@pytest.fixture(scope="module")
def field(tmp_path_factory: pytest.TempPathFactory) -> Field:
    made = open_field(tmp_path_factory.mktemp("app") / "workspace")
    close_store(made.workspace)
    return made


@pytest.fixture(scope="module")
def server(field: Field, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(tmp_path_factory.mktemp("home"), field.workspace) as started:
        yield started


def ask(server: Server, method: str, address: str, body: str = "") -> tuple[HTTPResponse, str]:
    connection = server.connect()
    connection.request(method, address, body.encode(), FORM if body else {})
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer, text


def test_nobody_is_asked_for_anything_at_the_first_start(server: Server) -> None:
    said = server.output.read_text()
    assert "mail" not in said
    assert f"http://localhost:{server.port}/" in said


def test_an_answered_form_is_thanked_for_by_the_real_server(server: Server, field: Field) -> None:
    answers = full_answers(load("core"), 1)
    body = urlencode({"code": field.code(), "language": "en"} | answers)
    answer, text = ask(server, "POST", "/s", body)
    assert answer.status == 200
    assert EN("form.thanks.saved") in text


def test_no_code_is_ever_in_the_output(server: Server, field: Field) -> None:
    code = field.code()
    unknown = new_code()
    for path in (code, display(code), code.lower(), unknown, f"{code}?lang=de", f"{code}/more"):
        ask(server, "GET", f"/s/{path}")
        ask(server, "PUT", f"/s/{path}", "x=1")
    ask(server, "POST", "/s/start", urlencode({"code": code}))
    ask(server, "POST", "/s", urlencode({"code": code, "q_age": "99"}))
    ask(server, "POST", "/s", urlencode({"code": code} | full_answers(load("core"))))
    said = server.output.read_text().upper().replace("-", "")
    assert code not in said
    assert unknown not in said


def test_the_form_sets_no_cookie_through_the_whole_server(server: Server, field: Field) -> None:
    for address in ("/s", f"/s/{field.codes[0]}", "/s/ABCD"):
        answer, _ = ask(server, "GET", address)
        assert answer.getheader("set-cookie") is None
        assert answer.getheader("etag") is None
        assert answer.getheader("cache-control") == "no-store"


def test_the_pages_of_the_staff_carry_the_headers(server: Server) -> None:
    answer, text = ask(server, "GET", "/")
    assert answer.status == 200
    assert "Streamlit" in text
    assert answer.getheader("referrer-policy") == "same-origin", "nothing to any other host"
    assert answer.getheader("x-content-type-options") == "nosniff"
    assert "connect-src 'self'" in str(answer.getheader("content-security-policy"))


def test_the_one_inline_script_of_streamlit_is_the_one_that_the_policy_knows(
    server: Server,
) -> None:
    answer, text = ask(server, "GET", "/")
    scripts = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
    assert len(scripts) == 1
    digest = base64.b64encode(hashlib.sha256(scripts[0].encode()).digest()).decode()
    assert f"'sha256-{digest}'" in str(answer.getheader("content-security-policy"))


def test_the_metrics_are_refused(server: Server) -> None:
    answer, text = ask(server, "GET", "/_stcore/metrics")
    assert answer.status == 404
    assert text == "Not found"


def test_a_real_workspace_hands_out_no_codes(server: Server) -> None:
    assert ask(server, "GET", "/s/demo")[0].status == 404


def test_a_second_server_on_one_workspace_says_why_it_does_not_start(
    server: Server, field: Field, tmp_path: Path
) -> None:
    second = start(tmp_path, field.workspace, free_port())
    try:
        assert second.process.wait(30) == 1
    except subprocess.TimeoutExpired:
        second.kill()
        raise
    said = second.output.read_text().strip()
    assert "Traceback" not in said
    assert len(said.splitlines()) == 1


def test_where_there_is_no_workspace_the_demonstration_is_built_and_says_so(
    tmp_path: Path,
) -> None:
    with running(tmp_path, None) as server:
        answer, text = ask(server, "GET", "/s")
        assert answer.status == 200
        assert EN("common.demonstration") in text
        code = str(ask(server, "GET", "/s/demo")[0].getheader("location"))
        assert ask(server, "GET", code)[0].status == 200
        said = server.output.read_text()
    assert (tmp_path / "demonstration" / "workspace.toml").is_file()
    assert not Workspace(tmp_path / "workspace").exists
    assert said.index("ready") > said.index("this is the demonstration")
    assert code.removeprefix("/s/") not in said
