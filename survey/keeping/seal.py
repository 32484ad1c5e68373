"""The seal of a release: an id that follows from its manifest, which has the hash of each file.

It stands here so that a workspace can be held against it without reading what the release says.
"""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

MANIFEST: Final = "manifest.json"
UNSEALED: Final = "0" * 64
"""Stands for the id in a manifest that is not sealed yet."""

EMPTY_UNSAID: Final[Mapping[str, object]] = {"receipts_root": "", "guarded": False, "although": ""}
"""Fields that the id leaves out where they say nothing, as releases were sealed that have them."""


def sealed_id(fields: Mapping[str, Any]) -> str:
    """Return the id that follows from a manifest's fields, as they stand in its file.

    From these and not from the model, which knows fields that an older release had not yet.
    """
    said = {
        name: value
        for name, value in fields.items()
        if name not in EMPTY_UNSAID or value != EMPTY_UNSAID[name]
    }
    canonical = json.dumps({**said, "id": UNSEALED}, sort_keys=True)
    return hashlib.sha256(canonical.encode()).hexdigest()


def sha256_of_file(path: Path) -> str:
    """Return the SHA-256 of a file's bytes as hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def unsealed_file(folder: Path) -> str:
    """Return the name of the first file in a release's folder that is not as sealed; else "".

    A missing one counts, and a table that was added. Raises ``ValueError``, ``KeyError`` or
    ``TypeError`` for a manifest that is none.
    """
    fields = json.loads((folder / MANIFEST).read_bytes())
    files = dict(fields["files"])
    found = {path.name: sha256_of_file(path) for path in sorted(folder.glob("*.parquet"))}
    for name in sorted(files.keys() | found.keys()):
        if found.get(name) != files.get(name):
            return name
    return "" if sealed_id(fields) == fields["id"] else MANIFEST
