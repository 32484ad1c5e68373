"""The addresses of the form: open it with a code, send it, be thanked after the commit."""

from dataclasses import replace
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from survey.fieldwork.codes import CodeMalformed, normal_form
from survey.fieldwork.dates.dates import NO_DATES, Dates
from survey.fieldwork.receipts import new_receipt, receipt_hash, shown_receipt
from survey.form.browser_history import can_go_back, clear_behind
from survey.form.commit import Trouble, commit
from survey.form.contacts import ContactsOf, nobody_to_turn_to
from survey.form.languages import form_languages
from survey.form.notices import Notices, soon
from survey.form.preview import PreviewRoutes
from survey.form.promise_page import PromiseRoutes
from survey.form.protection import Protection
from survey.form.questionnaire import Bearer, Questionnaire, Terms
from survey.form.reception import Reception
from survey.form.screens import HEADERS, PLAIN, Around
from survey.form.sent import Sent
from survey.form.team_link import TeamLinkRoutes
from survey.form.tickets import Offer, TicketKey, TicketRoutes, no_offer
from survey.form.walk import STEERING, Row, Show
from survey.store.protocol import CodeStanding, Store, Submission
from survey.store.writer import ResponseWriter
from survey.vocabulary import WaveState

PATIENCE: Final = 20.0
"""Seconds for which a sender waits for the commit; browsers wait for longer than that."""


