"""Staff of a real workspace: a name, a role, and a password kept only as an argon2 hash."""

import json
import os
import secrets
import tempfile
from pathlib import Path
from typing import ClassVar, Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from pydantic import BaseModel, ConfigDict

from survey.errors import BearingError
from survey.settings import Workspace
from survey.vocabulary import Role

FILE: Final = "staff.json"
SHORTEST_PASSWORD: Final = 12
HASHER: Final = PasswordHasher()

DUMMY_HASH: Final = HASHER.hash("nobody's password")
"""Checked for unknown names, so that they take as long as known ones."""


class StaffRefused(BearingError):
    """A member of staff cannot be added like this."""

    code: ClassVar[str] = "STAFF-REFUSED"


class Member(BaseModel):
    """One member of staff."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    role: Role
    password_hash: str
    generation: str = ""
    """Changes with each addition and each sign-out everywhere: sessions of another one are void."""


def add(workspace: Workspace, name: str, password: str, role: Role) -> None:
    """Add a member of staff; raises ``StaffRefused`` and then changes nothing."""
    members = _members(workspace)
    if not name.strip() or name in members:
        raise StaffRefused("This name is empty or taken already. Choose another one.")
    if len(password) < SHORTEST_PASSWORD:
        raise StaffRefused(f"A password needs {SHORTEST_PASSWORD} characters or more.")
    members[name] = Member(
        role=role, password_hash=HASHER.hash(password), generation=_new_generation()
    )
    _write(_file(workspace), members)


def check(workspace: Workspace, name: str, password: str) -> Role | None:
    """Return the role of whoever has this name and password, else None."""
    member = _members(workspace).get(name)
    try:
        HASHER.verify(member.password_hash if member else DUMMY_HASH, password)
    except (VerificationError, InvalidHashError):
        return None
    return member.role if member else None


def role_of(workspace: Workspace, name: str) -> Role | None:
    """Return the role that a name has now, or None; asked again on every page."""
    member = _members(workspace).get(name)
    return member.role if member else None


def generation_of(workspace: Workspace, name: str) -> str | None:
    """Return the generation that sessions of a name must have now; None for an unknown name."""
    member = _members(workspace).get(name)
    return member.generation if member else None


def sign_out_everywhere(workspace: Workspace, name: str) -> None:
    """End every session of a name, in every browser; nothing happens for an unknown name."""
    members = _members(workspace)
    if name in members:
        members[name] = members[name].model_copy(update={"generation": _new_generation()})
        _write(_file(workspace), members)


def _new_generation() -> str:
    return secrets.token_hex(8)


def _file(workspace: Workspace) -> Path:
    return workspace.secrets / FILE


def _members(workspace: Workspace) -> dict[str, Member]:
    path = _file(workspace)
    if not path.exists():
        return {}
    listed = json.loads(path.read_text("utf-8"))
    return {name: Member.model_validate(member) for name, member in listed.items()}


def _write(path: Path, members: dict[str, Member]) -> None:
    listed = {name: member.model_dump(mode="json") for name, member in members.items()}
    handle, part = tempfile.mkstemp(dir=path.parent, prefix=".staff-")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(listed, file, indent=2)
        file.flush()
        os.fsync(file.fileno())
    Path(part).rename(path)
