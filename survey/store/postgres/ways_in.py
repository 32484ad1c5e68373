"""Ways in to an open wave: codes handed out by team, links for posters, and codes for signatures.

Within the turn of the wave (``ground``).
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, LiteralString

from survey.fieldwork.rounds import FIRST_ROUND, Kind
from survey.store.collecting import ORDER
from survey.store.postgres.ground import Turn
from survey.store.postgres.places import without_place

INSERT_CODES: Final[LiteralString] = (
    "INSERT INTO {w}.code SELECT * FROM"
    " unnest(%s::bytea[], %s::integer[], %s::integer[], %s::text[])"
)
INSERT_UNSPENT: Final[LiteralString] = "INSERT INTO {w}.unspent SELECT unnest(%s::bytea[])"
INSERT_WAITING: Final[LiteralString] = "INSERT INTO {w}.waiting SELECT unnest(%s::bytea[]), %s"
LAST_ROUNDS: Final[LiteralString] = (
    "SELECT unit, max(round) FROM {w}.code WHERE unit = ANY(%s) AND round IS NOT NULL GROUP BY unit"
)
CONFIRM: Final[LiteralString] = "DELETE FROM {w}.waiting WHERE hash = ANY(%s)"
PROCESSES: Final[LiteralString] = "SELECT DISTINCT process FROM {w}.waiting"
LEFT_WAITING: Final[LiteralString] = "SELECT hash FROM {w}.waiting WHERE process = ANY(%s)"
TAKE_BACK: Final[LiteralString] = """
WITH unused AS (DELETE FROM {w}.unspent WHERE hash = ANY(%(hashes)s::bytea[]) RETURNING hash),
waited AS (DELETE FROM {w}.waiting WHERE hash = ANY(%(hashes)s::bytea[]))
DELETE FROM {w}.code c USING unused WHERE c.hash = unused.hash RETURNING c.unit, c.kind
"""
HAND_OUT: Final[LiteralString] = (
    "INSERT INTO {w}.handed_out AS h VALUES (%s, %s)"
    " ON CONFLICT (unit) DO UPDATE SET codes = h.codes + excluded.codes"
)
HANDED_OUT: Final[LiteralString] = "SELECT unit, codes FROM {w}.handed_out ORDER BY unit"
JOINED: Final[LiteralString] = (
    "SELECT unit, count(*) FROM {w}.code WHERE kind = 'joined' GROUP BY unit"
)
INVITATIONS: Final[LiteralString] = "SELECT count(*) FROM {w}.code WHERE round IS NOT NULL"
LINKS: Final[LiteralString] = "SELECT unit, token FROM {w}.team_link ORDER BY unit"
INSERT_LINK: Final[LiteralString] = "INSERT INTO {w}.team_link VALUES (%s, %s)"
FIND_LINK: Final[LiteralString] = "SELECT unit FROM {w}.team_link WHERE token = %s"
INSERT_EXTRA: Final[LiteralString] = """
WITH added AS (
    INSERT INTO {w}.code (hash, unit) VALUES (%s, %s) ON CONFLICT DO NOTHING RETURNING hash
) INSERT INTO {w}.unspent SELECT hash FROM added
"""
SPEND_ONE: Final[LiteralString] = (
    "DELETE FROM {w}.unspent u USING {w}.code c WHERE u.hash = %s AND c.hash = u.hash"
    " AND NOT EXISTS (SELECT FROM {w}.waiting x WHERE x.hash = u.hash) RETURNING c.unit"
)
KEEP_BLINDED: Final[LiteralString] = "INSERT INTO {w}.exchanged VALUES (%s, %s)"
FIND_EXCHANGED: Final[LiteralString] = (
    "SELECT c.unit FROM {w}.exchanged e JOIN {w}.code c ON c.hash = e.code"
    " WHERE e.code = %s AND e.blinded = %s"
)
ALL_UNUSED: Final[LiteralString] = (
    "SELECT hash FROM {w}.unspent u"
    " WHERE NOT EXISTS (SELECT FROM {w}.waiting x WHERE x.hash = u.hash)"
)
COPY_CODE: Final[LiteralString] = (
    "INSERT INTO {w}.code SELECT %s, unit, round, kind FROM {w}.code WHERE hash = %s"
)


def reserve(turn: Turn, codes: Mapping[bytes, int], kind: Kind, process: str) -> None:
    """Add new codes by hash and unit, in random order; they open nothing until confirmed.

    First codes count as handed out from here on. Codes that are given out again are a round of
    their own; those of new people belong to their team's latest.
    """
    further = 1 if kind is Kind.AGAIN else 0
    last = dict(turn.run(LAST_ROUNDS, [sorted(set(codes.values()))]))
    hashes = list(codes)
    ORDER.shuffle(hashes)
    units = [codes[one] for one in hashes]
    rounds = [last.get(unit, FIRST_ROUND) + further for unit in units]
    turn.run(INSERT_CODES, [hashes, units, rounds, [kind.value] * len(hashes)])
    for statement, values in ((INSERT_UNSPENT, []), (INSERT_WAITING, [process])):
        ORDER.shuffle(hashes)
        turn.run(statement, [hashes, *values])
    if kind is Kind.FIRST:
        _count(turn, Counter(codes.values()))


def confirm(turn: Turn, hashes: Iterable[bytes]) -> None:
    """Let codes open the form, all at once: they are where they were asked for."""
    turn.run(CONFIRM, [list(hashes)])


def take_back(turn: Turn, hashes: Sequence[bytes]) -> int:
    """Remove codes that reached nobody and return how many; a used one stays, and counts as
    handed out."""
    removed = turn.run(TAKE_BACK, {"hashes": list(hashes)})
    _count(turn, Counter({unit: -n for unit, n in Counter(
        unit for unit, kind in removed if kind == Kind.FIRST.value
    ).items()}))  # fmt: skip
    return len(removed)


def add_links(turn: Turn, tokens: Mapping[int, str]) -> None:
    """Keep new tokens by unit id."""
    for unit, token in tokens.items():
        turn.run(INSERT_LINK, [token, unit])


def insert_extra(turn: Turn, code_hash: bytes, unit: int) -> None:
    """Add a code that no person got, unless it is there."""
    turn.run(INSERT_EXTRA, [code_hash, unit])


def spend_for_signature(turn: Turn, code_hash: bytes, blinded_hash: bytes) -> int | None:
    """Spend a code and return its unit id; again for the same blinded message, else None."""
    rows: list[tuple[Any, ...]] = []
    if not without_place(turn.connection, turn.position, [code_hash]):
        rows = turn.run(SPEND_ONE, [code_hash])
    if rows:
        turn.run(KEEP_BLINDED, [code_hash, blinded_hash])
    else:
        rows = turn.run(FIND_EXCHANGED, [code_hash, blinded_hash])
    return int(rows[0][0]) if rows else None


def swap_unused(turn: Turn, new_hash: bytes) -> bool:
    """Put ``new_hash`` in the place of a random code that opens; return whether there was one."""
    unused = [row[0] for row in turn.run(ALL_UNUSED)]
    ORDER.shuffle(unused)
    refused = without_place(turn.connection, turn.position, unused)
    old_hash = next((code for code in unused if code not in refused), None)
    if old_hash is None:
        return False
    turn.run(COPY_CODE, [new_hash, old_hash])
    turn.run(TAKE_BACK, {"hashes": [old_hash]})
    turn.run(INSERT_UNSPENT, [[new_hash]])
    return True


def _count(turn: Turn, codes: Mapping[int, int]) -> None:
    for unit in sorted(codes):
        turn.run(HAND_OUT, [unit, codes[unit]])
