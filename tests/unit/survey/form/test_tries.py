"""Wrong codes are counted by connection, for minutes, and no address is anywhere."""

import asyncio
import gc
import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.testclient import TestClient
from starlette.types import Message

from survey.fieldwork.codes import new_code
from survey.form import protection
from survey.form.protection import SLOWED
from survey.form.routes import survey_routes
from survey.form.tries import WRONG_CODES, Tries, connection
from survey.i18n.catalogue import texts
from survey.store.opening import close_store
from survey.store.protocol import CodeStanding
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


async def status(app: Starlette, path: str) -> int:
    """Return the status of a page, asked for beside others on one loop."""
    statuses: list[int] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        statuses.extend([message["status"]] if "status" in message else [])

    head = {"type": "http", "http_version": "1.1", "method": "GET", "scheme": "http"}
    where = {"path": path, "raw_path": path.encode(), "root_path": "", "query_string": b""}
    who = {"headers": [], "client": (ADDRESS, 4711), "server": ("form", 80)}
    await app(head | where | who, receive, send)
    return statuses[0]


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """What waits are asked for, in the place of waiting."""
    asked: list[float] = []

    async def ask(seconds: float) -> None:
        asked.append(seconds)

    monkeypatch.setattr(protection, "pause", ask)
    return asked


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


@pytest.mark.parametrize("proxy", ["127.0.0.1", "::1", "::ffff:127.0.0.1", "::ffff:127.8.8.8"])
def test_every_way_to_write_this_machine_is_this_machine(proxy: str) -> None:
    """A socket for both kinds of address writes a proxy on this machine as ::ffff:127.0.0.1."""
    seen = {connection(request_from(proxy, f"10.1.2.3, {ADDRESS}")) for _ in range(2)}
    assert seen == {ADDRESS}
    assert connection(request_from(proxy, f"::ffff:{ADDRESS}")) == ADDRESS
    assert connection(request_from(f"::ffff:{ADDRESS}", "10.1.2.3")) == ADDRESS


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
    seen, waiting = [], [tries._counts, tries._keyed]
    while waiting:
        one = waiting.pop()
        seen.append(repr(one))
        waiting += [part for part in gc.get_referents(one) if not isinstance(part, type)]
    assert not [text for text in seen if ADDRESS in text]
    assert len(seen) > 3


@pytest.mark.both_stores
@pytest.mark.usefixtures("engine")
def test_a_flood_of_wrong_codes_stands_before_no_right_one(
    app: Starlette, field: Field, pauses: list[float]
) -> None:
    client = client_of(app)
    for _ in range(2 * WRONG_CODES):
        assert client.post("/s/start", data={"code": new_code()}).status_code == 404
    assert pauses == [SLOWED] * WRONG_CODES, "wrong ones wait from the 31st on"
    pauses.clear()
    code, typed = field.code(), field.code()
    answers = full_answers(field.store.wave("spring").instrument)
    assert client.get(f"/s/{code}").status_code == 200
    assert client.post("/s/start", data={"code": typed}).status_code == 200
    assert client.post("/s", data={"code": code, "language": "en"} | answers).status_code == 200
    assert client.get(f"/s/{code}").status_code == 410, "a spent code is no wrong one"
    assert field.store.check_code(code).standing is CodeStanding.SPENT
    assert pauses == [], "nothing stands before a code that there is"


def test_who_waits_for_a_wrong_code_holds_up_nobody(
    app: Starlette, field: Field, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While more wrong codes wait than the server has threads, a right one is let in."""

    async def arrive() -> None:
        go_on, waiting_now = asyncio.Event(), []

        async def hold(seconds: float) -> None:
            waiting_now.append(seconds)
            await go_on.wait()

        monkeypatch.setattr(protection, "pause", hold)
        for _ in range(WRONG_CODES):
            assert await status(app, f"/s/{new_code()}") == 404
        late = [asyncio.create_task(status(app, f"/s/{new_code()}")) for _ in range(100)]
        async with asyncio.timeout(60):
            while len(waiting_now) < len(late):
                await asyncio.sleep(0.01)
            assert await status(app, f"/s/{field.code()}") == 200
        assert not [one for one in late if one.done()]
        go_on.set()
        assert set(await asyncio.gather(*late)) == {404}

    with ThreadPoolExecutor(1) as beside:  # where no browser's loop runs already
        beside.submit(asyncio.run, arrive()).result()


def test_every_way_to_try_a_code_counts(app: Starlette, pauses: list[float]) -> None:
    client = client_of(app)
    for _ in range(WRONG_CODES // 3):
        client.get(f"/s/{new_code()}")
        client.post("/s", data={"code": new_code()})
        client.get(f"/s/team/{new_code()}")
    assert pauses == []
    assert client.get(f"/s/{new_code()}").status_code == 404
    assert pauses == [SLOWED]
    assert client_of(app, "198.51.100.1").get(f"/s/{new_code()}").status_code == 404
    assert pauses == [SLOWED], "another connection waits for nothing"


def test_codes_that_are_right_or_mistyped_do_not_count(
    app: Starlette, field: Field, pauses: list[float]
) -> None:
    client, code = client_of(app), field.code()
    for _ in range(WRONG_CODES + 1):
        assert client.get(f"/s/{code}").status_code == 200
        assert client.post("/s/start", data={"code": "ABC"}).status_code == 400
    assert client.get(f"/s/{new_code()}").status_code == 404
    assert pauses == []


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
