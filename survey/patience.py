"""Patience with slow requests: a connection that sends too little too late is closed.

uvicorn 0.54 waits for ever for the head of a request, and for the rest of its body; a few thousand
such connections and no form opens any more. It has no setting for it and Streamlit makes its
server, so the protocol's own two methods are wrapped, once for the process.
"""

import asyncio
from typing import Any, Final

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

WATCHED: Final = "bearing_watched"
BODY: Final = 30
"""A whole body may take so many times as long as its head."""


def cut_off_slow(seconds: float) -> None:
    """Close connections whose head is not there after so many seconds, or whose body pauses for
    as many, or takes thirty times as long. Works for those made from here on."""
    if not hasattr(H11Protocol, WATCHED):
        _wrap()
    setattr(H11Protocol, WATCHED, seconds)


def _wrap() -> None:
    made, received = H11Protocol.connection_made, H11Protocol.data_received

    def connection_made(self: H11Protocol, transport: Any) -> None:
        made(self, transport)
        _wait(self)

    def data_received(self: H11Protocol, data: bytes) -> None:
        received(self, data)
        _wait(self)

    setattr(H11Protocol, "connection_made", connection_made)  # noqa: B010 - as mypy wants it
    setattr(H11Protocol, "data_received", data_received)  # noqa: B010 - as mypy wants it


def _wait(protocol: H11Protocol) -> None:
    """Begin, go on with or end the wait for what a connection still has to send."""
    state, now = protocol.conn.their_state, protocol.loop.time()
    before = getattr(protocol, "bearing_wait", None)
    if state not in (h11.IDLE, h11.SEND_BODY) or _handed_on(protocol):
        _end(before)
        setattr(protocol, "bearing_wait", None)  # noqa: B010 - no attribute of the class
        return
    patience: float = getattr(H11Protocol, WATCHED)
    since = before[1] if before is not None and before[0] is state else now
    if state is h11.IDLE and before is not None and before[0] is state:
        return  # each byte of a head must not make its time longer
    _end(before)
    ends = min(now + patience, since + (BODY if state is h11.SEND_BODY else 1) * patience)
    timer = protocol.loop.call_at(ends, _close, protocol)
    setattr(protocol, "bearing_wait", (state, since, timer))  # noqa: B010 - as above


def _end(wait: tuple[Any, float, asyncio.TimerHandle] | None) -> None:
    if wait is not None:
        wait[2].cancel()


def _handed_on(protocol: H11Protocol) -> bool:
    """Whether the connection is closing, or a websocket's by now."""
    transport = protocol.transport
    return transport.is_closing() or transport.get_protocol() is not protocol


def _close(protocol: H11Protocol) -> None:
    if not _handed_on(protocol):
        protocol.transport.abort()
