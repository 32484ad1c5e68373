"""The commands that send e-mail: ``python -m survey mail`` and ``python -m survey remind``.

Where the mail server asks for an account, it is in the environment
(``survey.fieldwork.mailing.environment``).
"""

from pathlib import Path
from typing import Annotated

import typer

from survey.command_line import existing_workspace, language_option, say, show_progress
from survey.fieldwork.form_address import reachable_address
from survey.fieldwork.mailing import Addressee, Mailing, Post, read_addresses
from survey.fieldwork.mailing.environment import post_at
from survey.fieldwork.rounds import Reason
from survey.i18n.catalogue import MAIL_PARTS
from survey.store.opening import serve_store

AddressList = Annotated[Path, typer.Option(help="CSV: department,team,email; never stored")]
Server = Annotated[str, typer.Option(help="Mail server: host:port")]
Sender = Annotated[str, typer.Option("--from", help="Address that the messages come from")]
Encrypt = Annotated[bool, typer.Option("--starttls", help="Encrypt the connection")]
BaseUrl = Annotated[str | None, typer.Option(help="Address at which employees reach the app")]
Why = Annotated[
    Reason | None,
    typer.Option("--reason", help="Why the people on the list get a code after the first ones"),
]
Language = Annotated[str, language_option("messages", *MAIL_PARTS)]


def add_to(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command()(mail)
    app.command()(remind)


def mail(  # noqa: PLR0913 - each is an option of the command
    name: str,
    *,
    to: AddressList,
    smtp: Server,
    sender: Sender = "",
    starttls: Encrypt = False,
    reason: Why = None,
    base_url: BaseUrl = None,
    language: Language = "en",
) -> None:
    """Send each address of a list one code of its team; the list is used and never stored.

    A list whose sending was stopped is gone on with.
    """
    address = reachable_address(existing_workspace(), base_url)
    post = post_at(smtp, sender, starttls=starttls, base_url=address)
    mailing, addressees = _mailing(name, to, post, address, language)
    sent = mailing.send_codes(addressees, reason)
    say(f"Sent {sent} codes of wave {name} by e-mail. They cannot be shown again.")
    if sent < len(addressees):
        say(f"The other {len(addressees) - sent} of the list had got theirs before it was stopped.")


def remind(
    name: str,
    *,
    to: AddressList,
    smtp: Server,
    sender: Sender = "",
    starttls: Encrypt = False,
    base_url: BaseUrl = None,
    language: Language = "en",
) -> None:
    """Remind everybody on a list, without codes: nobody knows who has answered."""
    address = reachable_address(existing_workspace(), base_url)
    post = post_at(smtp, sender, starttls=starttls, base_url=address)
    mailing, addressees = _mailing(name, to, post, address, language)
    sent = mailing.remind(addressees)
    say(f"Reminded all {sent} addresses of wave {name}, whether they have answered or not.")


def _mailing(
    name: str, to: Path, post: Post, base_url: str, language: str
) -> tuple[Mailing, tuple[Addressee, ...]]:
    place = existing_workspace()
    store = serve_store(place)
    wave = store.wave(name)
    addressees = read_addresses(to.read_bytes(), to.name, wave.units)
    return Mailing(place, store, wave, post, base_url, language, show_progress), addressees
