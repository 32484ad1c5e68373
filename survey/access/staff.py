"""Staff of a real workspace: name, role and scope, and a password kept only as an argon2 hash."""

import secrets
from collections.abc import Iterable
from contextlib import AbstractContextManager
from enum import StrEnum
from typing import ClassVar, Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from pydantic import BaseModel, ConfigDict

from survey.access import secret_file
from survey.access.ledger import Action
from survey.access.permissions import may_be_limited
from survey.access.scope import EVERYTHING, Scope
from survey.access.secret_file import Entries
from survey.errors import BearingError
from survey.settings import Workspace
from survey.vocabulary import Role

FILE: Final = "staff.json"
SHORTEST_PASSWORD: Final = 12
HASHER: Final = PasswordHasher()

DUMMY_HASH: Final = HASHER.hash("nobody's password")
"""Checked for unknown names, so that they take as long as known ones."""


class Objection(StrEnum):
    """Why the staff list stays as it is: the words of it stand in the catalogue, too."""

    NAME = "name"
    TAKEN = "taken"
    SHORT = "short"
    UNKNOWN = "unknown"
    LAST = "last"
    DEPARTMENT = "department"
    LIMIT = "limit"


class StaffRefused(BearingError):
    """The staff list cannot be changed like this."""

    code: ClassVar[str] = "STAFF-REFUSED"

    def __init__(self, objection: Objection, message: str, /, **details: object) -> None:
        super().__init__(message, **details)
        self.objection = objection


class Member(BaseModel):
    """One member of staff."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    role: Role
    password_hash: str
    """Empty until a password is set with a one-time link; nobody signs in meanwhile."""
    generation: str = ""
    """Changes with each addition and each sign-out everywhere: sessions of another one are void."""
    departments: tuple[str, ...] = ()
    """What the role is limited to; a list from before there were scopes has nobody limited."""

    @property
    def scope(self) -> Scope:
        """The member's scope."""
        return Scope.of(self.departments)


def add(
    workspace: Workspace, name: str, password: str, role: Role, scope: Scope = EVERYTHING
) -> None:
    """Add a member of staff; raises ``StaffRefused`` and then changes nothing."""
    member = _limited(_waiting(role), scope)
    _add(workspace, name, _with_password(member, password))


def add_without_password(
    workspace: Workspace, name: str, role: Role, scope: Scope = EVERYTHING
) -> None:
    """Add a member who cannot sign in before a one-time link has set a password."""
    _add(workspace, name, _limited(_waiting(role), scope))


def require_name(name: str) -> None:
    """Raise ``StaffRefused`` for what nobody could type as a name when signing in."""
    if not name.strip() or name != name.strip() or not name.isprintable():
        raise StaffRefused(
            Objection.NAME,
            "This name is empty, or has a blank at an end or a character that nobody can type."
            " Choose another one.",
        )


def require_departments(departments: Iterable[str]) -> None:
    """Raise ``StaffRefused`` for what can be no department's name."""
    for name in departments:
        if not name.strip() or name != name.strip() or not name.isprintable() or name == "*":
            raise StaffRefused(
                Objection.DEPARTMENT,
                "The name of a department is empty, or has a blank at an end or a character that"
                " nobody can type. Name it as it stands on the staff list.",
            )


def remove(workspace: Workspace, name: str) -> None:
    """Strike a member off; raises ``StaffRefused`` for an unknown name or the last coordinator."""
    with _changing(workspace) as members:
        role = _known(members, name).role
        del members[name]
        _require_coordinator(members, role)
        members.enter(Action.STAFF_REMOVED, role=role.value)


def change_role(workspace: Workspace, name: str, role: Role) -> None:
    """Give a member another role; raises ``StaffRefused`` as ``remove`` does.

    A member who is limited to departments gets no role that cannot be: the way back would forget
    the limit.
    """
    with _changing(workspace) as members:
        before = _known(members, name)
        members[name] = _limited(before.model_copy(update={"role": role}), before.scope)
        _require_coordinator(members, before.role)
        members.enter(Action.STAFF_ROLE_CHANGED, before=before.role.value, role=role.value)


def change_scope(workspace: Workspace, name: str, scope: Scope) -> None:
    """Limit a member's role to departments, or lift the limit; it holds from the next page on.

    Raises ``StaffRefused`` for an unknown name, a role that cannot be limited, or what is no name.
    """
    with _changing(workspace) as members:
        before = _known(members, name)
        members[name] = _limited(before, scope)
        members.enter(
            Action.STAFF_SCOPE_CHANGED,
            role=before.role.value,
            departments=len(scope.departments),
        )


