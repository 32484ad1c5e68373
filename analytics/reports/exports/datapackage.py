"""datapackage.json: what R, Stata and archives need to read the CSV files by themselves.

Frictionless Data Package, version 1 (specs.frictionlessdata.io): each file with its bytes and
hash, each column with its type, its meaning and, where it has few, the words that may stand in it.
"""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import pyarrow as pa

from analytics.charts.words import in_language
from analytics.release.content import Release
from analytics.release.model import CellStatus, Reason, Statistic
from analytics.release.schema import CELLS, ESTIMATES
from analytics.reports.exports.codebook import PLAIN, codebook_headings
from survey.i18n.catalogue import texts

LANGUAGE: Final = "en"
TYPES: Final = {pa.string(): "string", pa.int64(): "integer", pa.float64(): "number"}
WORDS: Final[dict[str, Sequence[str]]] = {
    "cells.statistic": [*Statistic],
    "cells.status": [*CellStatus],
    "cells.reason": [one for one in Reason if one],
}
"""Columns of which every word that may stand in them is known."""
KEYS: Final = {
    "cells": ("department", "team", "breakdown", "category", "measure", "statistic"),
    "estimates": ("population", "outcome", "model", "factor", "contrast", "measure"),
}


def write_datapackage(path: Path, release: Release) -> None:
    """Write datapackage.json beside the CSV files, which have to be there already."""
    manifest = release.manifest
    package = {
        "profile": "tabular-data-package",
        "name": f"bearing-{manifest.id[:12]}",
        "id": manifest.id,
        "title": in_language(manifest.instrument_title, LANGUAGE),
        "description": in_language(manifest.instrument_notice, LANGUAGE),
        "version": manifest.instrument_version,
        "resources": [
            _resource(path.parent, "cells", _fields("cells", CELLS)),
            _resource(path.parent, "estimates", _fields("estimates", ESTIMATES)),
            _resource(path.parent, "codebook", _codebook_fields(manifest.languages)),
        ],
    }
    text = json.dumps(package, ensure_ascii=False, indent=2)
    path.write_text(f"{text}\n", "utf-8", newline="\n")


def _resource(folder: Path, name: str, fields: list[dict[str, Any]]) -> dict[str, Any]:
    content = (folder / f"{name}.csv").read_bytes()
    schema: dict[str, Any] = {"fields": fields, "missingValues": [""]}
    if name in KEYS:
        schema["primaryKey"] = list(KEYS[name])
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "path": f"{name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": schema,
    }


def _fields(table: str, schema: pa.Schema) -> list[dict[str, Any]]:
    say = texts(LANGUAGE)
    fields = []
    for column in schema:
        field: dict[str, Any] = {
            "name": column.name,
            "type": TYPES[column.type],
            "description": say(f"export.column.{table}.{column.name}"),
        }
        if words := WORDS.get(f"{table}.{column.name}"):
            field["constraints"] = {"enum": list(words)}
        fields.append(field)
    return fields


def _codebook_fields(languages: tuple[str, ...]) -> list[dict[str, Any]]:
    plain = set(PLAIN)
    return [
        {"name": name, "type": "string", "title": name.replace("_", " ")}
        | (
            {}
            if name in plain or name == "source"
            else {"description": f"{name[:-3]}, {name[-2:]}"}
        )
        for name in codebook_headings(languages)
    ]
