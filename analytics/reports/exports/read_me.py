"""README.txt: what is in an export and how to read it, for whoever gets the archive."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from analytics.charts.words import in_language
from analytics.release.content import Release
from survey.i18n.catalogue import Texts, languages, texts

FILES: Final = (
    "cells.xlsx",
    "cells.csv",
    "estimates.csv",
    "codebook.csv",
    "cells.sav",
    "cells.parquet",
    "datapackage.json",
)
RULES: Final = ("total", "bounded", "withheld", "links", "hash")
WIDTH: Final = 72


def write_read_me(path: Path, release: Release) -> None:
    """Write README.txt in every language that staff screens have, English first."""
    parts = ["\n".join(_lines(release, texts(language))) for language in languages()]
    rule = f"\n\n{'-' * WIDTH}\n\n"
    path.write_text(rule.join(parts) + "\n", "utf-8", newline="\n")


def _lines(release: Release, say: Texts) -> Iterator[str]:
    manifest = release.manifest
    title = in_language(manifest.instrument_title, say.language)
    yield say("export.readme.title", title=title, wave=manifest.wave)
    yield say("export.readme.release", id=manifest.id, answers=manifest.responses)
    if release.scope.limited:
        yield say("export.readme.scope", departments=", ".join(release.scope.departments))
    yield ""
    for name in FILES:
        yield f"{name:<18}{say(f'export.readme.file.{name}')}"
    yield ""
    for key in RULES:
        yield f"* {say(f'export.readme.{key}', **manifest.policy)}"
