"""How often somebody may be wrong: a count by connection, and never an address.

What is counted is a keyed hash of the connection's address, under a key that this process makes
at its start and keeps nowhere else. Only who was wrong is counted; whoever opens a form with a
code of their own leaves nothing here. Counts are kept by the minute and forgotten after a few.
"""

import ipaddress
import time
from collections import Counter, deque
from collections.abc import Callable
from typing import Final

from starlette.requests import Request

from survey.forgotten_hash import ForgottenHash

MINUTES: Final = 10
"""After so many minutes a wrong try is forgotten."""

WRONG_CODES: Final = 30
"""Wrong codes of one connection. A whole site may share one, and people mistype."""

MOST_CONNECTIONS: Final = 20_000
"""Connections counted in a minute; more than that are let pass, rather than fill the memory."""

IPV6_SITE: Final = 64
"""Bits of an IPv6 address that are one connection: the rest is free to choose for its owner."""


class Tries:
    """Counts events by connection over a window that slides by the minute.

    Parameters
    ----------
    most
        Events that one connection may have within the window.
    minutes
        Length of the window.
    clock
        Seconds that only go up; the day and the hour are nobody's business.
    """

    def __init__(
        self,
        most: int = WRONG_CODES,
        minutes: int = MINUTES,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._most = most
        self._minutes = minutes
        self._clock = clock
        self._keyed = ForgottenHash()
        self._counts: deque[tuple[int, Counter[bytes]]] = deque()

    def add(self, request: Request) -> None:
        """Count one event of a connection."""
        counts = self._now()
        who = self._hash(request)
        if who in counts or len(counts) < MOST_CONNECTIONS:
            counts[who] += 1

    def too_many(self, request: Request) -> bool:
        """Whether a connection has had all the events that it may have for now."""
        self._now()
        who = self._hash(request)
        return sum(counts[who] for _, counts in self._counts) >= self._most

    def _now(self) -> Counter[bytes]:
        """Forget what is old and return the counts of this minute."""
        minute = int(self._clock() // 60)
        while self._counts and self._counts[0][0] <= minute - self._minutes:
            self._counts.popleft()
        if not self._counts or self._counts[-1][0] != minute:
            self._counts.append((minute, Counter()))
        return self._counts[-1][1]

    def _hash(self, request: Request) -> bytes:
        return self._keyed(connection(request))


def connection(request: Request) -> str:
    """Return whose connection a request comes from: an IPv4 address, or the site of an IPv6 one.

    A proxy on this machine names it in ``X-Forwarded-For``; nobody else is believed.
    """
    host = _address(request.client.host) if request.client else ""
    if not isinstance(host, str) and host.is_loopback:
        forwarded = request.headers.get("x-forwarded-for", "").rpartition(",")[2].strip()
        host = _address(forwarded) if forwarded else host
    if isinstance(host, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((int(host), IPV6_SITE), strict=False))
    return str(host)


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | str:
    """Return what a host's name means; a socket for both kinds of address writes IPv4 as IPv6.

    It has to be read as IPv4 before anything is asked of it: Python 3.11 does not call
    ``::ffff:127.0.0.1`` loopback.
    """
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    return (isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped) or address
