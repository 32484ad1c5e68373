"""Sign-in by the organisation's own service: who comes in, as what, and what is not believed."""

import asyncio
import logging
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.testclient import TestClient

from survey.access import sessions, staff
from survey.access.gate import Gate
from survey.access.ledger import Action, entries
from survey.access.oidc.begun import MOST, VALID, BegunSignIns
from survey.access.oidc.outcome import BACK, START
from survey.access.oidc.provider import Asked, Provider, safe
from survey.access.oidc.routes import AT_ONCE, OidcEntrance, oidc_routes
from survey.access.oidc.routes import COOKIE as OIDC_COOKIE
from survey.access.routes import COOKIE
from survey.access.sign_in_trail import not_entered
from survey.below_root import BelowRoot
from survey.configuration import Settings
from survey.fieldwork.workspaces import create
from survey.first_start.late_routes import LateRoutes
from survey.form.headers import without_codes
from survey.settings import Workspace, WorkspaceKind
from survey.vocabulary import Role
from tests.oidc_provider import (
    CLIENT,
    SECRET,
    LoopbackProvider,
    Wrong,
    by_another,
    by_secret,
    loopback_provider,
    told,
    unsigned,
)

HERE = "http://testserver"
KIM = "kim@example.org"
ROOT = Path(__file__).parents[4]


@pytest.fixture(scope="module")
def service() -> Iterator[LoopbackProvider]:
    with loopback_provider() as provider:
        provider.redirects = [f"{HERE}/{BACK}", f"https://testserver/bearing/{BACK}"]
        yield provider


@pytest.fixture
def provider(service: LoopbackProvider) -> LoopbackProvider:
    service.claims = {"email": KIM, "email_verified": True}
    service.wrong, service.document, service.token_status = None, {}, 200
    service.asked.clear()
    return service


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = Workspace(tmp_path / "workspace")
    create(made, WorkspaceKind.REAL)
    staff.add_without_password(made, KIM, Role.HR)
    return made


def settings(provider: LoopbackProvider, claim: str = "email") -> Settings:
    return Settings(
        oidc_issuer=provider.issuer, oidc_client_id=CLIENT, oidc_client_secret=SecretStr(SECRET),
        oidc_claim=claim,
    )  # fmt: skip


def client(
    workspace: Workspace, provider: LoopbackProvider, claim: str = "email", prefix: str = ""
) -> TestClient:
    late = LateRoutes(prefix)
    gate, asked = Gate(workspace), Provider(settings(provider, claim))
    late.fill(oidc_routes(workspace, {"overview", "sign_in"}, gate, asked))
    app = Starlette(routes=[late], middleware=[Middleware(BelowRoot, prefix)])
    base = "https://testserver" if prefix else HERE
    return TestClient(app, base_url=base, follow_redirects=False)


def there(browser: TestClient, to: str = "overview", prefix: str = "") -> str:
    """Begin a sign-in and return the address at which the service sends the browser back."""
    away = browser.get(f"{prefix}/{START}", params={"to": to})
    assert away.status_code == 303
    answer = requests.get(away.headers["location"], allow_redirects=False, timeout=20)
    assert answer.status_code == 302, answer.text
    return answer.headers["location"]


def signed_in(browser: TestClient, to: str = "overview") -> str:
    """Sign in and return where one lands."""
    answer = browser.get(there(browser, to))
    assert answer.status_code == 303
    return answer.headers["location"]


def test_a_member_comes_in_with_the_role_of_the_staff_list(
    workspace: Workspace, provider: LoopbackProvider
) -> None:
    provider.claims |= {"role": "coordinator", "roles": ["coordinator"], "groups": ["admin"]}
    browser = client(workspace, provider)
    assert signed_in(browser, "overview?wave=2026") == "../overview?wave=2026"
    session = browser.cookies[COOKIE]
    assert sessions.name_of(workspace, session) == KIM
    assert staff.role_of(workspace, KIM) is Role.HR
    entry = entries(workspace)[-1]
    assert (entry.action, entry.details) == (
        Action.SIGNED_IN, {"role": "hr", "way": "provider"},
    )  # fmt: skip
    staff.remove(workspace, KIM)
    assert sessions.name_of(workspace, session) is None, "the list is asked on every run"


