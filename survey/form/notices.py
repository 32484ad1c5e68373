"""The pages beside the form: the start, the thanks, and a kind word for all that goes wrong."""

from dataclasses import dataclass
from typing import Final

from starlette.responses import HTMLResponse

from survey.fieldwork.policy import Policy
from survey.form.screens import screen
from survey.form.sent import Sent, printable
from survey.i18n.catalogue import languages
from survey.store.protocol import CodeStanding

RETRY_AFTER: Final = "60"
"""Seconds after which a sender may try again."""


def soon(page: HTMLResponse) -> HTMLResponse:
    """Return a page that says when to come back."""
    page.headers["Retry-After"] = RETRY_AFTER
    return page


@dataclass(frozen=True)
class Notices:
    """Makes these pages, with a banner on each where all is made up."""

    demonstration: bool

    def start(
        self, language: str, fault: str | None = None, status: int = 200, typed: str = ""
    ) -> HTMLResponse:
        """Return the page that asks for a code, with what is wrong with the one typed."""
        return screen(
            "start.html",
            language,
            status,
            self.demonstration,
            fault=fault,
            typed=printable(typed),
            others=_others(language),
        )

    def thanks(self, language: str, policy: Policy) -> HTMLResponse:
        """Return the thank-you page."""
        return screen("thanks.html", language, 200, self.demonstration, policy=policy)

    def refused(self, standing: CodeStanding, language: str, typed: str = "") -> HTMLResponse:
        """Return the page for a code that opens no form (any more)."""
        if standing in (CodeStanding.SPENT, CodeStanding.CLOSED):
            return self.message(standing.value, language, 410)
        return self.start(language, "unknown", 404, typed)

    def unavailable(self, language: str) -> HTMLResponse:
        """Return the page for a form that cannot be opened just now."""
        return soon(self.message("unavailable", language, 503))

    def unsaved(self, language: str, sent: Sent) -> HTMLResponse:
        """Return a page with one button that sends the same answers again."""
        again = (("code", printable(sent.one("code"))), ("language", language), *sent.answers)
        return soon(self.message("unsaved", language, 503, again=again))

    def message(
        self,
        message: str,
        language: str,
        status: int,
        *,
        again: tuple[tuple[str, str], ...] = (),
        way_on: bool = False,
    ) -> HTMLResponse:
        """Return a page of a title and a sentence or two, by the key of its texts."""
        return screen(
            "message.html",
            language,
            status,
            self.demonstration,
            message=message,
            again=again,
            way_on=way_on,
            others=_others(language),
        )


def _others(language: str) -> tuple[str, ...]:
    return tuple(other for other in languages() if other != language)
