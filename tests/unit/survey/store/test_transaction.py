"""A transaction is done whole, and a failure leaves the connection free for the next."""

import duckdb
import pytest

from survey.store.transaction import transaction
from survey.store.ways_in import add_links, links


@pytest.fixture
def connection() -> duckdb.DuckDBPyConnection:
    made = duckdb.connect(":memory:")
    made.execute("CREATE TABLE team_link (token TEXT PRIMARY KEY, unit INTEGER NOT NULL)")
    return made


def test_what_is_done_within_is_kept(connection: duckdb.DuckDBPyConnection) -> None:
    with transaction(connection):
        connection.execute("INSERT INTO team_link VALUES ('a', 1)")
    assert links(connection) == {1: "a"}
    assert not _is_open(connection)


def test_a_failure_takes_all_back_and_the_next_one_begins(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    with pytest.raises(duckdb.ConstraintException):
        add_links(connection, {1: "a", 2: "a"})
    assert links(connection) == {}
    add_links(connection, {1: "a", 2: "b"})
    assert links(connection) == {1: "a", 2: "b"}


def test_what_stops_the_program_takes_all_back_too(connection: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(KeyboardInterrupt), transaction(connection):
        connection.execute("INSERT INTO team_link VALUES ('a', 1)")
        raise KeyboardInterrupt
    assert links(connection) == {}
    assert not _is_open(connection)


def _is_open(connection: duckdb.DuckDBPyConnection) -> bool:
    try:
        connection.begin()
    except duckdb.TransactionException:
        return True
    connection.rollback()
    return False
