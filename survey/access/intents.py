"""Intents: what is about to be done to a wave, written down before it is.

Registry and ledger are two files. Whoever is stopped between them has changed the one and not
entered it in the other; the intent that is left says what is to be entered at the next start.
"""

import fcntl
import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, ValidationError

from survey.access.ledger import Action, last_number, record
from survey.errors import BearingError
from survey.settings import Workspace
from survey.whole_file import is_locked, write_whole

FOLDER: Final = "intents"

Details = dict[str, int | str]


class Intent(BaseModel):
    """An entry to be, as far as it is known before."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    action: Action
    wave: str
    details: Details
    after: int = 0
    """The number of the last entry before it: a step may be taken more than once."""
    name: str = ""
    """Its own, so that two that do the same at once stay apart; empty from before there were."""


@contextmanager
def entering(
    workspace: Workspace, action: Action, wave: str, **details: int | str
) -> Iterator[Details]:
    """Enter what the block does, once it has; what it adds to the details is entered as well.

    A refusal has done nothing, and nothing is left of it. Where the block or the entry fails in
    any other way the intent stays: whether it was done is asked at the next start.
    """
    intent = Intent(
        action=action, wave=wave, details=details,
        after=last_number(workspace), name=secrets.token_hex(8),
    )  # fmt: skip
    path = _path(workspace, intent)
    path.parent.mkdir(mode=0o700, exist_ok=True)
    with ExitStack() as held:
        with settling(workspace):  # nobody takes it for one that a stop left
            write_whole(path, intent.model_dump_json(), 0o600)
            held.enter_context(_held(path))
        known: Details = dict(details)
        try:
            yield known
        except BearingError as refused:
            if refused.nothing_done:
                path.unlink(missing_ok=True)
            raise
        record(workspace, action, wave, **known)
        path.unlink(missing_ok=True)


def left(workspace: Workspace) -> tuple[Intent, ...]:
    """Return the intents that were not followed by their entry, and that nobody is about.

    One that a stop left half written was followed by nothing, and goes.
    """
    found = []
    for path in sorted((workspace.root / FOLDER).glob("*.json")):
        if is_locked(path):
            continue  # a process that runs beside this one does it now
        try:
            found.append(Intent.model_validate_json(path.read_bytes()))
        except ValidationError:
            path.unlink()
    return tuple(found)


def settle(workspace: Workspace, intent: Intent) -> None:
    """Remove an intent: its entry is there, or nothing was done."""
    _path(workspace, intent).unlink(missing_ok=True)


@contextmanager
def settling(workspace: Workspace) -> Iterator[None]:
    """Let one process at a time look for what was left; of several that start, the others wait."""
    folder = workspace.root / FOLDER
    if folder.exists():
        with _held(folder):
            yield
    else:
        yield


@contextmanager
def _held(path: Path) -> Iterator[None]:
    """Hold a file or folder that is there, so that other processes see that somebody is about it;
    nothing is left of that."""
    handle = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _path(workspace: Workspace, intent: Intent) -> Path:
    said = "\0".join((intent.action.value, intent.wave, *filter(None, [intent.name])))
    named = hashlib.sha256(said.encode()).hexdigest()
    return workspace.root / FOLDER / f"{named[:32]}.json"
