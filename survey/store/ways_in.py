"""Ways in to an open wave, in its file: codes handed out by team, and links for posters."""

from collections.abc import Mapping
from typing import Final

import duckdb

from survey.store.collecting import insert_codes
from survey.store.rows import first_row
from survey.store.transaction import transaction

HAND_OUT: Final = (
    "INSERT INTO handed_out VALUES (?, ?)"
    " ON CONFLICT (unit) DO UPDATE SET codes = codes + excluded.codes"
)
TAKE_BACK: Final = "DELETE FROM code WHERE hash = ? AND NOT used RETURNING unit"
COUNT_HANDED_OUT: Final = "SELECT unit, codes FROM handed_out ORDER BY unit"
SELECT_LINKS: Final = "SELECT unit, token FROM team_link ORDER BY unit"
INSERT_LINK: Final = "INSERT INTO team_link VALUES (?, ?)"
FIND_LINK: Final = "SELECT unit FROM team_link WHERE token = ?"


def hand_out(connection: duckdb.DuckDBPyConnection, codes: Mapping[bytes, int]) -> None:
    """Add new codes by hash and unit, and count them as handed out, in one transaction."""
    with transaction(connection):
        insert_codes(connection, codes)
        for unit in sorted(set(codes.values())):
            connection.execute(HAND_OUT, [unit, sum(of == unit for of in codes.values())])


def take_back(connection: duckdb.DuckDBPyConnection, hashes: list[bytes]) -> None:
    """Remove codes that reached nobody; a used one stays, and counts as handed out."""
    with transaction(connection):
        for code_hash in hashes:
            row = first_row(connection.execute(TAKE_BACK, [code_hash]))
            if row is not None:
                connection.execute(HAND_OUT, [row[0], -1])


def handed_out(connection: duckdb.DuckDBPyConnection) -> dict[int, int]:
    """Return the codes handed out by unit id; a unit without any is not there."""
    rows = connection.execute(COUNT_HANDED_OUT).fetchall()
    return {int(unit): int(codes) for unit, codes in rows if codes}


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