def test_the_cookies_are_no_scripts_and_gone_when_the_browser_is_back(
    workspace: Workspace, provider: LoopbackProvider
) -> None:
    browser = client(workspace, provider)
    begun = browser.get(f"/{START}").headers["set-cookie"]
    assert "HttpOnly" in begun and "SameSite=lax" in begun and f"Path=/{BACK}" in begun
    back = browser.get(there(browser)).headers.get_list("set-cookie")
    assert any(one.startswith(f"{COOKIE}=") and "HttpOnly" in one for one in back)
    assert any(one.startswith(f'{OIDC_COOKIE}=""') and "Max-Age=0" in one for one in back)


def test_behind_tls_and_below_a_path_it_leads_back_there(
    workspace: Workspace, provider: LoopbackProvider
) -> None:
    browser = client(workspace, provider, prefix="/bearing")
    location = there(browser, prefix="/bearing")
    assert location.startswith(f"https://testserver/bearing/{BACK}?")
    answer = browser.get(location)
    assert answer.headers["location"] == "../overview"
    assert all("Secure" in one for one in answer.headers.get_list("set-cookie")
               if one.startswith(f"{COOKIE}="))  # fmt: skip


def test_whoever_is_not_on_the_list_is_counted_without_an_address(
    workspace: Workspace, provider: LoopbackProvider
) -> None:
    provider.claims["email"] = "sam@example.org"
    before = len(entries(workspace))
    browser = client(workspace, provider)
    assert signed_in(browser) == "../overview?oidc=unknown"
    assert COOKIE not in browser.cookies
    assert not_entered(workspace) == 1
    assert len(entries(workspace)) == before
    on_disk = b"".join(path.read_bytes() for path in workspace.root.rglob("*") if path.is_file())
    assert b"sam@example.org" not in on_disk


@pytest.mark.parametrize(
    "claims",
    [
        {"email": KIM},
        {"email": KIM, "email_verified": False},
        {"email": KIM, "email_verified": "true"},
        {"email": "", "email_verified": True},
        {"email": [KIM], "email_verified": True},
        {"preferred_username": KIM},
    ],
    ids=str,
)
def test_an_address_that_was_not_verified_names_nobody(
    workspace: Workspace, provider: LoopbackProvider, claims: dict[str, object]
) -> None:
    provider.claims = claims
    browser = client(workspace, provider)
    assert signed_in(browser) == "../overview?oidc=unknown"
    assert COOKIE not in browser.cookies


def test_another_claim_can_hold_the_name(workspace: Workspace, provider: LoopbackProvider) -> None:
    staff.add_without_password(workspace, "k.berger", Role.OCCUPATIONAL_HEALTH)
    provider.claims = {"upn": "k.berger"}
    browser = client(workspace, provider, claim="upn")
    assert signed_in(browser) == "../overview"
    assert sessions.name_of(workspace, browser.cookies[COOKIE]) == "k.berger"


