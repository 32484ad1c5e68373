"""The file of one open wave: codes, answers, and the transaction that spends one for the other."""

import random
from collections.abc import Mapping, Sequence, Set
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

import duckdb
import pyarrow as pa

from survey.store import places, receipts
from survey.store.transaction import transaction

ORDER: Final = random.SystemRandom()
"""Shuffles with the system's randomness: a seeded generator could be wound back."""

ANSWERS_SCHEMA: Final = pa.schema([("unit", pa.int32()), ("answers", pa.list_(pa.uint8()))])
CODES_SCHEMA: Final = pa.schema([("hash", pa.binary()), ("unit", pa.int32())])

INSERT_CODES = "INSERT INTO code (hash, unit) SELECT hash, unit FROM batch"
FIND_UNUSED = (
    "SELECT code.rowid, code.hash, code.unit FROM code SEMI JOIN batch USING (hash)"
    " WHERE NOT code.used AND NOT code.waiting"
)
FIND_UNUSED_AT = (
    "SELECT rowid, hash, unit FROM code WHERE rowid IN (SELECT unnest(?))"
    " AND NOT used AND NOT waiting"
)
SPEND_ROWS = "UPDATE code SET used = TRUE WHERE rowid IN (SELECT unnest(?))"
INSERT_ANSWERS = "INSERT INTO answer SELECT unit, answers FROM batch"
COUNT_ANSWERS = "SELECT unit, count(*) FROM answer GROUP BY unit ORDER BY unit"
ALL_UNUSED = "SELECT hash FROM code WHERE NOT used AND NOT waiting"
COPY_CODE = (
    "INSERT INTO code (hash, unit, round, kind)"
    " SELECT ?, unit, round, kind FROM code WHERE hash = ?"
)
DELETE_CODE = "DELETE FROM code WHERE hash = ?"
ALL_HASHES = "SELECT hash FROM code WHERE NOT waiting ORDER BY hash"
ANSWERS_SORTED = "SELECT unit, answers FROM answer ORDER BY unit, answers"

Answers = tuple[int | None, ...]


def insert_codes(connection: duckdb.DuckDBPyConnection, codes: Mapping[bytes, int]) -> None:
    """Add the hashes of new codes with their units, in random order."""
    rows = [{"hash": code, "unit": unit} for code, unit in codes.items()]
    ORDER.shuffle(rows)
    execute_with(connection, INSERT_CODES, pa.Table.from_pylist(rows, schema=CODES_SCHEMA))


def spend(
    connection: duckdb.DuckDBPyConnection,
    answers: Mapping[bytes, Answers],
    receipt_of: Mapping[bytes, bytes],
    rows: Sequence[int] = (),
) -> set[bytes]:
    """Spend codes and keep their answers in one transaction; return the hashes that were fresh.

    ``receipt_of`` has the hash of the receipt that goes with each code, and no other use. A code
    that has no place left in its team is not fresh: ``survey.fieldwork.rounds``. ``rows`` are where
    the codes were when they were last read, so that the file need not be searched for them.

    The answers of a batch are inserted in random order, and the write-ahead log is emptied at
    once: it lists what one commit changed, and with it which code brought which answers. Raises
    whatever the engine raises; then nothing has changed.
    """
    with transaction(connection):
        refused = places.without_place(connection, list(answers))
        spent = _take(connection, answers.keys() - refused, rows)
        came = [{"unit": unit, "answers": answers[code_hash]} for code_hash, unit in spent]
        ORDER.shuffle(came)
        kept = pa.Table.from_pylist(came, schema=ANSWERS_SCHEMA)
        execute_with(connection, INSERT_ANSWERS, kept)
        receipts.keep(connection, [receipt_of[code_hash] for code_hash, _ in spent])
    connection.execute("CHECKPOINT")
    return {code_hash for code_hash, _ in spent}


