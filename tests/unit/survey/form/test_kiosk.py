"""A kiosk: one device for many people, which forgets each of them, with script or without."""

import re
from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from survey.form import kiosk
from survey.form.routes import survey_routes
from survey.store.opening import close_store
from survey.store.writer import ResponseWriter
from tests.form_wave import WAVE, Field, full_answers, open_field

REFRESH = re.compile(r'<noscript><meta http-equiv="refresh" content="(\d+);url=([^"]+)">')


@pytest.fixture(scope="module")
def field(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Field]:
    made = open_field(tmp_path_factory.mktemp("kiosk") / "workspace", codes=12)
    yield made
    close_store(made.workspace)


@pytest.fixture(scope="module")
def client(field: Field) -> Iterator[TestClient]:
    writer = ResponseWriter(field.store)
    routes = survey_routes(field.store, writer, False)
    yield TestClient(Starlette(routes=routes), headers={"accept-language": "en"})
    writer.close()


def back_after(page: str) -> tuple[int, str]:
    """Return after how many seconds a page without script goes where."""
    ((seconds, address),) = REFRESH.findall(page)
    return int(seconds), address


def test_the_start_asks_for_a_code_and_goes_on_as_a_kiosk(client: TestClient) -> None:
    page = client.get("/s/kiosk").text
    assert 'action="/s/start"' in page
    assert 'name="kiosk" value="1"' in page
    assert f'data-kiosk="{kiosk.SECONDS}" data-start="/s/kiosk?lang=en"' in page
    assert back_after(page) == (60, "/s/kiosk?lang=en")


def test_every_page_of_a_kiosk_goes_back_to_its_start(client: TestClient, field: Field) -> None:
    code = field.code()
    steering = {"code": code, "kiosk": "1", "language": "de"}
    promise = client.post("/s/start", data=steering).text
    assert back_after(promise) == (60, "/s/kiosk?lang=de")
    section = client.post("/s", data=steering | {"at": "0"}).text
    assert back_after(section) == (300, "/s/kiosk?lang=de"), "a page of questions takes longer"
    answers = full_answers(field.store.wave(WAVE).instrument)
    thanks = client.post("/s", data=steering | answers)
    assert thanks.status_code == 200
    assert back_after(thanks.text) == (60, "/s/kiosk?lang=de")
    assert 'href="/s/kiosk?lang=de"' in thanks.text
    spent = client.post("/s/start", data=steering).text
    assert back_after(spent) == (60, "/s/kiosk?lang=de")
    assert 'href="/s/kiosk?lang=de"' in spent


def test_nothing_goes_back_by_itself_on_a_device_of_ones_own(
    client: TestClient, field: Field
) -> None:
    assert not REFRESH.search(client.get("/s").text)
    assert not REFRESH.search(client.get(f"/s/{field.code()}").text)


def test_no_page_of_a_kiosk_is_kept_by_the_browser(client: TestClient) -> None:
    assert client.get("/s/kiosk").headers["cache-control"] == "no-store"


UNTIL = re.compile(r'<noscript><input type="hidden" name="until" value="(\d+)"></noscript>')


def test_without_script_a_page_that_was_left_cannot_be_sent_by_the_next_person(
    client: TestClient, field: Field, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = field.code()
    steering = {"code": code, "kiosk": "1", "language": "de"}
    shown = client.post("/s", data=steering | {"at": "0"}).text
    (last,) = UNTIL.findall(shown)
    sent = steering | {"at": "1", "until": last, "q_workload_fast": "2"}
    in_time = client.post("/s", data=sent).text
    assert 'value="2" checked' in in_time
    now = kiosk.time.time()
    monkeypatch.setattr(kiosk.time, "time", lambda: now + kiosk.QUESTIONS + kiosk.ON_ITS_WAY + 1)
    for address in ("/s", "/s/start"):
        late = client.post(address, data=sent).text
        assert code not in late
        assert "q_workload_fast" not in late
        assert 'action="/s/start"' in late
        assert '<html lang="de"' in late
        assert 'data-kiosk="60"' in late


def test_every_form_of_a_kiosk_says_until_when_and_none_elsewhere(
    client: TestClient, field: Field
) -> None:
    code = field.code()
    pages = [
        client.get("/s/kiosk").text,
        client.post("/s/start", data={"code": code, "kiosk": "1"}).text,
        client.post("/s", data={"code": code, "kiosk": "1", "at": "0"}).text,
    ]
    waits = [int(UNTIL.findall(page)[0]) - int(kiosk.time.time()) for page in pages]
    assert [round(wait, -1) for wait in waits] == [90, 90, 330]
    assert not UNTIL.search(client.get(f"/s/{code}").text)


@pytest.mark.parametrize("last", ["", "0x1", "-1", "9" * 40, "١٢٣", "soon"])
def test_what_is_no_moment_is_passed_over(client: TestClient, field: Field, last: str) -> None:
    sent = {"code": field.codes[0], "kiosk": "1", "at": "0", "until": last}
    page = client.post("/s", data=sent)
    assert page.status_code == 200
    assert "<fieldset" in page.text
