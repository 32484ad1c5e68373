"""Who may do what, by role and scope. Whether a wave is ready for it is asked in ``possible``."""

from collections.abc import Collection
from enum import StrEnum
from typing import ClassVar, Final

from survey.access.scope import Scope
from survey.errors import BearingError
from survey.vocabulary import Role


class Doing(StrEnum):
    """What a member of staff may be here for."""

    RUN_WAVES = "run_waves"
    MANAGE_STAFF = "manage_staff"
    READ_RESULTS = "read_results"
    TAKE_RESULTS = "take_results"
    WRITE_ACTIONS = "write_actions"
    READ_TRAIL = "read_trail"
    CHANGE_OWN_PASSWORD = "change_own_password"  # noqa: S105 - what is done, not a password


READERS: Final = frozenset({Role.HR, Role.OCCUPATIONAL_HEALTH})
COORDINATOR: Final = frozenset({Role.COORDINATOR})

WHO_MAY: Final = {
    Doing.RUN_WAVES: COORDINATOR,
    Doing.MANAGE_STAFF: COORDINATOR,
    Doing.READ_RESULTS: READERS,
    Doing.TAKE_RESULTS: READERS,
    Doing.WRITE_ACTIONS: READERS,
    Doing.READ_TRAIL: COORDINATOR | {Role.WORKS_COUNCIL},
    Doing.CHANGE_OWN_PASSWORD: frozenset(Role),
}


LIMITABLE: Final = READERS
"""Roles that may be limited to departments: what the others do is about all of them at once."""


class NotAllowed(BearingError):
    """A role asked for what it may not do, or nobody is signed in any more."""

    code: ClassVar[str] = "NOT-ALLOWED"


def may(role: Role | None, doing: Doing) -> bool:
    """Whether a role may do something; nobody without one may do anything."""
    return role in WHO_MAY[doing]


def may_be_limited(role: Role) -> bool:
    """Whether a member with this role may be limited to departments (``scope``)."""
    return role in LIMITABLE


def may_about(role: Role | None, scope: Scope, doing: Doing, departments: Collection[str]) -> bool:
    """Whether a role within its scope may do something about departments.

    ``departments`` is empty for what is about the organisation as a whole: nobody's scope is
    narrower than that.
    """
    return may(role, doing) and (not departments or scope.holds(departments))


def require_may(role: Role | None, doing: Doing) -> Role:
    """Return the role; raises ``NotAllowed`` where it may not."""
    if role is None or not may(role, doing):
        raise NotAllowed("You are signed out, or your role has changed. Sign in again.")
    return role
