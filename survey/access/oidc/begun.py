"""Sign-ins that were begun with the provider and have not come back: in memory, for ten minutes.

Each belongs to one browser, which holds an opaque id in a cookie: an answer that another browser
was made to bring, or that comes twice, fits none.
"""

import hmac
import secrets
import time
from collections import OrderedDict
from dataclasses import dataclass
from typing import Final

from survey.access.oidc.provider import Asked
from survey.access.secret_file import digest

VALID: Final = 600.0
"""Seconds in which one has to come back."""
MOST: Final = 1000
"""Sign-ins at once; beyond that the oldest is forgotten, and its browser begins again."""


@dataclass(frozen=True)
class Begun:
    """A sign-in that was begun: what was asked, where one lands, and when it was."""

    asked: Asked
    landing: str
    at: float


class BegunSignIns:
    """Those that are awaited. Endpoints of one event loop use it, one at a time."""

    def __init__(self) -> None:
        self._there: OrderedDict[str, Begun] = OrderedDict()

    def begin(self, redirect: str, landing: str, now: float | None = None) -> tuple[str, Asked]:
        """Return the id for the browser, and what the provider is to be asked with."""
        browser = secrets.token_urlsafe(32)
        asked = Asked(
            state=secrets.token_urlsafe(32), nonce=secrets.token_urlsafe(32),
            verifier=secrets.token_urlsafe(48), redirect=redirect,
        )  # fmt: skip
        while len(self._there) >= MOST:
            self._there.popitem(last=False)
        self._there[digest(browser)] = Begun(asked, landing, _time(now))
        return browser, asked

    def end(self, browser: str, state: str, now: float | None = None) -> Begun | None:
        """Return what a browser began, once; None where it began none, or not with this state."""
        found = self.forget(browser)
        if found is None or not 0 <= _time(now) - found.at < VALID:
            return None
        return found if hmac.compare_digest(found.asked.state.encode(), state.encode()) else None

    def forget(self, browser: str) -> Begun | None:
        """Take out what a browser began and return it; None where it began none."""
        return self._there.pop(digest(browser), None)


def _time(now: float | None) -> float:
    return time.monotonic() if now is None else now
