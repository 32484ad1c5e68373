"""Which language a page of the form is in, and which others it offers."""

import re
from collections.abc import Sequence
from typing import Final

from survey.i18n.catalogue import DEFAULT_LANGUAGE, FORM_PARTS, languages
from survey.instruments.model import Instrument

PREFERENCE: Final = re.compile(
    r"^\s*(?P<tag>[A-Za-z]{1,8})(?:-[A-Za-z0-9]{1,8})*\s*(?:;\s*q\s*=\s*(?P<weight>[01](?:\.\d{0,3})?))?\s*$"
)


def form_languages() -> tuple[str, ...]:
    """Return the languages in which the form itself can speak, English first."""
    return languages(*FORM_PARTS)


def offered(instrument: Instrument) -> tuple[str, ...]:
    """Return the languages that both the instrument and the form have, in that order."""
    return tuple(language for language in instrument.languages if language in form_languages())


def chosen(wish: str | None, accept_language: str, among: Sequence[str]) -> str:
    """Return the language to show.

    Parameters
    ----------
    wish
        What the reader picked on the page, if anything; ignored where it is not offered.
    accept_language
        The browser's ``Accept-Language`` header; what cannot be read in it is passed over.
    among
        The languages on offer, at least one.
    """
    if wish in among:
        return str(wish)
    for language in preferred(accept_language):
        if language in among:
            return language
    return DEFAULT_LANGUAGE if DEFAULT_LANGUAGE in among else among[0]


def preferred(accept_language: str) -> tuple[str, ...]:
    """Return the primary languages that a browser asks for, the most wanted first."""
    weighed: list[tuple[float, str]] = []
    for part in accept_language[:500].split(","):
        match = PREFERENCE.match(part)
        if match and (weight := float(match["weight"] or 1)) > 0:
            weighed.append((weight, match["tag"].lower()))
    return tuple(tag for _, tag in sorted(weighed, key=lambda pair: -pair[0]))
