"""The addresses of the form: open it with a code, send it, be thanked after the commit."""

import logging
from collections.abc import Awaitable, Callable
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from survey.fieldwork.codes import CodeMalformed, normal_form
from survey.fieldwork.receipts import new_receipt, receipt_hash, shown_receipt
from survey.form.commit import Trouble, commit
from survey.form.contacts import Contact
from survey.form.feedback import feedback
from survey.form.languages import chosen, form_languages
from survey.form.notices import Notices, soon
from survey.form.preview import preview
from survey.form.questionnaire import Bearer, Questionnaire, Terms
from survey.form.screens import HEADERS, Around
from survey.form.sent import BodyRefused, Sent, read_form
from survey.form.team_link import TeamLinkRoutes
from survey.form.tickets import Offer, TicketKey, TicketRoutes, no_offer
from survey.form.tries import Tries
from survey.form.walk import STEERING, Row, Show
from survey.store.protocol import CodeStanding, Store, Submission
from survey.store.writer import ResponseWriter
from survey.vocabulary import WaveState

LOG: Final = logging.getLogger("bearing.form")

PATIENCE: Final = 20.0
"""Seconds for which a sender waits for the commit; browsers wait for longer than that."""

UNKNOWN: Final = 404
"""The status of a code that no wave has: the one thing that counts as a wrong try."""

Endpoint = Callable[[Request], Awaitable[Response]]


def survey_routes(
    store: Store,
    writer: ResponseWriter,
    demonstration: bool,
    patience: float = PATIENCE,
    contacts: tuple[Contact, ...] = (),
    ticket_key: TicketKey | None = None,
) -> list[BaseRoute]:
    """Return the routes of the employee's form.

    Parameters
    ----------
    store
        Where waves and codes are looked up.
    writer
        Takes the answers to the store; the thank-you page waits for it.
    demonstration
        Whether all is made up: then ``/s/demo`` hands out codes, and each page says so.
    patience
        Seconds for which a sender waits for the commit.
    contacts
        Whom employees can turn to; named beside their own result.
    ticket_key
        Gives the key that signs a team's blind tickets; without it there are none.
    """
    survey = SurveyRoutes(store, writer, Notices(Around(demonstration), contacts), patience)
    team = TeamLinkRoutes(store, survey.beside, survey.language, survey.show_form)
    tickets = TicketRoutes(store, survey.beside, survey.language, survey.show_form, ticket_key)
    survey.offer = tickets.offer
    return [
        Route("/s", survey.kindly(survey.start), methods=["GET"]),
        Route("/s", survey.kindly(survey.limited(survey.send)), methods=["POST"]),
        Route("/s/start", survey.kindly(survey.back_to_start), methods=["GET"]),
        Route("/s/start", survey.kindly(survey.limited(survey.open_typed)), methods=["POST"]),
        Route("/s/kiosk", survey.kindly(survey.start_kiosk), methods=["GET"]),
        Route("/s/demo", survey.kindly(survey.try_it), methods=["GET"]),
        Route("/s/preview/{key}", survey.kindly(survey.open_preview), methods=["GET"]),
        Route("/s/preview/{key}", survey.kindly(survey.send_preview), methods=["POST"]),
        Route("/s/team/{token}", survey.kindly(survey.limited(team.look)), methods=["GET"]),
        Route("/s/team/{token}", survey.kindly(survey.limited(team.begin)), methods=["POST"]),
        *tickets.routes(lambda endpoint: survey.kindly(survey.limited(endpoint))),
        Route("/s/{code:path}", survey.kindly(survey.limited(survey.open_linked)), methods=["GET"]),
    ]


