"""The real server at its first start: it answers before all is built, and a kill leaves nothing."""

import signal
from http.client import HTTPException
from pathlib import Path
from time import monotonic, sleep

import pytest

from sample_data.unfinished import unfinished_folder
from survey.i18n.catalogue import form_texts
from tests.running import Server, free_port, start

TEXT = form_texts("en")


def page_of(server: Server) -> tuple[int, str]:
    """Return the first answer of a server that was just started."""
    until = monotonic() + 60
    while monotonic() < until:
        connection = server.connect()
        try:
            connection.request("GET", "/teams", headers={"accept-language": "en"})
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        except (OSError, HTTPException):
            sleep(0.1)
        finally:
            connection.close()
    raise AssertionError(server.output.read_text())


def wait_until(server: Server, words: str) -> None:
    until = monotonic() + 60
    while words not in server.output.read_text():
        assert monotonic() < until, server.output.read_text()
        sleep(0.05)


def nothing_is_left(folder: Path) -> bool:
    until = monotonic() + 20
    place = folder / "demonstration"
    while unfinished_folder(place).exists():
        if monotonic() > until:
            return False
        sleep(0.05)
    return not place.exists()


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
@pytest.mark.parametrize("when", ["It is being made", "attacking 13 measures"])
def test_a_server_that_ends_while_it_builds_leaves_nothing(
    tmp_path: Path, how: signal.Signals, when: str
) -> None:
    server = start(tmp_path, None, free_port())
    try:
        status, page = page_of(server)
        assert status == 503
        assert TEXT("first_start.title") in page
        wait_until(server, when)
        server.process.send_signal(how)
        server.process.wait(20)
    finally:
        if server.process.poll() is None:
            server.kill()
    assert nothing_is_left(tmp_path)
    assert "Traceback" not in server.output.read_text()


def test_of_two_servers_one_builds_and_the_other_takes_over(tmp_path: Path) -> None:
    first, second = start(tmp_path, None, free_port()), None
    try:
        wait_until(first, "collecting answers")
        second = start(tmp_path, None, free_port())
        assert page_of(second)[0] == 503
        sleep(1)
        assert "collecting answers" not in second.output.read_text()
        first.kill()
        wait_until(second, "collecting answers")
    finally:
        for server in (first, second):
            if server is not None and server.process.poll() is None:
                server.kill()
    assert nothing_is_left(tmp_path)
