"""Opens a database file and brings its schema up to date from numbered ``.sql`` files."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import duckdb

from survey.errors import BearingError
from survey.store.errors import StoreBusy, StoreDamaged, StoreNewer, StoreUnwritable
from survey.store.rows import first_row
from survey.store.transaction import transaction

SCHEMA_FOLDER: Final = Path(__file__).parent / "schema"

UNWRITABLE: Final = (
    "No space left on device",
    "Read-only file system",
    "Permission denied",
    "read-only mode",
)
"""What the system says, within the engine's words, of a disk or a file that takes nothing."""

HEADERS: Final = 3 * 4096
"""Bytes before the first block of a database file."""

READ_BLOCKS = (
    "SELECT used_blocks, block_size FROM pragma_database_size()"
    " WHERE database_name = current_database()"
)
ROWS_TOGETHER: Final = {"collecting": 8192}
"""By schema, how many rows lie together; a checkpoint writes all of these where one has changed.

Places of receipts and codes are changed at random, so that what a commit writes would grow with
the wave. Said at each opening: a checkpoint without it would put them together again."""

ATTACH: Final = "ATTACH '{path}' AS file (ROW_GROUP_SIZE {rows})"
"""No bound parameters here: the engine takes none."""
CREATE_VERSION = "CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)"
READ_VERSION = "SELECT coalesce(max(version), 0) FROM schema_version"
WRITE_VERSION = "INSERT INTO schema_version VALUES (?)"


def connect(path: Path, schema: str, *, new: bool = False) -> duckdb.DuckDBPyConnection:
    """Return a connection to ``path`` with every step of ``schema`` applied.

    ``new`` says that the file is to be made; without it a file that is missing or empty is a
    loss, and nothing is made in its place.

    Raises ``StoreBusy`` where another process has the file open, ``StoreDamaged`` where it is
    missing or no database, ``StoreUnwritable`` where the disk takes nothing, and ``StoreNewer``
    where its schema is ahead of this version of the product.
    """
    if not new and (not path.exists() or not path.stat().st_size):
        raise StoreDamaged.at(path)
    with as_refusals(path):
        waiting = path.with_name(f"{path.name}.wal").exists()
        connection = _opened(path, schema)
        if not new and not waiting:
            _require_blocks_in_use(connection, path)
        _migrate(connection, path, schema)
    return connection


@contextmanager
def as_refusals(path: Path) -> Iterator[None]:
    """Say what the engine finds wrong with a file while it is opened in this product's words."""
    try:
        yield
    except duckdb.Error as failed:
        raise _refusal(path, str(failed)) from failed


def _opened(path: Path, schema: str) -> duckdb.DuckDBPyConnection:
    rows = ROWS_TOGETHER.get(schema)
    if rows is None:
        return duckdb.connect(str(path))
    connection = duckdb.connect(config={"temp_directory": f"{path}.tmp"})
    try:
        connection.execute(ATTACH.format(path=str(path).replace("'", "''"), rows=rows))
        connection.execute("USE file")
    except BaseException:
        connection.close()
        raise
    return connection


def _require_blocks_in_use(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Raise ``StoreDamaged`` where a file is too short for what is in use of it.

    What is cut off at the end would show only when it is read. Free blocks at the end need not be
    there, nor those that are yet to be written from the write-ahead log.
    """
    row = first_row(connection.execute(READ_BLOCKS))
    if row and path.stat().st_size < HEADERS + int(row[0]) * int(row[1]):
        connection.close()
        raise StoreDamaged.at(path)


def _refusal(path: Path, reason: str) -> BearingError:
    """Return the failure that the engine's words for it stand for."""
    workspace = str(_workspace_of(path))
    if "lock on file" in reason:
        return StoreBusy(
            "The workspace {workspace!r} is in use by another process, most"
            " likely the running app. Do this step in the app, or stop it first.",
            workspace=workspace,
        )
    if any(words in reason for words in UNWRITABLE):
        return StoreUnwritable(
            "{file} in the workspace {workspace!r} cannot be written: the disk is full or"
            " read-only, or belongs to another user. Make room or mend the rights, then start"
            " again.",
            file=path.name,
            workspace=workspace,
        )
    return StoreDamaged.at(path)


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
            "{file} was written by a newer version of Bearing (schema {version}, this one"
            " knows {known}). Install the newer version again.",
            file=path.name,
            version=version,
            known=len(steps),
        )
    for number, step in enumerate(steps[version:], start=version + 1):
        with transaction(connection):
            connection.execute(step.read_text("utf-8"))
            connection.execute(WRITE_VERSION, [number])
