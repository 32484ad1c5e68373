"""An instrument's form as employees see it, with a result at its end and nothing stored."""

import hashlib
import threading
from collections import OrderedDict
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
from survey.instruments.model import Instrument

ADDRESS: Final = "/s/preview/"
NOBODY: Final = Bearer("")
MOST: Final = 20
"""Instruments of organisations that are kept for a preview at once."""

_offered: OrderedDict[str, Instrument] = OrderedDict()
_offering = threading.Lock()


def preview_address(key: str, language: str) -> str:
    """Return where a coordinator can see a form in a language, by a bundled or offered key."""
    return f"{ADDRESS}{key}?lang={language}"


def offer(instrument: Instrument) -> str:
    """Let an organisation's own instrument be previewed, and return the key to do it by.

    The key follows from all of its wording, so that only who has the instrument knows it. The
    newest few are kept, in memory alone: an address must not choose which file is read.
    """
    key = hashlib.sha256(instrument.model_dump_json().encode()).hexdigest()[:32]
    with _offering:
        _offered[key] = instrument
        _offered.move_to_end(key)
        while len(_offered) > MOST:
            _offered.popitem(last=False)
    return key


def preview(key: str, around: Around) -> Questionnaire | None:
    """Return the form of a bundled or an offered instrument, under the rules by default, if any."""
    if key in bundled():
        return _of_bundled(key, around)
    with _offering:
        instrument = _offered.get(key)
    return _laid_out(key, instrument, around) if instrument else None


@cache
def _of_bundled(key: str, around: Around) -> Questionnaire:
    return _laid_out(key, load(key), around)


def _laid_out(key: str, instrument: Instrument, around: Around) -> Questionnaire:
    terms = Terms(instrument.key, date.today(), Policy(), f"{ADDRESS}{key}", preview=True)
    return Questionnaire(instrument, terms, around)


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
