"""A server killed in the middle of many submissions: a thank-you page is a promise kept."""

import http.client
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import pytest

from survey.form.answers import field_name
from survey.i18n.catalogue import texts
from survey.instruments.catalogue import load
from survey.instruments.model import Instrument
from survey.store.bulk import open_answers
from survey.store.opening import close_store, open_store
from survey.store.protocol import CodeStanding
from tests.form_wave import WAVE, open_field
from tests.running import ROOT, Server, running

CORE = load("core")
CODES = 600
CLIENTS = 16
THANKS = texts("en")("form.thanks.saved")
FORM = {"content-type": "application/x-www-form-urlencoded", "accept-language": "en"}


DIES_BETWEEN_CODE_AND_ANSWERS = """
import os, signal, sys
from pathlib import Path
from survey.settings import Workspace
from survey.store import collecting
from survey.store.opening import open_store
from survey.store.protocol import Submission

execute = collecting.execute_with

def dying(connection, statement, batch):
    if statement == collecting.INSERT_ANSWERS:
        os.kill(os.getpid(), signal.SIGKILL)
    return execute(connection, statement, batch)

collecting.execute_with = dying
folder, wave, code = sys.argv[1:]
open_store(Workspace(Path(folder))).redeem([Submission(wave, code, (1,))])
"""


@dataclass
class Crowd:
    """Employees that send at once, each form with answers of its own, until nobody answers."""

    server: Server
    instrument: Instrument
    codes: list[str]
    enough: int
    thanked: set[int] = field(default_factory=set)
    refused: list[int] = field(default_factory=list)
    reached: threading.Event = field(default_factory=threading.Event)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _next: int = 0

    def turns(self) -> Iterator[int]:
        """Yield the numbers of forms that nobody has sent, for one client among several."""
        while True:
            with self._lock:
                if self._next >= len(self.codes):
                    return
                number, self._next = self._next, self._next + 1
            yield number

    def send_until_nobody_answers(self) -> None:
        """Send form after form over one connection."""
        connection = self.server.connect()
        for number in self.turns():
            answers = numbered(self.instrument, number)
            fields = {field_name(key): str(value) for key, value in answers.items()}
            body = urlencode({"code": self.codes[number], "language": "en"} | fields)
            try:
                connection.request("POST", "/s", body, FORM)
                answer = connection.getresponse()
                page = answer.read().decode()
            except (OSError, http.client.HTTPException):
                break
            with self._lock:
                if answer.status == 200 and THANKS in page:
                    self.thanked.add(number)
                else:
                    self.refused.append(answer.status)
                if len(self.thanked) >= self.enough:
                    self.reached.set()
        connection.close()


def numbered(instrument: Instrument, number: int) -> dict[str, int]:
    """Return a full form from whose answers its number can be read again."""
    answers = {}
    for item in instrument.items:
        values = instrument.options_of(item.key).values
        number, digit = divmod(number, len(values))
        answers[item.key] = values[digit]
    return answers


def number_of(instrument: Instrument, answers: list[int]) -> int:
    """Return the number of a form made by ``numbered``."""
    number = 0
    for item, answer in reversed(list(zip(instrument.items, answers, strict=True))):
        values = instrument.options_of(item.key).values
        number = number * len(values) + values.index(answer)
    return number


def test_the_numbers_can_be_read_back() -> None:
    for number in (0, 1, 7, CODES - 1):
        assert number_of(CORE, list(numbered(CORE, number).values())) == number


@pytest.mark.parametrize(("enough", "later"), [(1, 0.0), (60, 0.004), (200, 0.012)])
def test_killing_the_server_loses_no_answer_that_was_thanked_for(
    tmp_path: Path, enough: int, later: float
) -> None:
    # A thank-you page comes at the end of a commit; ``later`` moves the kill on into the next one.
    made = open_field(tmp_path / "workspace", codes=CODES)
    close_store(made.workspace)
    with running(tmp_path, made.workspace) as server:
        crowd = Crowd(server, CORE, made.codes, enough)
        clients = [
            threading.Thread(target=crowd.send_until_nobody_answers, daemon=True)
            for _ in range(CLIENTS)
        ]
        for client in clients:
            client.start()
        assert crowd.reached.wait(20), f"no {enough} thanks in time; refused: {crowd.refused[:5]}"
        time.sleep(later)
        server.kill()
        for client in clients:
            client.join(10)

    assert not crowd.refused
    assert len(crowd.thanked) < CODES, "the kill came too late to be in the middle"

    store = open_store(made.workspace)
    try:
        standings = {n: store.check_code(code).standing for n, code in enumerate(made.codes)}
        wave = store.close_wave(WAVE)
        with open_answers(made.workspace, wave) as answers:
            rows = answers.execute("SELECT answers FROM answer").fetchall()
    finally:
        close_store(made.workspace)
    stored = Counter(number_of(wave.instrument, row) for (row,) in rows)
    spent = {number for number, standing in standings.items() if standing is CodeStanding.SPENT}

    assert crowd.thanked <= stored.keys(), "an answer that was thanked for is lost"
    assert set(stored.values()) == {1}, "an answer is stored twice"
    assert spent == stored.keys(), "a code is spent without its answers, or the other way round"
    assert set(standings.values()) <= {CodeStanding.SPENT, CodeStanding.FRESH}


def test_a_server_killed_between_code_and_answers_leaves_the_code_fresh(tmp_path: Path) -> None:
    made = open_field(tmp_path / "workspace", codes=3)
    close_store(made.workspace)
    code = made.code()
    arguments = [str(made.workspace.root), WAVE, code]
    child = subprocess.run(
        [sys.executable, "-c", DIES_BETWEEN_CODE_AND_ANSWERS, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert child.returncode == -signal.SIGKILL, child.stderr
    store = open_store(made.workspace)
    try:
        assert store.check_code(code).standing is CodeStanding.FRESH
        assert sum(store.response_counts(WAVE).values()) == 0
    finally:
        close_store(made.workspace)
