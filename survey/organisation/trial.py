"""Trying what was entered before it is kept: is the logo drawn, does the address lead here?"""

import tempfile
from contextlib import closing
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path
from typing import ClassVar, Final
from urllib.parse import urlsplit

from survey.errors import BearingError
from survey.i18n.typesetting import NotTypeset, typeset
from survey.organisation.letterhead import Letterhead
from survey.organisation.logo import Logo, LogoUnfit, checked_logo

TEMPLATE: Final = Path(__file__).with_name("trial.typ")
START: Final = "/s"
MARK: Final = b'<form class="opening'
"""Stands on the form's first page and on no other server's."""
PATIENCE: Final = 5.0
"""Seconds for an answer."""
MOST: Final = 200_000
"""Bytes of an answer that are looked at."""


class AddressSilent(BearingError):
    """At the address that was entered, this program's form does not answer."""

    code: ClassVar[str] = "ADDRESS-SILENT"


def drawable_logo(content: bytes) -> Logo:
    """Return a checked logo that stands on a letter. Raises ``LogoUnfit``."""
    logo = checked_logo(content)
    head = Letterhead("logo", None, logo)
    with tempfile.TemporaryDirectory() as folder:
        try:
            typeset(
                TEMPLATE,
                {"language": "en", **head.content("logo")},
                head.pictures(),
                Path(folder) / "trial.pdf",
            )
        except NotTypeset:
            raise LogoUnfit(
                "The logo cannot be set on a letter: save it again as a plain PNG or SVG."
            ) from None
    return logo


def require_answer(address: str) -> None:
    """Open the form's first page at an address. Raises ``AddressSilent`` with what came instead.

    Nothing but the request for that page leaves this server, and only when somebody asks for it.
    An address that leads elsewhere is not followed: a letter should name where it leads.
    """
    parts = urlsplit(address)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    try:
        with closing(kind(parts.hostname or "", parts.port, timeout=PATIENCE)) as connection:
            connection.request("GET", f"{parts.path}{START}", headers={"User-Agent": "Bearing"})
            with connection.getresponse() as answer:
                code, page = answer.status, answer.read(MOST)
    except (OSError, HTTPException, ValueError):
        raise AddressSilent(
            "Nothing answers at {address}, seen from this server: check the name, and that the"
            " port is open.",
            address=address,
        ) from None
    if code != HTTPStatus.OK:
        raise AddressSilent(
            "{address}{start} answers with {code}, not with the form: check what stands before"
            " this server, such as a proxy.",
            address=address,
            start=START,
            code=code,
        )
    if MARK not in page:
        raise AddressSilent(
            "{address} answers, but not with this form: another program serves that address, or"
            " a proxy leads it elsewhere.",
            address=address,
        )
