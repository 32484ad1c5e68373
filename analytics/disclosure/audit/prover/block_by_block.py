"""Block by block: a table is attacked a block at a time, and no more than one is held."""

from collections.abc import Iterable, Iterator
from typing import Final

from analytics.disclosure.audit.certificate import Settled, settled
from analytics.disclosure.audit.prover import verdict
from analytics.disclosure.audit.prover.blocks import blocks_of
from analytics.disclosure.audit.prover.insider.proof import departments_left
from analytics.disclosure.audit.prover.verdict import Verdict
from analytics.disclosure.audit.reading.table import Table

INSIDER: Final = 1
READER: Final = 100
"""Teams that are attacked at a time, or a few more: no department is divided."""


class _Unsound(Exception):
    """A block contradicts itself, or was not settled in time."""


def settled_on(table: Table, seconds: float, teams: int | None = None) -> Settled:
    """Return what is said of one table, so many teams at a time or a few more.

    An insider has many groups a department; of a reader's few, those of many departments are
    asked of the solver at once.

    Where a block contradicts itself, or is not settled in time, all of the table is attacked at
    once instead: then whatever any of its rows says by itself is said.
    """
    left = departments_left(table)
    if not left:
        return settled(table, ())
    at_once = (READER if table.exact is None else INSIDER) if teams is None else teams
    blocks = blocks_of(table, at_once)
    if len(blocks) > 1:
        asked = (block for block in blocks if any(team[0] in left for team in block.answers))
        try:
            return settled(table, _sound(asked, seconds))
        except _Unsound:
            pass
    return settled(table, [verdict.verdict_on(table, seconds)])


def _sound(blocks: Iterable[Table], seconds: float) -> Iterator[Verdict]:
    for block in blocks:
        made = verdict.verdict_on(block, seconds)
        if made.system.contradictions or made.worlds.trouble:
            raise _Unsound
        yield made
