"""What stands around every endpoint: wrong codes are slowed, and failures become pages."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from survey.form.kiosk import KioskLeft
from survey.form.reception import Reception
from survey.form.sent import BodyRefused
from survey.form.tries import Tries

LOG: Final = logging.getLogger("bearing.form")

UNKNOWN: Final = 404
"""The status of a code that no wave has: the one thing that counts as a wrong try."""

SLOWED: Final = 2.0
"""Seconds that a wrong code waits for its answer where its connection brought too many."""

Endpoint = Callable[[Request], Awaitable[Response]]


class Protection:
    """Wraps endpoints; all that one of these wraps count a connection's wrong codes together."""

    def __init__(self, reception: Reception) -> None:
        self._reception = reception
        self._tries = Tries()

    def slowed(self, endpoint: Endpoint) -> Endpoint:
        """Return an endpoint, kindly, that answers a wrong code late after too many of them.

        What was asked is looked up first, so that nothing ever stands before a right code. Who
        waits holds neither a thread nor a lock: an idle connection costs the server as much.
        """

        async def answer(request: Request) -> Response:
            response = await endpoint(request)
            if response.status_code == UNKNOWN:
                late = self._tries.too_many(request)
                self._tries.add(request)
                if late:
                    await pause(SLOWED)
            return response

        return self.kindly(answer)

    def kindly(self, endpoint: Endpoint) -> Endpoint:
        """Return an endpoint whose failures become pages: nothing of them reaches log or reader."""

        async def answer(request: Request) -> Response:
            reception = self._reception
            try:
                return await endpoint(request)
            except BodyRefused as refusal:
                language = reception.language(request)
                return reception.notices.message("refused", language, refusal.status)
            except KioskLeft:
                sent = reception.sent(request)
                language = reception.language(request, sent.one("language") if sent else None)
                return reception.notices.on(kiosk=True).start(language)
            except Exception as failure:  # noqa: BLE001 - a reader gets a page, whatever it was
                # Its kind only: a message or a traceback might hold what was sent.
                LOG.error("A page of the form failed: %s", type(failure).__name__)
                return self._failed(request)

        return answer

    def _failed(self, request: Request) -> Response:
        reception = self._reception
        sent, notices = reception.sent(request), reception.beside(request)
        if sent is None or not sent.one("code") or not (sent.one("at") or sent.answers):
            return notices.unavailable(reception.language(request))
        return notices.unsaved(reception.language(request, sent.one("language")), sent)


async def pause(seconds: float) -> None:
    """Let others go on for so many seconds."""
    await asyncio.sleep(seconds)
