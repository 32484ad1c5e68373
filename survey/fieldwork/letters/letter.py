"""One letter a code: the promise in plain words, the link, the code to type and to scan.

A letter names a team and never a person. Within a team the letters lie in random order, so that
neither a place in the pile nor a line of codes.csv tells which letter somebody took.
"""

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar, Final

from survey.errors import BearingError
from survey.fieldwork.codes import display
from survey.fieldwork.invitations import IssuedCode, link
from survey.fieldwork.letters.notes import Notes
from survey.fieldwork.qr_code import qr_code
from survey.i18n.catalogue import LETTER_PARTS, Texts, texts
from survey.i18n.paper import Paper
from survey.i18n.typesetting import typeset
from survey.i18n.writing import isolated
from survey.organisation.letterhead import PLAIN, Letterhead

TEMPLATE: Final = Path(__file__).with_name("letter.typ")
NOTHING_MORE: Final = Notes()
ORDER: Final = random.SystemRandom()
STEPS: Final = ("open", "answer", "throw_away")
PROMISES: Final = ("voluntary", "no_name", "code", "groups", "work")


class LettersEmpty(BearingError):
    """There is no code to write a letter for."""

    code: ClassVar[str] = "LETTERS-EMPTY"


def write_letters(
    codes: Sequence[IssuedCode],
    wave: str,
    base_url: str,
    path: Path,
    language: str,
    letterhead: Letterhead = PLAIN,
    *,
    notes: Notes = NOTHING_MORE,
) -> None:
    """Write a PDF with one page a code, sorted by department and team.

    Parameters
    ----------
    codes
        The invitations, as issued.
    wave
        The wave's name, which stands at the foot.
    base_url
        The address at which employees reach the app, such as ``https://survey.example.org``.
    path
        The PDF (PDF/UA-1 and PDF/A-2a), readable by its owner alone: it holds codes in clear.
    language
        A language that has a catalogue; any other gives English.
    letterhead
        Who asks, as it stands at the head, and on what paper; half a sheet where it says none.
    notes
        Whom to ask back, and until when answers are taken.

    Raises
    ------
    LettersEmpty
        ``codes`` is empty; nothing is written.
    """
    if not codes:
        raise LettersEmpty(
            "Wave {wave!r} has no codes to write letters for. Give its teams head-counts first.",
            wave=wave,
        )
    say = texts(language, *LETTER_PARTS)
    pile = [_letter(issued, base_url, say) for issued in _in_order(codes)]
    pictures: dict[str, str | bytes] = {letter["qr"]: qr_code(letter["link"]) for letter in pile}
    content = {
        "language": say.language,
        **letterhead.content(say("common.product")),
        "title": say("letters.document", wave=wave),
        "wave": say("letters.wave", wave=isolated(wave, say.language)),
        "heading": say("letters.heading"),
        "greeting": say("letters.greeting"),
        "lead": say("letters.lead"),
        "steps": [say(f"letters.step.{key}") for key in STEPS],
        "code_label": say("letters.code"),
        "promise_title": say("letters.promise"),
        "promises": [say(f"letters.promise.{key}") for key in PROMISES],
        "kind": say("letters.kind"),
        "notes": list(notes.lines(letterhead.name, say)),
        "paper": (letterhead.paper or Paper.A5).sheet,
        "letters": pile,
    }
    typeset(TEMPLATE, content, pictures | letterhead.pictures(), path, private=True)


def _in_order(codes: Sequence[IssuedCode]) -> list[IssuedCode]:
    """By department and team, shuffled within the team; sorting keeps the shuffled order."""
    shuffled = list(codes)
    ORDER.shuffle(shuffled)
    return sorted(shuffled, key=lambda issued: (issued.department, issued.team))


def _letter(issued: IssuedCode, base_url: str, say: Texts) -> dict[str, Any]:
    address = link(issued.code, base_url)
    return {
        "team": say(
            "letters.team",
            team=isolated(issued.team, say.language),
            department=isolated(issued.department, say.language),
        ),
        "code": display(issued.code).replace("-", " "),
        "link": address,
        "qr": f"{issued.code}.svg",
        "alt": say("letters.alt", link=address),
    }
