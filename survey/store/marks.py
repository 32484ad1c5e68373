"""The mark that a database file carries, by which the inventory knows it.

A comment on a table that every file has, and no table of its own: so no schema changes by it.
"""

import secrets
from typing import Final

import duckdb

from survey.store.rows import first_row

READ_MARK: Final = "SELECT comment FROM duckdb_tables() WHERE table_name = 'schema_version'"
WRITE_MARK: Final = "COMMENT ON TABLE schema_version IS '{mark}'"
"""No bound parameters here: the engine takes none. A mark is hexadecimal digits."""


def new_mark() -> str:
    """Return a new mark."""
    return secrets.token_hex(16)


def read_mark(connection: duckdb.DuckDBPyConnection) -> str:
    """Return a file's mark; empty where it has none."""
    row = first_row(connection.execute(READ_MARK))
    return str(row[0]) if row and row[0] else ""


def write_mark(connection: duckdb.DuckDBPyConnection, mark: str) -> None:
    """Give a file a mark; on disk before this returns."""
    connection.execute(WRITE_MARK.format(mark=bytes.fromhex(mark).hex()))
    connection.execute("CHECKPOINT")
