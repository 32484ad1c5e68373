"""What a code is worth: one statement over all open waves and the codes of the closed ones.

It also brings the number of changes of the registry, so that whoever asks sees when another
process has opened, closed or changed a wave.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from psycopg.sql import SQL, Composed, Literal

from survey.store.postgres.database import Database
from survey.store.postgres.tables import tables_of
from survey.store.protocol import Wave

IN_OPEN_WAVE: Final = (
    "SELECT {name}, c.unit, u.hash IS NOT NULL, c.round IS NOT NULL,"
    " EXISTS (SELECT FROM {w}.code o WHERE o.unit = c.unit AND o.round > 0"
    " AND NOT EXISTS (SELECT FROM {w}.waiting y WHERE y.hash = o.hash))"
    " FROM {w}.code c LEFT JOIN {w}.unspent u USING (hash) WHERE c.hash = %(hash)s"
    " AND NOT EXISTS (SELECT FROM {w}.waiting x WHERE x.hash = c.hash)"
)
IN_CLOSED_WAVE: Final = (
    "SELECT wave, NULL, NULL, NULL, NULL FROM bearing.closed_code WHERE hash = %(hash)s"
)
CHANGES: Final = "SELECT NULL, changes, NULL, NULL, NULL FROM bearing.head"


class Found(NamedTuple):
    """What the tables say of a code. ``unit`` and all behind it are None of a closed wave."""

    wave: str
    unit: int | None
    unspent: bool
    invited: bool
    shared: bool
    """Whether codes of its team share places."""


def look_up(
    database: Database, open_waves: Sequence[Wave], code_hash: bytes
) -> tuple[Found | None, int]:
    """Return what is known of a code, and the number of changes of the registry."""
    waves = tuple((wave.name, wave.position) for wave in open_waves)
    rows = database.read_composed(_statement(waves), {"hash": code_hash})
    changes = next(int(row[1]) for row in rows if row[0] is None)
    return next((Found(*row) for row in rows if row[0] is not None), None), changes


@lru_cache(maxsize=16)
def _statement(waves: tuple[tuple[str, int], ...]) -> Composed:
    parts = [
        SQL(IN_OPEN_WAVE).format(w=tables_of(position), name=Literal(name))
        for name, position in waves
    ]
    return SQL(" UNION ALL ").join([*parts, SQL(IN_CLOSED_WAVE), SQL(CHANGES)])
