"""The one form of a name of a department or team, and what no name may be.

Staff lists, lists of moves and of addresses, and imported answers bring their names through here,
so that one place never stands in two rows because two programs write its name differently.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from survey.errors import Said
from survey.fieldwork.tables.values import flaw
from survey.i18n.drawable import named, undrawable

TOTAL: Final = "*"
JOIN: Final = " + "
LONGEST: Final = 80
"""Characters. A longer one is no name: most likely it stands in the wrong column."""
UNSEEN: Final = re.compile("[\u00ad\u200b\u200e\u200f\u2060\ufeff]")
"""Soft hyphens, blanks without width, direction marks and byte-order marks: nobody types them."""
DASHES: Final = re.compile("[\u2010\u2011]")
DATE: Final = re.compile(r"\d{4}-\d\d-\d\d(?: \d\d:\d\d:\d\d)?")


def one_form(text: str) -> str:
    """Return a name in its one form: composed (NFC), single blanks, nothing unseen in it."""
    plain = DASHES.sub("-", UNSEEN.sub("", unicodedata.normalize("NFC", text)))
    return " ".join(plain.split())


def same_place(name: str) -> str:
    """Return the form in which names are twins: "Küche" and "KÜCHE" have the same."""
    return unicodedata.normalize("NFC", one_form(name).casefold())


def what_changed(text: str) -> Said | None:
    """Return in words what ``one_form`` changes in a text beyond blanks at its ends."""
    bare = text.strip()
    if one_form(bare) == bare:
        return None
    if UNSEEN.search(bare):
        return Said("unseen characters (such as soft hyphens) taken out")
    if " ".join(bare.split()) != bare:
        return Said("unusual blanks made plain")
    return Said("letters and dashes brought to their usual form")


def problem(name: str) -> Said | None:
    """Return why a name cannot be used, as the rest of "this name …"; None for one that can."""
    problems = (
        (
            name == TOTAL,
            Said("is {total}, which stands for the total in every release", total=TOTAL),
        ),
        (
            JOIN in name,
            Said('has "{join}" in it, which joins the names of teams shown together', join=JOIN),
        ),
        (len(name) > LONGEST, Said("is longer than {longest} characters", longest=LONGEST)),
        (flaw(name) is not None, Said("is none: {flaw}", flaw=flaw(name))),
        (
            DATE.fullmatch(name) is not None,
            Said(
                "is a date, which a spreadsheet makes of names such as 3-4: set the column to text"
                " and type the name again"
            ),
        ),
        (not name.isprintable(), _unprintable(name)),
    )
    return next((said for wrong, said in problems if wrong), None) or _undrawable(name)


def _unprintable(name: str) -> Said | None:
    for letter in name:
        if not letter.isprintable():
            called = unicodedata.name(letter, "a control character").lower()
            return Said(
                "has a character in it that cannot be printed, U+{number:04X} ({called})",
                number=ord(letter),
                called=called,
            )
    return None


def _undrawable(name: str) -> Said | None:
    strange = undrawable(name)
    if strange is None:
        return None
    return Said(
        "holds {sign}, which no letter, poster or report can show, as none of the fonts"
        " that come with the program has it",
        sign=named(strange),
    )


def twins(names: Iterable[str]) -> dict[str, str]:
    """Return each name that differs from an earlier one in capital letters only, with that one."""
    first: dict[str, str] = {}
    found: dict[str, str] = {}
    for name in names:
        earlier = first.setdefault(same_place(name), name)
        if earlier != name:
            found[name] = earlier
    return found