def _take(
    connection: duckdb.DuckDBPyConnection, hashes: Set[bytes], rows: Sequence[int]
) -> list[tuple[bytes, int]]:
    """Spend the codes that are unused; return their hashes and unit ids.

    Found first and then changed by their row, within the caller's transaction: an update that
    looks for its rows by itself takes six times as long among 500,000 codes, and a search for
    them five times as long as a look at their rows.
    """
    there = connection.execute(FIND_UNUSED_AT, [list(rows)]).fetchall() if rows else []
    found = [row for row in there if bytes(row[1]) in hashes]
    left = hashes - {bytes(code_hash) for _, code_hash, _ in found}
    if left:
        sought = [{"hash": code_hash, "unit": None} for code_hash in left]
        batch = pa.Table.from_pylist(sought, schema=CODES_SCHEMA)
        found += execute_with(connection, FIND_UNUSED, batch)
    connection.execute(SPEND_ROWS, [[int(row) for row, _, _ in found]])
    return [(bytes(code_hash), int(unit)) for _, code_hash, unit in found]


def counts(connection: duckdb.DuckDBPyConnection) -> dict[int, int]:
    """Return the answers by unit id."""
    return {int(u): int(n) for u, n in connection.execute(COUNT_ANSWERS).fetchall()}


def swap_unused(connection: duckdb.DuckDBPyConnection, new_hash: bytes) -> bool:
    """Put ``new_hash`` in the place of a random code that opens; return whether there was one."""
    unused = [bytes(row[0]) for row in connection.execute(ALL_UNUSED).fetchall()]
    ORDER.shuffle(unused)
    refused = places.without_place(connection, unused)
    old_hash = next((code for code in unused if code not in refused), None)
    if old_hash is None:
        return False
    with transaction(connection):
        connection.execute(COPY_CODE, [new_hash, old_hash])
        connection.execute(DELETE_CODE, [old_hash])
    return True


def hashes(connection: duckdb.DuckDBPyConnection) -> list[bytes]:
    """Return the hashes of all codes, sorted."""
    return [bytes(row[0]) for row in connection.execute(ALL_HASHES).fetchall()]


def insert_answers(connection: duckdb.DuckDBPyConnection, answers: pa.Table) -> None:
    """Add rows of ``ANSWERS_SCHEMA`` as they come."""
    execute_with(connection, INSERT_ANSWERS, answers)


def sorted_answers(connection: duckdb.DuckDBPyConnection) -> pa.Table:
    """Return all answers sorted by unit and content, so that their order says nothing."""
    rows = connection.execute(ANSWERS_SORTED).fetchall()
    units, answers = zip(*rows, strict=True) if rows else ((), ())
    return pa.table({"unit": units, "answers": answers}, schema=ANSWERS_SCHEMA)


def answers_table(rows: Sequence[tuple[int, Answers]]) -> pa.Table:
    """Return pairs of unit and answers as a table, sorted like ``sorted_answers``.

    Unit by unit: what a million rows are compared by would take gigabytes.
    """
    by_unit = groupby(sorted(rows, key=itemgetter(0)), key=itemgetter(0))
    ordered = [row for _, own in by_unit for row in sorted(own, key=_place)]
    columns = ([unit for unit, _ in ordered], [answers for _, answers in ordered])
    arrays = [
        pa.array(column, kind) for column, kind in zip(columns, ANSWERS_SCHEMA.types, strict=True)
    ]
    return pa.Table.from_arrays(arrays, schema=ANSWERS_SCHEMA)


def _place(row: tuple[int, Answers]) -> list[tuple[bool, int]]:
    """What rows of one unit are compared by: their answers, one that is missing last."""
    return [(answer is None, answer or 0) for answer in row[1]]


def execute_with(
    connection: duckdb.DuckDBPyConnection, statement: str, batch: pa.Table
) -> list[tuple[Any, ...]]:
    """Run a statement over the rows of ``batch`` and return what it returns."""
    connection.register("batch", batch)
    try:
        return [tuple(row) for row in connection.execute(statement).fetchall()]
    finally:
        connection.unregister("batch")
