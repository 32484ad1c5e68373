"""Which codes of an open wave still have a place, in teams where some were given out again."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Final

import duckdb
import pyarrow as pa

from survey.fieldwork.rounds import Round, places_left
from survey.store.rows import first_row

HASHES: Final = pa.schema([("hash", pa.binary())])

TEAMS: Final = "SELECT unit FROM replaced"
COUNT_ROUNDS: Final = (
    "SELECT unit, round, count(*) FILTER (kind <> 'again'), count(*) FILTER (kind = 'again'),"
    " count(*) FILTER (used) FROM code JOIN replaced USING (unit)"
    " WHERE round IS NOT NULL AND NOT waiting GROUP BY unit, round ORDER BY unit, round"
)
FIND_ASKED: Final = (
    "SELECT asked.hash, code.unit, code.round FROM asked JOIN code USING (hash)"
    " JOIN replaced USING (unit)"
    " WHERE code.round IS NOT NULL AND NOT code.used AND NOT code.waiting"
)
IS_INVITATION: Final = "SELECT 1 FROM code WHERE hash = ? AND round IS NOT NULL"

Rounds = dict[int, Round]
"""The rounds of one team by their number, in order."""


def teams(connection: duckdb.DuckDBPyConnection) -> frozenset[int]:
    """Return the unit ids of the teams in which codes were given out again."""
    return frozenset(int(row[0]) for row in connection.execute(TEAMS).fetchall())


def invited(connection: duckdb.DuckDBPyConnection, code_hash: bytes) -> bool:
    """Return whether a code went to a person, and came with no poster, paper or ticket."""
    return first_row(connection.execute(IS_INVITATION, [code_hash])) is not None


def without_place(connection: duckdb.DuckDBPyConnection, hashes: Sequence[bytes]) -> set[bytes]:
    """Return which unused codes may not be used, if they come in this order.

    A code that has a place takes it from those behind it. Within the caller's transaction.
    """
    rounds = _rounds(connection)
    return refused(rounds, _asked(connection, hashes), hashes) if rounds else set()


def refused(
    rounds: Mapping[int, Rounds], asked: Mapping[bytes, tuple[int, int]], hashes: Sequence[bytes]
) -> set[bytes]:
    """Return which of some hashes find no place, if they come in this order.

    ``rounds`` are those of each team where codes were given out again, and count what is taken;
    ``asked`` has the unit id and the round of each hash that needs a place.
    """
    return {
        code_hash
        for code_hash in hashes
        if code_hash in asked and not _take(rounds[asked[code_hash][0]], asked[code_hash][1])
    }


def _take(rounds: Rounds, number: int) -> bool:
    """Count one more use in a round; return whether there was a place for it."""
    places = dict(zip(rounds, places_left(tuple(rounds.values())), strict=True))
    if not places[number]:
        return False
    one = rounds[number]
    rounds[number] = Round(one.people, one.again, one.used + 1)
    return True


def _rounds(connection: duckdb.DuckDBPyConnection) -> dict[int, Rounds]:
    return by_team(connection.execute(COUNT_ROUNDS).fetchall())


def by_team(rows: Iterable[Sequence[int]]) -> dict[int, Rounds]:
    """Return the rounds of teams, from rows sorted by unit id and number: these two, then the
    counts of a ``Round``."""
    return {
        int(unit): {int(number): Round(*counts) for _, number, *counts in own}
        for unit, own in groupby(rows, key=itemgetter(0))
    }


def _asked(
    connection: duckdb.DuckDBPyConnection, hashes: Sequence[bytes]
) -> dict[bytes, tuple[int, int]]:
    connection.register("asked", pa.table({"hash": list(hashes)}, schema=HASHES))
    try:
        rows = connection.execute(FIND_ASKED).fetchall()
    finally:
        connection.unregister("asked")
    return {bytes(code_hash): (int(unit), int(number)) for code_hash, unit, number in rows}
