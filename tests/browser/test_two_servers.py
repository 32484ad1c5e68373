"""Two servers, one PostgreSQL: one is killed, the database restarts, each answer counts once.

In the order in which they stand: the last one kills a server.
"""

import http.client
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from urllib.parse import urlencode

import pytest

from survey.form.answers import field_name
from survey.i18n.catalogue import texts
from survey.instruments.catalogue import load
from survey.settings import Workspace
from survey.store.bulk import open_answers
from survey.store.opening import close_store, open_store
from survey.store.protocol import CodeStanding
from tests.browser.test_kill import FORM, THANKS, number_of, numbered
from tests.form_wave import WAVE, open_field
from tests.postgres import MISSING
from tests.postgres import Server as Database
from tests.running import Server, running

CORE = load("core")
CODES = 400
AGAIN_IN_A_MINUTE = texts("en")("form.unsaved.title")


@dataclass
class House:
    """Two servers of one workspace, and what came of the forms that were sent to them."""

    workspace: Workspace
    codes: list[str]
    servers: tuple[Server, Server]
    database: Database
    thanked: set[int] = field(default_factory=set)
    _next: int = 0

    def take(self, many: int) -> range:
        """Return the numbers of so many forms that nobody has sent."""
        taken = range(self._next, self._next + many)
        self._next += many
        return taken

    def send(self, number: int, server: Server, code: str | None = None) -> tuple[int, str]:
        """Send a form and return status and page; raises what a lost server brings."""
        answers = {field_name(k): str(v) for k, v in numbered(CORE, number).items()}
        connection = server.connect()
        try:
            body = urlencode({"code": code or self.codes[number], "language": "en"} | answers)
            connection.request("POST", "/s", body, FORM)
            answer = connection.getresponse()
            page = answer.read().decode()
        finally:
            connection.close()
        if answer.status == 200 and THANKS in page:
            self.thanked.add(number)
        return answer.status, page


@pytest.fixture(scope="module")
def house(
    possible_postgres: Database | None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    if possible_postgres is None:
        pytest.skip(MISSING)
    folder = tmp_path_factory.mktemp("house")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BEARING_DATABASE_URL", possible_postgres.new_database("house"))
        made = open_field(folder / "workspace", codes=CODES)
        close_store(made.workspace)
        with running(folder, made.workspace) as one, running(folder, made.workspace) as other:
            yield House(made.workspace, made.codes, (one, other), possible_postgres)
        close_store(made.workspace)


def test_200_tries_of_one_code_at_both_give_one_answer(house: House) -> None:
    (number,) = house.take(1)
    with ThreadPoolExecutor(20) as many:
        tries = [
            many.submit(house.send, number, house.servers[at % 2], house.codes[number])
            for at in range(200)
        ]
        said = [one.result(120) for one in tries]
    new = [page for status, page in said if status == 200 and 'class="receipt"' in page]
    assert len(new) == 1
    assert {status for status, _ in said} <= {200, 410}
    store = open_store(house.workspace)
    assert sum(store.response_counts(WAVE).values()) == 1


def test_while_the_database_restarts_the_form_says_to_try_again(house: House) -> None:
    numbers = house.take(6)
    house.send(numbers[0], house.servers[0])
    house.database.stop()
    try:
        status, page = house.send(numbers[1], house.servers[0])
        assert (status, AGAIN_IN_A_MINUTE in page) == (503, True)
        assert status_of(house.servers[0], f"/s/{house.codes[numbers[1]]}") == 503
        assert status_of(house.servers[0], "/readyz") == 503
        assert status_of(house.servers[0], "/healthz") == 200
    finally:
        house.database.start()
    for number in numbers[1:]:
        for server in house.servers:
            house.send(number, server)
    assert house.thanked >= set(numbers)
    assert status_of(house.servers[0], "/readyz") == 200


def test_killing_one_server_loses_nothing_and_the_other_goes_on(house: House) -> None:
    reached = threading.Event()
    numbers = iter(house.take(300))
    turn = threading.Lock()

    def send_all(server: Server) -> None:
        while True:
            with turn:
                number = next(numbers, None)
            if number is None:
                return
            try:
                house.send(number, server)
            except (OSError, http.client.HTTPException):
                return
            if len(house.thanked) >= 60:
                reached.set()

    with ThreadPoolExecutor(12) as many:
        sending = [many.submit(send_all, house.servers[at % 2]) for at in range(12)]
        assert reached.wait(60)
        house.servers[0].kill()
        for one in sending:
            one.result(120)
    store = open_store(house.workspace)
    wave = store.wave(WAVE)
    spent = {
        number
        for number, code in enumerate(house.codes)
        if store.check_code(code).standing is CodeStanding.SPENT
    }
    wave = store.close_wave(WAVE)
    with open_answers(house.workspace, wave) as answers:
        rows = answers.execute("SELECT answers FROM answer").fetchall()
    stored = Counter(number_of(wave.instrument, row) for (row,) in rows)
    assert len(house.thanked) > 200, "the other server did not go on"
    assert house.thanked <= stored.keys(), "an answer that was thanked for is lost"
    assert set(stored.values()) == {1}, "an answer is stored twice"
    assert spent == stored.keys(), "a code is spent without its answers, or the other way round"
    # The other one sees at once that the wave was closed elsewhere.
    assert status_of(house.servers[1], f"/s/{house.codes[-1]}") == 410


def status_of(server: Server, path: str) -> int:
    """Return the status of a page."""
    connection = server.connect()
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    finally:
        connection.close()
