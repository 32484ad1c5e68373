"""The codebook: what every measure, column and word of an export means, in every language.

One row a thing; ``part`` says what it is: the release itself, a threshold of its policy, a
measure, a column of a file, a statistic, a status or a reason.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from analytics.release.content import Release
from analytics.release.model import (
    GROUP_JOIN,
    CellStatus,
    Manifest,
    MeasureEntry,
    Reason,
    Statistic,
)
from analytics.release.schema import CELLS, ESTIMATES
from analytics.reports.exports.text_tables import Field, write_csv
from survey.access.scope import Scope
from survey.i18n.catalogue import texts
from survey.instruments.model import Wording

PLAIN: Final = ("part", "key", "value", "kind", "role", "sensitivity", "good_end", "cut_off")
WORDED: Final = ("name", "low_end", "high_end", "definition")
Entry = dict[str, Field]


def write_codebook(path: Path, release: Release) -> None:
    """Write codebook.csv."""
    headings = codebook_headings(release.manifest.languages)
    rows = [[entry.get(heading) for heading in headings] for entry in codebook(release)]
    write_csv(path, headings, rows)


def codebook_headings(languages: tuple[str, ...]) -> list[str]:
    """Return the headings; texts have one column a language, such as ``name_de``."""
    worded = [f"{word}_{language}" for word in WORDED for language in languages]
    return [*PLAIN, *worded, "source"]


def codebook(release: Release) -> list[Entry]:
    """Return the entries of a release's codebook by heading, in a fixed order."""
    languages = release.manifest.languages
    return [
        *_release(release.manifest, release.scope),
        *(_measure(entry) for entry in release.measures),
        *(_word("column", "cells", column, languages) for column in CELLS.names),
        *(_word("column", "estimates", column, languages) for column in ESTIMATES.names),
        *(_word("statistic", "", each, languages) for each in Statistic),
        *(_word("status", "", each, languages) for each in CellStatus),
        *(_word("reason", "", each, languages) for each in Reason),
    ]


def said(key: str, languages: tuple[str, ...]) -> Wording:
    """Return a text of the export catalogue in each language."""
    return {language: texts(language)(f"export.{key}") for language in languages}


def _release(manifest: Manifest, scope: Scope) -> Iterator[Entry]:
    languages = manifest.languages
    values: Entry = {
        "id": manifest.id,
        "wave": manifest.wave,
        "instrument": manifest.instrument,
        "instrument_version": manifest.instrument_version,
        "validated": manifest.validated,
        "responses": manifest.responses,
    }
    if scope.limited:
        values["departments"] = GROUP_JOIN.join(scope.departments)
    for key, value in values.items():
        yield {
            "part": "release",
            "key": key,
            "value": value,
            **_worded("definition", said(f"release.{key}", languages)),
        }
    yield {
        "part": "release",
        "key": "notice",
        **_worded("name", manifest.instrument_title),
        **_worded("definition", manifest.instrument_notice),
    }
    for key, threshold in manifest.policy.items():
        yield {
            "part": "policy",
            "key": key,
            "value": threshold,
            **_worded("definition", said(f"policy.{key}", languages)),
        }


def _measure(entry: MeasureEntry) -> Entry:
    return {
        "part": "measure",
        "key": entry.key,
        "kind": entry.kind,
        "role": entry.role,
        "sensitivity": entry.sensitivity,
        "good_end": entry.good_end,
        "cut_off": entry.cut_off,
        **_worded("name", entry.name),
        **_worded("low_end", entry.low_end or {}),
        **_worded("high_end", entry.high_end or {}),
        **_worded("definition", entry.definition),
        "source": entry.source,
    }


def _word(part: str, table: str, key: str, languages: tuple[str, ...]) -> Entry:
    name = f"{table}.{key}" if table else key or "none"
    return {
        "part": part,
        "key": name if table else key,
        **_worded("definition", said(f"{part}.{name}", languages)),
    }


def _worded(word: str, wording: Wording) -> Entry:
    return {f"{word}_{language}": text for language, text in wording.items()}
