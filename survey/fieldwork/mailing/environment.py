"""The mail server as whoever runs this one has set it (``survey.configuration``).

What stands in a command line can be read by every user of the machine, and what is typed on a
screen could name any server: so the account, and for the screens all of it, comes from here.
"""

import os
from collections.abc import Mapping

from survey.configuration import SettingWrong, read_settings
from survey.fieldwork.mailing.message import default_sender
from survey.fieldwork.mailing.post import MailRefused, Post


def post_at(
    server: str,
    sender: str,
    *,
    starttls: bool,
    base_url: str,
    environment: Mapping[str, str] = os.environ,
) -> Post:
    """Return a mail server with the account from the settings.

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
        Where the settings are read.
    """
    settings = read_settings(environment)
    return Post.at(
        server,
        sender or default_sender(base_url),
        starttls=starttls,
        user=settings.smtp_user,
        password=settings.smtp_password.get_secret_value(),
    )


def post_from_environment(
    base_url: str, environment: Mapping[str, str] = os.environ
) -> Post | None:
    """Return the mail server that the settings name, all of it; None where they name none.

    Raises ``MailRefused`` where a setting is wrong.
    """
    try:
        settings = read_settings(environment)
    except SettingWrong as wrong:
        raise MailRefused(wrong.said) from wrong
    if not settings.smtp_server:
        return None
    return post_at(
        settings.smtp_server,
        settings.smtp_from,
        starttls=settings.smtp_starttls,
        base_url=base_url,
        environment=environment,
    )
