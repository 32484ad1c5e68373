"""How far the sending of a list of addresses has come, so that it can go on after any stop."""

from typing import Final

import duckdb

from survey.store import ways_in
from survey.store.transaction import transaction

BEGIN_LINE: Final = "INSERT INTO mailed VALUES (?, ?, FALSE) ON CONFLICT DO NOTHING"
END_LINE: Final = "UPDATE mailed SET sure = TRUE WHERE list = ? AND line = ?"
DROP_LINE: Final = "DELETE FROM mailed WHERE list = ? AND line = ?"
DROP_LIST: Final = "DELETE FROM mailed WHERE list = ?"
LINES: Final = "SELECT line, sure FROM mailed WHERE list = ? ORDER BY line"


def lines(connection: duckdb.DuckDBPyConnection, list_hash: bytes) -> dict[int, bool]:
    """Return the lines of a list that were begun, each with whether its message was accepted."""
    rows = connection.execute(LINES, [list_hash]).fetchall()
    return {int(line): bool(sure) for line, sure in rows}


def begin(
    connection: duckdb.DuckDBPyConnection, list_hash: bytes, line: int, code_hash: bytes
) -> None:
    """Note that a line is under way, and let its code open the form.

    The write-ahead log is emptied at once: it would say which code went with which line.
    """
    with transaction(connection):
        connection.execute(BEGIN_LINE, [list_hash, line])
    ways_in.confirm(connection, [code_hash])
    connection.execute("CHECKPOINT")


def end(
    connection: duckdb.DuckDBPyConnection, list_hash: bytes, line: int, *, accepted: bool
) -> None:
    """Note that the message of a line was accepted, or forget the line."""
    with transaction(connection):
        connection.execute(END_LINE if accepted else DROP_LINE, [list_hash, line])


def finish(connection: duckdb.DuckDBPyConnection, list_hash: bytes) -> None:
    """Forget a list that was sent whole."""
    with transaction(connection):
        connection.execute(DROP_LIST, [list_hash])
