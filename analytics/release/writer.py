"""Seals a release: tables as Parquet, a manifest with their hashes, everything read-only.

Parquet and not a database file, because a database file carries a random identifier: the same
answers must give the same bytes (docs/adr/0004).
"""

import json
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import BaseModel

from analytics.release.content import Release
from analytics.release.model import BreakdownEntry, Manifest, MeasureEntry
from analytics.release.schema import TABLES
from survey.keeping.seal import MANIFEST, sealed_id, sha256_of_file


def write_release(folder: Path, release: Release) -> Manifest:
    """Write ``release`` into ``folder`` (which must not exist) and return its sealed manifest.

    The files appear all at once or not at all. Their names, order and bytes follow from the
    values alone. The manifest's ``files`` and ``id`` are computed here; what they held is ignored.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    building = Path(tempfile.mkdtemp(prefix=".building-", dir=folder.parent))
    try:
        for name, rows in _tables(release).items():
            _write_table(building / f"{name}.parquet", rows, TABLES[name])
        manifest = seal(release.manifest, _hashes(building))
        (building / MANIFEST).write_text(manifest.model_dump_json(indent=2) + "\n", "utf-8")
        for path in building.iterdir():
            path.chmod(0o444)
        building.chmod(0o755)
        building.rename(folder)
    except BaseException:
        shutil.rmtree(building, ignore_errors=True)
        raise
    return manifest


def seal(manifest: Manifest, files: dict[str, str]) -> Manifest:
    """Return the manifest with the files' hashes and the id that follows from all of it."""
    named = manifest.model_copy(update={"files": files})
    return named.model_copy(update={"id": sealed_id(named.model_dump(mode="json"))})


def _hashes(folder: Path) -> dict[str, str]:
    return {path.name: sha256_of_file(path) for path in sorted(folder.glob("*.parquet"))}


def _tables(release: Release) -> dict[str, list[dict[str, Any]]]:
    return {
        "cells": _rows(release.cells),
        "participation": _rows(release.participation),
        "estimates": _rows(release.estimates),
        "analyses": _rows(release.analyses),
        "distributions": _rows(release.distributions),
        "groups": _rows(release.groups),
        "measures": _documents(release.measures),
        "breakdowns": _documents(release.breakdowns),
        "receipts": [{"hash": receipt} for receipt in release.receipts],
        "proofs": _rows(release.proofs),
    }


def _rows(models: Sequence[BaseModel]) -> list[dict[str, Any]]:
    return [model.model_dump(mode="json") for model in models]


def _documents(entries: Iterable[MeasureEntry | BreakdownEntry]) -> list[dict[str, Any]]:
    return [
        {
            "key": entry.key,
            "document": json.dumps(
                entry.model_dump(mode="json"), sort_keys=True, ensure_ascii=False
            ),
        }
        for entry in entries
    ]


def _write_table(path: Path, rows: list[dict[str, Any]], schema: pa.Schema) -> None:
    pq.write_table(pa.Table.from_pylist(rows, schema=schema), path, compression="zstd")
