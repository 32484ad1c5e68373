"""A mail server that takes one message after the other, and never says to whom it failed."""

import base64
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP
from enum import StrEnum
from typing import ClassVar, Final

from survey.errors import BearingError
from survey.fieldwork.mailing.mailable import Unmailable, mailable

SECONDS: Final = 30.0
"""How long to wait for the server's answer."""

TLS_FROM_THE_START: Final = 465
SIGNED_IN: Final = 235
CLOSING: Final = 421
DONE: Final = 2
PERMANENT: Final = 5
"""First digits of an answer (RFC 5321): it is done; it will never be."""


class MailRefused(BearingError):
    """The mail server cannot be reached, or does not let us in."""

    code: ClassVar[str] = "MAIL-REFUSED"


class PostGone(Exception):
    """The connection is over; the message under way was not accepted, nor refused for good."""


class Answer(StrEnum):
    """What the server made of one message."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    LATER = "later"
    """Not now: a server that is busy, or does not know us yet."""


@dataclass(frozen=True)
class Post:
    """How to reach the mail server, and from which address the messages come.

    ``password`` is used only with ``user``, and then only on an encrypted connection.
    """

    host: str
    port: int
    sender: str
    starttls: bool = False
    user: str = ""
    password: str = field(default="", repr=False)

    @classmethod
    def at(cls, server: str, sender: str, *, starttls: bool, user: str, password: str) -> "Post":
        """Return the server written as ``host:port``; raises ``MailRefused`` for anything else."""
        host, _, port = server.rpartition(":")
        if not host or not port.isdecimal() or not 0 < int(port) < 65536:
            raise MailRefused("--smtp or BEARING_SMTP_SERVER: write host:port, such as mail:587.")
        try:
            written = mailable(sender)
        except Unmailable as refused:
            raise MailRefused(
                "--from or BEARING_SMTP_FROM: the address {reason}. Messages need one sender that"
                " answers can go to.",
                reason=refused.why,
            ) from None
        return cls(host.strip("[]"), int(port), written, starttls, user, password)

    @contextmanager
    def opened(self) -> Iterator["Counter"]:
        """Connect and sign in; raises ``MailRefused`` before any message was sent."""
        encrypted = self.starttls or self.port == TLS_FROM_THE_START
        if self.user and not encrypted:
            raise MailRefused(
                "A password goes over an encrypted connection only: add --starttls, or set"
                " BEARING_SMTP_STARTTLS=1."
            )
        try:
            server = self._connected()
        except (OSError, smtplib.SMTPException) as failure:
            raise MailRefused(
                "The mail server {host}:{port} did not let us in"
                " ({failure}). Nothing was sent and no code was made.",
                host=self.host,
                port=self.port,
                failure=type(failure).__name__,
            ) from None
        except UnicodeError:
            raise MailRefused(
                "The account of the mail server has a name or password with a letter beyond ASCII,"
                " such as ä, which this server does not take: choose another password. Nothing was"
                " sent and no code was made."
            ) from None
        try:
            yield Counter(server, self.sender)
        finally:
            server.close()

    def _connected(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        server: smtplib.SMTP
        if self.port == TLS_FROM_THE_START:
            server = smtplib.SMTP_SSL(self.host, self.port, timeout=SECONDS, context=context)
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=SECONDS)
        try:
            if self.starttls:
                server.starttls(context=context)
            server.ehlo_or_helo_if_needed()
            if self.user:
                _sign_in(server, self.user, self.password)
        except BaseException:
            server.close()
            raise
        return server


class Counter:
    """Takes messages over one connection."""

    def __init__(self, server: smtplib.SMTP, sender: str) -> None:
        self._server = server
        self._sender = sender
        self._accepted = 0

    def take(self, message: EmailMessage, email: str) -> Answer:
        """Send a message to one address and return what the server made of it.

        What the server said is dropped: it names the address.

        Raises
        ------
        PostGone
            The connection broke, or the server takes no more over it.
        MailRefused
            The server takes nothing at all from this sender, such as without a login.
        """
        try:
            said = self._said(message.as_bytes(policy=SMTP), email)
        except (smtplib.SMTPException, OSError, PostGone):
            self._server.close()  # before the next is opened: some take one connection at a time
            raise PostGone from None
        self._accepted += said is Answer.ACCEPTED
        return said

    def close(self) -> None:
        """Take leave of the server; what was accepted is not in doubt if that fails."""
        with suppress(smtplib.SMTPException, OSError):
            self._server.quit()

    def _said(self, raw: bytes, email: str) -> Answer:
        code, _ = self._server.mail(self._sender)
        if code // 100 == PERMANENT and not self._accepted:
            raise MailRefused(
                "The mail server takes no message from this sender, or not without a login: set"
                " --from or BEARING_SMTP_FROM, BEARING_SMTP_USER and BEARING_SMTP_PASSWORD."
                " Lines that had no code yet have none now."
            )
        if code // 100 != DONE:
            raise PostGone  # no word of the address yet: it is about this connection
        code, _ = self._server.rcpt(email)
        if code // 100 == DONE:
            code = self._data(raw)
        if code == CLOSING:
            raise PostGone
        if code // 100 == DONE:
            return Answer.ACCEPTED
        self._server.rset()
        return Answer.REFUSED if code // 100 == PERMANENT else Answer.LATER

    def _data(self, raw: bytes) -> int:
        try:
            return self._server.data(raw)[0]
        except smtplib.SMTPDataError as refused:
            return refused.smtp_code


def _sign_in(server: smtplib.SMTP, user: str, password: str) -> None:
    """Sign in; ``smtplib`` itself writes ASCII alone, and AUTH PLAIN is UTF-8 (RFC 4616)."""
    if (user + password).isascii():
        server.login(user, password)
        return
    if "PLAIN" not in server.esmtp_features.get("auth", "").upper().split():
        raise UnicodeError
    said = base64.b64encode(f"\0{user}\0{password}".encode()).decode("ascii")
    code, answer = server.docmd("AUTH", f"PLAIN {said}")
    if code != SIGNED_IN:
        raise smtplib.SMTPAuthenticationError(code, answer)
