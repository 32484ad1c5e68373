"""Sign-ins of staff in the ledger: each one by its role, and those that failed as a number.

A wrong try is no entry of its own, or whoever guesses would fill the ledger. It is counted, and
the count becomes an entry at the next sign-in, or at the first wrong try of another day. Neither
knows a name or an address, and nothing that an employee does is ever counted here.
"""

from datetime import date
from typing import Final

from pydantic import BaseModel, ConfigDict

from survey.access import secret_file
from survey.access.ledger import Action
from survey.settings import Workspace
from survey.vocabulary import Role

FILE: Final = "failed_sign_ins.json"
COUNT: Final = "since the last entry"
BY_PROVIDER: Final = "provider"
"""Through the organisation's own sign-in service."""


class Failed(BaseModel):
    """Wrong tries that are not in the ledger yet, and the day of the last one."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    day: date
    tries: int


def failed(workspace: Workspace, today: date | None = None) -> None:
    """Count a wrong try; on disk before this returns."""
    today = today or date.today()
    with secret_file.changing(workspace, FILE, Failed) as counts:
        before = counts.get(COUNT)
        if before is not None and before.day != today:
            counts.enter(Action.SIGN_INS_FAILED, tries=before.tries)
            before = None
        counts[COUNT] = Failed(day=today, tries=(before.tries if before else 0) + 1)


def signed_in(workspace: Workspace, role: Role, way: str = "") -> None:
    """Enter a sign-in, and the wrong tries since the last one before it.

    ``way`` is how one came in where that was not by a password.
    """
    with secret_file.changing(workspace, FILE, Failed) as counts:
        before = counts.pop(COUNT, None)
        if before is not None:
            counts.enter(Action.SIGN_INS_FAILED, tries=before.tries)
        by = {"way": way} if way else {}
        counts.enter(Action.SIGNED_IN, role=role.value, **by)


def not_entered(workspace: Workspace) -> int:
    """Return the wrong tries that are counted and not in the ledger yet."""
    counted = secret_file.read(workspace.secrets / FILE, Failed).get(COUNT)
    return counted.tries if counted else 0