def change_password(workspace: Workspace, name: str, password: str) -> None:
    """Set a member's password and end every session of that name."""
    with _changing(workspace) as members:
        before = _known(members, name)
        members[name] = _with_password(before, password)
        members.enter(Action.STAFF_PASSWORD_SET, role=before.role.value)


def roles(workspace: Workspace) -> dict[str, Role]:
    """Return the role of each name on the list."""
    return {name: member.role for name, member in _members(workspace).items()}


def scopes(workspace: Workspace) -> dict[str, Scope]:
    """Return the scope of each name on the list."""
    return {name: member.scope for name, member in _members(workspace).items()}


def scope_of(workspace: Workspace, name: str) -> Scope | None:
    """Return the scope that a name has now, or None; asked again on every page as the role is."""
    member = _members(workspace).get(name)
    return member.scope if member else None


def check(workspace: Workspace, name: str, password: str) -> Role | None:
    """Return the role of whoever has this name and password, else None."""
    member = _members(workspace).get(name)
    known = member if member and member.password_hash else None
    try:
        HASHER.verify(known.password_hash if known else DUMMY_HASH, password)
    except (VerificationError, InvalidHashError):
        return None
    return known.role if known else None


def role_of(workspace: Workspace, name: str) -> Role | None:
    """Return the role that a name has now, or None; asked again on every page."""
    member = _members(workspace).get(name)
    return member.role if member else None


def generation_of(workspace: Workspace, name: str) -> str | None:
    """Return the generation that sessions of a name must have now; None for an unknown name."""
    member = _members(workspace).get(name)
    return member.generation if member else None


def standing(workspace: Workspace, name: str) -> tuple[Role, str]:
    """Return a member's role and generation; raises ``StaffRefused`` for an unknown name."""
    member = _known(_members(workspace), name)
    return member.role, member.generation


def without_password(workspace: Workspace) -> frozenset[str]:
    """Return the names that have not set a password yet."""
    return frozenset(name for name, one in _members(workspace).items() if not one.password_hash)


def sign_out_everywhere(workspace: Workspace, name: str) -> None:
    """End every session of a name, in every browser; nothing happens for an unknown name."""
    with _changing(workspace) as members:
        if name in members:
            members[name] = members[name].model_copy(update={"generation": _new_generation()})


def _add(workspace: Workspace, name: str, member: Member) -> None:
    """Add a member; the list has it and the ledger its entry, or neither."""
    require_name(name)
    with _changing(workspace) as members:
        if name in members:
            raise StaffRefused(Objection.TAKEN, "This name is taken already. Choose another one.")
        members[name] = member
        members.enter(Action.STAFF_ADDED, role=member.role.value, **member.scope.entered)


def _waiting(role: Role) -> Member:
    return Member(role=role, password_hash="", generation=_new_generation())


def _limited(member: Member, scope: Scope) -> Member:
    require_departments(scope.departments)
    if scope.limited and not may_be_limited(member.role):
        raise StaffRefused(
            Objection.LIMIT,
            "Only HR and occupational health can be limited to departments. Lift the limit, or"
            " choose another role.",
        )
    return member.model_copy(update={"departments": scope.departments})


def _with_password(member: Member, password: str) -> Member:
    if len(password) < SHORTEST_PASSWORD:
        raise StaffRefused(
            Objection.SHORT,
            "A password needs {shortest_password} characters or more.",
            shortest_password=SHORTEST_PASSWORD,
        )
    return member.model_copy(
        update={"password_hash": HASHER.hash(password), "generation": _new_generation()}
    )


def _known(members: dict[str, Member], name: str) -> Member:
    if name not in members:
        raise StaffRefused(
            Objection.UNKNOWN,
            "Nobody of this name is on the staff list. See: survey staff list.",
        )
    return members[name]


def _require_coordinator(members: dict[str, Member], role_before: Role) -> None:
    """Raise where a change took the last coordinator, so that nobody could mend it on a screen."""
    if role_before is Role.COORDINATOR and Role.COORDINATOR not in {
        member.role for member in members.values()
    }:
        raise StaffRefused(
            Objection.LAST,
            "This is the last coordinator. Make somebody else coordinator first.",
        )


def _new_generation() -> str:
    return secrets.token_hex(8)


def _members(workspace: Workspace) -> dict[str, Member]:
    return secret_file.read(workspace.secrets / FILE, Member)


def _changing(workspace: Workspace) -> AbstractContextManager[Entries[Member]]:
    return secret_file.changing(workspace, FILE, Member)
