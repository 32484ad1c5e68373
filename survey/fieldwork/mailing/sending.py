"""Sending codes to a list, or a reminder to all of it. Who got which code is known to nobody.

The addresses are taken in random order, and so are the codes of a team. Neither ledger nor log
nor message names an address; of what failed, the lines of the list are named.
"""

import random
import time
from collections import Counter as Counts
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from email.errors import MessageError
from email.policy import SMTP
from typing import ClassVar, Final

from survey.access.ledger import Action, record
from survey.errors import BearingError, Said
from survey.fieldwork.codes import new_code
from survey.fieldwork.dates.dates import Dates
from survey.fieldwork.invitations import IssuedCode, codes_left, reserve, take_back
from survey.fieldwork.mailing.address_list import Addressee
from survey.fieldwork.mailing.delivery import Delivery, Unnoted
from survey.fieldwork.mailing.journal import Journal
from survey.fieldwork.mailing.message import invitation, reminder
from survey.fieldwork.mailing.post import Counter, MailRefused, Post
from survey.fieldwork.rounds import Order, Reason
from survey.i18n.catalogue import MAIL_PARTS, Texts, texts
from survey.organisation.profile import read_profile
from survey.settings import Workspace
from survey.store.protocol import Store, Wave

ORDER: Final = random.SystemRandom()

Progress = Callable[[str, float], None]


class TooManyAddresses(BearingError):
    """A team has more addresses on the list than people who may still get a code."""

    code: ClassVar[str] = "TOO-MANY-ADDRESSES"


class MailIncomplete(BearingError):
    """Some messages were not accepted; the others are on their way."""

    code: ClassVar[str] = "MAIL-INCOMPLETE"


