"""The pages beside the form: the start, the thanks, and a kind word for all that goes wrong."""

from dataclasses import dataclass, replace
from typing import Final

from starlette.responses import HTMLResponse

from survey.fieldwork.dates.dates import NO_DATES, Dates
from survey.fieldwork.policy import Policy
from survey.form.contacts import ContactsOf, nobody_to_turn_to, worded
from survey.form.evidence import evidence
from survey.form.feedback import Feedback
from survey.form.languages import form_languages
from survey.form.said_dates import outside
from survey.form.screens import Around, screen
from survey.form.sent import Sent, printable
from survey.store.protocol import CodeStanding

RETRY_AFTER: Final = "60"
"""Seconds after which a sender may try again."""

LONG: Final = "600"
"""The same for a connection by which too many forms were begun."""

WALKED: Final = ("code", "at", "go", "kiosk")
"""Fields that say whose form it is and where in it somebody was."""


def soon(page: HTMLResponse) -> HTMLResponse:
    """Return a page that says when to come back."""
    page.headers["Retry-After"] = RETRY_AFTER
    return page


@dataclass(frozen=True)
class Notices:
    """Makes these pages, with what stands around each.

    ``contacts`` gives those whom employees can turn to, as they are kept now.
    """

    around: Around
    contacts: ContactsOf = nobody_to_turn_to

    def on(self, *, kiosk: bool) -> "Notices":
        """Return the same for a kiosk, or for a device of one's own."""
        return replace(self, around=replace(self.around, kiosk=kiosk))

    def start(
        self, language: str, fault: str | None = None, status: int = 200, typed: str = ""
    ) -> HTMLResponse:
        """Return the page that asks for a code, with what is wrong with the one typed."""
        return screen(
            "start.html",
            language,
            status,
            self.around,
            fault=fault,
            typed=printable(typed),
            others=_others(language),
        )

    def thanks(
        self,
        language: str,
        policy: Policy,
        own: Feedback,
        device_key: str,
        *,
        preview: bool,
        receipt: str = "",
        spent: bool = False,
    ) -> HTMLResponse:
        """Return the thank-you page with the own result, and the receipt as it is to be read.

        ``spent`` makes it the page of a code that had been used, with the own result all the same.
        ``device_key`` tells the script which answers it can delete from the device now.
        """
        return screen(
            "thanks.html",
            language,
            410 if spent else 200,
            replace(self.around, preview=preview),
            policy=policy,
            own=own,
            receipt=receipt,
            spent=spent,
            evidence=evidence(language),
            contacts=self.contacts(),
            worded=worded,
            sent_key=device_key,
        )

    def refused(
        self,
        standing: CodeStanding,
        language: str,
        typed: str = "",
        device_key: str = "",
        dates: Dates = NO_DATES,
    ) -> HTMLResponse:
        """Return the page for a code that opens no form (any more, or yet: by its wave's dates)."""
        more = outside(standing, dates, language)
        if standing is CodeStanding.EARLY:
            return self.message(standing.value, language, 403, more=more)
        if standing in (CodeStanding.SPENT, CodeStanding.REPLACED, CodeStanding.CLOSED):
            return self.message(standing.value, language, 410, sent_key=device_key, more=more)
        return self.start(language, "unknown", 404, typed)

    def limited(self, language: str) -> HTMLResponse:
        """Return the page for a connection by which too many forms were begun by open links."""
        page = self.message("limited", language, 429, way_on=True)
        page.headers["Retry-After"] = LONG
        return page

    def missing(self, language: str) -> HTMLResponse:
        """Return the page for an address that leads nowhere."""
        return self.message("missing", language, 404, way_on=True)

    def unavailable(self, language: str) -> HTMLResponse:
        """Return the page for a form that cannot be opened just now."""
        return soon(self.message("unavailable", language, 503))

    def unsaved(self, language: str, sent: Sent) -> HTMLResponse:
        """Return a page with one button that sends the same answers again."""
        return soon(self.message("unsaved", language, 503, again=_again(sent, language)))

    def other_languages(self, language: str) -> tuple[str, ...]:
        """Return the languages that a page beside the form can be read in besides its own."""
        return _others(language)

    def message(
        self,
        message: str,
        language: str,
        status: int,
        *,
        again: tuple[tuple[str, str], ...] = (),
        way_on: bool = False,
        sent_key: str = "",
        more: str = "",
    ) -> HTMLResponse:
        """Return a page of a title and a sentence or two, by the key of its texts.

        ``more`` is a sentence of its own beneath.
        """
        return screen(
            "message.html",
            language,
            status,
            self.around,
            message=message,
            again=again,
            way_on=way_on,
            others=_others(language),
            sent_key=sent_key,
            more=more,
        )


def _again(sent: Sent, language: str) -> tuple[tuple[str, str], ...]:
    """Return the fields with which a sent form can be sent once more."""
    walked = tuple((name, printable(sent.one(name))) for name in WALKED if sent.one(name))
    return (*walked, ("language", language), *sent.answers)


def _others(language: str) -> tuple[str, ...]:
    return tuple(other for other in form_languages() if other != language)
