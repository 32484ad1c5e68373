"""Receipts of an open wave: their hashes, each in a random place among empty ones."""

import random
from collections.abc import Sequence
from typing import Final

import duckdb
import pyarrow as pa

from survey.store.rows import first_row

ORDER: Final = random.SystemRandom()
SCHEMA: Final = pa.schema([("place", pa.int64()), ("hash", pa.binary())])
FEWEST_PLACES: Final = 256
"""Empty places that a receipt can choose from in a wave of any size."""

FREE_SHARE: Final = 4
"""At least one place in so many is free, so that a draw soon finds one."""

DRAWN: Final = 2 * FREE_SHARE
"""Places drawn for each receipt: about twice as many free ones as are needed, or more."""

COUNT_PLACES: Final = "SELECT count(*) FROM receipt"
COUNT_TAKEN: Final = "SELECT count(hash) FROM receipt"
MAKE_PLACES: Final = "INSERT INTO receipt SELECT range, NULL FROM range(?, ?)"
FREE_OF_DRAWN: Final = (
    "SELECT rowid FROM receipt SEMI JOIN (SELECT unnest(?) AS place) USING (place)"
    " WHERE hash IS NULL"
)
"""Drawn by place and filled by row: rows are not numbered as places are where a commit failed."""

FILL_PLACES: Final = (
    "UPDATE receipt SET hash = filled.hash FROM filled WHERE receipt.rowid = filled.place"
)
ALL_RECEIPTS: Final = "SELECT hash FROM receipt WHERE hash IS NOT NULL ORDER BY hash"


def make_places(connection: duckdb.DuckDBPyConnection, people: int) -> None:
    """Make the empty places of a wave of so many people, twice as many; the first time only."""
    if not _count(connection, COUNT_PLACES):
        connection.execute(MAKE_PLACES, [0, max(2 * people, FEWEST_PLACES)])


def keep(connection: duckdb.DuckDBPyConnection, hashes: Sequence[bytes]) -> None:
    """Put each hash into a random empty place, within the caller's transaction.

    Where a wave runs short of empty places, it gets as many places again.
    """
    have = _count(connection, COUNT_PLACES)
    free = _draw(connection, have, len(hashes))
    if len(free) < 2 * len(hashes) and _is_short(connection, have, len(hashes)):
        more = max(have, 2 * len(hashes), FEWEST_PLACES)
        connection.execute(MAKE_PLACES, [have, have + more])
        have += more
        free = set()
    while len(free) < len(hashes):
        free |= _draw(connection, have, len(hashes))
    _fill(connection, ORDER.sample(sorted(free), len(hashes)), hashes)


def sorted_hashes(connection: duckdb.DuckDBPyConnection) -> list[bytes]:
    """Return the hashes of all receipts, sorted."""
    return [bytes(row[0]) for row in connection.execute(ALL_RECEIPTS).fetchall()]


def _is_short(connection: duckdb.DuckDBPyConnection, have: int, wanted: int) -> bool:
    """Say whether so few places are empty that a draw would have to be repeated often.

    Counting reads the whole table: done only where a draw found fewer than twice what is wanted.
    """
    taken = _count(connection, COUNT_TAKEN)
    return have - taken < max(2 * wanted, have // FREE_SHARE)


def _draw(connection: duckdb.DuckDBPyConnection, have: int, wanted: int) -> set[int]:
    """Return which of some places drawn are empty; of all empty ones each is as likely as any.

    Places are drawn and the taken ones put back, so that only a batch's worth is ever fetched.
    """
    drawn = ORDER.sample(range(have), min(have, DRAWN * wanted))
    return {int(row[0]) for row in connection.execute(FREE_OF_DRAWN, [drawn]).fetchall()}


def _fill(
    connection: duckdb.DuckDBPyConnection, free: Sequence[int], hashes: Sequence[bytes]
) -> None:
    filled = pa.table({"place": free, "hash": list(hashes)}, schema=SCHEMA)
    connection.register("filled", filled)
    try:
        connection.execute(FILL_PLACES)
    finally:
        connection.unregister("filled")


def _count(connection: duckdb.DuckDBPyConnection, statement: str) -> int:
    row = first_row(connection.execute(statement))
    return int(row[0]) if row else 0
