"""The address at which employees reach the server, as it stands on letters and posters."""

import re
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from survey.errors import BearingError

SCHEMES: Final = frozenset({"http", "https"})
UNFIT: Final = re.compile(r"[^!-~\u00a1-\U0010ffff]|[\\\\<>\"@]|\u3000")
"""What no address on a letter may hold: blanks, control characters, an account."""


class AddressInvalid(BearingError):
    """What should be the server's address is no whole web address."""

    code = "ADDRESS-INVALID"


def host_of(address: str) -> str | None:
    """Return the host of a whole web address; None where it is none."""
    if UNFIT.search(address):
        return None
    try:
        parts = urlsplit(address)
        if parts.scheme not in SCHEMES or parts.query or parts.fragment or parts.port == 0:
            return None
    except ValueError:
        return None
    return parts.hostname


def base_address(typed: str) -> str:
    """Return a whole web address without what the program adds to it: ``/s``, a slash at its end.

    Raises ``AddressInvalid`` unless a phone would open the address from a square.
    """
    address = typed.strip().rstrip("/").removesuffix("/s").rstrip("/")
    if host_of(address) is None:
        raise AddressInvalid(
            "--base-url {typed!r} is no whole web address, so that links and squares would"
            " lead nowhere. Write it as https://survey.example.org.",
            typed=typed,
        )
    return address


def only_here(address: str) -> bool:
    """Whether nobody but this computer finds an address: localhost, 127.0.0.1, ::1, 0.0.0.0."""
    host = (host_of(address) or "").rstrip(".")
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        number = ip_address(host)
    except ValueError:
        return False
    return number.is_loopback or number.is_unspecified
