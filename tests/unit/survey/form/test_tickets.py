"""A code is spent for a signature, and the ticket that comes of it opens the form once."""

import base64
import re
import secrets
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from starlette.applications import Starlette
from starlette.testclient import TestClient

from survey.access.ledger import entries
from survey.fieldwork.blind_signatures import SigningKey
from survey.fieldwork.dates.dates import Dates, utc_now
from survey.fieldwork.policy import Policy
from survey.fieldwork.ticket_keys import fingerprints, keys_sha256, signing_key
from survey.fieldwork.waves import close_wave, open_wave
from survey.fieldwork.ways import Ways
from survey.fieldwork.workspaces import create
from survey.form.routes import survey_routes
from survey.i18n.catalogue import texts
from survey.instruments.catalogue import load
from survey.settings import Workspace, WorkspaceKind
from survey.store.duckdb_store import COLLECTING
from survey.store.opening import close_store, open_store
from survey.store.protocol import CodeStanding, Store
from survey.store.writer import ResponseWriter
from tests.form_wave import UNITS, full_answers

EN = texts("en")
WAVE = "spring"
HIDDEN = re.compile(r'name="(\w+)" value="([^"]*)"')


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    workspace = Workspace(tmp_path_factory.mktemp("tickets") / "workspace")
    create(workspace, WorkspaceKind.REAL)
    store = open_store(workspace)
    ways = Ways(blind_tickets=True)
    open_wave(
        workspace, store, WAVE, instrument=load("core"), policy=Policy(), units=UNITS, ways=ways
    )
    yield workspace
    close_store(workspace)


@pytest.fixture(scope="module")
def store(workspace: Workspace) -> Store:
    return open_store(workspace)


@pytest.fixture(scope="module")
def client(workspace: Workspace, store: Store) -> Iterator[TestClient]:
    writer = ResponseWriter(store)
    routes = survey_routes(store, writer, False, ticket_key=partial(signing_key, workspace))
    yield TestClient(Starlette(routes=routes), headers={"accept-language": "en"})
    writer.close()


@pytest.fixture
def code(store: Store) -> str:
    return store.issue_codes(WAVE, {2: 1})[2][0]


def text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def signed_ticket(key: SigningKey, message: bytes) -> bytes:
    """A signature as a device has it in the end: an ordinary RSA-PSS one."""
    pss = padding.PSS(padding.MGF1(hashes.SHA384()), 48)
    return key.private.sign(message, pss, hashes.SHA384())


def ticket_form(workspace: Workspace, unit: int = 2, wave: str = WAVE) -> dict[str, str]:
    message = secrets.token_bytes(40)
    signature = signed_ticket(signing_key(workspace, wave, unit), message)
    return {
        "language": "en", "wave": wave, "unit": str(unit),
        "message": text(message), "signature": text(signature),
    }  # fmt: skip


def code_in(page: str) -> str:
    return str(dict(HIDDEN.findall(page))["code"])


# A code for a signature ------------------------------------------------------------------------


def test_a_code_is_offered_a_ticket_before_the_form(client: TestClient, code: str) -> None:
    page = client.get(f"/s/{code}")
    assert EN("form.ticket.title") in page.text
    assert "script-src 'self' 'sha256-" in page.headers["content-security-policy"]
    assert 'href="/s/tickets' in page.text


def test_without_a_ticket_the_code_opens_the_form_as_ever(client: TestClient, code: str) -> None:
    without = client.get(f"/s/{code}").text.split('class="without"')[1]
    page = client.post("/s", data=dict(HIDDEN.findall(without)))
    assert page.status_code == 200
    assert EN("form.begin") in page.text


def test_a_code_is_spent_for_one_signature(client: TestClient, store: Store, code: str) -> None:
    blinded = {"code": code, "blinded": text(b"\1" * 256)}
    first = client.post("/s/tickets/sign", data=blinded)
    assert (first.status_code, set(first.json())) == (200, {"signature"})
    assert store.check_code(code).standing is CodeStanding.SPENT
    again = client.post("/s/tickets/sign", data=blinded)
    assert again.json() == first.json(), "an answer that was lost can be asked for again"
    other = client.post("/s/tickets/sign", data=blinded | {"blinded": text(b"\2" * 256)})
    assert (other.status_code, other.json()) == (410, {})


@pytest.mark.parametrize("blinded", ["", "AAAA", "!", text(bytes(256)), text(b"\xff" * 256)])
def test_what_cannot_be_signed_spends_nothing(
    client: TestClient, store: Store, code: str, blinded: str
) -> None:
    refused = client.post("/s/tickets/sign", data={"code": code, "blinded": blinded})
    assert (refused.status_code, refused.json()) == (400, {})
    assert store.check_code(code).standing is CodeStanding.FRESH


def test_a_code_that_answered_gets_no_signature(
    client: TestClient, store: Store, code: str
) -> None:
    answers = full_answers(store.wave(WAVE).instrument)
    assert client.post("/s", data={"code": code, "language": "en"} | answers).status_code == 200
    refused = client.post("/s/tickets/sign", data={"code": code, "blinded": text(b"\1" * 256)})
    assert refused.status_code == 410


# A ticket for the form -------------------------------------------------------------------------


def test_a_ticket_opens_the_form_and_answers_once(
    client: TestClient, workspace: Workspace, store: Store
) -> None:
    before = store.response_counts(WAVE).get(1, 0)
    form = ticket_form(workspace, unit=1)
    opened = client.post("/s/tickets/answer", data=form)
    assert opened.status_code == 200
    assert EN("form.begin") in opened.text
    again = client.post("/s/tickets/answer", data=form).text
    assert code_in(again) == code_in(opened.text), "a page that was lost can be asked for again"
    answers = {"code": code_in(again), "language": "en"} | full_answers(load("core"))
    assert client.post("/s", data=answers).status_code == 200
    assert client.post("/s/tickets/answer", data=form).status_code == 410
    assert store.response_counts(WAVE)[1] == before + 1


