"""The ledger: what was done in a workspace, each entry hashed with the one before.

An entry names the day, what was done, the wave, and details: whole numbers, hashes, chosen words,
and the team that got codes again. It never holds an answer, a code, a person's name or an address.
The hash of the last entry stands in a file of its own as well, so that entries cut off at the end
are missed.
"""

import errno
import fcntl
import hashlib
import json
import os
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import ClassVar, Final

from pydantic import BaseModel, ConfigDict, ValidationError

from survey.errors import BearingError
from survey.settings import Workspace

GENESIS: Final = "0" * 64
"""Stands where the first entry names the hash before it."""


HEAD: Final = "ledger.head"
"""The file with the hash of the last entry; one entry behind after a stop between the two.

So it may be missing beside the first entry, and beside no other."""


class Action(StrEnum):
    """What is recorded."""

    WAVE_OPENED = "wave opened"
    CODES_ISSUED = "codes issued"
    CODES_GIVEN_AGAIN = "codes given out again"
    PEOPLE_JOINED = "people joined"
    CODES_TAKEN_BACK = "codes taken back"
    REMINDER_PLANNED = "reminder planned"
    REMINDER_CALLED_OFF = "reminder called off"
    REMINDER_SENT = "reminder sent"
    ANSWERS_IMPORTED = "answers imported"
    WAVE_BEGUN = "wave begun"
    WAVE_PROLONGED = "wave prolonged"
    WAVE_CLOSED = "wave closed"
    WAVE_RELEASED = "wave released"
    PUBLISHING_FAILED = "publishing failed"
    RELEASE_WITHDRAWN = "release withdrawn"
    ANSWERS_PURGED = "answers purged"
    POLICY_REFUSED = "lower threshold refused"
    RELEASE_EXPORTED = "release exported"
    REPORT_WRITTEN = "report written"
    ACTION_ADDED = "action added"
    ACTION_CHANGED = "action changed"
    ACTION_ENDED = "action ended"
    BACKUP_MADE = "backup made"
    WORKSPACE_RESTORED = "workspace restored"
    ANSWERS_TO_DATABASE = "answers moved to a database"
    ANSWERS_TO_FILES = "answers moved to files"
    STAFF_ADDED = "staff added"
    STAFF_REMOVED = "staff removed"
    STAFF_ROLE_CHANGED = "staff role changed"
    STAFF_SCOPE_CHANGED = "staff scope changed"
    STAFF_PASSWORD_SET = "staff password set"  # noqa: S105 - what was done, not a password
    SIGNED_IN = "signed in"
    SIGN_INS_FAILED = "sign-ins failed"
    TRAIL_EXPORTED = "trail exported"
    TOKEN_MADE = "token for programs made"  # noqa: S105 - what was done, not a token
    TOKEN_STRUCK_OFF = "token for programs struck off"  # noqa: S105 - the same
    RELEASE_READ = "release read by a program"
    PASSWORD_LINK_MADE = "password link made"  # noqa: S105 - what was done, not a password


WAVE_MADE: Final = frozenset({Action.WAVE_OPENED, Action.ANSWERS_IMPORTED})
RELEASE_MADE: Final = frozenset({Action.WAVE_RELEASED})
"""What must be recorded of every folder of a wave, and of every release."""


class LedgerBroken(BearingError):
    """An entry of the ledger is not what was written."""

    code: ClassVar[str] = "LEDGER-BROKEN"


