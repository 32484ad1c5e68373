"""One wave's form: its terms, its questions in each language, and its pages with answers kept."""

import hashlib
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any, Final

from starlette.responses import HTMLResponse

from survey.fieldwork.dates.dates import NO_DATES, Dates
from survey.fieldwork.policy import Policy
from survey.form.answers import field_name
from survey.form.languages import offered
from survey.form.questions import Part, parts
from survey.form.said_dates import kept, until
from survey.form.screens import Around, screen
from survey.form.walk import PROMISE, Show, Walk
from survey.i18n.catalogue import form_texts
from survey.i18n.dates import day
from survey.i18n.writing import isolated
from survey.instruments.model import Instrument
from survey.store.protocol import Wave

ADDRESS: Final = "/s"


@dataclass(frozen=True)
class Terms:
    """Under which name and rules a form is asked, and where its pages are sent.

    ``preview`` says that nothing of it is stored.
    """

    name: str
    opened_on: date
    policy: Policy
    address: str = ADDRESS
    preview: bool = False
    dates: Dates = NO_DATES

    @classmethod
    def of(cls, wave: Wave) -> "Terms":
        """Return the terms of a wave: fixed when it opened, but that it may be prolonged."""
        return cls(wave.name, wave.first_day, wave.policy, dates=wave.dates)


@dataclass(frozen=True)
class Bearer:
    """Whose form it is: a code in normal form (empty in a preview), and on which kind of device."""

    code: str
    kiosk: bool = False

    @property
    def device_key(self) -> str:
        """The name under which the device keeps this form's answers: a hash of the code.

        A code has 80 random bits, so nobody finds it from its hash.
        """
        return hashlib.sha256(b"bearing form on a device:" + self.code.encode()).hexdigest()[:32]


@dataclass(frozen=True)
class Questionnaire:
    """Lays out the form of one wave, or of a preview.

    Instrument and terms are fixed when a wave opens, so one of these serves all its employees,
    until the wave is prolonged.
    """

    instrument: Instrument
    terms: Terms
    around: Around
    _parts: dict[str, tuple[Part, ...]] = field(default_factory=dict, compare=False)

    @cached_property
    def walk(self) -> Walk:
        """The way through its pages."""
        return Walk.through(self.instrument)

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages that the form can be shown in."""
        return offered(self.instrument)

    def page(
        self,
        bearer: Bearer,
        language: str,
        show: Show | None = None,
        trouble: str | None = None,
        status: int | None = None,
    ) -> HTMLResponse:
        """Return a page of the form.

        Parameters
        ----------
        bearer
            Whose form it is.
        language
            One of ``languages``.
        show
            Which page, with what answers and faults; the promise where nothing is known yet.
        trouble
            Key of a text that stands at the top, where the form could not be stored.
        status
            HTTP status; by default that of the faults.
        """
        show = show or Show(PROMISE, {})
        around = replace(self.around, preview=self.terms.preview, kiosk=bearer.kiosk)
        context = self._everywhere(bearer, language, show) | {"trouble": trouble}
        if show.page == PROMISE:
            template, more = "promise.html", self._promise(language)
        else:
            template, more = "section.html", self._section(language, show)
        return screen(template, language, status or show.faults.status, around, **context, **more)

    def _everywhere(self, bearer: Bearer, language: str, show: Show) -> dict[str, Any]:
        here = {field_name(key) for key in self.walk.pages[show.page]}
        return {
            "title": self.instrument.title[language],
            "code": bearer.code,
            "device_key": bearer.device_key,
            "address": self.terms.address,
            "others": tuple(other for other in self.languages if other != language),
            "at": show.page,
            "answers": show.answers,
            "carried": {name: value for name, value in show.answers.items() if name not in here},
            "faults": show.faults.at,
            "foreign": show.faults.foreign,
        }

    def _promise(self, language: str) -> dict[str, Any]:
        return {
            "notice": self.instrument.notice[language],
            "validated": self.instrument.validated,
            "minutes": self.instrument.minutes,
            "questions": len(self.instrument.items),
            "wave": self._name(language),
            "wave_name": "" if self.terms.preview else self.terms.name,
            "policy": self.terms.policy,
            "opened_on": day(self.terms.opened_on, language),
            "until": until(self.terms.dates, language),
            "kept": kept(self.terms.dates, language),
        }

    def _name(self, language: str) -> str:
        """Return the survey's name, kept in its own direction where the page has the other."""
        name = self.instrument.title[language] if self.terms.preview else self.terms.name
        return isolated(name, language)

    def _section(self, language: str, show: Show) -> dict[str, Any]:
        return {
            "part": self._laid_out(language)[show.page - 1],
            "of": self.walk.last,
            "is_last": show.page == self.walk.last,
        }

    def _laid_out(self, language: str) -> tuple[Part, ...]:
        if language not in self._parts:
            unsaid = form_texts(language)("form.prefer_not_to_say")
            self._parts[language] = parts(self.instrument, language, unsaid)
        return self._parts[language]
