"""A small JSON file among the secrets: entries by key, its user's own, changed whole."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar, Final, TypeVar

from pydantic import BaseModel

from survey.access import entered_file
from survey.access.entered_file import Change
from survey.errors import BearingError
from survey.settings import Workspace

Entry = TypeVar("Entry", bound=BaseModel)

MORE: Final = 32 * 1024
"""Bytes that a change may add to a file."""


class SecretFileDamaged(BearingError):
    """A file among the secrets is not what was written."""

    code: ClassVar[str] = "SECRETS-DAMAGED"


def digest(bits: str) -> str:
    """Return what stands for random bits where they are kept; they are too many to be guessed."""
    return hashlib.sha256(bits.encode()).hexdigest()


def read(path: Path, entry: type[Entry]) -> dict[str, Entry]:
    """Return a file's entries by key; nothing where there is no file.

    Raises ``SecretFileDamaged`` for one that is not as it was written.
    """
    if not path.exists():
        return {}
    try:
        listed = json.loads(path.read_text("utf-8"))
        return {key: entry.model_validate(one) for key, one in listed.items()}
    except (ValueError, AttributeError) as damaged:
        raise SecretFileDamaged(
            "{folder}/{name} is damaged. Put it back as it was from a backup;"
            " nothing is made in its place.",
            folder=path.parent.name,
            name=path.name,
        ) from damaged


class Entries(dict[str, Entry]):
    """The entries of a file while they are changed, and what the ledger is to say of that."""

    def __init__(self, entries: dict[str, Entry], change: Change) -> None:
        super().__init__(entries)
        self.enter: Final = change.enter


@contextmanager
def changing(workspace: Workspace, name: str, entry: type[Entry]) -> Iterator[Entries[Entry]]:
    """Give the entries of a file to change and write them, on disk before this returns.

    Others who change it wait meanwhile; who reads sees what was there before, or all of the new.
    What the ledger says of it (``Entries.enter``) and the file are both there or neither. Where
    the block fails, the file stays as it was.
    """
    path = workspace.secrets / name
    with entered_file.changing(workspace, path, MORE, 0o600) as change:
        entries = Entries(read(path, entry), change)
        yield entries
        listed = {key: one.model_dump(mode="json") for key, one in entries.items()}
        change.content = json.dumps(listed, indent=2)
