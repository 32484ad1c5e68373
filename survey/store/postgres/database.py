"""The database: a pool of connections, and what its failures are called here.

Every transaction runs at READ COMMITTED, PostgreSQL's own. It is enough because each one that
writes takes the row of its wave first (``ground``): two of one wave never run at once, and each
statement sees what was committed before it. Nothing else is relied upon: no advisory lock, no
sequence, no trigger, no extension.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

import psycopg
from psycopg import IsolationLevel
from psycopg.rows import TupleRow
from psycopg.sql import Composable
from psycopg_pool import ConnectionPool, PoolTimeout

from survey.store.errors import CommitUnknown, StoreUnreachable

Connection = psycopg.Connection[TupleRow]
Statement = Composable

MOST: Final = 8
"""Connections of one process: reads are short, and only one transaction of a wave runs at once."""

PATIENCE: Final = 3.0
"""Seconds for a connection; then whoever waits is told to try again in a minute."""

KEEPS_COMMITS: Final = (
    "SELECT set_config('synchronous_commit', 'on', false)"
    " WHERE current_setting('synchronous_commit') = 'off'"
)
"""A commit that returns is on the database's disk, whatever that server does for others."""

LOST: Final = (psycopg.OperationalError, psycopg.InterfaceError)
"""What is raised where a connection cannot be made, or ends."""


class Database:
    """Connections to one database.

    Raises ``StoreUnreachable`` where there is none.
    """

    def __init__(self, url: str) -> None:
        self._pool: ConnectionPool[Connection] = ConnectionPool(
            url,
            min_size=1,
            max_size=MOST,
            timeout=PATIENCE,
            open=False,
            configure=_prepared,
            kwargs={"autocommit": True, "connect_timeout": int(PATIENCE)},
            reconnect_timeout=0,
        )
        self._pool.open()
        try:
            self.read_composed("SELECT 1")
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Close every connection."""
        self._pool.close()

    def read_composed(self, statement: Any, values: Any = None) -> list[tuple[Any, ...]]:
        """Return the rows of one statement that only reads; tried again on a new connection."""
        try:
            return self._rows(statement, values)
        except StoreUnreachable as unreachable:
            if isinstance(unreachable.__cause__, PoolTimeout):
                raise  # no new connection can be had either
            return self._rows(statement, values)

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Commit what is done within; where anything fails, take all of it back.

        Raises ``StoreUnreachable`` where nothing was done, ``CommitUnknown`` where the connection
        was lost while it was being committed: then it may have been.
        """
        with self._connection() as connection:
            connection.execute("BEGIN ISOLATION LEVEL READ COMMITTED")
            try:
                yield connection
            except BaseException:
                _take_back(connection)
                raise
            try:
                connection.execute("COMMIT")
            except LOST as lost:
                raise CommitUnknown.now() from lost

    def _rows(self, statement: Any, values: Any) -> list[tuple[Any, ...]]:
        with self._connection() as connection:
            return connection.execute(statement, values, binary=True).fetchall()

    @contextmanager
    def _connection(self) -> Iterator[Connection]:
        try:
            with self._pool.connection() as connection:
                yield connection
        except PoolTimeout as lost:
            raise StoreUnreachable.now() from lost
        except LOST as lost:
            self._drop_lost()
            raise StoreUnreachable.now() from lost

    def _drop_lost(self) -> None:
        """Replace every idle connection that is lost as well, so that only one caller meets it."""
        self._pool.check()


def _prepared(connection: Connection) -> None:
    connection.isolation_level = IsolationLevel.READ_COMMITTED
    connection.execute(KEEPS_COMMITS)


def _take_back(connection: Connection) -> None:
    if not connection.closed:
        connection.execute("ROLLBACK")


def first(rows: Sequence[tuple[Any, ...]]) -> tuple[Any, ...] | None:
    """Return the first of some rows, or None."""
    return rows[0] if rows else None
