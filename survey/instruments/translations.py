"""One file a language beside an instrument: ``core.toml`` and ``core/pl.toml``.

Such a file names each text by its place, exactly as a finding names it
(``items.age.text = "…"``), so that a translator needs to know nothing else of the instrument.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from survey.errors import Said
from survey.instruments.checks.finding import Finding

SUFFIX: Final = ".toml"


def files_beside(instrument: Path) -> tuple[Path, ...]:
    """Return an instrument's language files by the code of their language, alphabetically."""
    return tuple(sorted(instrument.with_suffix("").glob(f"*{SUFFIX}")))


def add(content: dict[str, Any], language: str, texts: Mapping[str, Any]) -> list[Finding]:
    """Put the texts of one language into an instrument's content, as it was read.

    Parameters
    ----------
    content
        The instrument, which gains the language; only its wordings are changed.
    language
        Code of the language, the name of its file.
    texts
        What the file holds: nested tables that end in texts.

    Returns
    -------
    list[Finding]
        Places that the instrument does not have, or whose text it has already.
    """
    if isinstance(content.get("languages"), list):
        content["languages"].append(language)
    found = []
    for place, text in _places(texts):
        wording = _wording_at(content, place)
        if wording is None or language in wording:
            problem = (
                Said("has no such text")
                if wording is None
                else Said("has it in {language!r} already", language=language)
            )
            message = Said(
                "{language}{suffix} gives this text, but the instrument {problem}.",
                language=language,
                suffix=SUFFIX,
                problem=problem,
            )
            found.append(Finding("TRANSLATION-PLACE", ".".join(place), message))
        else:
            wording[language] = text
    return found


def _places(texts: Mapping[str, Any], above: tuple[str, ...] = ()) -> Iterator[tuple[Any, Any]]:
    for name, inner in texts.items():
        if isinstance(inner, Mapping):
            yield from _places(inner, (*above, name))
        else:
            yield (*above, name), inner


def _wording_at(content: Any, place: tuple[str, ...]) -> dict[str, Any] | None:
    """Return the wording at a place; a new one where its part exists but has no text yet."""
    for name in place[:-1]:
        content = _inner(content, name)
    if not isinstance(content, dict):
        return None
    wording = content.setdefault(place[-1], {})
    return wording if isinstance(wording, dict) else None


def _inner(content: Any, name: str) -> Any:
    if isinstance(content, dict):
        return content.get(name)
    if isinstance(content, list):
        named = [one for one in content if isinstance(one, dict)]
        return next((one for one in named if name in (one.get("key"), str(one.get("value")))), None)
    return None
