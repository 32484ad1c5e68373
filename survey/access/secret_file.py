"""A small JSON file among the secrets: entries by key, its user's own, changed whole."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from survey.whole_file import locked, write_whole

Entry = TypeVar("Entry", bound=BaseModel)


def read(path: Path, entry: type[Entry]) -> dict[str, Entry]:
    """Return a file's entries by key; nothing where there is no file."""
    if not path.exists():
        return {}
    listed = json.loads(path.read_text("utf-8"))
    return {key: entry.model_validate(one) for key, one in listed.items()}


@contextmanager
def changing(path: Path, entry: type[Entry]) -> Iterator[dict[str, Entry]]:
    """Give the entries to change and write them, on disk before this returns.

    Others who change it wait meanwhile; who reads sees what was there before, or all of the new.
    Where the block fails, the file stays as it was.
    """
    with locked(path.with_suffix(".lock")):
        entries = read(path, entry)
        yield entries
        listed = {key: one.model_dump(mode="json") for key, one in entries.items()}
        write_whole(path, json.dumps(listed, indent=2), 0o600)
