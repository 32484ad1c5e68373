"""Bringing messages to a mail server, over as many connections as it takes.

Some servers take so many messages a connection, are busy for a moment, or go away in the middle. A
message that was not accepted is sent again as it is, with its code and its id.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from email.message import EmailMessage
from typing import Final, Protocol

from survey.fieldwork.mailing.address_list import Addressee
from survey.fieldwork.mailing.post import Answer, Counter, MailRefused, Post, PostGone

WAITS: Final = (1.0, 5.0, 15.0)
"""Seconds before each further connection, after one over which no message was accepted."""

Letter = tuple[Addressee, EmailMessage]


class Noting(Protocol):
    """Is told of each message before it is sent, and what became of it."""

    def begin(self, one: Addressee) -> None:
        """A message is about to be sent for the first time."""

    def end(self, one: Addressee, *, accepted: bool) -> None:
        """A message was accepted, or will not be."""


class Unnoted:
    """Notes nothing: for messages that may well be sent twice."""

    def begin(self, one: Addressee) -> None:
        """Do nothing."""

    def end(self, one: Addressee, *, accepted: bool) -> None:
        """Do nothing."""


class Delivery:
    """Sends the messages of a list over as many connections as it takes.

    Parameters
    ----------
    post
        The mail server.
    noting
        Is told of each message.
    progress
        Is told what is done, and how much of it is (0 to 1).
    pause
        Waits so many seconds.
    """

    def __init__(
        self, post: Post, noting: Noting, progress: Callable[[str, float], None],
        pause: Callable[[float], None],
    ) -> None:  # fmt: skip
        self._post, self._noting = post, noting
        self._progress, self._pause = progress, pause
        self._total = 0
        self._begun: set[int] = set()
        self._unsent: set[int] = set()

    def send(self, counter: Counter, letters: Sequence[Letter]) -> set[int]:
        """Send all over a connection and further ones; return the lines that were not accepted."""
        self._total = len(letters)
        left, waits = self._over(counter, letters), list(WAITS)
        fruitless = False
        while left and (waits or not fruitless):
            if fruitless:
                self._pause(waits.pop(0))
            before = len(left)
            # A server that lets nobody in is as a connection over which nothing went.
            with suppress(MailRefused), self._post.opened() as further:
                left = self._over(further, left)
            fruitless = len(left) == before
            waits = waits if fruitless else list(WAITS)
        for one, _ in left:
            self._end(one, accepted=False)
        self._progress("Sent", 1.0)
        return self._unsent

    def _over(self, counter: Counter, letters: Sequence[Letter]) -> list[Letter]:
        """Send over one connection; return what is left for a further one."""
        later: list[Letter] = []
        for at, (one, message) in enumerate(letters):
            self._progress("Sending", 1 - (len(letters) - at + len(later)) / self._total)
            if one.line not in self._begun:
                self._noting.begin(one)
                self._begun.add(one.line)
            try:
                said = counter.take(message, one.email)
            except PostGone:
                return [*letters[at:], *later]
            if said is Answer.LATER:
                later.append((one, message))
            else:
                self._end(one, accepted=said is Answer.ACCEPTED)
        counter.close()
        return later

    def _end(self, one: Addressee, *, accepted: bool) -> None:
        if not accepted:
            self._unsent.add(one.line)
        if one.line in self._begun:
            self._noting.end(one, accepted=accepted)
