"""Going through the form page by page: what a sent page asks for, decided without any I/O.

Page 0 is the promise; after it comes one page a section. The answers of the other pages travel
in each page as hidden fields, so that the server keeps nothing and any page can be sent again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from survey.form.answers import AnswerSheet, AnswersRefused
from survey.form.sent import Sent
from survey.instruments.model import Instrument

PROMISE: Final = 0
STEERING: Final = ("code", "language", "show", "at", "go", "kiosk", "until")
"""The fields beside the answers."""


class Go(StrEnum):
    """Where a button leads. Whatever else is sent means on."""

    BACK = "back"
    STAY = "stay"


@dataclass(frozen=True)
class Faults:
    """What is wrong on one page.

    Attributes
    ----------
    at
        Item key to the key of the text that says what is wrong there.
    foreign
        Whether fields were sent that the form does not have.
    """

    at: Mapping[str, str] = field(default_factory=dict)
    foreign: bool = False

    @property
    def status(self) -> int:
        """The HTTP status of a page that shows them."""
        if self.at:
            return 422
        return 400 if self.foreign else 200


@dataclass(frozen=True)
class Show:
    """A page to show, with the answers known so far by field name, and what is wrong with it."""

    page: int
    answers: Mapping[str, str]
    faults: Faults = Faults()


Row = tuple[int | None, ...]
"""A whole form, ready to be stored: one entry an item."""


@dataclass(frozen=True)
class Walk:
    """The pages of one instrument's form.

    ``pages`` has the item keys of each page; the promise has none.
    """

    sheet: AnswerSheet
    pages: tuple[tuple[str, ...], ...]

    @classmethod
    def through(cls, instrument: Instrument) -> "Walk":
        """Return the walk through an instrument."""
        sections = [
            tuple(item.key for item in instrument.items if item.section == section.key)
            for section in instrument.sections
        ]
        return cls(AnswerSheet(instrument), ((), *filter(None, sections)))

    @property
    def last(self) -> int:
        """The number of the page that is sent to be stored."""
        return len(self.pages) - 1

    def follow(self, sent: Sent) -> Show | Row:
        """Return what a sent page leads to: a page to show, or a whole form.

        A form that does not say on which page it was sent is taken as a whole.
        """
        fields = sent.besides(*STEERING)
        at = self._page(sent.one("at"))
        go = sent.one("go")
        if sent.one("show") or go == Go.STAY:
            return Show(at or PROMISE, self.sheet.kept(fields))
        if go == Go.BACK:
            return Show(max((at or PROMISE) - 1, PROMISE), self.sheet.kept(fields))
        try:
            row = self.sheet.read(fields)
        except AnswersRefused as refusal:
            return self._refused(refusal, at)
        if at is None or at == self.last:
            return row
        return Show(at + 1, self.sheet.kept(fields))

    def _refused(self, refusal: AnswersRefused, at: int | None) -> Show:
        """Return the page with a fault: the one that was sent, or at the end the first."""
        wrong = dict.fromkeys(refusal.open, "open") | dict.fromkeys(
            refusal.unreadable, "unreadable"
        )
        if at is None or at == self.last:
            at = next(
                (n for n, keys in enumerate(self.pages) if wrong.keys() & set(keys)), self.last
            )
        here = {key: wrong[key] for key in self.pages[at] if key in wrong}
        if here or refusal.foreign:
            return Show(at, refusal.kept, Faults(here, refusal.foreign))
        return Show(at + 1, refusal.kept)

    def _page(self, sent: str) -> int | None:
        pages = {str(number): number for number in range(len(self.pages))}
        return pages.get(sent)
