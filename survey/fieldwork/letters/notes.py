"""What stands on a letter beside its code: who asks, until when, and whom to ask back."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from survey.form.contacts import Contact, read_contacts, require_drawable, worded
from survey.i18n.catalogue import Texts
from survey.i18n.dates import day
from survey.i18n.writing import isolated
from survey.settings import Workspace
from survey.store.protocol import Wave

MOST: Final = 2
"""Contacts on a letter: more would not stand on its page. The form shows them all."""


@dataclass(frozen=True)
class Notes:
    """The first contacts of the organisation, and the last day on which answers are taken."""

    contacts: Sequence[Contact] = ()
    last_day: date | None = None

    def lines(self, sender: str, say: Texts) -> Iterator[str]:
        """Give a sentence for each thing that is known; ``sender`` is the organisation's name."""
        if sender:
            yield say("letters.sender", sender=isolated(sender, say.language))
        if self.last_day:
            yield say("letters.until", day=day(self.last_day, say.language))
        if reached := [_reached(one, say.language) for one in self.contacts[:MOST]]:
            yield say("letters.contact", contacts="; ".join(reached))


def notes_of(workspace: Workspace, wave: Wave) -> Notes:
    """Return what the letters of a wave say beside their codes. Raises ``ContactsInvalid``."""
    contacts = require_drawable(read_contacts(workspace.contacts)[:MOST])
    return Notes(contacts, wave.dates.last_day)


def _reached(contact: Contact, language: str) -> str:
    name, _ = worded(contact.name, language)
    ways = [way for way in (contact.phone, contact.email, contact.web) if way]
    return isolated(f"{name} ({', '.join(ways)})" if ways else name, language)
