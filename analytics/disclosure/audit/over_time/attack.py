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
    room,
    settles,
)
from analytics.disclosure.audit.over_time.common_groups import Group, common_groups
from analytics.disclosure.audit.over_time.foregone import Earlier, follows, without_foregone
from analytics.disclosure.audit.over_time.one_end import not_at_one_end
from analytics.disclosure.audit.over_time.rows import drawn_together, rows_known, rows_published
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
    NEWS = "AUDIT-TIME-NEWS"
    """Something beside several earlier waves that nothing proves to settle nobody's answer."""
    LIST = "AUDIT-TIME-LIST"
    """A list of moves that is taken for who answered (``by_list``)."""


@dataclass(frozen=True)
class Seen:
    """A measure's table in the release of a wave."""

    wave: str
    table: Table


def attack_over_time(earlier: Sequence[Seen], now: Seen) -> list[Finding]:
    """Return what a measure's new table says together with earlier ones, oldest first.

    What followed already from earlier waves is no news and tells nobody anything. Of the rest, a
    group is called safe only where every person of every change of 1 to k - 1 people may have
    stood at the bottom and at the top of the scale, those who moved between two rows among them;
    and only where, of all groups at once, all of them may have. Beside several earlier waves,
    news of any group that few changed is a finding. Time is linear in the rows.
    """
    table = now.table
    published = rows_published(table)
    before = [rows_known(seen.table) for seen in earlier]
    told = [Earlier(rows, table.answers) for rows in before]
    left = without_foregone(published, told, table.threshold, table.full)
    if not any(_says_something(row, table.full) for row in left):
        return []
    known = drawn_together(left)
    found = [
        finding
        for rows, seen in zip(before, earlier, strict=True)
        for finding in _of_two(rows, known, seen.wave, now)
    ]
    if not found and len(earlier) > 1:
        found = [*_news(left, told, earlier, now)]
    return list(dict.fromkeys(found))


def _says_something(row: Known, full: int) -> bool:
    return (row.sums.low, row.sums.high) != (0, row.n * full)


def _of_two(
    before: Sequence[Known], known: Sequence[Known], since: str, now: Seen
) -> list[Finding]:
    """What follows of each group, at most one finding each: the change of the fewest people."""
    found: list[Finding] = []
    for group in common_groups([row for row in before if row.n], [row for row in known if row.n]):
        found += _of_group(group, since, now)
    return found or [*_not_at_one_end(before, known, since, now)]


def _not_at_one_end(
    before: Sequence[Known], known: Sequence[Known], since: str, now: Seen
) -> Iterator[Finding]:
    table = now.table
    group = not_at_one_end([before, known], table.full, table.threshold)
    if group is not None:
        yield _finding(
            OverTime.END, group, table, since, now.wave,
            f"who came, went or moved since {since!r} reads off {now.wave!r} that not all of them"
            " stood at the same end",
        )  # fmt: skip


def _news(
    left: Iterable[Known], told: Sequence[Earlier], earlier: Sequence[Seen], now: Seen
) -> Iterator[Finding]:
    """News of groups that few changed since one of several earlier waves.

    Where teams changed their names it is none if it follows by their names or without them.
    """
    table = now.table
    for row in left:
        waves = [(seen.wave, wave.readings(row)) for seen, wave in zip(earlier, told, strict=True)]
        since = [
            name
            for name, thens in waves
            if any(abs(then.n - row.n) < table.threshold for then in thens)
        ]
        foregone = all(
            any(follows(row, then, table.threshold, table.full) for then in thens)
            for _, thens in waves
            if thens
        )
        if since and not foregone and _says_something(row, table.full):
            yield _finding(
                OverTime.NEWS, row, table, since[0], now.wave,
                f"who came, went or moved since {since[0]!r} learns from {now.wave!r} what did not"
                " follow from all earlier waves, and of so many waves nothing proves that it"
                " settles nobody's answer",
            )  # fmt: skip


def _of_group(group: Group, since: str, now: Seen) -> Iterator[Finding]:
    table = now.table
    for change in changes(group.before.n, group.now.n, table.threshold):
        left_open = _settled(change, group, table.full)
        if left_open is not None:
            yield _of_change(change, left_open, group.now, table, since, now.wave)
            return


def _settled(change: Change, group: Group, full: int) -> Interval | None:
    """What is left open of a change where that settles something; None where it does not."""
    before, now = group.before, group.now
    left_open = room(change, difference(before.sums, now.sums), full)
    if left_open is None:
        return None
    few = explained_by_few(change, before.sums, now.sums, before.n, full)
    return left_open if settles(change, left_open, full) or not few else None


def _of_change(
    change: Change, left_open: Interval, now: Known, table: Table, before: str, wave: str
) -> Finding:
    code = OverTime.PERSON if change.people == 1 else OverTime.GROUP
    who = " and ".join(
        f"{count} {what}"
        for count, what in ((change.left, "left"), (change.joined, "joined"))
        if count
    )
    said = f"{left_open.low} to {left_open.high} of {table.full} steps"
    return _finding(
        code, now, table, before, wave, f"that {who} since {before!r} reads {said} off {wave!r}"
    )


def _finding(
    code: OverTime, now: Known, table: Table, before: str, wave: str, knows: str
) -> Finding:
    """``knows`` goes on after "whoever knows"."""
    department, team = now.labels
    place = f"{department}, {team}"
    if now.category != TOTAL:
        place += f", {now.category}"
    return Finding(
        code=code.value,
        measure=table.measure,
        department=department,
        team=team,
        message=f"{table.measure} of {place}: whoever knows {knows}",
        arithmetic=f"{before}: {department}/{team} - {wave}: {department}/{team}",
    )
