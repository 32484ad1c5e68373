"""Blind tickets: a code is spent for a signature of something blinded, a ticket opens the form.

Between the two requests lies what only the device knows. The form is then opened with the code
that follows from the ticket, so that everything after it is as with any other code.
"""

import base64
from collections.abc import Awaitable, Callable
from functools import cache
from pathlib import Path
from typing import Any, Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

from survey.fieldwork.blind_signatures import BlindedInvalid, SigningKey, fingerprint, verify
from survey.fieldwork.codes import CodeMalformed, normal_form
from survey.fieldwork.dates.dates import Phase, utc_now
from survey.fieldwork.ticket_keys import keys_sha256
from survey.form.protection import Endpoint
from survey.form.questionnaire import Bearer
from survey.form.reception import Reception
from survey.form.screens import HEADERS, Around, screen
from survey.form.sent import Sent
from survey.store.errors import WaveUnknown
from survey.store.protocol import CodeCheck, CodeStanding, Store, Wave
from survey.vocabulary import WaveState

STATIC: Final = Path(__file__).parent / "static" / "tickets"
SCRIPTS: Final = ("ticket.js", "proof.js")
SHORTEST_MESSAGE: Final = 32
LONGEST_MESSAGE: Final = 256

TicketKey = Callable[[str, int], SigningKey]
Offer = Callable[[Request, str, CodeCheck, str | None], Awaitable[Response | None]]


async def no_offer(
    _request: Request, _code: str, _check: CodeCheck, _wish: str | None
) -> Response | None:
    """Offer nothing: the form opens at once."""
    return None


