"""``python -m survey.i18n``: what each language lacks. Exits 1 where something is missing."""

import sys

import typer

from survey.i18n.catalogue import (
    DEFAULT_LANGUAGE,
    SURFACES,
    known_languages,
    languages,
    parts,
    wrong_with,
)
from survey.i18n.said_words import missing_words

STAFF = "staff screens and reports"


def main() -> int:
    """Print what each language is offered for, and a line for each text that has to be mended."""
    broken = False
    for language in known_languages():
        found = [line for part in _wanted(language) for line in wrong_with(language, part)]
        broken = broken or bool(found)
        typer.echo(
            f"{language}: {', '.join(_offered(language)) or 'nothing'}; {len(found)} to mend"
        )
        if language in languages() and language != DEFAULT_LANGUAGE:
            unsaid = missing_words(language)
            broken = broken or bool(unsaid)
            typer.echo(f"{language}: what failures say; {len(unsaid)} to mend")
            found += unsaid
        for line in found:
            typer.echo(f"  {line}")
    return int(broken)


def _offered(language: str) -> list[str]:
    having = [name for name, needed in SURFACES.items() if language in languages(*needed)]
    return having + ([STAFF] if language in languages() else [])


def _wanted(language: str) -> list[str]:
    """Return the parts to look at: those that a language has; once it has one for staff, all."""
    of_employees = {part for needed in SURFACES.values() for part in needed}
    own = parts(language)
    every = set(own) | set(parts(DEFAULT_LANGUAGE))
    return sorted(own if set(own) <= of_employees else every)


if __name__ == "__main__":
    sys.exit(main())
