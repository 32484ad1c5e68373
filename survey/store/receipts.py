"""Receipts of an open wave: their hashes, each in a random place among empty ones."""

import random
from collections.abc import Sequence
from typing import Final

import duckdb
import pyarrow as pa

from survey.store.rows import first_row

ORDER: Final = random.SystemRandom()
SCHEMA: Final = pa.schema([("place", pa.int32()), ("hash", pa.binary())])
PLACES: Final = pa.schema([("place", pa.int32())])
FEWEST_PLACES: Final = 256
"""Empty places that a receipt can choose from in a wave of any size."""

FREE_SHARE: Final = 4
"""At least one place in so many is free, so that a draw soon finds one."""

DRAWN: Final = 2 * FREE_SHARE
"""Places drawn for each receipt: about twice as many free ones as are needed, or more."""

COUNT_PLACES: Final = "SELECT count(*), count(hash) FROM receipt"
MAKE_PLACES: Final = "INSERT INTO receipt SELECT range, NULL FROM range(?, ?)"
FREE_OF_DRAWN: Final = (
    "SELECT place FROM receipt SEMI JOIN drawn USING (place) WHERE receipt.hash IS NULL"
)
FILL_PLACES: Final = (
    "UPDATE receipt SET hash = filled.hash FROM filled WHERE receipt.place = filled.place"
)
ALL_RECEIPTS: Final = "SELECT hash FROM receipt WHERE hash IS NOT NULL ORDER BY hash"


def make_places(connection: duckdb.DuckDBPyConnection, people: int) -> None:
    """Make the empty places of a wave of so many people, twice as many; the first time only."""
    if not _count(connection)[0]:
        connection.execute(MAKE_PLACES, [0, max(2 * people, FEWEST_PLACES)])


def keep(connection: duckdb.DuckDBPyConnection, hashes: Sequence[bytes]) -> None:
    """Put each hash into a random empty place, within the caller's transaction.

    Where a wave runs short of empty places, it gets as many places again.
    """
    have, taken = _count(connection)
    if have - taken < max(2 * len(hashes), have // FREE_SHARE):
        more = max(have, 2 * len(hashes), FEWEST_PLACES)
        connection.execute(MAKE_PLACES, [have, have + more])
        have += more
    places = _draw(connection, have, len(hashes))
    filled = pa.table({"place": places, "hash": list(hashes)}, schema=SCHEMA)
    connection.register("filled", filled)
    try:
        connection.execute(FILL_PLACES)
    finally:
        connection.unregister("filled")


def sorted_hashes(connection: duckdb.DuckDBPyConnection) -> list[bytes]:
    """Return the hashes of all receipts, sorted."""
    return [bytes(row[0]) for row in connection.execute(ALL_RECEIPTS).fetchall()]


def _draw(connection: duckdb.DuckDBPyConnection, have: int, wanted: int) -> list[int]:
    """Return so many empty places out of all, each as likely as any other.

    Places are drawn and the taken ones put back, so that only a batch's worth is ever fetched.
    """
    free: set[int] = set()
    while len(free) < wanted:
        drawn = ORDER.sample(range(have), min(have, DRAWN * wanted))
        connection.register("drawn", pa.table({"place": drawn}, schema=PLACES))
        try:
            free |= {int(row[0]) for row in connection.execute(FREE_OF_DRAWN).fetchall()}
        finally:
            connection.unregister("drawn")
    return ORDER.sample(sorted(free), wanted)


def _count(connection: duckdb.DuckDBPyConnection) -> tuple[int, int]:
    """Return how many places there are, and how many of them are taken."""
    row = first_row(connection.execute(COUNT_PLACES))
    return (int(row[0]), int(row[1])) if row else (0, 0)
