"""Opens sealed releases: hashes checked, files read-only, an engine that can reach nothing else."""

import json
from pathlib import Path
from typing import Any, ClassVar

import duckdb
from pydantic import ValidationError

from analytics.release.certificate import Certificate
from analytics.release.content import Release
from analytics.release.model import (
    Analysis,
    BreakdownEntry,
    Cell,
    Distribution,
    Estimate,
    GroupMember,
    Manifest,
    MeasureEntry,
    Proof,
)
from analytics.release.schema import TABLES
from survey import __version__
from survey.errors import BearingError
from survey.keeping.seal import MANIFEST, unsealed_file
from survey.settings import Workspace

READ_TABLE = "SELECT * FROM read_parquet(?)"


class ReleaseMissing(BearingError):
    """There is no sealed release of that name."""

    code: ClassVar[str] = "RELEASE-MISSING"


class ReleaseNewer(BearingError):
    """A release was sealed by a newer version of the product."""

    code: ClassVar[str] = "RELEASE-NEWER"


class ReleaseBroken(BearingError):
    """A release's files are not what was sealed."""

    code: ClassVar[str] = "RELEASE-BROKEN"


def released(workspace: Workspace) -> tuple[str, ...]:
    """Return the names of the released waves in the order in which they were opened."""
    if not workspace.releases.is_dir():
        return ()
    manifests = [
        read_manifest(path.parent) for path in sorted(workspace.releases.glob(f"*/{MANIFEST}"))
    ]
    return tuple(m.wave for m in sorted(manifests, key=lambda m: (m.position, m.wave)))


def open_release(folder: Path) -> Release:
    """Return the release sealed in ``folder``, without its proofs, which few readers need.

    Raises ``ReleaseMissing`` where there is none and ``ReleaseBroken`` where a file's hash or the
    manifest's id is not the sealed one.
    """
    manifest = read_manifest(folder)
    _check_hashes(folder)
    with locked_engine(folder) as engine:
        tables = {
            name: _table(engine, folder, manifest, name) for name in TABLES if name != "proofs"
        }
    return Release(
        manifest=manifest,
        cells=tuple(Cell.model_validate(row) for row in tables["cells"]),
        participation=tuple(Cell.model_validate(row) for row in tables["participation"]),
        estimates=tuple(Estimate.model_validate(row) for row in tables["estimates"]),
        groups=tuple(GroupMember.model_validate(row) for row in tables["groups"]),
        measures=tuple(
            MeasureEntry.model_validate(json.loads(row["document"])) for row in tables["measures"]
        ),
        distributions=tuple(Distribution.model_validate(row) for row in tables["distributions"]),
        analyses=tuple(Analysis.model_validate(row) for row in tables["analyses"]),
        breakdowns=tuple(
            BreakdownEntry.model_validate(json.loads(row["document"]))
            for row in tables["breakdowns"]
        ),
        receipts=tuple(row["hash"] for row in tables["receipts"]),
    )


def open_certificate(folder: Path) -> Certificate:
    """Return the audit's certificate sealed in ``folder``; no proofs in a release older than it.

    Raises as ``open_release`` does.
    """
    manifest = read_manifest(folder)
    _check_hashes(folder)
    with locked_engine(folder) as engine:
        rows = _table(engine, folder, manifest, "proofs")
    return Certificate(tuple(Proof.model_validate(row) for row in rows))


def read_manifest(folder: Path) -> Manifest:
    """Return the manifest of a release without reading its tables.

    Raises ``ReleaseMissing``, ``ReleaseBroken``, and ``ReleaseNewer`` where a newer version wrote
    what this one does not know.
    """
    path = folder / MANIFEST
    if not path.is_file():
        raise ReleaseMissing(
            "There is no release of wave {folder!r}."
            " Publish it first: python -m analytics publish {folder!r}.",
            folder=folder.name,
        )
    try:
        return Manifest.model_validate_json(path.read_text("utf-8"))
    except ValidationError as invalid:
        raise _newer(folder) or _broken(folder, MANIFEST) from invalid


def _newer(folder: Path) -> ReleaseNewer | None:
    """Return the failure for a manifest that names a version after this one; None for another."""
    try:
        version = json.loads((folder / MANIFEST).read_bytes())["version"]
        if _numbers(version) <= _numbers(__version__):
            return None
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    return ReleaseNewer(
        "The release of wave {wave!r} was sealed by Bearing {version}; this is {own}."
        " Install the newer version again.",
        wave=folder.name,
        version=version,
        own=__version__,
    )


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def locked_engine(folder: Path) -> duckdb.DuckDBPyConnection:
    """Return an in-memory engine that can read the release's tables and no other file.

    External access is off but for these paths, and the configuration is locked, so that no
    statement can attach, read or write anything else.
    """
    engine = duckdb.connect(":memory:")
    paths = [str(folder / f"{name}.parquet") for name in TABLES]
    engine.execute("SET threads = 1")
    engine.execute("SET allowed_paths = ?", [paths])
    engine.execute("SET enable_external_access = false")
    engine.execute("SET lock_configuration = true")
    return engine


def _table(
    engine: duckdb.DuckDBPyConnection, folder: Path, manifest: Manifest, name: str
) -> list[dict[str, Any]]:
    """Return the rows of a table; none for a table that was not there yet when it was sealed."""
    file = f"{name}.parquet"
    return _read_table(engine, folder / file) if file in manifest.files else []


def _read_table(engine: duckdb.DuckDBPyConnection, path: Path) -> list[dict[str, Any]]:
    result = engine.execute(READ_TABLE, [str(path)])
    columns = [column[0] for column in result.description or ()]
    return [dict(zip(columns, row, strict=True)) for row in result.fetchall()]


def _check_hashes(folder: Path) -> None:
    if name := unsealed_file(folder):
        raise _broken(folder, name)


def _broken(folder: Path, name: str) -> ReleaseBroken:
    return ReleaseBroken(
        "The release of wave {wave!r} was changed after it was sealed: {name} is not the"
        " sealed file. Do not use it; restore the release's folder from a backup.",
        wave=folder.name,
        name=name,
    )
