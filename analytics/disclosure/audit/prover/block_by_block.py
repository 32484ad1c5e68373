"""Block by block: a table is attacked a block at a time, and no more than one is held."""

from collections.abc import Iterable, Iterator
from typing import Final

from analytics.disclosure.audit.certificate import Settled, settled
from analytics.disclosure.audit.prover import verdict
from analytics.disclosure.audit.prover.at_once.categories import view_of_categories
from analytics.disclosure.audit.prover.at_once.insider import insiders_view
from analytics.disclosure.audit.prover.at_once.proof import Proven
from analytics.disclosure.audit.prover.at_once.reader import readers_view
from analytics.disclosure.audit.prover.blocks import blocks_of
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
    proven = proven_at_once(table)
    if not proven.left:
        return settled(table, (), proven.shown())
    at_once = (READER if table.exact is None else INSIDER) if teams is None else teams
    left, blocks = proven.left, blocks_of(table, at_once, proven.left)
    while more := proven.whole(_departments(blocks)) - left - _departments(blocks):
        left |= more
        blocks = blocks_of(table, at_once, left)
    if len(_departments(blocks)) < len(_departments([table])) or len(blocks) > 1:
        try:
            return settled(
                table, _sound(blocks, seconds), proven.shown(beside=_departments(blocks))
            )
        except _Unsound:
            pass
    return settled(table, [verdict.verdict_on(table, seconds)])


def proven_at_once(table: Table) -> Proven:
    """Return what is proven of a table without going from block to block."""
    if table.exact is not None:
        return insiders_view(table)
    if (
        table.answers_are_public
        or any(n is not None for n in table.answers.values())
        or len(table.breakdowns) > 1
    ):
        return Proven.nothing(table)
    return view_of_categories(table) if table.breakdowns else readers_view(table)


def _departments(tables: Iterable[Table]) -> frozenset[str]:
    return frozenset(department for table in tables for department, _ in table.answers)


def _sound(blocks: Iterable[Table], seconds: float) -> Iterator[Verdict]:
    for block in blocks:
        made = verdict.verdict_on(block, seconds)
        if made.system.contradictions or made.worlds.trouble:
            raise _Unsound
        yield made
