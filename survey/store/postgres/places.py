"""Which codes of an open wave still have a place, in teams where some were given out again."""

from collections.abc import Sequence
from typing import Final

from survey.store.places import by_team, refused
from survey.store.postgres.database import Connection
from survey.store.postgres.tables import on

TEAMS: Final = (
    "SELECT DISTINCT c.unit FROM {w}.code c LEFT JOIN {w}.waiting x USING (hash)"
    " WHERE c.round > 0 AND x.hash IS NULL"
)
COUNT_ROUNDS: Final = (
    "SELECT c.unit, c.round, count(*) FILTER (WHERE c.kind <> 'again'),"
    " count(*) FILTER (WHERE c.kind = 'again'), count(*) FILTER (WHERE u.hash IS NULL)"
    " FROM {w}.code c LEFT JOIN {w}.unspent u USING (hash) LEFT JOIN {w}.waiting x USING (hash)"
    " WHERE c.unit = ANY(%s) AND c.round IS NOT NULL AND x.hash IS NULL"
    " GROUP BY c.unit, c.round ORDER BY c.unit, c.round"
)
FIND_ASKED: Final = (
    "SELECT c.hash, c.unit, c.round FROM {w}.code c JOIN {w}.unspent u USING (hash)"
    " LEFT JOIN {w}.waiting x USING (hash)"
    " WHERE c.hash = ANY(%s) AND c.unit = ANY(%s) AND c.round IS NOT NULL AND x.hash IS NULL"
)


def without_place(connection: Connection, position: int, hashes: Sequence[bytes]) -> set[bytes]:
    """Return which unused codes may not be used, if they come in this order.

    A code that has a place takes it from those behind it. Within the transaction of a wave, or to
    look only.
    """
    teams = [row[0] for row in connection.execute(on(position, TEAMS)).fetchall()]
    if not teams:
        return set()
    rounds = connection.execute(on(position, COUNT_ROUNDS), [teams]).fetchall()
    found = connection.execute(
        on(position, FIND_ASKED), [list(hashes), teams], binary=True
    ).fetchall()
    asked = {code_hash: (unit, number) for code_hash, unit, number in found}
    return refused(by_team(rounds), asked, hashes)
