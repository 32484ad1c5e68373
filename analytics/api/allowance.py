"""How often a token may ask: so many requests a minute, counted by its hash and then forgotten."""

import time
from collections import Counter
from collections.abc import Callable
from typing import Final

A_MINUTE: Final = 120


class Allowance:
    """Counts requests by token within the running minute.

    Parameters
    ----------
    most
        Requests of one token in a minute.
    clock
        Seconds that only go up.
    """

    def __init__(self, most: int = A_MINUTE, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._clock = clock
        self._minute = -1
        self._counts: Counter[str] = Counter()

    def take(self, token: str) -> int:
        """Count one request; return the seconds to wait where it is one too many, else 0."""
        now = self._clock()
        minute = int(now // 60)
        if minute != self._minute:
            self._minute, self._counts = minute, Counter()
        self._counts[token] += 1
        return 0 if self._counts[token] <= self._most else max(1, int((minute + 1) * 60 - now))