class Entry(BaseModel):
    """One line of the ledger. ``sha256`` covers all other fields, the one before included."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    number: int
    day: date
    action: Action
    wave: str
    details: dict[str, int | str]
    previous: str
    sha256: str = ""

    @property
    def digest(self) -> str:
        """The hash that belongs into ``sha256``."""
        fields = self.model_dump(mode="json", exclude={"sha256"})
        return hashlib.sha256(json.dumps(fields, sort_keys=True).encode()).hexdigest()


def record(workspace: Workspace, action: Action, wave: str, **details: int | str) -> Entry:
    """Append one entry and return it; on disk before this returns.

    Where the disk takes only half of it, that half goes again and the failure is raised.
    """
    with workspace.ledger.open("a+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        last = _last(workspace.ledger)
        draft = Entry(
            number=last.number + 1 if last else 1,
            day=date.today(),
            action=action,
            wave=wave,
            details=details,
            previous=last.sha256 if last else GENESIS,
        )
        entry = draft.model_copy(update={"sha256": draft.digest})
        _append(workspace, entry)
    return entry


def verify(workspace: Workspace) -> int:
    """Return how many entries the ledger has; raises ``LedgerBroken`` as ``verify_entries``."""
    return len(verify_entries(workspace))


def verify_entries(workspace: Workspace) -> tuple[Entry, ...]:
    """Return all entries, each checked.

    Raises ``LedgerBroken`` naming the entry that was changed, or the wave that lies in the
    workspace and that no entry opened, imported or released.
    """
    found = entries(workspace)
    for folder, made in ((workspace.waves, WAVE_MADE), (workspace.releases, RELEASE_MADE)):
        recorded = {entry.wave for entry in found if entry.action in made}
        here = {path.name for path in folder.glob("[!.]*") if path.is_dir()}
        for name in sorted(here - recorded):
            raise LedgerBroken(
                "{folder}/{name} lies in the workspace, and no entry of the ledger says how"
                " it came there: entries are missing. Compare the ledger with a backup.",
                folder=folder.name,
                name=name,
            )
    return found


def entries(workspace: Workspace) -> tuple[Entry, ...]:
    """Return all entries, each checked; raises ``LedgerBroken`` naming the changed one."""
    found: list[Entry] = []
    previous = GENESIS
    for number, line in enumerate(_lines(workspace.ledger), start=1):
        entry = _parse(line, number)
        if (entry.number, entry.previous, entry.sha256) != (number, previous, entry.digest):
            raise _changed(number)
        previous = entry.sha256
        found.append(entry)
    head = _head(workspace)
    if len(found) > 1 and not head.exists():
        raise LedgerBroken(
            "{head} is missing, so that nobody can tell whether entries were cut off at the end."
            " Put it back from a backup, and compare the ledger with that backup.",
            head=HEAD,
        )
    if head.exists() and head.read_text("utf-8") not in {entry.sha256 for entry in found}:
        raise _changed(len(found) + 1)
    return tuple(found)


def last_number(workspace: Workspace) -> int:
    """Return the number of the last entry, 0 where there is none."""
    last = _last(workspace.ledger)
    return last.number if last else 0


def entries_after(workspace: Workspace, number: int) -> tuple[Entry, ...]:
    """Return the entries that came after one of this number; raises as ``entries``."""
    return entries(workspace)[number:]


def _append(workspace: Workspace, entry: Entry) -> None:
    """Append an entry whole or not at all: after half of one no entry could ever follow."""
    line = entry.model_dump_json().encode() + b"\n"
    with workspace.ledger.open("r+b", buffering=0) as file:
        end = file.seek(0, os.SEEK_END)
        try:
            if file.write(line) < len(line):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(workspace.ledger))
            os.fsync(file.fileno())
            _set_head(workspace, entry)
        except BaseException:
            file.truncate(end)
            raise


def _set_head(workspace: Workspace, entry: Entry) -> None:
    """Write over the hash that stands there, which is as long: that needs no room on the disk."""
    handle = os.open(_head(workspace), os.O_WRONLY | os.O_CREAT, 0o666)
    with os.fdopen(handle, "wb") as file:
        file.write(entry.sha256.encode())


def _head(workspace: Workspace) -> Path:
    return workspace.root / HEAD


def _last(path: Path) -> Entry | None:
    lines = _lines(path)
    return _parse(lines[-1], len(lines)) if lines else None


def _lines(path: Path) -> list[bytes]:
    return path.read_bytes().splitlines() if path.exists() else []


def _parse(line: bytes, number: int) -> Entry:
    try:
        return Entry.model_validate_json(line)
    except ValidationError as invalid:
        raise _changed(number) from invalid


def _changed(number: int) -> LedgerBroken:
    return LedgerBroken(
        "Entry {number} of the ledger was changed, removed or put in another place after it was"
        " written. Everything before it is as it was; compare it with a backup.",
        number=number,
    )