def survey_routes(
    store: Store,
    writer: ResponseWriter,
    demonstration: bool,
    patience: float = PATIENCE,
    *,
    contacts: ContactsOf = nobody_to_turn_to,
    ticket_key: TicketKey | None = None,
    around: Around = PLAIN,
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
        Gives those whom employees can turn to; named beside their own result.
    ticket_key
        Gives the key that signs a team's blind tickets; without it there are none.
    around
        Who asks, and below which path these routes are found.
    """
    reception = Reception(Notices(replace(around, demonstration=demonstration), contacts))
    protection = Protection(reception)
    kindly, slowed = protection.kindly, protection.slowed
    survey = SurveyRoutes(store, writer, reception, patience)
    shown = PreviewRoutes(reception)
    team = TeamLinkRoutes(store, reception, survey.show_form)
    promise = PromiseRoutes(store, reception)
    tickets = TicketRoutes(store, reception, survey.show_form, ticket_key)
    survey.offer = tickets.offer
    return [
        Route("/s", kindly(survey.start), methods=["GET"]),
        Route("/s", slowed(survey.send), methods=["POST"]),
        Route("/s/start", kindly(survey.back_to_start), methods=["GET"]),
        Route("/s/start", slowed(survey.open_typed), methods=["POST"]),
        Route("/s/kiosk", kindly(survey.start_kiosk), methods=["GET"]),
        Route("/s/demo", kindly(survey.try_it), methods=["GET"]),
        Route("/s/preview/{key}", kindly(shown.open), methods=["GET"]),
        Route("/s/preview/{key}", kindly(shown.send), methods=["POST"]),
        Route("/s/team/{token}", slowed(team.look), methods=["GET"]),
        Route("/s/team/{token}", slowed(team.begin), methods=["POST"]),
        *promise.routes(kindly),
        *tickets.routes(slowed),
        Route("/s/{code:path}", slowed(survey.open_linked), methods=["GET"]),
    ]


class SurveyRoutes:
    """The endpoints, with what they share."""

    def __init__(
        self, store: Store, writer: ResponseWriter, reception: Reception, patience: float
    ) -> None:
        self._store = store
        self._writer = writer
        self._reception = reception
        self._root = reception.notices.around.root
        self._patience = patience
        self.offer: Offer = no_offer
        """What may stand between a code and its form."""
        self._questionnaires: dict[str, Questionnaire] = {}

    async def start(self, request: Request) -> Response:
        """Ask for a code."""
        return self._reception.beside(request).start(self._reception.language(request))

    async def start_kiosk(self, request: Request) -> Response:
        """Ask for a code on a device that many people share."""
        return self._reception.notices.on(kiosk=True).start(self._reception.language(request))

    async def back_to_start(self, request: Request) -> Response:
        """Lead an address that was only meant for sending a code back to the start."""
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"{self._root}/s{query}", 303, headers=HEADERS)

    async def open_linked(self, request: Request) -> Response:
        """Show the form for a code in the address."""
        typed = request.path_params["code"].strip("/")
        if not typed:
            return await self.start(request)
        return await self.open(request, typed, request.query_params.get("lang"))

    async def open_typed(self, request: Request) -> Response:
        """Show the form for a typed code, which then stands in no address."""
        sent = await self._reception.read(request)
        return await self.open(request, sent.one("code"), sent.one("language"))

    async def try_it(self, request: Request) -> Response:
        """Hand out a code of the open wave; in the demonstration only."""
        wish = request.query_params.get("lang")
        notices = self._reception.beside(request)
        if not notices.around.demonstration:
            return notices.missing(self._reception.language(request, wish))
        waves = await run_in_threadpool(self._store.waves)
        for wave in reversed([one for one in waves if one.state is WaveState.OPEN]):
            code = await run_in_threadpool(self._store.replace_unused_code, wave.name)
            if code is not None:
                query = f"?lang={wish}" if wish in form_languages() else ""
                return RedirectResponse(f"{self._root}/s/{code}{query}", 303, headers=HEADERS)
        return notices.message("no_codes", self._reception.language(request, wish), 410)

    async def send(self, request: Request) -> Response:
        """Take the answers, or show a page of the form: another one, or one with its faults."""
        sent = await self._reception.read(request)
        wish = sent.one("show") or sent.one("language")
        notices = self._reception.beside(request)
        try:
            code = normal_form(sent.one("code"))
        except CodeMalformed:
            return notices.start(self._reception.language(request, wish), "malformed", 400)
        bearer = Bearer(code, notices.around.kiosk)
        check = await run_in_threadpool(self._store.check_code, code)
        if check.wave is None or check.standing not in (CodeStanding.FRESH, CodeStanding.SPENT):
            language = self._reception.language(request, wish)
            dates = self._dates(check.wave)
            return notices.refused(
                check.standing, language, device_key=bearer.device_key, dates=dates
            )
        form = await self._questionnaire(check.wave)
        language, step = self._reception.language(request, wish, form), form.walk.follow(sent)
        if check.standing is CodeStanding.SPENT:
            return clear_behind(request, self._spent(request, form, bearer, language, step))
        if isinstance(step, Show):
            page = form.page(bearer, language, step)
            return can_go_back(request, page, kiosk=bearer.kiosk)
        return clear_behind(request, await self._take(request, form, bearer, language, step))

    async def open(self, request: Request, typed: str, wish: str | None) -> Response:
        """Show the form for a code as it was typed; before it the offer of a ticket, if any."""
        return await self._open(request, typed, wish, self.offer)

    async def show_form(self, request: Request, typed: str, wish: str | None) -> Response:
        """Show the form for a code as it was typed, in the language that was asked for."""
        return await self._open(request, typed, wish, no_offer)

    async def _open(
        self, request: Request, typed: str, wish: str | None, offer_of: Offer
    ) -> Response:
        notices = self._reception.beside(request)
        try:
            code = normal_form(typed)
        except CodeMalformed:
            return notices.start(self._reception.language(request, wish), "malformed", 400, typed)
        bearer = Bearer(code, notices.around.kiosk)
        check = await run_in_threadpool(self._store.check_code, code)
        offer = await offer_of(request, code, check, wish)
        if offer is not None:
            return offer
        if check.standing is not CodeStanding.FRESH or check.wave is None:
            language = self._reception.language(request, wish)
            dates = self._dates(check.wave)
            return notices.refused(check.standing, language, typed, bearer.device_key, dates)
        form = await self._questionnaire(check.wave)
        page = form.page(bearer, self._reception.language(request, wish, form))
        return can_go_back(request, page, kiosk=bearer.kiosk)

    async def _take(
        self, request: Request, form: Questionnaire, bearer: Bearer, language: str, row: Row
    ) -> Response:
        """Store the answers and say thank you; the one place from which that page is sent."""
        receipt = new_receipt()
        submission = Submission(form.terms.name, bearer.code, row, receipt_hash(receipt))
        outcome = await commit(self._writer, submission, self._patience)
        if outcome is CodeStanding.FRESH:
            return self._reception.thanks(
                request, form, bearer, language, row, shown_receipt(receipt)
            )
        if isinstance(outcome, Trouble):
            sent: Sent = request.state.sent
            last = Show(form.walk.last, form.walk.sheet.kept(sent.besides(*STEERING)))
            return soon(form.page(bearer, language, last, outcome, 503))
        if outcome is CodeStanding.SPENT:
            return self._spent(request, form, bearer, language, row)
        notices = self._reception.beside(request)
        return notices.refused(
            outcome, language, device_key=bearer.device_key, dates=form.terms.dates
        )

    def _spent(
        self, request: Request, form: Questionnaire, bearer: Bearer, language: str, step: Show | Row
    ) -> Response:
        """Say that the code was used; whoever sent a whole form twice still sees the own result.

        It is computed from what was just sent, and says nothing of what is stored.
        """
        if isinstance(step, Show) or bearer.kiosk:
            notices = self._reception.beside(request)
            return notices.refused(CodeStanding.SPENT, language, device_key=bearer.device_key)
        return self._reception.thanks(request, form, bearer, language, step, spent=True)

    async def _questionnaire(self, wave: str) -> Questionnaire:
        found = self._store.known_wave(wave)
        form = self._questionnaires.get(wave)
        if form is None or form.terms.dates != found.dates:
            form = Questionnaire(found.instrument, Terms.of(found), self._reception.notices.around)
            self._questionnaires[wave] = form
        return form

    def _dates(self, wave: str | None) -> Dates:
        return NO_DATES if wave is None else self._store.known_wave(wave).dates
