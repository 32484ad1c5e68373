"""One transaction: all of it is committed, or nothing has changed."""

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb


@contextmanager
def transaction(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Commit what is done within; where anything fails, a commit too, take all of it back.

    Raises whatever failed; the connection is then free for the next transaction.
    """
    connection.begin()
    try:
        yield
        connection.commit()
    except BaseException:
        connection.rollback()
        raise
