"""Until built: every address shows one page that says how far the demonstration is."""

from math import ceil
from typing import Final

from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from survey.first_start.first_start import FirstStart, Phase, Standing
from survey.first_start.page import page_of

AGAIN: Final = 3
"""Seconds after which the page looks again by itself."""
TRY_LATER: Final = 1013
ROUNDED_TO: Final = 5


def spoken_seconds(left: float) -> int:
    """Return seconds as somebody would say them: in fives, and never none."""
    return max(ceil(left / ROUNDED_TO), 1) * ROUNDED_TO


class UntilBuilt:
    """Middleware that answers in place of the server for as long as there is no workspace.

    Parameters
    ----------
    first_start
        Says how far it is; nothing is in the way once it is served.
    """

    def __init__(self, app: ASGIApp, first_start: FirstStart) -> None:
        self._app, self._first_start = app, first_start

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer it with the page and ask a browser to come again."""
        standing = self._first_start.standing
        if standing.phase is Phase.SERVED or scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await WebSocketClose(TRY_LATER)(scope, receive, send)
        else:
            await self._page(Request(scope), standing)(scope, receive, send)

    def _page(self, request: Request, standing: Standing) -> HTMLResponse:
        text, headers = page_of(
            standing,
            spoken_seconds(self._first_start.left),
            again=AGAIN,
            wish=request.query_params.get("lang"),
            accept_language=request.headers.get("accept-language", ""),
        )
        return HTMLResponse(text, 503, headers={**headers, "Retry-After": str(AGAIN)})
