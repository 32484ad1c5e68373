"""Failures in the reader's language: the English words stand where they are said, others here.

``failures/de.po`` has each sentence under its English words (``said_words`` finds them), so that
a sentence that is changed where it is said is missing here, and never wrong.
"""

from functools import cache
from pathlib import Path
from typing import Final

from babel.messages.pofile import read_po

from survey.errors import BearingError, Said

FOLDER: Final = Path(__file__).parent / "failures"


def in_words(what: BearingError | Said, language: str) -> str:
    """Return what a failure says, or other words, in a language of the staff screens."""
    said = what.said if isinstance(what, BearingError) else what
    known = wordings(language)
    return said.worded(lambda english: known.get(english, english))


@cache
def wordings(language: str) -> dict[str, str]:
    """Return by its English words what each sentence is in a language; none for English itself."""
    path = FOLDER / f"{language}.po"
    if not path.is_file():
        return {}
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language)
    return {str(each.id): str(each.string) for each in catalogue if each.id and each.string}
