"""What a browser without script may keep of the form, for its back, and when it has to clear it."""

from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from survey.form.browser_history import FOR_BACK_ONLY
from survey.form.routes import survey_routes
from survey.store.opening import close_store
from survey.store.writer import ResponseWriter
from tests.form_wave import WAVE, Field, full_answers, open_field

PRESSED = {"sec-fetch-mode": "navigate"}
"""What a browser says where a link or a button was pressed and no script asked."""

FETCHED = {"sec-fetch-mode": "cors"}


@pytest.fixture(scope="module")
def field(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Field]:
    made = open_field(tmp_path_factory.mktemp("history") / "workspace", codes=12)
    yield made
    close_store(made.workspace)


@pytest.fixture(scope="module")
def client(field: Field) -> Iterator[TestClient]:
    writer = ResponseWriter(field.store)
    yield TestClient(Starlette(routes=survey_routes(field.store, writer, False)))
    writer.close()


def test_a_section_may_be_shown_again_by_back_and_never_from_elsewhere(
    client: TestClient, field: Field
) -> None:
    for data in ({"code": field.codes[0], "at": "0"}, {"code": field.codes[0], "at": "1"}):
        page = client.post("/s", data=data, headers=PRESSED)
        assert page.headers["cache-control"] == FOR_BACK_ONLY == "private, no-cache"


def test_nothing_is_kept_of_an_address_that_opens_the_form(
    client: TestClient, field: Field
) -> None:
    page = client.get(f"/s/{field.codes[0]}", headers=PRESSED)
    assert page.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("headers", [{}, FETCHED], ids=["not a safe connection", "script"])
def test_nothing_is_kept_where_it_could_not_be_cleared_or_a_script_keeps_it(
    client: TestClient, field: Field, headers: dict[str, str]
) -> None:
    page = client.post("/s", data={"code": field.codes[0], "at": "0"}, headers=headers)
    assert page.headers["cache-control"] == "no-store"
    code, answers = field.code(), full_answers(field.store.wave(WAVE).instrument)
    thanks = client.post("/s", data={"code": code} | answers, headers=headers)
    assert thanks.status_code == 200
    assert "clear-site-data" not in thanks.headers


def test_a_kiosk_keeps_nothing(client: TestClient, field: Field) -> None:
    steering = {"code": field.codes[0], "kiosk": "1"}
    for address, data in (("/s/start", steering), ("/s", steering | {"at": "0"})):
        page = client.post(address, data=data, headers=PRESSED)
        assert page.headers["cache-control"] == "no-store"


def test_thanks_and_a_spent_code_clear_what_was_kept(client: TestClient, field: Field) -> None:
    code, answers = field.code(), full_answers(field.store.wave(WAVE).instrument)
    for status in (200, 410):
        page = client.post("/s", data={"code": code} | answers, headers=PRESSED)
        assert page.status_code == status
        assert page.headers["clear-site-data"] == '"cache"'
        assert page.headers["cache-control"] == "no-store"


def test_a_form_that_is_not_stored_yet_clears_nothing(client: TestClient, field: Field) -> None:
    faulty = client.post("/s", data={"code": field.codes[0], "at": "1"}, headers=PRESSED)
    assert faulty.status_code == 422
    assert "clear-site-data" not in faulty.headers
