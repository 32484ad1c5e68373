"""Tokens with which programs read released results: made for a role, kept as hashes, struck off.

A token holds 256 random bits and is shown once; on disk is its SHA-256. It may read what its role
and its departments may, and nothing else. Where there is none, the addresses for programs do not
exist.
"""

import secrets
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime
from typing import ClassVar, Final

from pydantic import BaseModel, ConfigDict

from survey.access import secret_file
from survey.access.ledger import Action
from survey.access.permissions import Doing, may
from survey.access.scope import EVERYTHING, Scope
from survey.access.secret_file import Entries, digest
from survey.access.staff import require_departments
from survey.errors import BearingError
from survey.settings import Workspace
from survey.vocabulary import Role

FILE: Final = "tokens.json"
BEGINS: Final = "bearing_"
"""How a token begins, so that one that lies about is known for what it is."""
LONGEST_NAME: Final = 60


class TokenRefused(BearingError):
    """A token cannot be made or struck off like this."""

    code: ClassVar[str] = "TOKEN-REFUSED"


class Token(BaseModel):
    """One token: what it is called, what it may read, and since when."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    role: Role
    departments: tuple[str, ...] = ()
    made: date

    @property
    def scope(self) -> Scope:
        """The departments that it reads; all where it is not limited."""
        return Scope.of(self.departments)


def hand_out(
    workspace: Workspace, name: str, role: Role, scope: Scope = EVERYTHING, on: date | None = None
) -> str:
    """Return a new token, which nobody can be told again; it is in the ledger by its role.

    Raises ``TokenRefused`` for a name that is none or is taken, and for a role that takes no
    results; ``StaffRefused`` for what can be no department.
    """
    if not name.strip() or name != name.strip() or not name.isprintable():
        raise TokenRefused(
            "Name what the token is for, such as “dashboard”, without blanks around."
        )
    if len(name) > LONGEST_NAME:
        raise TokenRefused("A token's name has at most {most} characters.", most=LONGEST_NAME)
    if not may(role, Doing.TAKE_RESULTS):
        raise TokenRefused("The role {role} takes no results, so no token does in its place.",
                           role=role.value)  # fmt: skip
    require_departments(scope.departments)
    bits = BEGINS + secrets.token_urlsafe(32)
    made = on or datetime.now(UTC).date()
    with _changing(workspace) as there:
        if any(one.name == name for one in there.values()):
            raise TokenRefused("There is a token {name!r} already. Strike it off, or take another"
                               " name.", name=name)  # fmt: skip
        there[digest(bits)] = Token(name=name, role=role, departments=scope.departments, made=made)
        there.enter(Action.TOKEN_MADE, role=role.value, **scope.entered)
    return bits


def strike_off(workspace: Workspace, name: str) -> None:
    """Void a token from the next request on; raises ``TokenRefused`` where there is none."""
    with _changing(workspace) as there:
        found = next((key for key, one in there.items() if one.name == name), None)
        if found is None:
            raise TokenRefused("There is no token {name!r}. Look at the list for its name.",
                               name=name)  # fmt: skip
        role = there.pop(found).role
        there.enter(Action.TOKEN_STRUCK_OFF, role=role.value)


def tokens(workspace: Workspace) -> tuple[Token, ...]:
    """Return all tokens by name, without their bits, which nobody has."""
    found = secret_file.read(workspace.secrets / FILE, Token)
    return tuple(sorted(found.values(), key=lambda one: one.name))


def token_of(workspace: Workspace, bits: str) -> Token | None:
    """Return what a token may; None where it was struck off or never handed out."""
    return secret_file.read(workspace.secrets / FILE, Token).get(digest(bits))


def _changing(workspace: Workspace) -> AbstractContextManager[Entries[Token]]:
    return secret_file.changing(workspace, FILE, Token)
