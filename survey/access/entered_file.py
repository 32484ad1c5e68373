"""A small file and what the ledger says of its change: both or neither, whenever it is stopped.

The new content and the entries that go with it are written down as a plan before the first entry.
Whoever is killed before that entry has done nothing; after it, the rest is done by whoever changes
the file next, and at the next start.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, ValidationError

from survey.access.ledger import Action, entries_after, last_number, record
from survey.settings import Workspace
from survey.whole_file import locked, with_room, write_whole

PLAN: Final = ".json.plan"
"""Beside the file, which ends in ``.json``."""
LOCK: Final = ".lock"

Details = dict[str, int | str]


class Due(BaseModel):
    """An entry that goes with a change."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    action: Action
    wave: str
    details: Details


class Plan(BaseModel):
    """A change that is about to be made. ``after`` is the number of the last entry before it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    after: int
    due: tuple[Due, ...]
    content: str


@dataclass
class Change:
    """What a file is to hold, and what is to be entered of that."""

    content: str = ""
    due: list[Due] = field(default_factory=list)

    def enter(self, action: Action, wave: str = "", /, **details: int | str) -> None:
        """Have an entry written with this change, in the order of these calls."""
        self.due.append(Due(action=action, wave=wave, details=details))


@contextmanager
def changing(workspace: Workspace, path: Path, more: int, mode: int = 0o666) -> Iterator[Change]:
    """Let one change of a file happen at a time, and put it in place with its entries.

    ``more`` is the bytes that the change may add. Room for them is taken before anything is
    entered. Where the block or the first entry fails, nothing has changed.
    """
    with locked(path.with_suffix(LOCK)):
        _finish(workspace, path, mode)
        room = more + (path.stat().st_size if path.exists() else 0)
        with with_room(path, room, mode) as put:
            change = Change()
            yield change
            if change.due:
                _enter(workspace, path, change)
            put(change.content)
        _plan(path).unlink(missing_ok=True)


def finish(workspace: Workspace) -> None:
    """Finish the changes that a stop left between their first entry and their file."""
    for folder, mode in ((workspace.root, 0o666), (workspace.secrets, 0o600)):
        for plan in sorted(folder.glob(f"*{PLAN}")):
            path = plan.with_suffix("")
            with locked(path.with_suffix(LOCK)):
                _finish(workspace, path, mode)


def _enter(workspace: Workspace, path: Path, change: Change) -> None:
    """Write down the plan of a change and make its entries; nothing is left of it where the first
    one fails."""
    after = last_number(workspace)
    plan = Plan(after=after, due=tuple(change.due), content=change.content)
    write_whole(_plan(path), plan.model_dump_json(), 0o600)
    try:
        for due in plan.due:
            record(workspace, due.action, due.wave, **due.details)
    except Exception:
        if not _made(workspace, plan):
            _plan(path).unlink()
        raise


def _finish(workspace: Workspace, path: Path, mode: int) -> None:
    """Make the entries that a plan still lacks and put its content in place, if it has one.

    Every such entry is made under the lock of the file, so that one of this kind that came after
    the plan is the plan's.
    """
    noted = _plan(path)
    if not noted.exists():
        return
    try:
        plan = Plan.model_validate_json(noted.read_bytes())
    except ValidationError:
        noted.unlink()  # half written, and so followed by no entry
        return
    made = _made(workspace, plan)
    if made:
        for due in plan.due[len(made) :]:
            record(workspace, due.action, due.wave, **due.details)
        write_whole(path, plan.content, mode)
    noted.unlink()


def _made(workspace: Workspace, plan: Plan) -> list[Due]:
    """Return the entries of a plan that the ledger has: they were made in their order."""
    since = [
        Due(action=one.action, wave=one.wave, details=one.details)
        for one in entries_after(workspace, plan.after)
    ]
    return [due for due in plan.due if due in since]


def _plan(path: Path) -> Path:
    return path.with_suffix(PLAN)
