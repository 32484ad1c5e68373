"""Ends: groups where nobody or everybody said so are swapped with their neighbours.

Hiding exactly the 0 % and 100 % groups would point at them. So within one department and
question, the blocks whose sum from the bottom is below g are shown as 0 or g: as many of them get
g as their sum holds, rounded with a secret offset, the largest first. The top is mirrored. All
other blocks stay exact, and a department is the sum of what is shown. A reader of "0 of 9" knows
0 to 2, and that is how it is written (docs/anonymity.md, section 3).
"""

import hashlib
import hmac
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum


class End(StrEnum):
    """Which end of the measure."""

    BOTTOM = "bottom"
    TOP = "top"


Offset = Callable[[End], int]
"""The secret offset of one department and question at an end: 0 to g - 1."""


@dataclass(frozen=True)
class Exact:
    """A block's answers to one measure: how many, and their sum in ticks from the bottom."""

    n: int
    total: int


@dataclass(frozen=True)
class Blurred:
    """What is published of a block.

    Attributes
    ----------
    n, total
        Answers, and the sum that is shown and added up, in ticks.
    low, high
        Between which the true sum lies, for a reader who knows this procedure. Both equal
        ``total`` where the sum is exact.
    """

    n: int
    total: int
    low: int
    high: int

    @property
    def exact(self) -> bool:
        """Whether the true sum is shown."""
        return self.low == self.high


def granularity(full: int, yes_no_health: bool) -> int:
    """Return g = m · range + 1 ticks, with m = 2 for yes/no questions on health, else 1."""
    return (2 if yes_no_health else 1) * full + 1


def secret_offset(key: bytes, department: str, measure: str, g: int) -> Offset:
    """Return the offsets of a department and question: the same in every wave, unknown outside.

    Unchanged answers so give unchanged figures. Without a secret key the whole step is void.
    """

    def offset(end: End) -> int:
        message = "\x1f".join((department, measure, end.value)).encode()
        return int.from_bytes(hmac.new(key, message, hashlib.sha256).digest(), "big") % g

    return offset


def swap_ends(blocks: Sequence[Exact], full: int, g: int, offset: Offset) -> tuple[Blurred, ...]:
    """Return what is published of the blocks of one department and question, in their order.

    Parameters
    ----------
    blocks
        At least 2 g ticks of range each (six people or more), so that the ends cannot overlap.
    full
        Ticks of one person at the top.
    g, offset
        See ``granularity`` and ``secret_offset``.
    """
    bottom = _swapped([block.total for block in blocks], g, offset(End.BOTTOM))
    top = _swapped([block.n * full - block.total for block in blocks], g, offset(End.TOP))
    return tuple(
        _blurred(block, full, g, bottom.get(at), top.get(at)) for at, block in enumerate(blocks)
    )


def _swapped(sums: Sequence[int], g: int, offset: int) -> dict[int, int]:
    """Return the new sums (0 or g), by position, of those below g."""
    small = sorted((at for at, total in enumerate(sums) if total < g), key=lambda at: -sums[at])
    raised = (sum(sums[at] for at in small) + offset) // g
    return {at: g if rank < raised else 0 for rank, at in enumerate(small)}


def _blurred(block: Exact, full: int, g: int, bottom: int | None, top: int | None) -> Blurred:
    ceiling = block.n * full
    if bottom is not None:
        total = bottom
    elif top is not None:
        total = ceiling - top
    else:
        total = block.total
    possible = {
        (0, g - 1): total == 0,
        (1, g): total == g,
        (ceiling - g, ceiling - 1): total == ceiling - g,
        (ceiling - g + 1, ceiling): total == ceiling,
    }
    ranges = [ends for ends, may_be in possible.items() if may_be] or [(total, total)]
    low, high = min(low for low, _ in ranges), max(high for _, high in ranges)
    return Blurred(block.n, total, low, high)


def ends_touched(blocks: Sequence[Blurred], full: int, g: int) -> int:
    """Return at how many ends (0 to 2) a department's published sum may differ from the true one.

    Read off the published rows alone, so that it says nothing that they do not.
    """
    bottom = any(block.total in (0, g) for block in blocks)
    top = any(block.n * full - block.total in (0, g) for block in blocks)
    return int(bottom) + int(top)
