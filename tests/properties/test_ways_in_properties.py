"""Whatever is sent to the ways in: a page or an answer, no failure, and nothing is stored."""

import base64
from collections.abc import Iterator
from functools import partial
from urllib.parse import quote, urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.testclient import TestClient

from survey.fieldwork.codes import display, new_code
from survey.fieldwork.policy import Policy
from survey.fieldwork.ticket_keys import signing_key
from survey.fieldwork.waves import open_wave
from survey.fieldwork.ways import Ways
from survey.fieldwork.workspaces import create
from survey.form import protection, routes, tries
from survey.settings import Workspace, WorkspaceKind
from survey.store.opening import close_store, open_store
from survey.store.protocol import Store
from survey.store.writer import ResponseWriter
from tests.form_wave import UNITS
from tests.instruments import small_instrument

WAVE = "spring"
FORM_TYPE = {"content-type": "application/x-www-form-urlencoded"}
NAMES = ("code", "blinded", "message", "signature", "wave", "unit", "language", "kiosk", "lang", "")
VALUES = st.one_of(
    st.text(max_size=60),
    st.binary(max_size=300).map(lambda raw: base64.urlsafe_b64encode(raw).decode()),
    st.sampled_from([WAVE, "1", "2", "-1", "1" * 5000, display(new_code()), "\x00", "%", "é" * 16]),
)
FIELDS = st.lists(st.tuples(st.sampled_from(NAMES), VALUES), max_size=8)
PLACES = st.sampled_from(["/s/tickets/sign", "/s/tickets/answer", "/s/team/x", "/s/start"])
REFUSALS = {200, 303, 400, 404, 405, 410, 413, 415}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Workspace, Store]]:
    workspace = Workspace(tmp_path_factory.mktemp("ways") / "workspace")
    create(workspace, WorkspaceKind.REAL)
    store = open_store(workspace)
    ways = Ways(open_links=True, blind_tickets=True)
    open_wave(
        workspace, store, WAVE,
        instrument=small_instrument(), policy=Policy(), units=UNITS, ways=ways,
    )  # fmt: skip
    store.team_links(WAVE)
    yield workspace, store
    close_store(workspace)


@pytest.fixture(scope="module")
def client(store: tuple[Workspace, Store]) -> Iterator[TestClient]:
    workspace, kept = store
    writer = ResponseWriter(kept)
    with pytest.MonkeyPatch.context() as patched:
        # Else most of the examples would meet the limit for wrong codes, and nothing else.
        patched.setattr(protection, "Tries", partial(tries.Tries, most=10**9))
        made = routes.survey_routes(kept, writer, False, ticket_key=partial(signing_key, workspace))
    yield TestClient(Starlette(routes=made), follow_redirects=False)
    writer.close()


@settings(max_examples=150, deadline=None)
@given(place=PLACES, fields=FIELDS)
def test_no_form_breaks_a_way_in_or_leaves_anything_behind(
    client: TestClient, store: tuple[Workspace, Store], place: str, fields: list[tuple[str, str]]
) -> None:
    body = urlencode(fields, errors="surrogatepass")
    answer = client.post(place, content=body, headers=FORM_TYPE)
    assert answer.status_code in REFUSALS
    assert (store[1].response_counts(WAVE), store[1].codes_issued(WAVE)) == ({}, 0)


@settings(max_examples=60, deadline=None)
@given(place=PLACES, body=st.binary(max_size=400))
def test_no_bytes_do_either(
    client: TestClient, store: tuple[Workspace, Store], place: str, body: bytes
) -> None:
    answer = client.post(place, content=body, headers=FORM_TYPE)
    assert answer.status_code in REFUSALS
    assert store[1].response_counts(WAVE) == {}


@settings(max_examples=60, deadline=None)
@given(token=st.text(min_size=1, max_size=40))
def test_no_address_does_either(client: TestClient, token: str) -> None:
    quoted = quote(token, safe="", errors="surrogatepass")
    for place in ("/s/team/", "/s/tickets/", "/s/"):
        assert client.get(place + quoted).status_code in REFUSALS
