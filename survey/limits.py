"""What the server takes at all: asked by a name of its own, in bodies of a form's size.

Files are taken from those alone who work with them. How long a request may take is limited by
``survey.patience``.
"""

from collections.abc import Callable, Sequence
from http.cookies import CookieError, SimpleCookie
from typing import Final
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from survey.form.sent import LARGEST_BODY

UPLOADS: Final = "/_stcore/upload_file/"
LARGEST_HEAD: Final = 32 * 1024
"""Bytes of all headers together."""
POLICY_VIOLATION: Final = 1008

MayUpload = Callable[[str], bool]
"""Says whether the session whose id a browser sent may send files."""


class Limits:
    """Middleware that refuses what no page of this server asks for.

    Parameters
    ----------
    hosts
        Names by which the server may be asked, ``*.`` before one for all below it; all where
        there is none.
    cookie
        The name of the cookie of a session.
    may_upload
        Asked before a file is taken.
    """

    def __init__(
        self, app: ASGIApp, hosts: Sequence[str], cookie: str, may_upload: MayUpload
    ) -> None:
        self._app = app
        self._hosts = tuple(hosts)
        self._cookie = cookie
        self._may_upload = may_upload

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        refusal = await self._refusal(scope, Headers(scope=scope))
        if refusal is None:
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await WebSocketClose(POLICY_VIOLATION)(scope, receive, send)
        else:
            await refusal(scope, receive, send)

    async def _refusal(self, scope: Scope, headers: Headers) -> Response | None:
        if self._hosts and not _among(headers.get("host", ""), self._hosts):
            return _refused("This server is not known by that name.", 421)
        if sum(len(name) + len(value) for name, value in headers.raw) > LARGEST_HEAD:
            return _refused("The head of this request is too large.", 431)
        if scope["type"] == "websocket":
            return _refused_line(headers)
        if UPLOADS in scope["path"]:
            return await self._refused_file(headers)
        return _refused_body(headers)

    async def _refused_file(self, headers: Headers) -> Response | None:
        session = _cookie(headers.get("cookie", ""), self._cookie)
        if await run_in_threadpool(self._may_upload, session):
            return None
        return _refused("Sign in to send a file.", 403)


def _refused_line(headers: Headers) -> Response | None:
    """Refuse another site's page. Streamlit would ask the internet for this server's address."""
    origin = headers.get("origin")
    if origin is None or origin.partition("://")[2] == headers.get("host"):
        return None
    return _refused("Another site's page asks.", 403)


def _refused_body(headers: Headers) -> Response | None:
    if "transfer-encoding" in headers:
        return _refused("Say how long it is.", 411)
    said = headers.get("content-length", "0")
    if not said.isdecimal() or int(said) > LARGEST_BODY:
        return _refused("What was sent is larger than any form.", 413)
    return None


def _refused(sentence: str, status: int) -> Response:
    return PlainTextResponse(sentence, status, headers={"Connection": "close"})


def _among(asked: str, hosts: Sequence[str]) -> bool:
    try:
        parts = urlsplit(f"//{asked}")
        name = (parts.hostname or "").rstrip(".")
    except ValueError:
        return False
    if ":" in name:
        name = f"[{name}]"
    return any(name.endswith(one[1:]) if one.startswith("*.") else name == one for one in hosts)


def _cookie(header: str, name: str) -> str:
    try:
        found = SimpleCookie(header).get(name)
    except CookieError:
        return ""
    return found.value if found else ""
