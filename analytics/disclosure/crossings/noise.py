"""The rows of a breakdown: moved by a secret amount each, so that they add up as published.

A department is published as the sum of what is shown of its teams, whose ends are swapped. Exact
rows of a breakdown would pin the true sum, and with it a team of six who all said the same. So in
each department and question the rows are moved by secret whole amounts that add up to what the
department itself is off: women + men = the department as published. A breakdown then never says
more of a total than the total says itself (docs/anonymity.md).
"""

import hashlib
import hmac
from collections.abc import Callable, Iterator, Sequence

from analytics.disclosure.extremes import Exact

Draw = Callable[[int], int]
"""A secret whole number from 0 to one less than the number given, each as likely."""

WORD = 1 << 64


def secret_draws(
    key: bytes, department: str, breakdown: str, measure: str, sizes: Sequence[int]
) -> Draw:
    """Return the draws of a department, breakdown and question: the same in every wave.

    They come from the key that the ends have, so that unchanged answers give unchanged figures
    and nobody can average the noise away over waves. ``sizes`` are the answers in each row: where
    one person moved to another row, all rows are drawn anew, or the old row would fall by exactly
    what that person said.
    """
    counted = ",".join(str(n) for n in sizes)
    message = "\x1f".join(("breakdown", department, breakdown, measure, counted)).encode()
    words = _words(key, message)

    def draw(limit: int) -> int:
        fair = WORD - WORD % limit
        return next(word for word in words if word < fair) % limit

    return draw


def width(g: int, ends: int) -> int:
    """Return how far a row may be moved, in ticks: g - 1, or the department's own error if larger.

    A department is off by at most g - 1 at each of its ends. One row alone must be able to take
    that up: if the others are at an end they cannot, and that they could not would tell.
    """
    return max(1, ends) * (g - 1)


def moved(rows: Sequence[Exact], full: int, published: int, limit: int, draw: Draw) -> list[int]:
    """Return the sums of a department's rows as published, in their order.

    Parameters
    ----------
    rows
        The true sums in ticks from the bottom; their total is at most ``limit`` from
        ``published``.
    full
        Ticks of one person at the top.
    published
        The department's published sum, which the moved sums add up to.
    limit
        How far a row may be moved; see ``width``.
    draw
        See ``secret_draws``.

    Returns
    -------
    list of int
        Sums within 0 and n · full, each at most ``limit`` from the true one. Every such choice
        is possible. The rows take their turn in a secret order, each evenly among the amounts
        that leave the rest a choice.
    """
    low = [max(-limit, -row.total) for row in rows]
    high = [min(limit, row.n * full - row.total) for row in rows]
    missing = published - sum(row.total for row in rows)
    left = list(range(len(rows)))
    sums = [row.total for row in rows]
    while left:
        at = left.pop(draw(len(left)))
        least = max(low[at], missing - sum(high[other] for other in left))
        most = min(high[at], missing - sum(low[other] for other in left))
        step = least + draw(most - least + 1)
        sums[at] += step
        missing -= step
    return sums


def _words(key: bytes, message: bytes) -> Iterator[int]:
    counter = 0
    while True:
        block = hmac.new(key, message + b"\x1f%d" % counter, hashlib.sha256).digest()
        yield from (int.from_bytes(block[at : at + 8], "big") for at in range(0, 32, 8))
        counter += 1
