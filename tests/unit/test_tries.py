"""Wrong codes are counted by connection, for minutes, and no address is anywhere."""

import gc
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.testclient import TestClient

from survey.fieldwork.codes import new_code
from survey.form.routes import survey_routes
from survey.form.tries import MINUTES, WRONG_CODES, Tries, connection
from survey.i18n.catalogue import texts
from survey.store.duckdb_store import close_store
from survey.store.writer import ResponseWriter
from tests.form_wave import Field, full_answers, open_field

EN = texts("en")
ADDRESS = "203.0.113.77"


class Clock:
    """A clock that a test sets."""

    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def request_from(host: str, forwarded: str = "") -> Request:
    headers = [(b"x-forwarded-for", forwarded.encode())] if forwarded else []
    return Request({"type": "http", "client": (host, 4711), "headers": headers})


@pytest.fixture
def field(tmp_path: Path) -> Iterator[Field]:
    made = open_field(tmp_path / "workspace", codes=9)
    yield made
    close_store(made.workspace)


@pytest.fixture
def app(field: Field) -> Iterator[Starlette]:
    writer = ResponseWriter(field.store)
    yield Starlette(routes=survey_routes(field.store, writer, False))
    writer.close()


def client_of(app: Starlette, host: str = ADDRESS) -> TestClient:
    return TestClient(app, client=(host, 4711), headers={"accept-language": "en"})


def test_a_count_slides_by_the_minute_and_is_forgotten() -> None:
    clock = Clock()
    tries, here = Tries(most=3, minutes=10, clock=clock), request_from(ADDRESS)
    for minute in (0, 0, 4):
        clock.seconds = 60.0 * minute
        assert not tries.too_many(here)
        tries.add(here)
    assert tries.too_many(here)
    assert not tries.too_many(request_from("203.0.113.78"))
    clock.seconds = 60.0 * 10
    assert not tries.too_many(here), "the two of the first minute are forgotten"
    clock.seconds = 60.0 * 14
    assert not tries.too_many(here)
    assert sum(len(counts) for _, counts in tries._counts) == 0


def test_a_proxy_on_this_machine_is_believed_and_nobody_else() -> None:
    assert connection(request_from("127.0.0.1", f"10.1.2.3, {ADDRESS}")) == ADDRESS
    assert connection(request_from(ADDRESS, "10.1.2.3")) == ADDRESS
    assert connection(request_from("127.0.0.1")) == "127.0.0.1"


def test_all_addresses_of_an_ipv6_site_are_one_connection() -> None:
    one, other = request_from("2001:db8:1:2::1"), request_from("2001:db8:1:2:ffff::9")
    assert connection(one) == connection(other) == "2001:db8:1:2::/64"
    assert connection(request_from(f"::ffff:{ADDRESS}")) == ADDRESS


def test_two_processes_count_under_different_keys() -> None:
    hashes = {Tries()._hash(request_from(ADDRESS)) for _ in range(2)}
    assert len(hashes) == 2


def test_no_address_is_in_what_is_counted() -> None:
    tries = Tries()
    tries.add(request_from(ADDRESS))
    seen, waiting = [], [tries._counts, tries._key]
    while waiting:
        one = waiting.pop()
        seen.append(repr(one))
        waiting += [part for part in gc.get_referents(one) if not isinstance(part, type)]
    assert not [text for text in seen if ADDRESS in text]
    assert len(seen) > 3


def test_after_too_many_wrong_codes_the_page_says_when_to_come_back(
    app: Starlette, field: Field
) -> None:
    client = client_of(app)
    for _ in range(WRONG_CODES):
        assert client.post("/s/start", data={"code": new_code()}).status_code == 404
    refused = client.post("/s/start", data={"code": field.code()})
    assert refused.status_code == 429
    assert EN("form.limited.title") in refused.text
    assert refused.headers["retry-after"] == str(60 * MINUTES)
    assert client.get(f"/s/{field.code()}").status_code == 429
    assert client.get("/s").status_code == 200
    assert client_of(app, "198.51.100.1").get(f"/s/{field.code()}").status_code == 200


def test_every_way_to_try_a_code_counts(app: Starlette) -> None:
    client = client_of(app)
    for _ in range(WRONG_CODES // 3):
        client.get(f"/s/{new_code()}")
        client.post("/s", data={"code": new_code()})
        client.get(f"/s/team/{new_code()}")
    assert client.get(f"/s/{new_code()}").status_code == 429


def test_codes_that_are_right_or_mistyped_do_not_count(app: Starlette, field: Field) -> None:
    client, code = client_of(app), field.code()
    for _ in range(WRONG_CODES + 1):
        assert client.get(f"/s/{code}").status_code == 200
        assert client.post("/s/start", data={"code": "ABC"}).status_code == 400


def test_answers_that_are_refused_for_now_stay_in_the_page(app: Starlette, field: Field) -> None:
    client = client_of(app)
    for _ in range(WRONG_CODES):
        client.get(f"/s/{new_code()}")
    answers = full_answers(field.store.wave("spring").instrument)
    refused = client.post("/s", data={"code": field.code(), "language": "en"} | answers)
    assert refused.status_code == 429
    for name, value in answers.items():
        assert f'name="{name}" value="{value}"' in refused.text


def test_nothing_is_logged_of_it(
    app: Starlette, field: Field, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "bearing")
    client = client_of(app)
    for _ in range(WRONG_CODES + 1):
        client.get(f"/s/{new_code()}")
    assert [record for record in caplog.records if record.name.startswith("bearing")] == []
    files = [path for path in field.workspace.root.rglob("*") if path.is_file()]
    assert not [path for path in files if ADDRESS.encode() in path.read_bytes()]
