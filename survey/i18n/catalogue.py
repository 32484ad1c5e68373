"""Interface words by language: gettext catalogues read at start, looked up by key.

Each language has a folder under ``locale/`` with one ``.po`` file per part of the product
(form, screens, report …). Message ids are keys such as ``home.title``; the wording of every
language, English too, stands in its own catalogue. Placeholders are named: ``{team}``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from gettext import c2py
from pathlib import Path
from typing import ClassVar

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from survey.errors import BearingError

LOCALE_FOLDER = Path(__file__).parent / "locale"
DEFAULT_LANGUAGE = "en"


class TextMissing(BearingError):
    """A key has no wording in a catalogue."""

    code: ClassVar[str] = "TEXT-MISSING"


@dataclass(frozen=True)
class Texts:
    """The wording of one language."""

    language: str
    singular: dict[str, str]
    plurals: dict[str, tuple[str, ...]]
    plural_form: Callable[[int], int]

    def __call__(self, key: str, /, **values: object) -> str:
        """Return the wording of ``key`` with its named placeholders filled in."""
        try:
            return self.singular[key].format(**values)
        except KeyError as missing:
            raise TextMissing(
                f"The text {key!r} or its placeholder {missing} is missing in language"
                f" {self.language!r}: add it to survey/i18n/locale/{self.language}/."
            ) from missing

    def plural(self, key: str, count: int, /, **values: object) -> str:
        """Return the form of ``key`` that the language uses for ``count``, given as ``{n}``."""
        if key not in self.plurals:
            raise TextMissing(f"The plural text {key!r} is missing in language {self.language!r}.")
        return self.plurals[key][self.plural_form(count)].format(n=count, **values)


@cache
def texts(language: str) -> Texts:
    """Return the catalogue of a language; unknown languages get English."""
    folder = LOCALE_FOLDER / language
    if language not in languages():
        folder, language = LOCALE_FOLDER / DEFAULT_LANGUAGE, DEFAULT_LANGUAGE
    singular: dict[str, str] = {}
    plurals: dict[str, tuple[str, ...]] = {}
    plural_form = c2py(Catalog(locale=language).plural_expr)
    for path in sorted(folder.glob("*.po")):
        with path.open("rb") as file:
            catalogue = read_po(file, locale=language)
        for message in catalogue:
            if not message.id or not message.string:
                continue
            if isinstance(message.id, (tuple, list)):
                plurals[message.id[0]] = tuple(message.string)
            else:
                singular[message.id] = str(message.string)
    return Texts(language, singular, plurals, plural_form)


@cache
def languages() -> tuple[str, ...]:
    """Return the languages that have a catalogue, English first."""
    found = {path.name for path in LOCALE_FOLDER.iterdir() if path.is_dir()}
    return (DEFAULT_LANGUAGE, *sorted(found - {DEFAULT_LANGUAGE}))
