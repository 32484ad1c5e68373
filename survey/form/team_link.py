"""The page behind a poster's open link: it says what the link cannot prevent, then opens a form.

Only pressing the button makes a code: a preview of the link, or a second look, makes none.
"""

from collections.abc import Awaitable, Callable
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from survey.fieldwork.codes import CodeMalformed, normal_form
from survey.form.notices import Notices
from survey.form.reception import Reception
from survey.form.screens import screen
from survey.form.tries import Tries
from survey.store.protocol import CodeStanding, Store, TeamLink

FORMS_BEGUN: Final = 300
"""Forms that one connection may begin by open links within ten minutes: a large site at once."""

Opening = Callable[[Request, str, str | None], Awaitable[Response]]
"""Opens the form for a code, in a language."""


class TeamLinkRoutes:
    """The endpoints of ``/s/team/{token}``."""

    def __init__(
        self,
        store: Store,
        reception: Reception,
        opening: Opening,
    ) -> None:
        self._store = store
        self._reception = reception
        self._opening = opening
        self._begun = Tries(FORMS_BEGUN)

    async def look(self, request: Request) -> Response:
        """Show which team the link is for, and what it cannot prevent."""
        notices, language = self._reception.beside(request), self._reception.language(request)
        link = await self._found(request)
        if link is None or link.standing is not CodeStanding.FRESH:
            return self._refused(link, notices, language)
        return screen(
            "team.html",
            language,
            200,
            notices.around,
            address=request.url.path,
            team=link.unit.team,
            department=link.unit.department,
            others=notices.other_languages(language),
        )

    async def begin(self, request: Request) -> Response:
        """Make a code for one form of the team, and open that form."""
        sent = await self._reception.read(request)
        notices = self._reception.beside(request)
        language = self._reception.language(request, sent.one("language"))
        link = await self._found(request)
        if link is None or link.standing is not CodeStanding.FRESH:
            return self._refused(link, notices, language)
        if self._begun.too_many(request):
            return notices.limited(language)
        self._begun.add(request)
        code = await run_in_threadpool(self._store.extra_code, link.wave, link.unit.id)
        return await self._opening(request, code, language)

    def _refused(self, link: TeamLink | None, notices: Notices, language: str) -> Response:
        if link is None:
            return notices.refused(CodeStanding.UNKNOWN, language)
        return notices.refused(
            link.standing, language, dates=self._store.known_wave(link.wave).dates
        )

    async def _found(self, request: Request) -> TeamLink | None:
        try:
            token = normal_form(request.path_params["token"])
        except CodeMalformed:
            return None
        return await run_in_threadpool(self._store.team_of_link, token)
