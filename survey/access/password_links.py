"""One-time links with which a member of staff sets a password that nobody else ever knows.

A link holds 256 random bits; on disk is their SHA-256, so that whoever reads a backup can set no
password with it. It works once and for three days, and only for the member it was made for: it is
void once that member has another password, has signed out everywhere or was struck off.
"""

import secrets
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from typing import ClassVar, Final

from pydantic import BaseModel, ConfigDict

from survey.access import secret_file, staff
from survey.access.ledger import Action
from survey.access.secret_file import Entries, digest
from survey.errors import BearingError
from survey.settings import Workspace

FILE: Final = "password_links.json"
SCREEN: Final = "new_password"
"""The path of the screen that a link opens."""
QUESTION: Final = "link"
"""What the address calls the bits."""
VALID: Final = timedelta(days=3)
"""How long a link works."""


class LinkVoid(BearingError):
    """A link was used already, is too old, or was never handed out."""

    code: ClassVar[str] = "LINK-VOID"


class Link(BaseModel):
    """One link that was handed out. ``generation`` is the member's at that time."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    generation: str
    made: datetime

    def over(self, now: datetime) -> bool:
        """Whether it is too old."""
        return now - self.made >= VALID

    def alive(self, now: datetime) -> bool:
        """Whether it is young enough; a clock that was set back counts as too old."""
        return now >= self.made and not self.over(now)


def hand_out(workspace: Workspace, name: str, now: datetime | None = None) -> str:
    """Return the bits of a new link for a member; earlier links of that name are void from here.

    Raises ``StaffRefused`` for a name that is not on the list.
    """
    now = now or datetime.now(UTC)
    role, generation = staff.standing(workspace, name)
    bits = secrets.token_urlsafe(32)
    with _changing(workspace) as links:
        for key in [key for key, one in links.items() if one.name == name or not one.alive(now)]:
            del links[key]
        links[digest(bits)] = Link(name=name, generation=generation, made=now)
        links.enter(Action.PASSWORD_LINK_MADE, role=role.value)
    return bits


def name_of(workspace: Workspace, bits: str, now: datetime | None = None) -> str | None:
    """Return whose link this is, or None where it works no more or never did."""
    now = now or datetime.now(UTC)
    found = secret_file.read(workspace.secrets / FILE, Link).get(digest(bits))
    if found is not None and found.over(now):
        with _changing(workspace) as links:
            links.pop(digest(bits), None)  # a clock that is set back afterwards opens it no more
    return _works_for(workspace, found, now)


def use(workspace: Workspace, bits: str, password: str, now: datetime | None = None) -> str:
    """Set the password of a link's member, end that member's sessions and return the name.

    Raises ``LinkVoid`` where the link does not work, and ``StaffRefused`` for a short password;
    then nothing is changed, and the link works on.
    """
    now = now or datetime.now(UTC)
    name_of(workspace, bits, now)
    with _changing(workspace) as links:
        name = _works_for(workspace, links.get(digest(bits)), now)
        if name is None:
            raise LinkVoid(
                "This link was used already or is older than three days. Ask for another one."
            )
        staff.change_password(workspace, name, password)
        del links[digest(bits)]
    return name


def _works_for(workspace: Workspace, link: Link | None, now: datetime) -> str | None:
    """Return whom a link lets set a password at a moment; None where it works no more."""
    if link is None or not link.alive(now):
        return None
    return link.name if link.generation == staff.generation_of(workspace, link.name) else None


def address(base: str, bits: str) -> str:
    """Return a link as it is handed out, below the address of the server."""
    return f"{base.rstrip('/')}/{SCREEN}?{QUESTION}={bits}"


def _changing(workspace: Workspace) -> AbstractContextManager[Entries[Link]]:
    return secret_file.changing(workspace, FILE, Link)
