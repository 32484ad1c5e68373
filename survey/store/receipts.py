"""Receipts of an open wave: their hashes, each in a random place among empty ones."""

import random
from collections.abc import Sequence
from typing import Final

import duckdb
import pyarrow as pa

from survey.store.rows import first_row

ORDER: Final = random.SystemRandom()
SCHEMA: Final = pa.schema([("place", pa.int32()), ("hash", pa.binary())])
FEWEST_PLACES: Final = 256
"""Empty places that a receipt can choose from in a wave of any size."""

COUNT_PLACES: Final = "SELECT count(*) FROM receipt"
MAKE_PLACES: Final = "INSERT INTO receipt SELECT range, NULL FROM range(?, ?)"
FREE_PLACES: Final = "SELECT place FROM receipt WHERE hash IS NULL"
FILL_PLACES: Final = (
    "UPDATE receipt SET hash = filled.hash FROM filled WHERE receipt.place = filled.place"
)
ALL_RECEIPTS: Final = "SELECT hash FROM receipt WHERE hash IS NOT NULL ORDER BY hash"


def make_places(connection: duckdb.DuckDBPyConnection, people: int) -> None:
    """Make the empty places of a wave of so many people, twice as many; the first time only."""
    row = first_row(connection.execute(COUNT_PLACES))
    if not row or not row[0]:
        connection.execute(MAKE_PLACES, [0, max(2 * people, FEWEST_PLACES)])


def keep(connection: duckdb.DuckDBPyConnection, hashes: Sequence[bytes]) -> None:
    """Put each hash into a random empty place, within the caller's transaction.

    Where a wave runs out of places, it gets as many again.
    """
    free = _free(connection)
    if len(free) < 2 * len(hashes):
        row = first_row(connection.execute(COUNT_PLACES))
        have = int(row[0]) if row else 0
        more = max(have, 2 * len(hashes), FEWEST_PLACES)
        connection.execute(MAKE_PLACES, [have, have + more])
        free = _free(connection)
    places = ORDER.sample(free, len(hashes))
    filled = pa.table({"place": places, "hash": list(hashes)}, schema=SCHEMA)
    connection.register("filled", filled)
    try:
        connection.execute(FILL_PLACES)
    finally:
        connection.unregister("filled")


def sorted_hashes(connection: duckdb.DuckDBPyConnection) -> list[bytes]:
    """Return the hashes of all receipts, sorted."""
    return [bytes(row[0]) for row in connection.execute(ALL_RECEIPTS).fetchall()]


def _free(connection: duckdb.DuckDBPyConnection) -> list[int]:
    return [int(row[0]) for row in connection.execute(FREE_PLACES).fetchall()]
