"""Sessions of signed-in staff, kept on the server: they outlive a reload, a tab and a restart.

A browser holds an id of 256 random bits and nothing else. The file holds the SHA-256 of each id,
so that whoever reads a backup can open no session with it.
"""

import secrets
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from typing import Final

from pydantic import BaseModel, ConfigDict

from survey.access import secret_file
from survey.access.secret_file import Entries, digest
from survey.access.staff import generation_of
from survey.settings import Workspace

FILE: Final = "sessions.json"
IDLE: Final = timedelta(hours=2)
"""Without a page for so long, a session ends."""
ABSOLUTE: Final = timedelta(hours=12)
"""However busy it is, a session ends so long after its sign-in."""
SEEN_EVERY: Final = timedelta(minutes=1)
"""How exact the last use is written down; each run of each page would be a write otherwise."""


class Session(BaseModel):
    """One sign-in of one browser. ``generation`` is the member's at that time."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    generation: str
    began: datetime
    seen: datetime

    def over(self, now: datetime) -> bool:
        """Whether a limit has passed."""
        return now - self.began >= ABSOLUTE or now - self.seen >= IDLE

    def alive(self, now: datetime) -> bool:
        """Whether neither limit has passed; a clock that was set back counts as passed."""
        early = now < self.began or now - self.seen < -SEEN_EVERY
        return not early and not self.over(now)


def begin(
    workspace: Workspace, name: str, replaced: str | None = None, now: datetime | None = None
) -> str:
    """Begin a session for a checked name and return its id; on disk before this returns.

    ``replaced`` is the id that the browser had before: it ends, so that an id from before the
    sign-in is worth nothing after it.
    """
    now = now or datetime.now(UTC)
    new = secrets.token_urlsafe(32)
    started = Session(
        name=name, generation=generation_of(workspace, name) or "", began=now, seen=now
    )
    with _changing(workspace) as there:
        there.pop(digest(replaced or ""), None)
        for key in [key for key, one in there.items() if not one.alive(now)]:
            del there[key]
        there[digest(new)] = started
    return new


def name_of(workspace: Workspace, session: str, now: datetime | None = None) -> str | None:
    """Return whose session an id is, or None where there is none, it has ended, or its member
    was struck off or signed out everywhere since."""
    now = now or datetime.now(UTC)
    found = _read(workspace).get(digest(session))
    if found is None:
        return None
    if found.over(now):
        end(workspace, session)  # a clock that is set back afterwards opens it no more
    if not found.alive(now):
        return None
    if found.generation != generation_of(workspace, found.name):
        return None
    if now - found.seen >= SEEN_EVERY:
        with _changing(workspace) as there:
            if digest(session) in there:  # it may have been ended in between
                there[digest(session)] = found.model_copy(update={"seen": now})
    return found.name


def end(workspace: Workspace, session: str) -> None:
    """End one session; nothing happens where there is none."""
    with _changing(workspace) as there:
        there.pop(digest(session), None)


def _read(workspace: Workspace) -> dict[str, Session]:
    return secret_file.read(workspace.secrets / FILE, Session)


def _changing(workspace: Workspace) -> AbstractContextManager[Entries[Session]]:
    return secret_file.changing(workspace, FILE, Session)
