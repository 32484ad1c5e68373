"""Attack over time: every group that two waves count, held against every change of a few people."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from analytics.disclosure.audit.finding import Finding
from analytics.disclosure.audit.over_time.changes import (
    Change,
    changes,
    difference,
    explained_by_few,
    least_change,
    room,
    settles,
)
from analytics.disclosure.audit.over_time.common_groups import Group, common_groups
from analytics.disclosure.audit.over_time.one_end import not_at_one_end
from analytics.disclosure.audit.over_time.rows import rows_known
from analytics.disclosure.audit.over_time.trees import Known
from analytics.disclosure.audit.reading.sums import Interval
from analytics.disclosure.audit.reading.table import Table
from analytics.release.model import TOTAL


class OverTime(StrEnum):
    """What follows from two waves, as the code of a finding."""

    PERSON = "AUDIT-TIME-PERSON"
    """What one person answered who took part in one of the waves only."""
    GROUP = "AUDIT-TIME-GROUP"
    """What a few people answered who took part in one of the waves only."""
    END = "AUDIT-TIME-END"
    """That not all who came, went or moved can have stood at the same end of the scale."""


@dataclass(frozen=True)
class Seen:
    """A measure's table in the release of a wave."""

    wave: str
    table: Table


def attack_over_time(earlier: Sequence[Seen], now: Seen) -> list[Finding]:
    """Return what a measure's new table says together with earlier ones, oldest first.

    A group is called safe only where every person of every change of 1 to k - 1 people may have
    stood at the bottom and at the top of the scale, those who moved between two rows among them;
    and only where, of all groups at once, all of them may have. Time is linear in the rows.
    """
    tables = [*earlier, now]
    known = [rows_known(seen.table) for seen in tables]
    found: list[Finding] = []
    for group in common_groups([[row for row in rows if row.n] for rows in known]):
        found += _of_group(group, tables)
    return list(dict.fromkeys(found or _not_at_one_end(known, tables)))


def _not_at_one_end(known: Sequence[Sequence[Known]], tables: Sequence[Seen]) -> Iterator[Finding]:
    """Of the last wave with each earlier one, and of all where the earlier ones agree."""
    *earlier, now = known
    last = tables[-1]
    full, threshold = last.table.full, last.table.threshold
    sets = [([rows], seen.wave) for rows, seen in zip(earlier, tables, strict=False)]
    if len(earlier) > 1 and not_at_one_end(earlier, full, threshold) is None:
        sets.append((list(earlier), tables[0].wave))
    for rows, since in sets:
        group = not_at_one_end([*rows, now], full, threshold)
        if group is not None:
            department, team = group.labels
            yield Finding(
                code=OverTime.END.value,
                measure=last.table.measure,
                department=department,
                team=team,
                message=f"{last.table.measure} of {department}, {team}: whoever knows who came,"
                f" went or moved since {since!r} reads off {last.wave!r} that not all of them"
                " stood at the same end",
                arithmetic=f"{since}: {department}/{team} - {last.wave}: {department}/{team}",
            )


def _of_group(group: Group, tables: Sequence[Seen]) -> Iterator[Finding]:
    """At most one finding a group and earlier wave: the change of the fewest people."""
    last = len(tables) - 1
    if last not in group:
        return
    now, table = group[last], tables[last].table
    for wave, before in group.items():
        if wave == last:
            continue
        for change in changes(before.n, now.n, table.threshold):
            left_open = _settled(change, group, wave, last, table.full)
            if left_open is not None:
                yield _finding(change, left_open, now, table, tables[wave].wave, tables[last].wave)
                break


def _settled(change: Change, group: Group, wave: int, last: int, full: int) -> Interval | None:
    """What is left open of a change where that settles something; None where it does not.

    A reader may also know that a third wave differs from one of the two by as few as can be.
    """
    others = [at for at in group if at not in (wave, last)]
    own = group[wave].sums, group[last].sums
    pairs = [own]
    pairs += [(before, own[1]) for before in _narrowed(group, wave, others, full)]
    news = [at for at in others if not _known_before(change, group, wave, last, at, full)]
    pairs += [(own[0], now) for now in _narrowed(group, last, news, full)]
    for before, now in pairs:
        differ = difference(before, now)
        left_open = room(change, differ, full)
        if left_open is None:
            continue
        alone = (before, now) == own
        few = not alone or explained_by_few(change, before, now, group[wave].n, full)
        if settles(change, left_open, full) or not few:
            return left_open
    return None


def _narrowed(group: Group, at: int, others: Iterable[int], full: int) -> Iterator[Interval]:
    """A wave's sum as a third wave narrows it that differs by as few as can be, and as all do.

    Only one of two waves: those who came or went between the two are in the way to the other.
    """
    own = group[at]
    together = own.sums
    for other in others:
        narrowed = _both(own.sums, _carried(group[other], own, full))
        if narrowed is not None and narrowed != own.sums:
            yield narrowed
            together = _both(together, narrowed) or together
    if together != own.sums:
        yield together


def _carried(third: Known, own: Known, full: int) -> Interval:
    """Where a wave's sum lies by a third wave alone, if as few as can be changed between them."""
    span = least_change(third.n, own.n).possible(full)
    return Interval(third.sums.low - span.high, third.sums.high - span.low)


def _known_before(
    change: Change, group: Group, wave: int, last: int, other: int, full: int
) -> bool:
    """Say whether two earlier waves settle a change without the last one's numbers.

    So it is where a list of moves guards the later of them: both are exact. Whoever takes the last
    wave for as good as that one reads nothing off the last that he had not read before.
    """
    carried = _carried(group[other], group[last], full)
    left_open = room(change, difference(group[wave].sums, carried), full)
    return left_open is not None and settles(change, left_open, full)


def _both(one: Interval, other: Interval) -> Interval | None:
    low, high = max(one.low, other.low), min(one.high, other.high)
    return Interval(low, high) if low <= high else None


def _finding(
    change: Change, left_open: Interval, now: Known, table: Table, before: str, wave: str
) -> Finding:
    department, team = now.labels
    code = OverTime.PERSON if change.people == 1 else OverTime.GROUP
    who = " and ".join(
        f"{count} {what}"
        for count, what in ((change.left, "left"), (change.joined, "joined"))
        if count
    )
    said = f"{left_open.low} to {left_open.high} of {table.full} steps"
    place = f"{department}, {team}"
    if now.category != TOTAL:
        place += f", {now.category}"
    return Finding(
        code=code.value,
        measure=table.measure,
        department=department,
        team=team,
        message=f"{table.measure} of {place}: whoever knows that {who} since {before!r} reads"
        f" {said} off {wave!r}",
        arithmetic=f"{before}: {department}/{team} - {wave}: {department}/{team}",
    )
