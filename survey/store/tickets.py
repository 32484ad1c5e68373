"""Spending a code for a blind signature, and the code that a ticket stands for."""

from typing import Final

import duckdb

from survey.store import places
from survey.store.rows import first_row
from survey.store.transaction import transaction

SPEND_CODE: Final = (
    "UPDATE code SET used = TRUE WHERE hash = ? AND NOT used AND NOT waiting RETURNING unit"
)
KEEP_BLINDED: Final = "INSERT INTO exchanged VALUES (?, ?)"
FIND_EXCHANGED: Final = (
    "SELECT code.unit FROM exchanged JOIN code ON code.hash = exchanged.code"
    " WHERE exchanged.code = ? AND exchanged.blinded = ?"
)
INSERT_TICKET: Final = "INSERT INTO code (hash, unit) VALUES (?, ?) ON CONFLICT DO NOTHING"


def spend_for_signature(
    connection: duckdb.DuckDBPyConnection, code_hash: bytes, blinded_hash: bytes
) -> int | None:
    """Spend a code and return its unit id; again for the same blinded message, else None."""
    with transaction(connection):
        row = None
        if not places.without_place(connection, [code_hash]):
            row = first_row(connection.execute(SPEND_CODE, [code_hash]))
        if row is not None:
            connection.execute(KEEP_BLINDED, [code_hash, blinded_hash])
        else:
            row = first_row(connection.execute(FIND_EXCHANGED, [code_hash, blinded_hash]))
    connection.execute("CHECKPOINT")
    return int(row[0]) if row else None


def insert_ticket(connection: duckdb.DuckDBPyConnection, code_hash: bytes, unit: int) -> None:
    """Add the code of a ticket, unless it is there."""
    connection.execute(INSERT_TICKET, [code_hash, unit])