@dataclass(frozen=True)
class Mailing:
    """Sends the messages of one wave.

    ``base_url`` is the address at which employees reach the app; ``progress`` is told what is
    being done and how much of it is done (0 to 1); ``pause`` waits so many seconds. ``others`` are
    languages in which a reminder says the same beneath.
    """

    workspace: Workspace
    store: Store
    wave: Wave
    post: Post
    base_url: str
    language: str = "en"
    progress: Progress = lambda _step, _done: None
    pause: Callable[[float], None] = time.sleep
    others: tuple[str, ...] = ()

    def send_codes(self, addressees: Sequence[Addressee], reason: Reason | None = None) -> int:
        """Send each address one code of its team and return how many were sent.

        A list whose sending was stopped is gone on with: those whose message was accepted get no
        other. ``reason`` says why people get a code whose team has its first ones.

        Raises
        ------
        TooManyAddresses
            A team would get more codes than it has people; nothing was made or sent.
        OrderRefused
            The same for codes that are given out again, or for people who joined.
        MailRefused
            The mail server cannot be used, or a message not be written with this sender; nothing
            was made or sent.
        MailIncomplete
            Some messages were not accepted. Their codes are void, so that these lines of the list
            can be sent again.
        """
        journal = Journal(self.store, self.wave.name, addressees, reason)
        new, under_way = journal.left(addressees)
        orders = [(Order(Counts(one.unit for one in new), reason), new)]
        if under_way:
            again = Order(Counts(one.unit for one in under_way), Reason.NOT_DELIVERED)
            orders.append((again, under_way))
        if reason is None:
            _require_codes(self.store, self.wave, orders[0][0].per_unit)
        self._try_whole([*new, *under_way])
        with self.post.opened() as counter:
            drawn = self._draw([(order, those) for order, those in orders if those])
            unsent = self._deliver(counter, drawn, journal)
        _require_all(unsent, len(drawn), Said("Their codes are void: send to these lines again."))
        journal.finish()
        return len(drawn)

    def remind(self, addressees: Sequence[Addressee], at: str = "") -> int:
        """Send a reminder without a code to everybody on the list and return how many were sent.

        ``at`` is the moment that it was planned for, as the ledger has it.

        Raises ``WaveStateWrong`` where the wave is not open, ``MailRefused`` and
        ``MailIncomplete`` as ``send_codes`` does.
        """
        self.store.codes_by_unit(self.wave.name)  # refuses a wave that is not open
        written = self._written()
        others = tuple(texts(language, *MAIL_PARTS) for language in self.others)
        letters = [
            (one, reminder(one.email, *written, dates=self._dates(), others=others))
            for one in _shuffled(addressees)
        ]
        with self.post.opened() as counter:
            delivery = Delivery(self.post, Unnoted(), self.progress, self.pause)
            unsent = delivery.send(counter, letters)
        sent = len(addressees) - len(unsent)
        planned = {"at": at} if at else {}
        record(self.workspace, Action.REMINDER_SENT, self.wave.name, messages=sent, **planned)
        _require_all(unsent, len(addressees), Said("Send to these lines again."))
        return sent

    def _draw(self, orders: Sequence[tuple[Order, Sequence[Addressee]]]) -> dict[Addressee, str]:
        """Reserve the codes of each order and give each address one of its team, at random."""
        drawn: dict[Addressee, str] = {}
        try:
            for order, those in orders:
                issued = reserve(self.workspace, self.store, self.wave, order)
                codes = _by_unit(self.wave, issued)
                drawn |= {one: codes[one.unit].pop().code for one in _shuffled(those)}
        except BaseException:
            take_back(self.workspace, self.store, self.wave, list(drawn.values()))
            raise
        return drawn

    def _deliver(
        self, counter: Counter, drawn: Mapping[Addressee, str], journal: Journal
    ) -> set[int]:
        """Send each address its code; those that were not accepted are void afterwards."""
        letters = [
            (
                one,
                invitation(
                    IssuedCode("", "", drawn[one]), one.email, *self._written(), dates=self._dates()
                ),
            )
            for one in _shuffled(list(drawn))
        ]
        journal.codes = drawn
        try:
            delivery = Delivery(self.post, journal, self.progress, self.pause)
            return delivery.send(counter, letters)
        finally:
            journal.give_up()
            lost = [code for one, code in drawn.items() if one.line not in journal.accepted]
            take_back(self.workspace, self.store, self.wave, lost)

    def _try_whole(self, addressees: Sequence[Addressee]) -> None:
        """Write every message once, with a code of nobody's, before any code is made."""
        nobody, written = IssuedCode("", "", new_code()), self._written()
        try:
            for one in addressees:
                invitation(nobody, one.email, *written, dates=self._dates()).as_bytes(policy=SMTP)
        except (ValueError, IndexError, MessageError):
            raise MailRefused(
                "The message cannot be written with this sender: give --from or BEARING_SMTP_FROM"
                " one plain address. Nothing was sent and no code was made."
            ) from None

    def _written(self) -> tuple[str, str, Texts, str]:
        say = texts(self.language, *MAIL_PARTS)
        return self.post.sender, self.base_url, say, read_profile(self.workspace).name

    def _dates(self) -> Dates:
        """Return the wave's dates as they are now: it may have been prolonged meanwhile."""
        return self.store.wave(self.wave.name).dates


def _require_codes(store: Store, wave: Wave, wanted: Mapping[int, int]) -> None:
    left = codes_left(store, wave)
    for unit in wave.units:
        if wanted.get(unit.id, 0) > left[unit.id]:
            raise TooManyAddresses(
                "Team {team!r} of {department!r} has {wanted} addresses on the"
                " list and {left} people who have no code yet. Nothing was sent.",
                team=unit.team,
                department=unit.department,
                wanted=wanted[unit.id],
                left=left[unit.id],
            )


def _by_unit(wave: Wave, issued: Sequence[IssuedCode]) -> dict[int, list[IssuedCode]]:
    ids = {(unit.department, unit.team): unit.id for unit in wave.units}
    codes: dict[int, list[IssuedCode]] = {unit.id: [] for unit in wave.units}
    for one in issued:
        codes[ids[one.department, one.team]].append(one)
    return codes


def _shuffled(addressees: Sequence[Addressee]) -> list[Addressee]:
    return ORDER.sample(list(addressees), len(addressees))


def _require_all(unsent: set[int], of: int, what_to_do: Said) -> None:
    if unsent:
        lines = ", ".join(map(str, sorted(unsent)))
        raise MailIncomplete(
            "{sent} of {of} messages were sent. The mail server did not take those"
            " for line {lines} of the list. {what_to_do}",
            sent=of - len(unsent),
            of=of,
            lines=lines,
            what_to_do=what_to_do,
        )
