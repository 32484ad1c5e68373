"""One wave's form: its questions in each language, its rules, and its page with answers kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from starlette.responses import HTMLResponse

from survey.form.answers import AnswerSheet, AnswersRefused
from survey.form.languages import offered
from survey.form.questions import Part, parts
from survey.form.screens import screen
from survey.i18n.catalogue import texts
from survey.store.protocol import Wave


@dataclass(frozen=True)
class Comeback:
    """Why a form is shown again, with what was chosen already.

    ``answers`` has field names and values; the faults of a ``refusal`` are listed at the top and
    at the questions; ``trouble`` is the key of a text that stands at the top instead.
    """

    answers: Mapping[str, str]
    refusal: AnswersRefused | None = None
    trouble: str | None = None


@dataclass(frozen=True)
class Questionnaire:
    """Lays out the form of one wave.

    Instrument and policy are fixed when a wave opens, so one of these serves all its employees.
    """

    wave: Wave
    demonstration: bool
    _parts: dict[str, tuple[Part, ...]] = field(default_factory=dict, compare=False)

    @cached_property
    def sheet(self) -> AnswerSheet:
        """What reads the answers."""
        return AnswerSheet(self.wave.instrument)

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages that the form can be shown in."""
        return offered(self.wave.instrument)

    def page(
        self, code: str, language: str, back: Comeback | None = None, status: int = 200
    ) -> HTMLResponse:
        """Return the form.

        Parameters
        ----------
        code
            In normal form; it goes into a hidden field.
        language
            One of ``languages``.
        back
            What is known of the form already, where it is not shown for the first time.
        status
            HTTP status.
        """
        back = back or Comeback({})
        instrument, policy = self.wave.instrument, self.wave.policy
        context: dict[str, Any] = {
            "title": instrument.title[language],
            "notice": instrument.notice[language],
            "validated": instrument.validated,
            "minutes": instrument.minutes,
            "questions": len(instrument.items),
            "parts": self._laid_out(language),
            "others": tuple(other for other in self.languages if other != language),
            "wave": self.wave.name,
            "policy": policy,
            "code": code,
            "answers": back.answers,
            "faults": _faults(back.refusal),
            "foreign": back.refusal is not None and back.refusal.foreign,
            "trouble": back.trouble,
            "back": back.refusal is not None or back.trouble is not None,
        }
        return screen("form.html", language, status, self.demonstration, **context)

    def _laid_out(self, language: str) -> tuple[Part, ...]:
        if language not in self._parts:
            unsaid = texts(language)("form.prefer_not_to_say")
            self._parts[language] = parts(self.wave.instrument, language, unsaid)
        return self._parts[language]


def _faults(refusal: AnswersRefused | None) -> dict[str, str]:
    """Return item key to the key of the text that says what is wrong there."""
    if refusal is None:
        return {}
    return dict.fromkeys(refusal.open, "open") | dict.fromkeys(refusal.unreadable, "unreadable")
