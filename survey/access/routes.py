"""The address that signs staff in: a form is posted, and the browser gets an opaque cookie."""

from collections.abc import Collection
from typing import Final
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from survey.access import sessions
from survey.access.gate import Gate, Refusal
from survey.access.oidc.outcome import OUTCOME as OIDC_OUTCOME
from survey.form.sent import BodyRefused, Sent, read_form
from survey.form.tries import connection
from survey.settings import Workspace

COOKIE: Final = "bearing_session"
ADDRESS: Final = "account/sign-in"
OUTCOME: Final = "sign_in"
"""The question in the address that says how a sign-in went, where it went wrong."""
OUTCOMES: Final = frozenset({OUTCOME, OIDC_OUTCOME})


def sign_in_routes(
    workspace: Workspace,
    screens: Collection[str],
    gate: Gate | None = None,
) -> list[BaseRoute]:
    """Return the route of the sign-in.

    Parameters
    ----------
    workspace
        Whose staff signs in.
    screens
        The paths that one may land on.
    gate
        What checks passwords, shared by all routes that do.
    """
    entrance = Entrance(workspace, frozenset(screens), gate or Gate(workspace))
    return [Route(f"/{ADDRESS}", entrance.sign_in, methods=["POST"])]


class Entrance:
    """The endpoint, with what its requests share."""

    def __init__(self, workspace: Workspace, screens: frozenset[str], gate: Gate) -> None:
        self._workspace = workspace
        self._screens = screens
        self._gate = gate

    async def sign_in(self, request: Request) -> Response:
        """Check name and password, begin a session, and lead to what was asked for."""
        sent = await form_from_here(request)
        if isinstance(sent, Response):
            return sent
        name = sent.one("staff_name").strip()
        asked = landing(sent.one("to"), self._screens)
        checked = await self._gate.check(name, sent.one("password"), connection(request))
        refused = checked if isinstance(checked, Refusal) else await self._gate.enter(checked)
        if refused is not None:
            return lead_to(asked or "sign_in", **{OUTCOME: refused.value})
        answer = lead_to(asked)
        await begin_session(self._workspace, name, request, answer)
        return answer


async def form_from_here(request: Request) -> Sent | Response:
    """Return a form that was sent from a page of this server, or the answer that refuses it."""
    if not from_here(request):
        return PlainTextResponse("Send this form on a page of this server.", 403)
    try:
        return await read_form(request)
    except BodyRefused as refused:
        return PlainTextResponse(refused.message, refused.status)


async def begin_session(
    workspace: Workspace, name: str, request: Request, answer: Response
) -> None:
    """Begin a session for a checked name and give its id to the browser; the one it had ends.

    Where the server answers below a path, the cookie is sent there alone: what else stands on
    that host is not shown it.
    """
    before = request.cookies.get(COOKIE)
    session = await run_in_threadpool(sessions.begin, workspace, name, before)
    answer.set_cookie(
        COOKIE, session, max_age=int(sessions.ABSOLUTE.total_seconds()),
        path=request.scope.get("root_path") or "/",
        httponly=True, samesite="lax", secure=over_tls(request),
    )  # fmt: skip


def from_here(request: Request) -> bool:
    """Whether a form was sent from a page of this server.

    Browsers say so in ``Sec-Fetch-Site`` behind TLS and on this computer, and elsewhere in
    ``Origin``, which staff pages do not keep back (``survey.form.headers``).
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("origin", "")
    return bool(origin) and urlsplit(origin).netloc == request.headers.get("host")


def over_tls(request: Request) -> bool:
    """Whether the browser reaches this server over TLS, here or at a proxy before it."""
    named = request.headers.get("x-forwarded-proto", request.url.scheme)
    return named.split(",")[0].strip() == "https"


def landing(asked: str, screens: Collection[str]) -> str:
    """Return a screen's path with its choices; an empty text for anything else.

    It is built anew from what was read, so that no address leads to another server.
    """
    path, _, query = asked.partition("?")
    if path not in screens:
        return ""
    choices = [pair for pair in parse_qsl(query, max_num_fields=50) if pair[0] not in OUTCOMES]
    return quote(path) + (f"?{urlencode(choices)}" if choices else "")


def lead_to(there: str, **questions: str) -> Response:
    """Lead to a screen. The address is relative, so that it holds below any sub-path."""
    joint = "&" if "?" in there else "?"
    address = f"../{there}{joint}{urlencode(questions)}" if questions else f"../{there}"
    return RedirectResponse(address, 303, headers={"Cache-Control": "no-store"})
