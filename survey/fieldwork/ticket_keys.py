"""The keys that sign a wave's blind tickets: one a team, since an answer has to know its team.

All are made when the wave opens, and the hash of their public halves goes into the ledger. So the
server cannot give one person a key of their own, by which it would know the ticket again, without
that person's key being missing from the list that everybody sees.
"""

import hashlib
import os
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path

from survey.fieldwork.blind_signatures import SigningKey, fingerprint
from survey.settings import Workspace
from survey.store.protocol import Wave

Progress = Callable[[str, float], None]


def make_keys(
    workspace: Workspace, wave: Wave, progress: Progress = lambda _step, _done: None
) -> str:
    """Make the keys that a wave lacks and return the hash of them all."""
    for at, unit in enumerate(wave.units):
        progress("Making a ticket key for each team", at / len(wave.units))
        path = _path(workspace, wave.name, unit.id)
        if not path.exists():
            _write(path, SigningKey.new().pem)
    progress("Made the ticket keys", 1.0)
    return keys_sha256(fingerprints(workspace, wave))


def signing_key(workspace: Workspace, wave: str, unit: int) -> SigningKey:
    """Return a team's key."""
    return _read(_path(workspace, wave, unit))


def fingerprints(workspace: Workspace, wave: Wave) -> dict[int, str]:
    """Return the fingerprint of each team's public key by unit id."""
    return {
        unit.id: fingerprint(signing_key(workspace, wave.name, unit.id).public)
        for unit in wave.units
    }


def keys_sha256(prints: Mapping[int, str]) -> str:
    """Return the hash of a wave's keys: of their fingerprints in the order of the staff list."""
    lines = "".join(f"{prints[unit]}\n" for unit in sorted(prints))
    return hashlib.sha256(lines.encode()).hexdigest()


def destroy_keys(workspace: Workspace, wave: str) -> None:
    """Remove a closed wave's keys: nothing is to be signed any more."""
    folder = _folder(workspace, wave)
    for path in sorted(folder.glob("*.pem")):
        path.unlink()
    if folder.is_dir():
        folder.rmdir()


def _folder(workspace: Workspace, wave: str) -> Path:
    return workspace.secrets / "tickets" / wave


def _path(workspace: Workspace, wave: str, unit: int) -> Path:
    return _folder(workspace, wave) / f"{unit}.pem"


def _write(path: Path, pem: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = path.with_suffix(".part")
    part.unlink(missing_ok=True)
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(pem)
    part.rename(path)


@lru_cache(maxsize=1024)
def _read(path: Path) -> SigningKey:
    return SigningKey.read(path.read_bytes())
