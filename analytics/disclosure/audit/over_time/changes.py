"""Changes: who may have come or gone between two waves, and what their answers have left open."""

from collections.abc import Iterator
from dataclasses import dataclass

from analytics.disclosure.audit.reading.sums import Interval


@dataclass(frozen=True)
class Change:
    """So many of a group's people took part in the earlier wave only, so many in the later only."""

    left: int
    joined: int

    @property
    def people(self) -> int:
        """By how many people the two waves differ."""
        return self.left + self.joined

    def possible(self, full: int) -> Interval:
        """Return between which steps the leavers' answers less the joiners' lie in any case."""
        return Interval(-self.joined * full, self.left * full)


def changes(before: int, now: int, threshold: int) -> Iterator[Change]:
    """Yield the changes of 1 to ``threshold`` - 1 people that explain two numbers of answers."""
    fewer = before - now
    for left in range(max(fewer, 0), threshold):
        change = Change(left, left - fewer)
        if 0 < change.people < threshold:
            yield change


def least_change(before: int, now: int) -> Change:
    """Return the change of the fewest people that explains two numbers of answers."""
    return Change(max(before - now, 0), max(now - before, 0))


def difference(before: Interval, now: Interval) -> Interval:
    """Return between which steps two sums differ: what left less what came."""
    return Interval(before.low - now.high, before.high - now.low)


def room(change: Change, differ: Interval, full: int) -> Interval | None:
    """Return what a difference leaves of a change; None where the change cannot have been."""
    possible = change.possible(full)
    low, high = max(possible.low, differ.low), min(possible.high, differ.high)
    return Interval(low, high) if low <= high else None


def settles(change: Change, left_open: Interval, full: int) -> bool:
    """Say whether something of those who came or went is settled.

    Each of them must be able to stand at the bottom and at the top, and their sum must have the
    room of one person's answer.
    """
    possible = change.possible(full)
    each_open = left_open.low <= possible.high - full and left_open.high >= possible.low + full
    return not each_open or left_open.high - left_open.low < full


def explained_by_few(change: Change, before: Interval, now: Interval, n: int, full: int) -> bool:
    """Say whether the fewest people who explain the numbers of answers explain the sums, too.

    ``n`` is how many answered before. Those people must be free to stand all at the bottom, and
    all at the top, as far as each wave alone lets them. Where that holds of every group that is
    published, everybody who came, went or moved may have stood at the bottom, and may at the top:
    so many more at the top left a group than came to it.
    """
    least = least_change(change.left, change.joined)
    stayed = n - least.left
    low, high = difference(before, now).low, difference(before, now).high
    if least.left:
        most, fewest = min(least.left * full, before.high), max(0, before.low - stayed * full)
        return low <= fewest and high >= most
    most, fewest = min(least.joined * full, now.high), max(0, now.low - stayed * full)
    return low <= -most and high >= -fewest
