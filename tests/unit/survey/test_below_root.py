"""Below a sub-path each address of the form stays there, whether a proxy takes it away or not."""

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from survey.below_root import BelowRoot
from survey.fieldwork.policy import Policy
from survey.fieldwork.ticket_keys import signing_key
from survey.fieldwork.waves import open_wave
from survey.fieldwork.ways import Ways
from survey.first_start.late_routes import LateRoutes
from survey.form.routes import survey_routes
from survey.form.screens import Around
from survey.instruments.catalogue import load
from survey.settings import WorkspaceKind
from survey.store.opening import close_store
from survey.store.writer import ResponseWriter
from tests.form_wave import UNITS, WAVE, Field, full_answers, open_field

ROOT = "/bearing"
TEMPLATES = Path("survey/form/templates")
LEADS = re.compile(r"""(?:href|action|src|data-start|data-sign)="([^"#?][^"]*)"|url=([^"]+)""")
ELSEWHERE = ("data:", "https:", "mailto:", "tel:")


@pytest.fixture(scope="module")
def field(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Field]:
    folder = tmp_path_factory.mktemp("root") / "workspace"
    made = open_field(folder, kind=WorkspaceKind.DEMONSTRATION)
    yield made
    close_store(made.workspace)


@pytest.fixture(scope="module")
def client(field: Field) -> Iterator[TestClient]:
    writer = ResponseWriter(field.store)
    late = LateRoutes(ROOT)
    late.fill(survey_routes(field.store, writer, True, around=Around(root=ROOT)))
    app = Starlette(routes=[late], middleware=[Middleware(BelowRoot, ROOT)])
    yield TestClient(app, follow_redirects=False)
    writer.close()


def led_to(page: str) -> set[str]:
    """Return where a page leads on this server."""
    found = {one or other for one, other in LEADS.findall(page)}
    return {address for address in found if not address.startswith(ELSEWHERE)}


def test_every_page_of_the_form_leads_below_the_root(client: TestClient, field: Field) -> None:
    answers = full_answers(field.store.wave(WAVE).instrument)
    code = field.code()
    pages = [
        client.get(f"{ROOT}/s"),
        client.get(f"{ROOT}/s/kiosk"),
        client.get(f"{ROOT}/s/promise"),
        client.get(f"{ROOT}/s/promise?kiosk=1"),
        client.get(f"{ROOT}/s/nonsense"),
        client.get(f"{ROOT}/s/{code}"),
        client.get(f"{ROOT}/s/preview/core"),
        client.get(f"{ROOT}/s/tickets"),
        client.post(f"{ROOT}/s", data={"code": code, "at": "0"}),
        client.post(f"{ROOT}/s", data={"code": code, **answers}),
        client.post(f"{ROOT}/s", data={"code": field.code(), "kiosk": "1", **answers}),
        client.get(f"{ROOT}/s/{code}"),
    ]
    assert [page.status_code for page in pages] == [200] * 4 + [400] + [200] * 6 + [410]
    leads = set().union(*(led_to(page.text) for page in pages))
    assert f"{ROOT}/s" in leads and f"{ROOT}/s/preview/core" in leads
    assert {one for one in leads if not one.startswith(f"{ROOT}/")} == set()


def test_what_leads_on_stays_below_the_root(client: TestClient) -> None:
    for asked in (f"{ROOT}/s/start", f"{ROOT}/s/demo", "/s/demo"):
        there = client.get(asked)
        assert there.status_code == 303
        assert there.headers["location"].startswith(f"{ROOT}/s")


def test_no_template_writes_an_address_that_forgets_the_root() -> None:
    for template in TEMPLATES.glob("*.html"):
        forgetful = re.findall(r"""(?:="|url=)/[a-z"]""", template.read_text("utf-8"))
        assert not forgetful, template.name


def test_a_page_with_tickets_names_the_addresses_of_its_scripts_below_the_root(
    tmp_path: Path,
) -> None:
    made = open_field(tmp_path / "workspace")
    terms = {"instrument": load("core"), "policy": Policy(), "units": UNITS}
    open_wave(made.workspace, made.store, "tickets", ways=Ways(blind_tickets=True), **terms)
    [code] = made.store.issue_codes("tickets", {1: 1})[1]
    writer = ResponseWriter(made.store)
    late = LateRoutes(ROOT)
    late.fill(
        survey_routes(
            made.store,
            writer,
            False,
            around=Around(root=ROOT),
            ticket_key=partial(signing_key, made.workspace),
        )
    )
    leads = led_to(TestClient(Starlette(routes=[late])).get(f"{ROOT}/s/{code}").text)
    assert f"{ROOT}/s/tickets/sign" in leads and f"{ROOT}/s/tickets/ticket.js" in leads
    assert {one for one in leads if not one.startswith(f"{ROOT}/")} == set()
    source = Path("survey/form/static/tickets/source/ticket.js").read_text("utf-8")
    built = Path("survey/form/static/tickets/ticket.js").read_text("utf-8")
    assert "fetch(data.sign," in source and '"/s/' not in source + built
    writer.close()
    close_store(made.workspace)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("/bearing/teams", "/bearing/teams"),
        ("/teams", "/bearing/teams"),
        ("/bearing", "/bearing"),
        ("/", "/bearing/"),
        ("/bearings", "/bearing/bearings"),
        ("/a%20b", "/bearing/a b"),
    ],
)
def test_a_request_gets_back_the_path_that_a_proxy_took(asked: str, found: str) -> None:
    async def path(request: Request) -> PlainTextResponse:
        return PlainTextResponse(request.scope["path"])

    app = Starlette(routes=[Route("/{rest:path}", path)])
    assert TestClient(BelowRoot(app, ROOT)).get(asked).text == found
    assert TestClient(BelowRoot(app, "")).get("/teams").text == "/teams"
