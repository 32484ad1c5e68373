"""Reminders that go out at a moment: until then their lists are in memory, and on no disk.

No address is ever stored, so a server that is started anew has no list any more. The ledger has
what was planned, by moment and number, and by that a page can say which reminders were lost.
"""

import logging
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import ClassVar, Final

from survey.access.ledger import Action, entries, record
from survey.errors import BearingError
from survey.fieldwork.dates.dates import Phase
from survey.fieldwork.mailing.address_list import Addressee
from survey.fieldwork.mailing.post import MailRefused, Post
from survey.fieldwork.mailing.sending import MailIncomplete, Mailing
from survey.settings import Workspace
from survey.store.protocol import Store, Wave
from survey.vocabulary import WaveState

LOG: Final = logging.getLogger("bearing.dates")
PATIENCE: Final = timedelta(hours=6)
"""For how long a mail server that lets nobody in is tried again."""

MINUTE: Final = "%Y-%m-%d %H:%M UTC"


class ReminderInvalid(BearingError):
    """A reminder cannot be planned for that moment."""

    code: ClassVar[str] = "REMINDER-INVALID"


@dataclass(frozen=True)
class LaterReminder:
    """A reminder to a list at a moment, one language beneath the other."""

    wave: str
    at: datetime
    post: Post
    base_url: str
    languages: tuple[str, ...]
    addressees: tuple[Addressee, ...] = field(repr=False)

    @property
    def minute(self) -> str:
        """The moment as the ledger has it; a wave has one reminder at each."""
        return self.at.astimezone(UTC).strftime(MINUTE)


_waiting: dict[Path, list[LaterReminder]] = {}
_lock = threading.Lock()


def plan(workspace: Workspace, wave: Wave, reminder: LaterReminder, now: datetime) -> None:
    """Keep a reminder until its moment; raises ``ReminderInvalid``."""
    if reminder.at <= now or wave.dates.phase(reminder.at) is not Phase.RUNNING:
        raise ReminderInvalid(
            "The reminder would go out when the wave takes no answers: give a moment that is still"
            " to come, after the wave opens and before it closes."
        )
    with _lock:
        kept = _waiting.setdefault(workspace.root, [])
        if reminder.minute in {one.minute for one in kept if one.wave == reminder.wave}:
            raise ReminderInvalid("A reminder is planned for that minute already.")
        record(
            workspace, Action.REMINDER_PLANNED, reminder.wave,
            at=reminder.minute, messages=len(reminder.addressees),
        )  # fmt: skip
        kept.append(reminder)


def waiting(workspace: Workspace, wave: str) -> tuple[LaterReminder, ...]:
    """Return what this server has to send for a wave, the next first."""
    with _lock:
        kept = [one for one in _waiting.get(workspace.root, []) if one.wave == wave]
    return tuple(sorted(kept, key=lambda one: one.at))


def call_off(workspace: Workspace, wave: str, minute: str) -> None:
    """Forget a reminder with its list, whether this server still has it or not."""
    with _lock:
        _drop(workspace, wave, minute)
        record(workspace, Action.REMINDER_CALLED_OFF, wave, at=minute)


def lost(workspace: Workspace, wave: str) -> tuple[str, ...]:
    """Return the moments of reminders that were planned and that nobody will send, nor has sent."""
    ends = (Action.REMINDER_SENT, Action.REMINDER_CALLED_OFF)
    of_wave = [entry for entry in entries(workspace) if entry.wave == wave]
    ended = {str(entry.details.get("at")) for entry in of_wave if entry.action in ends}
    here = {one.minute for one in waiting(workspace, wave)}
    planned = [
        str(entry.details["at"]) for entry in of_wave if entry.action is Action.REMINDER_PLANNED
    ]
    return tuple(minute for minute in planned if minute not in ended | here)


def send_due(workspace: Workspace, store: Store, now: datetime) -> list[str]:
    """Send the reminders whose moment has come, and drop their lists; return what failed.

    A wave that takes no answers now reminds nobody. Where the mail server lets nobody in, the list
    is kept for another try, for some hours.
    """
    failed: list[str] = []
    with _lock:
        due = [one for one in _waiting.get(workspace.root, []) if one.at <= now]
    for one in due:
        try:
            _send(workspace, store, one, now)
        except BearingError as failure:
            LOG.error("A reminder was not sent: %s", failure.code)
            failed.append(failure.code)
            if isinstance(failure, MailRefused) and now < one.at + PATIENCE:
                continue
        with _lock:
            _drop(workspace, one.wave, one.minute)
    return failed


def _send(workspace: Workspace, store: Store, one: LaterReminder, now: datetime) -> None:
    wave = store.wave(one.wave)
    if wave.state is not WaveState.OPEN or wave.dates.phase(now) is not Phase.RUNNING:
        return
    first, *others = one.languages
    mailing = Mailing(workspace, store, wave, one.post, one.base_url, first, others=tuple(others))
    try:
        mailing.remind(one.addressees, at=one.minute)
    except MailIncomplete:
        LOG.error("Some messages of a reminder were not taken.")


def _drop(workspace: Workspace, wave: str, minute: str) -> None:
    kept: Sequence[LaterReminder] = _waiting.get(workspace.root, [])
    _waiting[workspace.root] = [one for one in kept if (one.wave, one.minute) != (wave, minute)]
