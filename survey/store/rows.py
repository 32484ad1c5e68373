"""Rows of a result, read to the end: a result left open blocks the connection's next statement."""

from typing import Any

import duckdb


def first_row(result: duckdb.DuckDBPyConnection) -> tuple[Any, ...] | None:
    """Return the first row of a result, or None, and leave nothing behind it unread."""
    rows: list[tuple[Any, ...]] = result.fetchall()
    return rows[0] if rows else None
