"""A poster's open link: plain about what it cannot prevent, one form a button, no code typed."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from survey.fieldwork.codes import display
from survey.fieldwork.policy import Policy
from survey.fieldwork.ways import Ways
from survey.fieldwork.workspaces import create
from survey.form.routes import survey_routes
from survey.i18n.catalogue import texts
from survey.instruments.catalogue import load
from survey.settings import Workspace, WorkspaceKind
from survey.store.opening import close_store, open_store
from survey.store.protocol import Store
from survey.store.writer import ResponseWriter
from tests.form_wave import UNITS, full_answers

EN, DE = texts("en"), texts("de")
WAVE = "spring"
BEGIN = {"language": "en"}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    workspace = Workspace(tmp_path / "workspace")
    create(workspace, WorkspaceKind.REAL)
    store = open_store(workspace)
    store.open_wave(WAVE, load("core"), Policy(), UNITS, Ways(open_links=True))
    yield store
    close_store(workspace)


@pytest.fixture
def client(store: Store) -> Iterator[TestClient]:
    writer = ResponseWriter(store)
    routes = survey_routes(store, writer, False)
    yield TestClient(Starlette(routes=routes), headers={"accept-language": "en"})
    writer.close()


@pytest.fixture
def address(store: Store) -> str:
    return f"/s/team/{display(store.team_links(WAVE)[2])}"


def code_in(page: str) -> str:
    (code,) = re.findall(r'name="code" value="(\w+)"', page)
    return str(code)


def test_the_page_names_the_team_and_says_what_it_cannot_stop(
    client: TestClient, address: str
) -> None:
    page = client.get(address)
    assert page.status_code == 200
    assert "Accounts, Office" in page.text
    assert EN("form.team.once") in page.text
    german = client.get(f"{address}?lang=de").text
    assert DE("form.team.once") in german


def test_looking_makes_no_code_and_each_button_one_of_its_own(
    client: TestClient, address: str, store: Store
) -> None:
    client.get(address)
    first, second = (code_in(client.post(address, data=BEGIN).text) for _ in range(2))
    assert first != second
    assert store.codes_issued(WAVE) == 0, "they went to nobody from the staff list"


def test_a_form_begun_there_counts_for_the_team_and_once(
    client: TestClient, address: str, store: Store
) -> None:
    form = {"code": code_in(client.post(address, data=BEGIN).text), "language": "en"}
    form |= full_answers(store.wave(WAVE).instrument)
    assert client.post("/s", data=form).status_code == 200
    assert client.post("/s", data=form).status_code == 410
    assert store.response_counts(WAVE) == {2: 1}


def test_on_a_kiosk_it_stays_a_kiosk(client: TestClient, address: str) -> None:
    page = client.get(f"{address}?kiosk=1").text
    assert 'name="kiosk" value="1"' in page
    assert 'name="kiosk" value="1"' in client.post(address, data={"kiosk": "1"}).text


@pytest.mark.parametrize("token", ["ABCD-EFGH-JKMN-PQRS", "x", "%00"])
def test_an_unknown_link_opens_nothing(client: TestClient, token: str) -> None:
    assert client.get(f"/s/team/{token}").status_code == 404
    assert client.post(f"/s/team/{token}", data=BEGIN).status_code == 404
