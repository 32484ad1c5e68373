"""The mail server as whoever runs this one has set it, in the environment.

What stands in a command line can be read by every user of the machine, and what is typed on a
screen could name any server: so the account, and for the screens all of it, comes from here.
"""

import os
from collections.abc import Mapping
from typing import Final

from survey.fieldwork.mailing.message import default_sender
from survey.fieldwork.mailing.post import Post

SERVER: Final = "BEARING_SMTP_SERVER"
SENDER: Final = "BEARING_SMTP_FROM"
STARTTLS: Final = "BEARING_SMTP_STARTTLS"
USER: Final = "BEARING_SMTP_USER"
PASSWORD: Final = "BEARING_SMTP_PASSWORD"  # noqa: S105 - where it is, not what it is
YES: Final = frozenset({"1", "true", "yes", "on"})


def post_at(
    server: str,
    sender: str,
    *,
    starttls: bool,
    base_url: str,
    environment: Mapping[str, str] = os.environ,
) -> Post:
    """Return a mail server with the account from the environment.

    Parameters
    ----------
    server
        ``host:port``; anything else raises ``MailRefused``.
    sender
        The address that messages come from; empty for one at the host of ``base_url``.
    starttls
        Whether to encrypt the connection once it stands.
    base_url
        The address at which employees reach the app.
    environment
        Holds user and password, if the server asks for them.
    """
    return Post.at(
        server,
        sender or default_sender(base_url),
        starttls=starttls,
        user=environment.get(USER, ""),
        password=environment.get(PASSWORD, ""),
    )


def post_from_environment(
    base_url: str, environment: Mapping[str, str] = os.environ
) -> Post | None:
    """Return the mail server that the environment names, all of it; None where it names none."""
    server = environment.get(SERVER, "")
    if not server:
        return None
    return post_at(
        server,
        environment.get(SENDER, ""),
        starttls=environment.get(STARTTLS, "").lower() in YES,
        base_url=base_url,
        environment=environment,
    )
