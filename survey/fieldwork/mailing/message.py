"""The two messages: an invitation with its code, and a reminder that has none."""

import secrets
from collections.abc import Sequence
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, localtime
from typing import Final
from urllib.parse import urlsplit

from survey.fieldwork.codes import display
from survey.fieldwork.dates.dates import NO_DATES, Dates
from survey.fieldwork.invitations import IssuedCode, link
from survey.i18n.catalogue import Texts
from survey.i18n.dates import moment

PROMISES: Final = ("voluntary", "no_name", "code", "groups")


def default_sender(base_url: str) -> str:
    """Return the address that messages come from where no other was named."""
    return f"no-reply@{urlsplit(base_url).hostname or 'localhost'}"


def invitation(
    issued: IssuedCode, email: str, sender: str, base_url: str, say: Texts, signed: str = "", *,
    dates: Dates = NO_DATES,
) -> EmailMessage:  # fmt: skip
    """Return the message that brings one person one code; ``signed`` is who asks."""
    paragraphs = [
        say("mail.greeting"),
        say("mail.lead"),
        f"{say('mail.link')}\n{link(issued.code, base_url)}",
        say("mail.code", code=display(issued.code), start=start(base_url)),
        *_open(dates, say),
        _promise(say),
        say("mail.once"),
        say("mail.kind"),
        *([signed] if signed else []),
    ]
    return _message(say("mail.subject"), paragraphs, email, sender)


def reminder(
    email: str, sender: str, base_url: str, say: Texts, signed: str = "", *,
    dates: Dates = NO_DATES, others: Sequence[Texts] = (),
) -> EmailMessage:  # fmt: skip
    """Return the message that everybody gets, since nobody knows who has answered.

    ``others`` are further languages beneath, since nobody knows either who reads which.
    """
    paragraphs = [
        paragraph
        for one in (say, *others)
        for paragraph in (
            one("mail.greeting"),
            one("mail.reminder.all"),
            one("mail.reminder.done"),
            one("mail.reminder.open", start=start(base_url)),
            *_open(dates, one),
            _promise(one),
            one("mail.kind"),
        )
    ]
    subject = " / ".join(one("mail.reminder.subject") for one in (say, *others))
    return _message(subject, [*paragraphs, *([signed] if signed else [])], email, sender)


def start(base_url: str) -> str:
    """Return the address of the page where a code is typed."""
    return f"{base_url.rstrip('/')}/s"


def _open(dates: Dates, say: Texts) -> list[str]:
    """Return from when on and until when answers are taken, as far as that is planned."""
    found = []
    if dates.opens and not dates.begun:
        found.append(say("mail.opens", **moment(dates.opens, dates.zone, say.language)))
    if dates.closes:
        found.append(say("mail.closes", **moment(dates.closes, dates.zone, say.language)))
    return [" ".join(found)] if found else []


def _promise(say: Texts) -> str:
    lines = [f"- {say(f'letters.promise.{key}')}" for key in PROMISES]
    return "\n".join([say("letters.promise"), *lines])


def _message(subject: str, paragraphs: Sequence[str], email: str, sender: str) -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = subject
    message["From"] = sender
    message["To"] = Address(addr_spec=email)
    message["Date"] = format_datetime(localtime())
    # Python's own would hold the time to the hundredth and the name of this machine.
    message["Message-ID"] = f"<{secrets.token_hex(16)}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content("\n\n".join(paragraphs) + "\n", cte="quoted-printable")
    return message
