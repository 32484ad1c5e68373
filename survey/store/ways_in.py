"""Ways in to an open wave, in its file: codes handed out by team, and links for posters."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import duckdb
import pyarrow as pa

from survey.fieldwork.rounds import FIRST_ROUND, Kind
from survey.store.collecting import ORDER, execute_with
from survey.store.rows import first_row
from survey.store.transaction import transaction

RESERVED: Final = pa.schema(
    [("hash", pa.binary()), ("unit", pa.int32()), ("round", pa.int32()), ("kind", pa.string())]
)
RESERVE: Final = "INSERT INTO code SELECT hash, unit, FALSE, round, kind, TRUE FROM batch"
LAST_ROUNDS: Final = "SELECT unit, max(round) FROM code WHERE round IS NOT NULL GROUP BY unit"
FIND_WAITING: Final = (
    "SELECT code.rowid FROM code SEMI JOIN (SELECT unnest(?) AS hash) USING (hash) WHERE waiting"
)
CONFIRM_ROWS: Final = "UPDATE code SET waiting = FALSE WHERE rowid IN (SELECT unnest(?))"
ALL_WAITING: Final = "SELECT hash FROM code WHERE waiting"
TAKE_BACK: Final = "DELETE FROM code WHERE hash = ? AND NOT used RETURNING unit, kind"
HAND_OUT: Final = (
    "INSERT INTO handed_out VALUES (?, ?)"
    " ON CONFLICT (unit) DO UPDATE SET codes = codes + excluded.codes"
)
COUNT_INVITATIONS: Final = "SELECT count(*) FROM code WHERE round IS NOT NULL"
COUNT_HANDED_OUT: Final = "SELECT unit, codes FROM handed_out ORDER BY unit"
COUNT_JOINED: Final = "SELECT unit, count(*) FROM code WHERE kind = 'joined' GROUP BY unit"
SELECT_LINKS: Final = "SELECT unit, token FROM team_link ORDER BY unit"
INSERT_LINK: Final = "INSERT INTO team_link VALUES (?, ?)"
FIND_LINK: Final = "SELECT unit FROM team_link WHERE token = ?"


def reserve(connection: duckdb.DuckDBPyConnection, codes: Mapping[bytes, int], kind: Kind) -> None:
    """Add new codes by hash and unit, in random order; they open nothing until confirmed.

    First codes count as handed out from here on. Codes that are given out again are a round of
    their own; those of new people belong to their team's latest.
    """
    further = 1 if kind is Kind.AGAIN else 0
    with transaction(connection):
        last = {int(u): int(n) for u, n in connection.execute(LAST_ROUNDS).fetchall()}
        rows = [
            {
                "hash": code,
                "unit": unit,
                "round": last.get(unit, FIRST_ROUND) + further,
                "kind": kind.value,
            }
            for code, unit in codes.items()
        ]
        ORDER.shuffle(rows)
        execute_with(connection, RESERVE, pa.Table.from_pylist(rows, schema=RESERVED))
        if kind is Kind.FIRST:
            _count(connection, Counter(codes.values()))


def confirm(connection: duckdb.DuckDBPyConnection, hashes: Iterable[bytes]) -> None:
    """Let codes open the form, all at once: they are where they were asked for."""
    with transaction(connection):
        found = connection.execute(FIND_WAITING, [list(hashes)]).fetchall()
        connection.execute(CONFIRM_ROWS, [[int(row) for (row,) in found]])


def take_back(connection: duckdb.DuckDBPyConnection, hashes: Sequence[bytes]) -> int:
    """Remove codes that reached nobody and return how many; a used one stays, and counts as
    handed out."""
    gone: Counter[int] = Counter()
    removed = 0
    with transaction(connection):
        for code_hash in hashes:
            row = first_row(connection.execute(TAKE_BACK, [code_hash]))
            removed += row is not None
            if row is not None and row[1] == Kind.FIRST:
                gone[int(row[0])] -= 1
        _count(connection, gone)
    return removed


def drop_waiting(connection: duckdb.DuckDBPyConnection) -> None:
    """Remove the codes that a process left waiting when it was stopped."""
    waiting = [bytes(row[0]) for row in connection.execute(ALL_WAITING).fetchall()]
    if waiting:
        take_back(connection, waiting)


def handed_out(connection: duckdb.DuckDBPyConnection) -> dict[int, int]:
    """Return the people of the list who got a code, by unit id; units without are left out."""
    rows = connection.execute(COUNT_HANDED_OUT).fetchall()
    return {int(unit): int(codes) for unit, codes in rows if codes}


def invitations(connection: duckdb.DuckDBPyConnection) -> int:
    """Return how many codes were made for people, waiting or not."""
    row = first_row(connection.execute(COUNT_INVITATIONS))
    return int(row[0]) if row else 0


def joined(connection: duckdb.DuckDBPyConnection) -> dict[int, int]:
    """Return the people who joined and got a code, by unit id."""
    return {int(u): int(n) for u, n in connection.execute(COUNT_JOINED).fetchall()}


def links(connection: duckdb.DuckDBPyConnection) -> dict[int, str]:
    """Return the token of each team that has one, by unit id."""
    return {int(unit): str(token) for unit, token in connection.execute(SELECT_LINKS).fetchall()}


def add_links(connection: duckdb.DuckDBPyConnection, tokens: Mapping[int, str]) -> None:
    """Keep new tokens by unit id."""
    with transaction(connection):
        for unit, token in tokens.items():
            connection.execute(INSERT_LINK, [token, unit])


def unit_of_link(connection: duckdb.DuckDBPyConnection, token: str) -> int | None:
    """Return the unit id that a token is for, if any."""
    row = first_row(connection.execute(FIND_LINK, [token]))
    return int(row[0]) if row else None


def _count(connection: duckdb.DuckDBPyConnection, codes: Mapping[int, int]) -> None:
    for unit in sorted(codes):
        connection.execute(HAND_OUT, [unit, codes[unit]])