WRONG: dict[str, Wrong] = {
    "unsigned": unsigned,
    "signed by the shared secret": by_secret,
    "signed by another": by_another,
    "another service": told(iss="https://elsewhere.example"),
    "no service": told(iss=None),
    "for another server": told(aud="another"),
    "for several, handed to another": told(aud=[CLIENT, "another"], azp="another"),
    "for nobody": told(aud=None),
    "of another sign-in": told(nonce="another"),
    "of no sign-in": told(nonce=None),
    "too old": told(iat=1, exp=2),
    "without an end": told(exp=None),
    "of later": told(nbf=4102444800),
    "of nobody": told(sub=None),
    "no token": lambda _provider, _claims: "",
    "rubbish": lambda _provider, _claims: "a.b.c",
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_token_that_is_wrong_in_one_thing_lets_nobody_in(
    workspace: Workspace, provider: LoopbackProvider, wrong: str
) -> None:
    provider.wrong = WRONG[wrong]
    browser = client(workspace, provider)
    assert signed_in(browser) == "../overview?oidc=provider"
    assert COOKIE not in browser.cookies
    assert entries(workspace)[-1].action is not Action.SIGNED_IN


@pytest.mark.parametrize(
    "document",
    [
        {"issuer": "https://elsewhere.example"},
        {"authorization_endpoint": "http://elsewhere.example/authorize"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"authorization_endpoint": None},
    ],
    ids=str,
)
def test_a_service_that_names_what_it_may_not_is_not_asked(
    workspace: Workspace, provider: LoopbackProvider, document: dict[str, object]
) -> None:
    provider.document = document
    answer = client(workspace, provider).get(f"/{START}", params={"to": "overview"})
    assert answer.headers["location"] == "../overview?oidc=provider"


def test_a_service_that_is_down_is_one_sentence_and_no_secret_in_the_log(
    workspace: Workspace, provider: LoopbackProvider, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    browser = client(workspace, provider)
    location = there(browser)
    provider.token_status = 503
    assert browser.get(location).headers["location"] == "../overview?oidc=provider"
    [code] = parse_qs(urlsplit(location).query)["code"]
    ours = [one.getMessage() for one in caplog.records if one.name.startswith("survey")]
    assert ours
    assert not any(secret in line for line in ours for secret in (SECRET, code, KIM))


def test_a_service_that_does_not_answer_is_left_alone_for_a_while(
    workspace: Workspace, provider: LoopbackProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def get(_session: requests.Session, address: str, **_how: object) -> requests.Response:
        asked.append(address)
        raise requests.ConnectionError

    monkeypatch.setattr(requests.Session, "get", get)
    browser = client(workspace, provider)
    for _ in range(3):
        answer = browser.get(f"/{START}")
        assert answer.headers["location"] == "../sign_in?oidc=provider"
    assert len(asked) == 1


class SlowProvider(Provider):
    """A service that answers late; it counts how many wait for it at once."""

    waiting = 0
    most = 0

    def address(self, asked: Asked) -> str:
        self.waiting += 1
        self.most = max(self.most, self.waiting)
        time.sleep(0.05)
        self.waiting -= 1
        return "https://login.example.org"


def test_a_slow_service_holds_few_threads_however_many_ask(
    workspace: Workspace, provider: LoopbackProvider
) -> None:
    slow = SlowProvider(settings(provider))
    entrance = OidcEntrance(workspace, frozenset(), Gate(workspace), slow)
    scope = {"type": "http", "headers": [(b"host", b"testserver")], "query_string": b"",
             "scheme": "http", "path": f"/{START}"}  # fmt: skip

    async def many() -> list[int]:
        answers = await asyncio.gather(*(entrance.start(Request(scope)) for _ in range(12)))
        return [one.status_code for one in answers]

    # A thread of its own: after a browser test a loop runs for good in this one.
    with ThreadPoolExecutor(1) as own:
        assert own.submit(asyncio.run, many()).result() == [303] * 12
    assert slow.most <= AT_ONCE


def test_an_answer_is_for_the_browser_that_began_and_for_once(
    workspace: Workspace, provider: LoopbackProvider
) -> None:
    mine, other = client(workspace, provider), client(workspace, provider)
    location = there(other)
    assert mine.get(location).headers["location"] == "../sign_in?oidc=again"
    begun = there(mine)
    [state] = parse_qs(urlsplit(begun).query)["state"]
    assert mine.get(begun.replace(state, "another")).headers["location"].endswith("oidc=again")
    assert mine.get(begun).headers["location"].endswith("oidc=again"), "once, right or wrong"
    assert COOKIE not in mine.cookies
    assert len(provider.codes) >= 2, "no code was taken to the service"


def test_whoever_calls_it_off_there_is_told_so(
    workspace: Workspace, provider: LoopbackProvider
) -> None:
    browser = client(workspace, provider)
    location = there(browser)
    answer = browser.get(f"/{BACK}", params={"error": "access_denied"})
    assert answer.headers["location"] == "../overview?oidc=refused"
    assert browser.get(location).headers["location"] == "../sign_in?oidc=again", "it was called off"
    assert browser.get(f"/{BACK}").headers["location"] == "../sign_in?oidc=refused"


def test_one_lands_on_a_screen_of_this_server_alone(
    workspace: Workspace, provider: LoopbackProvider
) -> None:
    browser = client(workspace, provider)
    assert signed_in(browser, "https://elsewhere.example/overview") == "../"
    assert signed_in(browser, "overview?oidc=unknown&sign_in=wrong") == "../overview"


def test_where_nothing_can_be_entered_nobody_comes_in(
    workspace: Workspace, provider: LoopbackProvider
) -> None:
    browser = client(workspace, provider)
    location = there(browser)
    workspace.ledger.write_text("no entry\n", "utf-8")
    assert browser.get(location).headers["location"] == "../overview?oidc=unrecorded"
    assert COOKIE not in browser.cookies


def test_a_new_key_of_the_service_is_asked_for(
    workspace: Workspace, provider: LoopbackProvider
) -> None:
    browser = client(workspace, provider)
    assert signed_in(browser) == "../overview"
    asked = provider.asked.count("/keys")
    before = provider.key
    try:
        provider.key = type(before).generate_key(2048, {"kid": "two"})
        assert signed_in(browser) == "../overview"
    finally:
        provider.key = before
    assert (asked, provider.asked.count("/keys")) == (1, 2)
    assert provider.asked.count("/.well-known/openid-configuration") == 1


def test_a_sign_in_that_was_begun_ends_by_time_and_by_number() -> None:
    begun = BegunSignIns()
    browser, asked = begun.begin("back", "overview", now=0.0)
    assert begun.end(browser, asked.state, now=VALID) is None
    browser, asked = begun.begin("back", "overview", now=0.0)
    for _ in range(MOST - 1):
        begun.begin("back", "overview", now=0.0)
    found = begun.end(browser, asked.state, now=1.0)
    assert found is not None and found.asked == asked
    browser, asked = begun.begin("back", "overview", now=0.0)
    for _ in range(MOST):
        begun.begin("back", "overview", now=0.0)
    assert begun.end(browser, asked.state, now=1.0) is None


@pytest.mark.parametrize(
    ("address", "fits"),
    [
        ("https://login.example.org/a", True),
        ("http://127.0.0.1:9400", True),
        ("http://login.example.org", False),
        ("ftp://localhost", False),
        ("https://", False),
    ],
)
def test_only_what_is_encrypted_or_stays_here_is_asked(address: str, fits: bool) -> None:
    assert safe(address) is fits


def test_no_log_keeps_what_the_service_answered() -> None:
    line = without_codes(f'"GET /bearing/{BACK}?code=abc&state=def HTTP/1.1" 303')
    assert line == f'"GET /bearing/{BACK}?… HTTP/1.1" 303'


def test_where_it_is_off_nothing_that_could_ask_is_loaded_and_no_address_answers(
    tmp_path: Path,
) -> None:
    """The whole app with a socket that reaches nobody else: what it does at its start and there."""
    create(Workspace(tmp_path / "workspace"), WorkspaceKind.REAL)
    script = """
import socket, sys
connect = socket.socket.connect
def only_here(self, address):
    if isinstance(address, tuple) and address[0] not in ("127.0.0.1", "::1", "localhost"):
        raise AssertionError(f"asked {address[0]}")
    return connect(self, address)
socket.socket.connect = only_here
import app
paths = {route.path for route in app.serving.routes._routes}
assert "/account/sign-in" in paths, paths
assert not [path for path in paths if "oidc" in path], paths
loaded = [name for name in sys.modules if name.split(".")[0] == "authlib"
          or name.startswith("survey.access.oidc.provider")]
assert not loaded, loaded
print("nothing")
app.serving.close()
"""
    around = {name: one for name, one in os.environ.items() if not name.startswith("BEARING_")}
    around |= {"BEARING_WORKSPACE": str(tmp_path / "workspace"), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, env=around, capture_output=True, text=True,
        timeout=300, check=False,
    )  # fmt: skip
    assert done.stdout.strip().endswith("nothing"), done.stderr[-2000:]
