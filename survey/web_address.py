"""The address at which employees reach the server, as it stands on letters and posters."""

from typing import Final
from urllib.parse import urlsplit

from survey.errors import BearingError

SCHEMES: Final = frozenset({"http", "https"})


class AddressInvalid(BearingError):
    """What should be the server's address is no whole web address."""

    code = "ADDRESS-INVALID"


def host_of(address: str) -> str | None:
    """Return the host of a whole web address; None where it is none."""
    try:
        parts = urlsplit(address)
        if parts.scheme not in SCHEMES or parts.query or parts.fragment or parts.port == 0:
            return None
    except ValueError:
        return None
    return parts.hostname


def check_base_url(base_url: str) -> None:
    """Raise ``AddressInvalid`` unless a phone would open this address from a square."""
    if host_of(base_url) is None:
        raise AddressInvalid(
            f"--base-url {base_url!r} is no whole web address, so that links and squares would"
            " lead nowhere. Write it as https://survey.example.org."
        )