@pytest.mark.parametrize(
    "change",
    [
        {"message": text(b"x" * 40)},
        {"signature": text(b"x" * 256)},
        {"signature": ""},
        {"message": ""},
        {"message": "%%%"},
        {"unit": "1"},
        {"unit": "99"},
        {"unit": "two"},
        {"wave": "autumn"},
    ],
)
def test_what_is_no_ticket_opens_nothing(
    client: TestClient, workspace: Workspace, change: dict[str, str]
) -> None:
    refused = client.post("/s/tickets/answer", data=ticket_form(workspace) | change)
    assert refused.status_code == 404
    assert 'name="code"' not in refused.text


def test_a_message_too_short_to_be_random_is_no_ticket(
    client: TestClient, workspace: Workspace
) -> None:
    signature = signed_ticket(signing_key(workspace, WAVE, 2), b"short")
    form = ticket_form(workspace) | {"message": text(b"short"), "signature": text(signature)}
    assert client.post("/s/tickets/answer", data=form).status_code == 404


def test_what_the_server_keeps_of_an_exchange_does_not_hold_the_ticket(
    client: TestClient, workspace: Workspace, store: Store, code: str
) -> None:
    client.post("/s/tickets/sign", data={"code": code, "blinded": text(b"\3" * 256)})
    form = ticket_form(workspace)
    client.post("/s/tickets/answer", data=form)
    path = workspace.waves / WAVE / COLLECTING
    connection = store._files.collecting(WAVE)
    tables = connection.execute("SELECT table_name, column_name FROM duckdb_columns()").fetchall()
    assert [column for table, column in tables if table == "exchanged"] == ["code", "blinded"]
    connection.execute("CHECKPOINT")
    raw = path.read_bytes()
    for secret in (form["message"], form["signature"]):
        assert base64.urlsafe_b64decode(secret + "==") not in raw


# Keys ------------------------------------------------------------------------------------------


def test_the_ledger_holds_the_hash_of_all_keys_and_the_page_shows_them(
    client: TestClient, workspace: Workspace, store: Store
) -> None:
    prints = fingerprints(workspace, store.wave(WAVE))
    details = entries(workspace)[0].details
    assert details["tickets"] == keys_sha256(prints)
    assert details["ways"] == "codes, blind tickets"
    page = client.get("/s/tickets").text
    assert str(details["tickets"]) in page
    assert all(one[:16] in page for one in prints.values())
    assert len(set(prints.values())) == len(UNITS)


def test_keys_are_for_the_server_alone_and_gone_when_the_wave_closes(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "workspace")
    create(workspace, WorkspaceKind.REAL)
    store = open_store(workspace)
    ways = Ways(blind_tickets=True)
    units = UNITS[:1]
    open_wave(
        workspace, store, "w", instrument=load("core"), policy=Policy(), units=units, ways=ways
    )
    (path,) = (workspace.secrets / "tickets" / "w").iterdir()
    assert path.stat().st_mode & 0o777 == 0o600
    close_wave(workspace, store, "w")
    assert not path.exists()
    close_store(workspace)


def test_a_wave_without_tickets_offers_none(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "workspace")
    create(workspace, WorkspaceKind.REAL)
    store = open_store(workspace)
    open_wave(workspace, store, "w", instrument=load("core"), policy=Policy(), units=UNITS)
    writer = ResponseWriter(store)
    routes = survey_routes(store, writer, False, ticket_key=partial(signing_key, workspace))
    client = TestClient(Starlette(routes=routes))
    (code,) = store.issue_codes("w", {1: 1})[1]
    assert EN("form.begin") in client.get(f"/s/{code}?lang=en").text
    blinded = {"code": code, "blinded": text(b"\1" * 256)}
    assert client.post("/s/tickets/sign", data=blinded).status_code == 404
    assert not (workspace.secrets / "tickets").exists()
    writer.close()
    close_store(workspace)


# Scripts ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["ticket.js", "proof.js"])
def test_the_scripts_are_served_with_their_licences_named(client: TestClient, name: str) -> None:
    script = client.get(f"/s/tickets/{name}")
    assert script.headers["content-type"].startswith("text/javascript")
    assert "@cloudflare/blindrsa-ts 0.4.4 (Apache-2.0)" in script.text[:200]
    for other in ("source/build", "LICENSES.txt", "..%2Fform.css"):
        assert client.get(f"/s/tickets/{other}").status_code in {400, 404}


# Outside of a wave's dates ---------------------------------------------------------------------


def test_a_wave_that_has_not_opened_signs_nothing_and_takes_no_ticket(
    workspace: Workspace, store: Store, client: TestClient
) -> None:
    dates = Dates(opens=utc_now() + timedelta(days=1))
    open_wave(
        workspace, store, "to come", instrument=load("core"), policy=Policy(), units=UNITS,
        ways=Ways(blind_tickets=True), dates=dates,
    )  # fmt: skip
    (code,) = store.issue_codes("to come", {2: 1})[2]
    assert EN("form.early.title") in client.get(f"/s/{code}").text
    blinded = {"code": code, "blinded": text(b"\1" * 256)}
    assert client.post("/s/tickets/sign", data=blinded).status_code == 410
    ticket = client.post("/s/tickets/answer", data=ticket_form(workspace, wave="to come"))
    assert (ticket.status_code, EN("form.early.title") in ticket.text) == (403, True)
    store.change_dates("to come", dates.model_copy(update={"begun": True}))
    assert client.post("/s/tickets/sign", data=blinded).status_code == 200
