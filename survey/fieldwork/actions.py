"""What the organisation does about its results: each action with its aim, its units and its dates.

Kept in one small file of the workspace, written whole and put in place in one step. It holds no
answers and no personal names: whoever is in charge is a role. What was done to an action, by which
role and on which day, stands in the ledger, with the hash of the action as it then was.
"""

import hashlib
import json
from collections.abc import Iterable
from contextlib import AbstractContextManager
from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar, Final, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)

from survey.access import entered_file
from survey.access.entered_file import Change
from survey.access.ledger import Action
from survey.access.scope import Scope
from survey.errors import BearingError, Said
from survey.settings import Workspace
from survey.vocabulary import Role

FILE: Final = "actions.json"
MORE: Final = 32 * 1024
"""Bytes that one more action may need."""
ON: Final = "on"
"""The detail of the ledger that names the day on which something was done, if another."""

ALL_TEAMS: Final = "*"
"""Stands for every team of a department."""

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=160)]


class ActionInvalid(BearingError):
    """What was given is no action."""

    code: ClassVar[str] = "ACTION-INVALID"


class ActionUnknown(BearingError):
    """There is no action of this number."""

    code: ClassVar[str] = "ACTION-UNKNOWN"


class ActionsUnreadable(BearingError):
    """The file of actions is not what was written."""

    code: ClassVar[str] = "ACTIONS-UNREADABLE"


class Owner(StrEnum):
    """Who is in charge: a role, never a person."""

    MANAGEMENT = "management"
    LINE_MANAGER = "line_manager"
    HR = "hr"
    OCCUPATIONAL_HEALTH = "occupational_health"
    STAFF_COUNCIL = "staff_council"
    TEAM = "team"


class ActionState(StrEnum):
    """Where an action stands."""

    PLANNED = "planned"
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"


ENDS: Final = (ActionState.DONE, ActionState.STOPPED)


class PlannedAction(BaseModel):
    """One action. ``units`` are departments and teams as on the staff list.

    ``since`` is the wave that it is held against: the last one before it began.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    number: int = Field(default=0, ge=0)
    aim: Words
    factor: str
    units: tuple[tuple[str, str], ...] = Field(min_length=1)
    owner: Owner
    start: date
    end: date
    since: str
    state: ActionState = ActionState.PLANNED

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.end < self.start:
            raise ValueError("an action ends on the day it begins or later")
        return self


def within(scope: Scope, planned: Iterable[PlannedAction]) -> tuple[PlannedAction, ...]:
    """Return the actions that take place in a department of a scope, elsewhere too or not."""
    return tuple(one for one in planned if scope.holds([department for department, _ in one.units]))


def actions(workspace: Workspace) -> tuple[PlannedAction, ...]:
    """Return all actions in the order in which they were added."""
    path = workspace.root / FILE
    if not path.exists():
        return ()
    try:
        found = json.loads(path.read_text("utf-8"))
        return tuple(PlannedAction.model_validate(one) for one in found)
    except (ValueError, TypeError) as broken:
        raise ActionsUnreadable(
            "{file} in the workspace is damaged. Put a copy from a backup in its place.", file=FILE
        ) from broken


def draft(**fields: object) -> PlannedAction:
    """Return an action made of what was typed; raises ``ActionInvalid`` saying what to mend."""
    try:
        return PlannedAction.model_validate(fields)
    except ValidationError as invalid:
        wrong = sorted({str(one["loc"][0]) for one in invalid.errors() if one["loc"]})
        raise ActionInvalid(
            "Mend these fields of the action: {fields}.",
            fields=tuple(wrong) or Said("start and end"),
        ) from invalid


def add(
    workspace: Workspace, action: PlannedAction, by: Role, on: date | None = None
) -> PlannedAction:
    """Keep an action under the next number and return it; on disk before this returns.

    ``by`` is the role that did it, for the ledger, and ``on`` the day on which, where that was not
    the day of writing it down.
    """

    def added(there: tuple[PlannedAction, ...]) -> tuple[PlannedAction, ...]:
        number = max((one.number for one in there), default=0) + 1
        return (*there, action.model_copy(update={"number": number}))

    with _changing(workspace) as change:
        kept = _put(change, added(actions(workspace)))[-1]
        _enter(change, Action.ACTION_ADDED, kept, by, on)
    return kept


def move(
    workspace: Workspace, number: int, state: ActionState, by: Role, on: date | None = None
) -> None:
    """Give an action another state; raises ``ActionUnknown`` and then changes nothing.

    ``by`` and ``on`` are as for ``add``.
    """

    def moved(there: tuple[PlannedAction, ...]) -> tuple[PlannedAction, ...]:
        if number not in {one.number for one in there}:
            raise ActionUnknown(
                "There is no action {number}. The page lists those there are.", number=number
            )
        return tuple(
            one.model_copy(update={"state": state}) if one.number == number else one
            for one in there
        )

    done = Action.ACTION_ENDED if state in ENDS else Action.ACTION_CHANGED
    with _changing(workspace) as change:
        changed = _put(change, moved(actions(workspace)))
        _enter(change, done, next(one for one in changed if one.number == number), by, on)


def _enter(change: Change, done: Action, action: PlannedAction, by: Role, on: date | None) -> None:
    """Write down what was done. The words of an action stay out: a ledger can forget nothing."""
    content = json.dumps(action.model_dump(mode="json"), sort_keys=True).encode()
    change.enter(
        done,
        action.since,
        number=action.number,
        state=action.state.value,
        role=by.value,
        sha256=hashlib.sha256(content).hexdigest(),
        **({ON: on.isoformat()} if on else {}),
    )


def _put(change: Change, changed: tuple[PlannedAction, ...]) -> tuple[PlannedAction, ...]:
    listed = [one.model_dump(mode="json") for one in changed]
    change.content = json.dumps(listed, ensure_ascii=False, indent=1)
    return changed


def _changing(workspace: Workspace) -> AbstractContextManager[Change]:
    return entered_file.changing(workspace, workspace.root / FILE, MORE)
