"""Interface words by language: gettext catalogues read at start, looked up by key.

Each language has a folder under ``locale/`` with one ``.po`` file per part of the product
(form, screens, report …). Message ids are keys such as ``home.title``; the wording of every
language, English too, stands in its own catalogue. Placeholders are named: ``{team}``.

A language may have some of the parts only: what employees see, above all. ``languages`` says
which have which, so that nothing is offered in a language that it does not have.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from gettext import c2py
from pathlib import Path
from string import Formatter
from typing import ClassVar

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from survey.errors import BearingError

LOCALE_FOLDER = Path(__file__).parent / "locale"
DEFAULT_LANGUAGE = "en"
FORM_PARTS = ("common", "feedback", "form", "promise", "ways")
"""The files that a language needs for its employees to be asked."""
PROMISE_PARTS = ("common", "home", "promise", "proof", "receipts", "rivals")
"""The files of the pages that everyone may read without signing in."""
FIRST_START_PARTS = ("common", "first_start")
LETTER_PARTS = ("common", "letters")
MAIL_PARTS = ("letters", "mail")
POSTER_PARTS = ("common", "posters")
PAPER_PARTS = ("common", "form", "paper")
READING_PARTS = ("analyses", "reading")
"""The files of the sentences that say in plain words what an estimate means."""
SHEET_PARTS = ("analyses", "common", "reading", "sheets")
"""The files of the one-page sheets that say to employees what came of their answers."""
SURFACES = {
    "form": FORM_PARTS,
    "promise": PROMISE_PARTS,
    "the first start": FIRST_START_PARTS,
    "letters": LETTER_PARTS,
    "mail": MAIL_PARTS,
    "posters": POSTER_PARTS,
    "paper": PAPER_PARTS,
    "estimates": READING_PARTS,
    "sheets of results": SHEET_PARTS,
}
"""What can be had in a language that has these files; staff screens and reports need all."""


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
    otherwise: "Texts | None" = None
    """Where a text of a part comes from that the language does not have at all."""

    def __call__(self, key: str, /, **values: object) -> str:
        """Return the wording of ``key`` with its named placeholders filled in."""
        if self.otherwise and key not in self.singular:
            return self.otherwise(key, **values)
        try:
            return self.singular[key].format(**values)
        except KeyError as missing:
            raise TextMissing(
                "The text {key!r} or its placeholder {missing} is missing in language"
                " {language!r}: add it to survey/i18n/locale/{language}/.",
                key=key,
                missing=missing,
                language=self.language,
            ) from missing

    def plural(self, key: str, count: int, /, **values: object) -> str:
        """Return the form of ``key`` that the language uses for ``count``, given as ``{n}``."""
        if self.otherwise and key not in self.plurals:
            return self.otherwise.plural(key, count, **values)
        if key not in self.plurals:
            raise TextMissing(
                "The plural text {key!r} is missing in language {language!r}.",
                key=key,
                language=self.language,
            )
        return self.plurals[key][self.plural_form(count)].format(n=count, **values)


def texts(language: str, *needed: str) -> Texts:
    """Return the catalogue of a language that has all parts ``needed``, else the English one.

    Without a part named, the language has to have every part, as for staff screens.
    """
    return form_texts(language if language in languages(*needed) else DEFAULT_LANGUAGE)


@cache
def form_texts(language: str) -> Texts:
    """Return what employees read, in any language that has it; what it lacks comes in English."""
    if not (LOCALE_FOLDER / language).is_dir() or not language.isalpha():
        language = DEFAULT_LANGUAGE
    singular: dict[str, str] = {}
    plurals: dict[str, tuple[str, ...]] = {}
    for part in parts(language):
        read = _read(language, part)
        singular |= read.singular
        plurals |= read.plurals
    plural_form = c2py(Catalog(locale=language).plural_expr)
    otherwise = None if language in languages() else form_texts(DEFAULT_LANGUAGE)
    return Texts(language, singular, plurals, plural_form, otherwise)


@cache
def languages(*needed: str) -> tuple[str, ...]:
    """Return the languages that have all parts ``needed``, English first.

    Without a part named, those that have every part that English has: staff screens and reports
    offer no other. ``languages(*FORM_PARTS)`` are those in which employees can be asked.
    """
    wanted = set(needed) or set(parts(DEFAULT_LANGUAGE))
    return tuple(name for name in known_languages() if wanted <= set(parts(name)))


def known_languages() -> tuple[str, ...]:
    """Return the languages that have any part, English first."""
    found = sorted(path.name for path in LOCALE_FOLDER.iterdir() if path.is_dir())
    return tuple(sorted(found, key=lambda name: name != DEFAULT_LANGUAGE))


def with_every_part(among: Sequence[str]) -> tuple[str, ...]:
    """Return those of these languages in which staff can read all; where there is none, all."""
    return tuple(name for name in among if name in languages()) or tuple(among)


def parts(language: str) -> tuple[str, ...]:
    """Return the parts that a language has: the names of its files, in alphabetical order."""
    return tuple(sorted(path.stem for path in (LOCALE_FOLDER / language).glob("*.po")))


def wrong_with(language: str, part: str) -> tuple[str, ...]:
    """Return what a part of a language lacks beside English, one sentence a text.

    A text may be missing, be one that English does not have, have other placeholders than the
    English one, or, as a plural, not as many forms as the language uses.
    """
    own = _read(language, part) if part in parts(language) else Wordings({}, {})
    return tuple(_differences(language, own, _read(DEFAULT_LANGUAGE, part)))


def _differences(language: str, own: "Wordings", wanted: "Wordings") -> Iterator[str]:
    forms = Catalog(locale=language).num_plurals
    yield from (f"{key} is missing." for key in wanted.singular if key not in own.singular)
    yield from (f"{key} is not in English." for key in own.singular if key not in wanted.singular)
    for key, text in own.singular.items():
        if key in wanted.singular and _placeholders(text) != _placeholders(wanted.singular[key]):
            yield f"{key} has other placeholders than in English."
    for key in wanted.plurals:
        if len(own.plurals.get(key, ())) != forms:
            yield f"{key} needs {forms} forms."


def _placeholders(text: str) -> set[str | None]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@dataclass(frozen=True)
class Wordings:
    """The texts of a file and its plural texts, by key."""

    singular: dict[str, str]
    plurals: dict[str, tuple[str, ...]]


def _read(language: str, part: str) -> Wordings:
    """Return what stands in a file; a plural that lacks a form is left out."""
    singular: dict[str, str] = {}
    plurals: dict[str, tuple[str, ...]] = {}
    with (LOCALE_FOLDER / language / f"{part}.po").open("rb") as file:
        catalogue = read_po(file, locale=language)
    for message in catalogue:
        if not message.id or not message.string:
            continue
        if isinstance(message.id, (tuple, list)):
            if all(message.string):
                plurals[message.id[0]] = tuple(message.string)
        else:
            singular[message.id] = str(message.string)
    return Wordings(singular, plurals)