class SurveyRoutes:
    """The endpoints, with what they share."""

    def __init__(
        self, store: Store, writer: ResponseWriter, notices: Notices, patience: float
    ) -> None:
        self._store = store
        self._writer = writer
        self._notices = notices
        self._patience = patience
        self._tries = Tries()
        self.offer: Offer = no_offer
        """What may stand between a code and its form."""
        self._questionnaires: dict[str, Questionnaire] = {}

    async def start(self, request: Request) -> Response:
        """Ask for a code."""
        return self.beside(request).start(self.language(request))

    async def start_kiosk(self, request: Request) -> Response:
        """Ask for a code on a device that many people share."""
        return self._notices.on(kiosk=True).start(self.language(request))

    async def back_to_start(self, request: Request) -> Response:
        """Lead an address that was only meant for sending a code back to the start."""
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"/s{query}", 303, headers=HEADERS)

    async def open_linked(self, request: Request) -> Response:
        """Show the form for a code in the address."""
        typed = request.path_params["code"].strip("/")
        if not typed:
            return await self.start(request)
        return await self.open(request, typed, request.query_params.get("lang"))

    async def open_typed(self, request: Request) -> Response:
        """Show the form for a typed code, which then stands in no address."""
        sent = await self._read(request)
        return await self.open(request, sent.one("code"), sent.one("language"))

    async def try_it(self, request: Request) -> Response:
        """Hand out a code of the open wave; in the demonstration only."""
        wish = request.query_params.get("lang")
        notices = self.beside(request)
        if not notices.around.demonstration:
            return notices.message("missing", self.language(request, wish), 404, way_on=True)
        waves = await run_in_threadpool(self._store.waves)
        for wave in reversed([one for one in waves if one.state is WaveState.OPEN]):
            code = await run_in_threadpool(self._store.replace_unused_code, wave.name)
            if code is not None:
                query = f"?lang={wish}" if wish in form_languages() else ""
                return RedirectResponse(f"/s/{code}{query}", 303, headers=HEADERS)
        return notices.message("no_codes", self.language(request, wish), 410)

    async def open_preview(self, request: Request) -> Response:
        """Show the form of a bundled instrument as employees see it."""
        form = preview(request.path_params["key"], self._notices.around)
        if form is None:
            return self._notices.message("missing", self.language(request), 404, way_on=True)
        return form.page(Bearer(""), self.language(request, None, form))

    async def send_preview(self, request: Request) -> Response:
        """Go on in a preview. At its end there is a result, as ever, but nothing is stored."""
        sent = await self._read(request)
        form = preview(request.path_params["key"], self._notices.around)
        if form is None:
            return self._notices.message("missing", self.language(request), 404, way_on=True)
        wish = sent.one("show") or sent.one("language")
        language, step = self.language(request, wish, form), form.walk.follow(sent)
        if isinstance(step, Show):
            return form.page(Bearer(""), language, step)
        return self._thanks(request, form, Bearer(""), language, step)

    async def send(self, request: Request) -> Response:
        """Take the answers, or show a page of the form: another one, or one with its faults."""
        sent = await self._read(request)
        wish = sent.one("show") or sent.one("language")
        notices = self.beside(request)
        try:
            code = normal_form(sent.one("code"))
        except CodeMalformed:
            return notices.start(self.language(request, wish), "malformed", 400)
        bearer = Bearer(code, notices.around.kiosk)
        check = await run_in_threadpool(self._store.check_code, code)
        if check.standing is not CodeStanding.FRESH or check.wave is None:
            language = self.language(request, wish)
            return notices.refused(check.standing, language, device_key=bearer.device_key)
        form = await self._questionnaire(check.wave)
        language, step = self.language(request, wish, form), form.walk.follow(sent)
        if isinstance(step, Show):
            return form.page(bearer, language, step)
        return await self._take(request, form, bearer, language, step)

    def limited(self, endpoint: Endpoint) -> Endpoint:
        """Return an endpoint that a connection cannot use any more after too many wrong codes."""

        async def answer(request: Request) -> Response:
            if self._tries.too_many(request):
                sent = await self._read(request) if request.method == "POST" else None
                language = self.language(request, sent.one("language") if sent else None)
                return self.beside(request).limited(language, sent)
            response = await endpoint(request)
            if response.status_code == UNKNOWN:
                self._tries.add(request)
            return response

        return answer

    def kindly(self, endpoint: Endpoint) -> Endpoint:
        """Return an endpoint whose failures become pages: nothing of them reaches log or reader."""

        async def answer(request: Request) -> Response:
            try:
                return await endpoint(request)
            except BodyRefused as refusal:
                return self._notices.message("refused", self.language(request), refusal.status)
            except Exception as failure:  # noqa: BLE001 - a reader gets a page, whatever it was
                # Its kind only: a message or a traceback might hold what was sent.
                LOG.error("A page of the form failed: %s", type(failure).__name__)
                return self._failed(request)

        return answer

    async def _read(self, request: Request) -> Sent:
        """Read a sent form, and remember it for the case that something fails."""
        sent = await read_form(request)
        request.state.sent = sent
        return sent

    async def open(self, request: Request, typed: str, wish: str | None) -> Response:
        """Show the form for a code as it was typed; before it the offer of a ticket, if any."""
        try:
            offer = await self.offer(request, normal_form(typed), wish)
        except CodeMalformed:
            offer = None
        return offer or await self.show_form(request, typed, wish)

    async def show_form(self, request: Request, typed: str, wish: str | None) -> Response:
        """Show the form for a code as it was typed, in the language that was asked for."""
        notices = self.beside(request)
        try:
            code = normal_form(typed)
        except CodeMalformed:
            return notices.start(self.language(request, wish), "malformed", 400, typed)
        bearer = Bearer(code, notices.around.kiosk)
        check = await run_in_threadpool(self._store.check_code, code)
        if check.standing is not CodeStanding.FRESH or check.wave is None:
            language = self.language(request, wish)
            return notices.refused(check.standing, language, typed, bearer.device_key)
        form = await self._questionnaire(check.wave)
        return form.page(bearer, self.language(request, wish, form))

    async def _take(
        self, request: Request, form: Questionnaire, bearer: Bearer, language: str, row: Row
    ) -> Response:
        """Store the answers and say thank you; the one place from which that page is sent."""
        receipt = new_receipt()
        submission = Submission(form.terms.name, bearer.code, row, receipt_hash(receipt))
        outcome = await commit(self._writer, submission, self._patience)
        if outcome is CodeStanding.FRESH:
            return self._thanks(request, form, bearer, language, row, receipt)
        if isinstance(outcome, Trouble):
            sent: Sent = request.state.sent
            last = Show(form.walk.last, form.walk.sheet.kept(sent.besides(*STEERING)))
            return soon(form.page(bearer, language, last, outcome, 503))
        return self.beside(request).refused(outcome, language, device_key=bearer.device_key)

    def _thanks(
        self,
        request: Request,
        form: Questionnaire,
        bearer: Bearer,
        language: str,
        row: Row,
        receipt: str = "",
    ) -> Response:
        own = feedback(form.instrument, row, language)
        return self.beside(request).thanks(
            language, form.terms.policy, own, bearer.device_key,
            preview=form.terms.preview, receipt=shown_receipt(receipt),
        )  # fmt: skip

    async def _questionnaire(self, wave: str) -> Questionnaire:
        if wave not in self._questionnaires:
            found = await run_in_threadpool(self._store.wave, wave)
            self._questionnaires[wave] = Questionnaire(
                found.instrument, Terms.of(found), self._notices.around
            )
        return self._questionnaires[wave]

    def beside(self, request: Request) -> Notices:
        """Return the pages beside the form, for a kiosk where the request comes from one."""
        sent: Sent | None = getattr(request.state, "sent", None)
        asked = sent.one("kiosk") if sent else request.query_params.get("kiosk")
        return self._notices.on(kiosk=asked == "1")

    def language(
        self, request: Request, wish: str | None = None, form: Questionnaire | None = None
    ) -> str:
        """Return the language to answer a request in."""
        wish = wish or request.query_params.get("lang")
        among = form.languages if form else form_languages()
        return chosen(wish, request.headers.get("accept-language", ""), among)

    def _failed(self, request: Request) -> Response:
        sent: Sent | None = getattr(request.state, "sent", None)
        notices = self.beside(request)
        if sent is None or not sent.one("code") or not (sent.one("at") or sent.answers):
            return notices.unavailable(self.language(request))
        return notices.unsaved(self.language(request, sent.one("language")), sent)
