"""Every text stands in every language of the instrument, and in no other."""

from collections.abc import Iterator

from pydantic import BaseModel

from survey.errors import Said
from survey.instruments.checks.finding import Finding
from survey.instruments.model import Instrument, Wording


def check(instrument: Instrument) -> list[Finding]:
    """Find texts that lack a language, are empty, or have a language nobody declared."""
    return [
        finding
        for where, wording in _wordings(instrument, "")
        for finding in _check_wording(where, wording, instrument.languages)
    ]


def _check_wording(where: str, wording: Wording, languages: tuple[str, ...]) -> Iterator[Finding]:
    for language in languages:
        if language not in wording:
            yield Finding(
                "LANGUAGE-MISSING",
                where,
                Said("no text in {language!r}: add it.", language=language),
            )
        elif not wording[language].strip():
            yield Finding(
                "TEXT-EMPTY",
                where,
                Said("the text in {language!r} is empty: write it.", language=language),
            )
    for language in wording:
        if language not in languages:
            yield Finding(
                "LANGUAGE-UNDECLARED",
                where,
                Said(
                    "has a text in {language!r}: add that language to `languages` and translate all"
                    " texts, or take this one out.",
                    language=language,
                ),
            )


def _wordings(part: object, where: str) -> Iterator[tuple[str, Wording]]:
    """Walk through all parts; in an instrument, every mapping is a wording."""
    if isinstance(part, BaseModel):
        for name in type(part).model_fields:
            yield from _wordings(getattr(part, name), f"{where}.{name}".lstrip("."))
    elif isinstance(part, tuple):
        for inner in part:
            place = getattr(inner, "key", getattr(inner, "value", ""))
            yield from _wordings(inner, f"{where}.{place}")
    elif isinstance(part, dict):
        yield where, part
