"""All answers of a closed wave at once, as a table in memory. Reached by the bulk reader alone."""

from contextlib import closing
from typing import Final, LiteralString

import numpy as np
import pyarrow as pa

from survey.store.postgres.collecting import NONE
from survey.store.postgres.database import Database
from survey.store.postgres.tables import on

HAS_ANSWERS: Final = "SELECT has_answers AND state <> 'open' FROM bearing.wave WHERE position = %s"
COPY: Final[LiteralString] = "COPY {a} TO STDOUT (FORMAT BINARY)"
HEADER: Final = 19
"""Bytes of a binary copy before its first row."""
TRAILER: Final = 2
WIDTH: Final = 14
"""Bytes of a row before its answers: how many fields, a length, the unit, and a length again."""


def read_closed(url: str, position: int) -> pa.Table | None:
    """Return the units and answers of the wave at a position, as the bulk reader gives them.

    They come in the order of their content. None where they were destroyed.
    """
    with closing(Database(url)) as database:
        if database.read_composed(HAS_ANSWERS, [position]) != [(True,)]:
            return None
        with (
            database.transaction() as connection,
            connection.cursor() as cursor,
            cursor.copy(on(position, COPY)) as copy,
        ):
            raw = b"".join(copy)
    return _table(raw[HEADER:-TRAILER])


def _table(rows: bytes) -> pa.Table:
    """Return the rows of a binary copy, all of one length, as a table."""
    items = int.from_bytes(rows[WIDTH - 4 : WIDTH]) if rows else 0
    row = np.dtype(
        [("head", "V6"), ("unit", ">i4"), ("length", ">i4"), ("answers", "u1", (items,))]
    )
    found = np.frombuffer(rows, row)
    values = np.ascontiguousarray(found["answers"]).reshape(-1)
    answers = pa.array(values, mask=values == NONE)
    offsets = np.arange(len(found) + 1, dtype=np.int32) * items
    return pa.table(
        {
            "unit": pa.array(found["unit"].astype(np.int32)),
            "answers": pa.ListArray.from_arrays(pa.array(offsets), answers),
        }
    )
