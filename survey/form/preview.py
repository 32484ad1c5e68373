"""A bundled instrument's form as employees see it, with a result at its end and nothing stored."""

from datetime import date
from functools import cache
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from survey.fieldwork.policy import Policy
from survey.form.browser_history import can_go_back
from survey.form.questionnaire import Bearer, Questionnaire, Terms
from survey.form.reception import Reception
from survey.form.screens import Around
from survey.form.walk import Show
from survey.instruments.catalogue import bundled, load

ADDRESS: Final = "/s/preview/"
NOBODY: Final = Bearer("")


def preview_address(instrument_key: str, language: str) -> str:
    """Return where a coordinator can see a bundled instrument's form in a language."""
    return f"{ADDRESS}{instrument_key}?lang={language}"


@cache
def preview(instrument_key: str, around: Around) -> Questionnaire | None:
    """Return the form of a bundled instrument under the rules by default; None if there is none.

    Bundled instruments only: an address must not choose which file of the server is read.
    """
    if instrument_key not in bundled():
        return None
    address = f"{ADDRESS}{instrument_key}"
    terms = Terms(instrument_key, date.today(), Policy(), address, preview=True)
    return Questionnaire(load(instrument_key), terms, around)


class PreviewRoutes:
    """The endpoints of ``/s/preview/{key}``."""

    def __init__(self, reception: Reception) -> None:
        self._reception = reception

    async def open(self, request: Request) -> Response:
        """Show the form's first page."""
        form = self._form(request)
        if form is None:
            return self._missing(request)
        return form.page(NOBODY, self._reception.language(request, None, form))

    async def send(self, request: Request) -> Response:
        """Go on. At the end there is a result, as ever, but nothing is stored."""
        sent = await self._reception.read(request)
        form = self._form(request)
        if form is None:
            return self._missing(request)
        wish = sent.one("show") or sent.one("language")
        language = self._reception.language(request, wish, form)
        step = form.walk.follow(sent)
        if isinstance(step, Show):
            return can_go_back(request, form.page(NOBODY, language, step), kiosk=False)
        return self._reception.thanks(request, form, NOBODY, language, step)

    def _form(self, request: Request) -> Questionnaire | None:
        return preview(request.path_params["key"], self._reception.notices.around)

    def _missing(self, request: Request) -> Response:
        return self._reception.notices.missing(self._reception.language(request))
