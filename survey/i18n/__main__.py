"""``python -m survey.i18n``: what each language lacks. Exits 1 where something is missing."""

import sys

import typer

from survey.i18n.catalogue import (
    DEFAULT_LANGUAGE,
    FORM_PARTS,
    languages,
    parts,
    wrong_with,
    wrong_with_form,
)


def main() -> int:
    """Print a line a language, and a line for each text that is missing or differs."""
    broken = False
    for language in languages("form"):
        found = wrong_with_form(language)
        if not set(parts(language)) <= set(FORM_PARTS):
            every = (
                line for part in parts(DEFAULT_LANGUAGE) for line in wrong_with(language, part)
            )
            found = tuple(dict.fromkeys([*found, *every]))
        broken = broken or bool(found)
        typer.echo(f"{language}: {', '.join(parts(language))}; {len(found)} to mend")
        for line in found:
            typer.echo(f"  {line}")
    return int(broken)


if __name__ == "__main__":
    sys.exit(main())
