"""The address that signs staff in: a form is posted, and the browser gets an opaque cookie."""

import asyncio
from collections.abc import Collection
from typing import Final
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from survey.access import sessions, staff
from survey.access.lock_out import LockOut
from survey.form.sent import BodyRefused, read_form
from survey.form.tries import connection
from survey.settings import Workspace

COOKIE: Final = "bearing_session"
ADDRESS: Final = "account/sign-in"
OUTCOME: Final = "sign_in"
"""The question in the address that says how a sign-in went, where it went wrong."""
AT_ONCE: Final = 2
"""Passwords checked at once: each takes 64 MiB, and a crowd must not fill the memory."""


def sign_in_routes(
    workspace: Workspace,
    screens: Collection[str],
    lock_out: LockOut | None = None,
    prefix: str = "",
) -> list[BaseRoute]:
    """Return the route of the sign-in.

    Parameters
    ----------
    workspace
        Whose staff signs in.
    screens
        The paths that one may land on.
    lock_out
        What slows wrong tries down.
    prefix
        The sub-path below which the server answers, such as ``/bearing``.
    """
    entrance = Entrance(workspace, frozenset(screens), lock_out or LockOut())
    return [Route(f"{prefix}/{ADDRESS}", entrance.sign_in, methods=["POST"])]


class Entrance:
    """The endpoint, with what its requests share."""

    def __init__(self, workspace: Workspace, screens: frozenset[str], lock_out: LockOut) -> None:
        self._workspace = workspace
        self._screens = screens
        self._lock_out = lock_out
        self._turns = asyncio.Semaphore(AT_ONCE)

    async def sign_in(self, request: Request) -> Response:
        """Check name and password, begin a session, and lead to what was asked for."""
        if not from_here(request):
            return PlainTextResponse("Sign in on a page of this server.", 403)
        try:
            sent = await read_form(request)
        except BodyRefused as refused:
            return PlainTextResponse(refused.message, refused.status)
        name, where = sent.one("staff_name").strip(), connection(request)
        asked = landing(sent.one("to"), self._screens)
        async with self._turns:
            # Asked within the turn: many tries sent at once wait like those sent one by one.
            if self._lock_out.wait(name, where):
                return _back(asked, "wait")
            role = await run_in_threadpool(staff.check, self._workspace, name, sent.one("password"))
            if role is None:
                self._lock_out.wrong(name, where)
                return _back(asked, "wrong")
        self._lock_out.right(name, where)
        before = request.cookies.get(COOKIE)
        session = await run_in_threadpool(sessions.begin, self._workspace, name, before)
        answer = _to(asked)
        answer.set_cookie(
            COOKIE, session, max_age=int(sessions.ABSOLUTE.total_seconds()), path="/",
            httponly=True, samesite="lax", secure=over_tls(request),
        )  # fmt: skip
        return answer


def from_here(request: Request) -> bool:
    """Whether a form was sent from a page of this server.

    Browsers say so in ``Sec-Fetch-Site`` behind TLS and on this computer. Without TLS they say
    nothing but an ``Origin``, which is ``null`` on pages that send no referrer.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("origin", "null")
    if origin == "null":
        return not over_tls(request)
    return urlsplit(origin).netloc == request.headers.get("host")


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
    choices = [pair for pair in parse_qsl(query, max_num_fields=50) if pair[0] != OUTCOME]
    return quote(path) + (f"?{urlencode(choices)}" if choices else "")


def _back(asked: str, outcome: str) -> Response:
    there = asked or "sign_in"
    return _to(f"{there}{'&' if '?' in there else '?'}{OUTCOME}={outcome}")


def _to(asked: str) -> Response:
    """Lead to a screen. The address is relative, so that it holds below any sub-path."""
    return RedirectResponse(f"../{asked}", 303, headers={"Cache-Control": "no-store"})
