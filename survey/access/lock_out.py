"""Slows wrong passwords down: by the name, by the connection, and never for long.

Whoever guesses from one connection waits for that name alone, each time twice as long, up to a
minute; whoever tries many names waits for all of them. Nothing that is done on one connection
makes another one wait, so nobody can lock a colleague out from elsewhere, and nobody out for more
than a minute. A name under attack from many connections gives each of them fewer free tries.
Names and addresses are kept as keyed hashes in memory, and forgotten after half an hour.
"""

import time
from collections import deque
from collections.abc import Callable
from threading import Lock
from typing import Final

from survey.forgotten_hash import ForgottenHash

FORGOTTEN: Final = 30 * 60.0
"""Seconds after which a wrong try no longer counts."""
LONGEST: Final = 60.0
"""Seconds that anybody has to wait at most."""
FREE: Final = 5
"""Wrong tries of one name on one connection before the first wait: people mistype."""
FREE_ON_CONNECTION: Final = 20
"""The same for all names of a connection, which a whole office may share."""
ATTACKED: Final = 20
"""Wrong tries of a name on all connections from which on each has one free try only."""
MOST: Final = 20_000
"""Wrong tries remembered; the oldest go first, rather than fill the memory."""


class LockOut:
    """Remembers wrong tries and says how long to wait before the next one is looked at."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._hash = ForgottenHash()
        self._wrong: deque[tuple[float, bytes, bytes]] = deque(maxlen=MOST)
        self._lock = Lock()

    def wait(self, name: str, connection: str) -> float:
        """Return the seconds to wait; 0 where the next try is looked at now.

        A known and an unknown name wait alike: nothing here knows who is on the staff list.
        """
        who, where = self._hash(name), self._hash(connection)
        now = self._clock()
        with self._lock:
            self._forget(now)
            here = [at for at, _, place in self._wrong if place == where]
            mine = [at for at, one, place in self._wrong if (one, place) == (who, where)]
            everywhere = sum(one == who for _, one, _ in self._wrong)
        free = 1 if everywhere >= ATTACKED else FREE
        return max(_left(mine, free, now), _left(here, FREE_ON_CONNECTION, now))

    def wrong(self, name: str, connection: str) -> None:
        """Remember a wrong try."""
        with self._lock:
            self._wrong.append((self._clock(), self._hash(name), self._hash(connection)))

    def right(self, name: str, connection: str) -> None:
        """Forget the wrong tries of a name on the connection that has signed in with it."""
        mine = (self._hash(name), self._hash(connection))
        with self._lock:
            left = [one for one in self._wrong if one[1:] != mine]
            self._wrong = deque(left, maxlen=MOST)

    def _forget(self, now: float) -> None:
        while self._wrong and now - self._wrong[0][0] > FORGOTTEN:
            self._wrong.popleft()


def _left(tries: list[float], free: int, now: float) -> float:
    """Return what is left of a wait of 1, 2, 4 … seconds after the last try."""
    if len(tries) < free:
        return 0.0
    return max(0.0, tries[-1] + min(LONGEST, 2.0 ** (len(tries) - free)) - now)
