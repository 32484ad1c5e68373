"""A connection to a socket that listens does not hold back small pieces."""

import socket

from survey.no_delay import send_at_once


def test_a_connection_sends_at_once() -> None:
    with socket.socket(socket.AF_INET6) as listening:
        listening.bind(("::1", 0))
        listening.listen()
        assert send_at_once() >= 1
        with socket.create_connection(listening.getsockname()[:2]):
            accepted, _ = listening.accept()
            with accepted:
                assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_what_does_not_listen_is_left_alone() -> None:
    with socket.socket(socket.AF_INET) as idle:
        send_at_once()
        assert not idle.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
