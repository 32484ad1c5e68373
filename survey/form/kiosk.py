"""A kiosk without script: a page says until when it may be sent, since a browser can send it again.

With script a page is cleared when nobody touches it, and says nothing of the kind.
"""

import time
from typing import ClassVar, Final

from survey.errors import BearingError
from survey.form.sent import Sent

SECONDS: Final = 60
"""On a kiosk a page that nobody touches for so long is cleared; the script asks before."""

QUESTIONS: Final = 5 * SECONDS
"""Without script nobody can tell reading from being gone: a page of questions waits longer."""

ON_ITS_WAY: Final = 30
"""Seconds that a page which was sent at the last moment may take to arrive."""

UNTIL: Final = "until"


class KioskLeft(BearingError):
    """A page of a kiosk was sent after it had gone back to the start: by somebody else."""

    code: ClassVar[str] = "KIOSK-LEFT"


def until(seconds: int) -> int:
    """Return the last moment, in seconds since 1970, at which a page shown now may be sent."""
    return int(time.time()) + seconds + ON_ITS_WAY


def require_present(sent: Sent) -> None:
    """Raise ``KioskLeft`` for a page of a kiosk that was sent too late."""
    last = sent.one(UNTIL)
    dated = sent.one("kiosk") == "1" and last.isascii() and last.isdecimal() and len(last) < 15
    if dated and int(last) < time.time():
        raise KioskLeft("This page was left; the kiosk is at its start again.")
