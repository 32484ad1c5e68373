"""Answers leave at once: Nagle's algorithm is switched off for every connection of this server.

Streamlit 1.67 makes its listening socket without naming the protocol, and asyncio switches the
algorithm off only where it is named. The head of an answer then leaves, and its body waits until
the browser has acknowledged the head: 40 ms for each page after the first of a kept connection.
A connection inherits the option from the socket that it came in by, so it is set there.
"""

import os
import socket
import stat
from contextlib import suppress
from typing import Final

MOST_FILES: Final = 1024
"""Open files looked at; the server's socket is among the first."""


def send_at_once() -> int:
    """Set the option on each TCP socket of this process that listens; return how many there are."""
    return sum(_without_delay(number) for number in range(MOST_FILES))


def _without_delay(number: int) -> bool:
    # A number that is no open file of ours, or is closed meanwhile, is none that listens.
    with suppress(OSError):
        if stat.S_ISSOCK(os.fstat(number).st_mode):
            with socket.socket(fileno=os.dup(number)) as found:
                if _listens(found):
                    found.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                    return True
    return False


def _listens(found: socket.socket) -> bool:
    internet = found.family in (socket.AF_INET, socket.AF_INET6)
    stream = found.type == socket.SOCK_STREAM
    return internet and stream and bool(found.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN))
