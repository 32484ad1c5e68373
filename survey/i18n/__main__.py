"""``python -m survey.i18n``: what each language lacks. Exits 1 where something is missing."""

import sys

import typer

from survey.i18n.catalogue import DEFAULT_LANGUAGE, FORM_PARTS, languages, parts, wrong_with


def main() -> int:
    """Print a line a language, and a line for each text that is missing or differs."""
    broken = False
    for language in languages("form"):
        having = parts(language)
        wanted = FORM_PARTS if set(having) <= set(FORM_PARTS) else parts(DEFAULT_LANGUAGE)
        found = [line for part in wanted for line in wrong_with(language, part)]
        broken = broken or bool(found)
        typer.echo(
            f"{language}: {', '.join(having)}" + (f"; {len(found)} to mend" if found else "")
        )
        for line in found:
            typer.echo(f"  {line}")
    return int(broken)


if __name__ == "__main__":
    sys.exit(main())
