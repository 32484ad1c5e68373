"""What stands before every endpoint: wrong codes are limited, and failures become pages."""

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

Endpoint = Callable[[Request], Awaitable[Response]]


class Protection:
    """Wraps endpoints; all that one of these wraps count a connection's wrong codes together."""

    def __init__(self, reception: Reception) -> None:
        self._reception = reception
        self._tries = Tries()

    def limited(self, endpoint: Endpoint) -> Endpoint:
        """Return an endpoint, kindly, that a connection cannot use after too many wrong codes."""

        async def answer(request: Request) -> Response:
            if self._tries.too_many(request):
                return await self._limit(request)
            response = await endpoint(request)
            if response.status_code == UNKNOWN:
                self._tries.add(request)
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

    async def _limit(self, request: Request) -> Response:
        reception = self._reception
        sent = await reception.read(request) if request.method == "POST" else None
        language = reception.language(request, sent.one("language") if sent else None)
        return reception.beside(request).limited(language, sent)

    def _failed(self, request: Request) -> Response:
        reception = self._reception
        sent, notices = reception.sent(request), reception.beside(request)
        if sent is None or not sent.one("code") or not (sent.one("at") or sent.answers):
            return notices.unavailable(reception.language(request))
        return notices.unsaved(reception.language(request, sent.one("language")), sent)
