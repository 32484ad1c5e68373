"""A mail server that takes one message after the other, and never says to whom it failed."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import ClassVar, Final

from survey.errors import BearingError

SECONDS: Final = 30.0
"""How long to wait for the server's answer."""

TLS_FROM_THE_START: Final = 465


class MailRefused(BearingError):
    """The mail server cannot be reached, or does not let us in."""

    code: ClassVar[str] = "MAIL-REFUSED"


class PostGone(Exception):
    """The connection broke; what was under way may or may not have arrived."""


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
        return cls(host.strip("[]"), int(port), sender, starttls, user, password)

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
                f"The mail server {self.host}:{self.port} did not let us in"
                f" ({type(failure).__name__}). Nothing was sent and no code was made."
            ) from None
        except UnicodeError:
            raise MailRefused(
                "The account of the mail server has a name or password with a letter beyond ASCII,"
                " such as ä: choose another password. Nothing was sent and no code was made."
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
            if self.user:
                server.login(self.user, self.password)
        except BaseException:
            server.close()
            raise
        return server


class Counter:
    """Takes messages over one connection."""

    def __init__(self, server: smtplib.SMTP, sender: str) -> None:
        self._server = server
        self._sender = sender

    def take(self, message: EmailMessage, email: str) -> bool:
        """Send a message to one address; return whether the server accepted it.

        Raises ``PostGone`` where the connection broke. What the server said is dropped: it names
        the address.
        """
        try:
            self._server.send_message(message, self._sender, [email])
        except smtplib.SMTPServerDisconnected:
            raise PostGone from None
        except smtplib.SMTPException:
            return False
        except OSError:
            raise PostGone from None
        return True
