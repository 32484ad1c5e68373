"""The addresses of the form: open it with a code, send it, be thanked after the commit."""

import logging
from collections.abc import Awaitable, Callable
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from survey.fieldwork.codes import CodeMalformed, normal_form
from survey.form.answers import AnswersRefused
from survey.form.commit import Trouble, commit
from survey.form.languages import chosen
from survey.form.notices import Notices, soon
from survey.form.questionnaire import Comeback, Questionnaire
from survey.form.screens import HEADERS
from survey.form.sent import BodyRefused, Sent, read_form
from survey.i18n.catalogue import languages
from survey.store.protocol import CodeStanding, Store, Submission
from survey.store.writer import ResponseWriter
from survey.vocabulary import WaveState

LOG: Final = logging.getLogger("bearing.form")

PATIENCE: Final = 20.0
"""Seconds for which a sender waits for the commit; browsers wait for longer than that."""

Endpoint = Callable[[Request], Awaitable[Response]]


def survey_routes(
    store: Store, writer: ResponseWriter, demonstration: bool, patience: float = PATIENCE
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
    """
    survey = SurveyRoutes(store, writer, demonstration, patience)
    return [
        Route("/s", survey.kindly(survey.start), methods=["GET"]),
        Route("/s", survey.kindly(survey.send), methods=["POST"]),
        Route("/s/start", survey.kindly(survey.back_to_start), methods=["GET"]),
        Route("/s/start", survey.kindly(survey.open_typed), methods=["POST"]),
        Route("/s/demo", survey.kindly(survey.try_it), methods=["GET"]),
        Route("/s/{code:path}", survey.kindly(survey.open_linked), methods=["GET"]),
    ]


class SurveyRoutes:
    """The endpoints, with what they share."""

    def __init__(
        self, store: Store, writer: ResponseWriter, demonstration: bool, patience: float
    ) -> None:
        self._store = store
        self._writer = writer
        self._demonstration = demonstration
        self._notices = Notices(demonstration)
        self._patience = patience
        self._questionnaires: dict[str, Questionnaire] = {}

    async def start(self, request: Request) -> Response:
        """Ask for a code."""
        return self._notices.start(self._language(request))

    async def back_to_start(self, request: Request) -> Response:
        """Lead an address that was only meant for sending a code back to the start."""
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"/s{query}", 303, headers=HEADERS)

    async def open_linked(self, request: Request) -> Response:
        """Show the form for a code in the address."""
        typed = request.path_params["code"].strip("/")
        if not typed:
            return await self.start(request)
        return await self._open(request, typed, request.query_params.get("lang"))

    async def open_typed(self, request: Request) -> Response:
        """Show the form for a typed code, which then stands in no address."""
        sent = await read_form(request)
        return await self._open(request, sent.one("code"), sent.one("language"))

    async def try_it(self, request: Request) -> Response:
        """Hand out a code of the open wave; in the demonstration only."""
        wish = request.query_params.get("lang")
        if not self._demonstration:
            return self._notices.message("missing", self._language(request, wish), 404, way_on=True)
        waves = await run_in_threadpool(self._store.waves)
        for wave in reversed([one for one in waves if one.state is WaveState.OPEN]):
            code = await run_in_threadpool(self._store.replace_unused_code, wave.name)
            if code is not None:
                query = f"?lang={wish}" if wish in languages() else ""
                return RedirectResponse(f"/s/{code}{query}", 303, headers=HEADERS)
        return self._notices.message("no_codes", self._language(request, wish), 410)

    async def send(self, request: Request) -> Response:
        """Take the answers, or show the form again: in another language, or with its faults."""
        sent = await read_form(request)
        request.state.sent = sent
        wish = sent.one("language")
        try:
            code = normal_form(sent.one("code"))
        except CodeMalformed:
            return self._notices.start(self._language(request, wish), "malformed", 400)
        check = await run_in_threadpool(self._store.check_code, code)
        if check.standing is not CodeStanding.FRESH or check.wave is None:
            return self._notices.refused(check.standing, self._language(request, wish))
        form = await self._questionnaire(check.wave)
        answers = sent.besides("code", "language", "show")
        if sent.one("show"):
            language = self._language(request, sent.one("show"), form)
            return form.page(code, language, Comeback(form.sheet.kept(answers)))
        return await self._take(form, code, self._language(request, wish, form), answers)

    def kindly(self, endpoint: Endpoint) -> Endpoint:
        """Return an endpoint whose failures become pages: nothing of them reaches log or reader."""

        async def answer(request: Request) -> Response:
            try:
                return await endpoint(request)
            except BodyRefused as refusal:
                return self._notices.message("refused", self._language(request), refusal.status)
            except Exception as failure:  # noqa: BLE001 - a reader gets a page, whatever it was
                # Its kind only: a message or a traceback might hold what was sent.
                LOG.error("A page of the form failed: %s", type(failure).__name__)
                return self._failed(request)

        return answer

    async def _open(self, request: Request, typed: str, wish: str | None) -> Response:
        try:
            code = normal_form(typed)
        except CodeMalformed:
            return self._notices.start(self._language(request, wish), "malformed", 400, typed)
        check = await run_in_threadpool(self._store.check_code, code)
        if check.standing is not CodeStanding.FRESH or check.wave is None:
            return self._notices.refused(check.standing, self._language(request, wish), typed)
        form = await self._questionnaire(check.wave)
        return form.page(code, self._language(request, wish, form))

    async def _take(
        self,
        form: Questionnaire,
        code: str,
        language: str,
        answers: tuple[tuple[str, str], ...],
    ) -> Response:
        """Store the answers and say thank you; the one place from which that page is sent."""
        try:
            row = form.sheet.read(answers)
        except AnswersRefused as refusal:
            status = 422 if refusal.open or refusal.unreadable else 400
            return form.page(code, language, Comeback(refusal.kept, refusal), status)
        outcome = await commit(self._writer, Submission(form.wave.name, code, row), self._patience)
        if outcome is CodeStanding.FRESH:
            return self._notices.thanks(language, form.wave.policy)
        if isinstance(outcome, Trouble):
            return soon(form.page(code, language, Comeback(dict(answers), trouble=outcome), 503))
        return self._notices.refused(outcome, language)

    async def _questionnaire(self, wave: str) -> Questionnaire:
        if wave not in self._questionnaires:
            found = await run_in_threadpool(self._store.wave, wave)
            self._questionnaires[wave] = Questionnaire(found, self._demonstration)
        return self._questionnaires[wave]

    def _language(
        self, request: Request, wish: str | None = None, form: Questionnaire | None = None
    ) -> str:
        wish = wish or request.query_params.get("lang")
        among = form.languages if form else languages()
        return chosen(wish, request.headers.get("accept-language", ""), among)

    def _failed(self, request: Request) -> Response:
        sent: Sent | None = getattr(request.state, "sent", None)
        if sent is None:
            return self._notices.unavailable(self._language(request))
        return self._notices.unsaved(self._language(request, sent.one("language")), sent)