class TicketRoutes:
    """The endpoints below ``/s/tickets``, and the page that offers a ticket for a code."""

    def __init__(
        self,
        store: Store,
        reception: Reception,
        opening: Callable[[Request, str, str | None], Awaitable[Response]],
        key: TicketKey | None,
    ) -> None:
        self._store = store
        self._reception = reception
        self._opening = opening
        self._key = key

    def routes(self, guard: Callable[[Endpoint], Endpoint]) -> list[BaseRoute]:
        """Return the routes; ``guard`` wraps each endpoint that takes a code."""
        return [
            Route("/s/tickets", guard(self.explain), methods=["GET"]),
            Route("/s/tickets/sign", guard(self.sign), methods=["POST"]),
            Route("/s/tickets/answer", guard(self.answer), methods=["POST"]),
            Route("/s/tickets/{script}", guard(self.script), methods=["GET"]),
        ]

    async def offer(
        self, request: Request, code: str, check: CodeCheck, wish: str | None
    ) -> Response | None:
        """Return the page that offers a ticket for a code, or None where its wave has none.

        A spent code gets it as well: the device may have a ticket for it that was not used yet.
        """
        if self._key is None or check.wave is None or check.unit is None or _outside(check):
            return None
        wave = self._store.known_wave(check.wave)
        if not wave.ways.blind_tickets:
            return None
        notices, language = self._reception.beside(request), self._reception.language(request, wish)
        spent = check.standing is not CodeStanding.FRESH
        key = self._key(wave.name, check.unit)
        numbers = key.public.public_numbers()
        return _page(
            "ticket.html",
            language,
            410 if spent else 200,
            notices.around,
            code=code,
            spent=spent,
            standing=check.standing.value,
            wave=wave.name,
            unit=check.unit,
            n=_text(numbers.n.to_bytes(key.size)),
            e=_text(numbers.e.to_bytes(3)),
            print=fingerprint(key.public),
            device_key=Bearer(code).device_key,
        )

    async def sign(self, request: Request) -> Response:
        """Spend a code for the signature of a blinded message; nothing else is asked or kept."""
        sent = await self._reception.read(request)
        try:
            code, blinded = normal_form(sent.one("code")), _bytes(sent.one("blinded"))
        except CodeMalformed:
            return _answer(400)
        check = await run_in_threadpool(self._store.check_code, code)
        if self._key is None or check.wave is None or check.unit is None:
            return _answer(404)
        wave = await run_in_threadpool(self._store.wave, check.wave)
        if not wave.ways.blind_tickets:
            return _answer(404)
        if _outside(check):
            return _answer(410)
        try:
            key = self._key(wave.name, check.unit)
            signature = await run_in_threadpool(key.blind_sign, blinded)
        except BlindedInvalid:
            return _answer(400)
        unit = await run_in_threadpool(self._store.spend_for_signature, wave.name, code, blinded)
        return _answer(410) if unit is None else _answer(200, signature=_text(signature))

    async def answer(self, request: Request) -> Response:
        """Open the form for a ticket: a message and its signature under a team's key."""
        sent = await self._reception.read(request)
        language = self._reception.language(request, sent.one("language"))
        wave = await self._open_wave(sent.one("wave"))
        units = [unit.id for unit in wave.units if str(unit.id) == sent.one("unit")] if wave else []
        message = _bytes(sent.one("message"))
        if wave is None or not units or not self._signed(wave, units[0], message, sent):
            notices = self._reception.beside(request)
            return notices.message("ticket_refused", language, 404, way_on=True)
        phase = wave.dates.phase(utc_now())
        if phase is not Phase.RUNNING:
            standing = CodeStanding.EARLY if phase is Phase.EARLY else CodeStanding.CLOSED
            return self._reception.beside(request).refused(standing, language, dates=wave.dates)
        code = await run_in_threadpool(self._store.code_of_ticket, wave.name, units[0], message)
        return await self._opening(request, code, language)

    def _signed(self, wave: Wave, unit: int, message: bytes, sent: Sent) -> bool:
        if self._key is None or not SHORTEST_MESSAGE <= len(message) <= LONGEST_MESSAGE:
            return False
        return verify(self._key(wave.name, unit).public, message, _bytes(sent.one("signature")))

    async def explain(self, request: Request) -> Response:
        """Show how a ticket works, the keys in force, and a proof that runs on the device."""
        waves = await run_in_threadpool(self._store.waves)
        shown = [w for w in waves if w.state is WaveState.OPEN and w.ways.blind_tickets]
        notices, language = self._reception.beside(request), self._reception.language(request)
        return _page(
            "tickets.html",
            language,
            200,
            notices.around,
            others=notices.other_languages(language),
            waves=[await run_in_threadpool(self._keys_of, wave) for wave in shown],
        )

    async def script(self, request: Request) -> Response:
        """Return one of the two scripts."""
        name = request.path_params["script"]
        if name not in SCRIPTS:
            return self._reception.beside(request).missing(self._reception.language(request))
        kept = {"Cache-Control": "public, max-age=86400"}
        return Response(_script(name), media_type="text/javascript", headers=HEADERS | kept)

    def _keys_of(self, wave: Wave) -> dict[str, Any]:
        if self._key is None:
            return {"name": wave.name, "all": "", "keys": []}
        prints = {u.id: fingerprint(self._key(wave.name, u.id).public) for u in wave.units}
        keys = [(f"{u.team}, {u.department}", prints[u.id]) for u in wave.units]
        return {"name": wave.name, "all": keys_sha256(prints), "keys": keys}

    async def _open_wave(self, name: str) -> Wave | None:
        try:
            wave = await run_in_threadpool(self._store.wave, name)
        except WaveUnknown:
            return None
        return wave if wave.state is WaveState.OPEN and wave.ways.blind_tickets else None


def _outside(check: CodeCheck) -> bool:
    """Whether the wave of a code takes no answers yet, or no more."""
    return check.standing in (CodeStanding.EARLY, CodeStanding.CLOSED)


@cache
def _script(name: str) -> str:
    return (STATIC / name).read_text("utf-8")


def _page(template: str, language: str, status: int, around: Around, **values: Any) -> HTMLResponse:
    """Return a page that may also run this server's scripts."""
    page = screen(template, language, status, around, **values)
    policy = page.headers["content-security-policy"]
    page.headers["content-security-policy"] = policy.replace("script-src ", "script-src 'self' ")
    return page


def _answer(status: int, **content: str) -> Response:
    headers = {name: value for name, value in HEADERS.items() if name != "Content-Security-Policy"}
    return JSONResponse(content, status, headers=headers)


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    """Return what base64url without padding stands for; nothing where it is none."""
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except ValueError:
        return b""
