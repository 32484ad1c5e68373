"""Opens a database file and brings its schema up to date from numbered ``.sql`` files."""

from pathlib import Path
from typing import Final

import duckdb

from survey.store.errors import StoreBusy, StoreNewer
from survey.store.rows import first_row
from survey.store.transaction import transaction

SCHEMA_FOLDER: Final = Path(__file__).parent / "schema"

CREATE_VERSION = "CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)"
READ_VERSION = "SELECT coalesce(max(version), 0) FROM schema_version"
WRITE_VERSION = "INSERT INTO schema_version VALUES (?)"


def connect(path: Path, schema: str) -> duckdb.DuckDBPyConnection:
    """Return a connection to ``path`` with every step of ``schema`` applied.

    Raises ``StoreBusy`` where another process has the file open and ``StoreNewer`` where its
    schema is ahead of this version of the product.
    """
    try:
        connection = duckdb.connect(str(path))
    except duckdb.IOException as busy:
        if "lock" not in str(busy):
            raise
        raise StoreBusy(
            f"The workspace {str(_workspace_of(path))!r} is in use by another process, most"
            " likely the running app. Do this step in the app, or stop it first."
        ) from busy
    _migrate(connection, path, schema)
    return connection


def _workspace_of(path: Path) -> Path:
    return path.parents[2] if path.parent.parent.name == "waves" else path.parent


def _migrate(connection: duckdb.DuckDBPyConnection, path: Path, schema: str) -> None:
    steps = sorted((SCHEMA_FOLDER / schema).glob("*.sql"))
    connection.execute(CREATE_VERSION)
    row = first_row(connection.execute(READ_VERSION))
    version = int(row[0]) if row else 0
    if version > len(steps):
        connection.close()
        raise StoreNewer(
            f"{path.name} was written by a newer version of Bearing (schema {version}, this one"
            f" knows {len(steps)}). Install the newer version again."
        )
    for number, step in enumerate(steps[version:], start=version + 1):
        with transaction(connection):
            connection.execute(step.read_text("utf-8"))
            connection.execute(WRITE_VERSION, [number])
