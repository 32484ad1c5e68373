"""Releases over time: whether every world of an earlier release is still one beside the new one.

The worlds need not be sealed, as they follow from the two releases. Of a row those who stayed have
answered alike in both, some left and some joined. Where the sum then was the lowest or the highest
that the earlier release allows, and where the leavers and the joiners were all at the bottom or
all at the top, the new row must allow the sum now; then it allows everything in between. So the
same answers stay possible to each person as before, and all to those who joined.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final

from analytics.disclosure.audit.checker.refusal import CertificateRefused, Refusal
from analytics.disclosure.audit.over_time.foregone import Earlier
from analytics.disclosure.audit.over_time.rows import rows_known, rows_published
from analytics.disclosure.audit.over_time.trees import Known
from analytics.disclosure.audit.reading.published_release import release_tables
from analytics.disclosure.audit.reading.table import Table
from analytics.release.content import Release

TAKEN_AWAY: Final = "AUDIT-TIME-NEWS"
"""The attack's own code for it, so that it belongs to the same rules (``audit.rules``)."""


@dataclass(frozen=True)
class World:
    """The sum of one row's answers in two waves: who stayed, who left and who joined."""

    stayed: int
    left: int
    joined: int

    @property
    def now(self) -> int:
        """The sum in the later wave."""
        return self.stayed + self.joined


@dataclass(frozen=True)
class Counted:
    """How many rows and worlds were counted, and what of them does not agree."""

    rows: int = 0
    worlds: int = 0
    refusals: tuple[Refusal, ...] = ()

    def __add__(self, other: "Counted") -> "Counted":
        """Return both together."""
        refused = (*self.refusals, *other.refusals)
        return Counted(self.rows + other.rows, self.worlds + other.worlds, refused)


def require_proven_over_time(standing: Sequence[Release], release: Release) -> Counted:
    """Return what was counted of a release and those that stand beside it.

    Raises ``CertificateRefused`` where the new release takes a world of theirs away.
    """
    counted = counted_over_time(standing, release)
    if counted.refusals:
        first = counted.refusals[0]
        raise CertificateRefused(
            "Beside earlier releases that of wave {wave!r} is not proven safe, in {count} way(s),"
            " first: {measure}: {what}.",
            counted.refusals,
            wave=release.manifest.wave,
            count=len(counted.refusals),
            measure=first.measure,
            what=first.what,
        )
    return counted


def counted_over_time(standing: Sequence[Release], release: Release) -> Counted:
    """Count every row of a release against every earlier one with the same measure and steps."""
    before = [
        (earlier.manifest.wave, {table.measure: table for table in release_tables(earlier)})
        for earlier in standing
    ]
    counted = Counted()
    for table in release_tables(release):
        for wave, tables in before:
            then = tables.get(table.measure)
            if then is not None and then.full == table.full:
                counted += counted_of_tables(wave, then, table)
    return counted


def counted_of_tables(wave: str, then: Table, now: Table) -> Counted:
    """Count every row of a measure's table against an earlier wave's table of it."""
    earlier = Earlier(rows_known(then), now.answers)
    counted = Counted()
    for row in rows_published(now):
        readings = [worlds_of(one, row.n, now) for one in earlier.readings(row)]
        refused: tuple[Refusal, ...] = ()
        if readings and not any(_allowed(row, worlds) for worlds in readings):
            place = f"{row.labels[0]}, {row.labels[1]}"
            what = f"{place} takes answers away that {wave!r} allows"
            refused = (Refusal(now.measure, what, TAKEN_AWAY),)
        counted += Counted(int(any(readings)), sum(map(len, readings)), refused)
    return counted


def _allowed(row: Known, worlds: Sequence[World]) -> bool:
    return all(row.sums.low <= world.now <= row.sums.high for world in worlds)


def worlds_of(then: Known, n: int, now: Table) -> list[World]:
    """Return a row's worlds that are furthest apart, for all changes of fewer than k people."""
    found: dict[World, None] = {}
    fewer = then.n - n
    for left in range(max(fewer, 0), then.n + 1):
        joined = left - fewer
        if left + joined >= now.threshold:
            break
        for total in (then.sums.low, then.sums.high):
            stay, most = (then.n - left) * now.full, min(left * now.full, total)
            for gone, come in product((max(0, total - stay), most), (0, joined * now.full)):
                found[World(total - gone, gone, come)] = None
    return list(found)
