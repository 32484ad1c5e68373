"""Answers of an open wave: spending codes for them, and what becomes of them at its close.

Within the turn of the wave (``ground``), so that nobody else writes to it meanwhile.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final, LiteralString

from survey.store.collecting import Answers
from survey.store.postgres.ground import Turn
from survey.store.postgres.places import without_place

NONE: Final = 255
"""The byte for "prefer not to say" and for what was not asked."""

KEPT: Final = 128
"""Answers that stay among the youngest when these are full: a new one is never alone there."""

FULL: Final = 2 * KEPT

SPEND: Final[LiteralString] = """
WITH sent AS (
    SELECT * FROM unnest(%(hashes)s::bytea[], %(answers)s::bytea[], %(slips)s::bytea[])
        AS s (hash, answers, slip)
), taken AS (
    DELETE FROM {w}.unspent u USING {w}.code c
    WHERE u.hash = ANY(%(hashes)s::bytea[]) AND c.hash = u.hash
        AND NOT EXISTS (SELECT FROM {w}.waiting x WHERE x.hash = u.hash)
    RETURNING u.hash, c.unit
), came AS (
    SELECT unit, answers, slip FROM taken JOIN sent USING (hash)
), kept AS (
    UPDATE {w}.young y SET (units, answers, slips) = (
        SELECT array_agg(unit ORDER BY unit, answers) FILTER (WHERE unit IS NOT NULL),
            array_agg(answers ORDER BY unit, answers) FILTER (WHERE unit IS NOT NULL),
            array_agg(slip ORDER BY slip) FILTER (WHERE slip IS NOT NULL)
        FROM (
            SELECT unnest(y.units) AS unit, unnest(y.answers) AS answers, unnest(y.slips) AS slip
            UNION ALL SELECT unit, answers, slip FROM came
        ) AS together
    ) WHERE EXISTS (SELECT FROM came)
)
SELECT hash FROM taken
"""
"""Each list of the youngest is sorted by itself: what stands at one place did not come together. A
wave from before there were receipts has fewer of these."""

COUNT_YOUNG: Final[LiteralString] = "SELECT cardinality(units) FROM {w}.young"
MOVE_HALF: Final[LiteralString] = """
WITH answers AS (
    SELECT unit, answers, row_number() OVER (ORDER BY gen_random_uuid()) AS place
    FROM (SELECT unnest(units) AS unit, unnest(answers) AS answers FROM {w}.young) AS one
), slips AS (
    SELECT slip, row_number() OVER (ORDER BY gen_random_uuid()) AS place
    FROM (SELECT unnest(slips) AS slip FROM {w}.young) AS one
), moved AS (
    INSERT INTO {w}.answer SELECT unit, answers FROM answers WHERE place > %(kept)s
    ORDER BY unit, answers
), moved_slips AS (
    INSERT INTO {w}.receipt SELECT slip FROM slips WHERE place > %(kept)s ORDER BY slip
)
UPDATE {w}.young SET
    units = (SELECT array_agg(unit ORDER BY unit, answers) FROM answers WHERE place <= %(kept)s),
    answers = (SELECT array_agg(answers ORDER BY unit, answers) FROM answers
        WHERE place <= %(kept)s),
    slips = (SELECT coalesce(array_agg(slip ORDER BY slip), '{{}}') FROM slips
        WHERE place <= %(kept)s)
"""
KEPT_SLIPS: Final[LiteralString] = """
SELECT hash FROM (SELECT hash FROM {w}.receipt UNION ALL SELECT unnest(slips) FROM {w}.young) AS r
WHERE hash = ANY(%s)
"""
COUNTS: Final[LiteralString] = """
SELECT unit, count(*) FROM (
    SELECT unit FROM {w}.answer UNION ALL SELECT unnest(units) FROM {w}.young
) AS one GROUP BY unit ORDER BY unit
"""
WRITE_CLOSED: Final[LiteralString] = """
INSERT INTO {a} SELECT unit, answers FROM (
    SELECT unit, answers FROM {w}.answer
    UNION ALL SELECT unnest(units), unnest(answers) FROM {w}.young
) AS one ORDER BY unit, answers
"""
MAKE_CLOSED: Final[LiteralString] = (
    "CREATE TABLE {a} (unit integer NOT NULL, answers bytea NOT NULL)"
)
DROP_CLOSED: Final[LiteralString] = "DROP TABLE IF EXISTS {a}"
CLOSE_CODES: Final[LiteralString] = (
    "INSERT INTO bearing.closed_code SELECT hash, %s FROM {w}.code"
    " WHERE NOT EXISTS (SELECT FROM {w}.waiting x WHERE x.hash = code.hash) ORDER BY hash"
)
CLOSE_RECEIPTS: Final[LiteralString] = """
INSERT INTO bearing.receipt SELECT %s, hash FROM (
    SELECT hash FROM {w}.receipt UNION ALL SELECT unnest(slips) FROM {w}.young
) AS one ORDER BY hash
"""


def spend(
    turn: Turn, answers: Mapping[bytes, Answers], receipt_of: Mapping[bytes, bytes]
) -> set[bytes]:
    """Spend codes and keep their answers; return the hashes that were fresh.

    A code that has no place left in its team is not fresh. Raises ``OverflowError`` for an answer
    that no byte can hold; then nothing has changed.
    """
    packed_by_hash = {one: packed(given) for one, given in answers.items()}
    refused = without_place(turn.connection, turn.position, list(answers))
    admitted = sorted(one for one in answers if one not in refused)
    sent: dict[str, Any] = {
        "hashes": admitted,
        "answers": [packed_by_hash[one] for one in admitted],
        "slips": [receipt_of[one] for one in admitted],
    }
    spent = {row[0] for row in turn.run(SPEND, sent)}
    if turn.run(COUNT_YOUNG)[0][0] >= FULL:
        turn.run(MOVE_HALF, {"kept": KEPT})
    return spent


def kept_already(turn: Turn, receipt_of: Mapping[bytes, bytes]) -> set[bytes]:
    """Return the hashes of codes whose receipts are there: their answers came in before."""
    code_of = {slip: one for one, slip in receipt_of.items()}
    return {code_of[row[0]] for row in turn.run(KEPT_SLIPS, [list(code_of)])}


def close(turn: Turn, name: str) -> None:
    """Write the answers sorted into a table of their own, and codes and receipts to the registry.

    What collected is then dropped by the caller, with every version of a row that was in it.
    """
    turn.run(MAKE_CLOSED)
    turn.run(WRITE_CLOSED)
    turn.run(CLOSE_CODES, [name])
    turn.run(CLOSE_RECEIPTS, [name])


def insert_closed(turn: Turn, rows: Sequence[tuple[int, Answers]]) -> None:
    """Write imported answers, sorted by content, into a table of their own."""
    turn.run(MAKE_CLOSED)
    ordered = sorted((unit, packed(answers)) for unit, answers in rows)
    turn.copy("COPY {a} FROM STDIN (FORMAT BINARY)", ["int4", "bytea"], ordered)


def packed(answers: Answers) -> bytes:
    """Return answers as bytes; raises ``OverflowError`` for one that no byte can hold."""
    for answer in answers:
        if answer is not None and not 0 <= answer < NONE:
            raise OverflowError("An answer is outside of what can be stored.")
    return bytes(NONE if answer is None else answer for answer in answers)


def unpacked(stored: bytes) -> list[int | None]:
    """Return answers as they were before they were packed."""
    return [None if answer == NONE else answer for answer in stored]
