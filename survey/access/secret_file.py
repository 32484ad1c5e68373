"""A small JSON file among the secrets: entries by key, its user's own, changed whole."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar, Final, TypeVar

from pydantic import BaseModel

from survey.errors import BearingError
from survey.whole_file import locked, with_room

Entry = TypeVar("Entry", bound=BaseModel)

MORE: Final = 32 * 1024
"""Bytes that a change may add to a file."""


class SecretFileDamaged(BearingError):
    """A file among the secrets is not what was written."""

    code: ClassVar[str] = "SECRETS-DAMAGED"


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


@contextmanager
def changing(path: Path, entry: type[Entry]) -> Iterator[dict[str, Entry]]:
    """Give the entries to change and write them, on disk before this returns.

    Others who change it wait meanwhile; who reads sees what was there before, or all of the new.
    Where the block fails, the file stays as it was. Room on the disk is taken before the block:
    what that enters in the ledger does not stand there alone because the disk was full.
    """
    with locked(path.with_suffix(".lock")):
        entries = read(path, entry)
        room = MORE + (path.stat().st_size if path.exists() else 0)
        with with_room(path, room, 0o600) as put:
            yield entries
            listed = {key: one.model_dump(mode="json") for key, one in entries.items()}
            put(json.dumps(listed, indent=2))
