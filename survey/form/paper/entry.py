"""Typing in paper forms: the numbers of the ticked boxes in order, a line a form.

Nothing of a line is kept but the answers in the store, where no order and no hour stands beside
them; no screen can show a line again.
"""

import re
from typing import ClassVar, Final

from survey.errors import BearingError, Said
from survey.form.answers import UNSAID, AnswerSheet, AnswersRefused, field_name
from survey.form.walk import Row
from survey.store.protocol import CodeStanding, Store, Submission

SEPARATORS: Final = re.compile(r"[\s,;.+/]+")
"""Between two numbers; plus and slash lie beside the digits of a number pad."""

NOT_TICKED: Final = ("-", "x", "X", "*")


class LineRefused(BearingError):
    """A typed line is not a whole form. The message names questions by number, never an answer.

    Attributes
    ----------
    typed, asked
        How many entries the line has, and how many questions the form.
    wrong
        Numbers of the questions that do not have the answer that was typed.
    """

    code: ClassVar[str] = "LINE-REFUSED"

    def __init__(self, typed: int, asked: int, wrong: tuple[int, ...] = ()) -> None:
        where = Said(" Look at question {numbers}.", numbers=wrong) if wrong else ""
        super().__init__(
            "Nothing was stored: {typed} entries for {asked} questions.{where}"
            " Type one number a question, and - where no box is ticked.",
            typed=typed,
            asked=asked,
            where=where,
        )
        self.typed = typed
        self.asked = asked
        self.wrong = wrong


def read_line(sheet: AnswerSheet, line: str) -> Row:
    """Return the answers of a typed line, one entry an item.

    Parameters
    ----------
    sheet
        Reads forms of the wave's instrument, as it does for those that browsers send.
    line
        The numbers beside the ticked boxes in the order of the questions, with blanks between
        them, and ``-`` for a question without a tick.

    Raises
    ------
    LineRefused
        Too few or too many entries, or one that its question does not offer.
    """
    items = sheet.instrument.items
    entries = SEPARATORS.sub(" ", line).split()
    if len(entries) != len(items):
        raise LineRefused(len(entries), len(items))
    values = [UNSAID if entry in NOT_TICKED else _plain(entry) for entry in entries]
    try:
        return sheet.read([(field_name(i.key), v) for i, v in zip(items, values, strict=True)])
    except AnswersRefused as refusal:
        wrong = tuple(
            number for number, item in enumerate(items, 1) if item.key in refusal.unreadable
        )
        raise LineRefused(len(entries), len(items), wrong) from None


def enter(store: Store, wave: str, unit: int, row: Row) -> CodeStanding:
    """Store one paper form of a team under a code that was made for it; FRESH once on disk."""
    (standing,) = store.redeem([Submission(wave, store.extra_code(wave, unit), row)])
    return standing


def _plain(entry: str) -> str:
    """Return a number without zeros before it, and anything else as it is."""
    return str(int(entry)) if entry.isascii() and entry.isdecimal() and len(entry) < 4 else entry
