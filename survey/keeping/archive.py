"""The file of a backup: a tar whose first entry lists the others with their hashes.

With a passphrase the tar is encrypted as ``age`` does it (https://age-encryption.org), so that the
program of that name opens it too; ``tar`` shows what is in one without.
"""

import fcntl
import hashlib
import io
import os
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar, Final

import pyrage
from pydantic import BaseModel, ConfigDict, ValidationError

from survey.errors import BearingError
from survey.store.erasing import destroy

PART: Final = ".bearing-*.part"
CONTENTS: Final = "contents.json"
VERSION: Final = 1
AGE: Final = b"age-encryption.org/"


class BackupBroken(BearingError):
    """The file is no backup, or not as it was written."""

    code: ClassVar[str] = "BACKUP-BROKEN"


class PassphraseWrong(BearingError):
    """The backup has a passphrase, and this is not it."""

    code: ClassVar[str] = "PASSPHRASE-WRONG"


class Contents(BaseModel):
    """What is in a backup: SHA-256 of each file by its path."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: int
    files: dict[str, str]


def write_archive(
    folder: Path,
    target: Path,
    passphrase: str | None,
    entered: Callable[[str], object] = lambda _sha256: None,
) -> str:
    """Write all files of a folder into one file and return its SHA-256.

    On disk before this returns; where writing fails there is no file. ``entered`` gets the
    SHA-256 before the file has its name.
    """
    packed = _pack(folder)
    whole = packed if passphrase is None else pyrage.passphrase.encrypt(packed, passphrase)
    _destroy_left(target.parent)
    beside = target.with_name(PART.replace("*", target.name))
    try:
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.write(whole)
            file.flush()
            os.fsync(file.fileno())
        sha256 = hashlib.sha256(whole).hexdigest()
        entered(sha256)
        beside.rename(target)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    return sha256


def read_archive(source: Path, folder: Path, passphrase: str | None) -> str:
    """Put the files of a backup into an empty folder and return the backup's SHA-256.

    Raises ``BackupBroken`` for what is no whole backup, ``PassphraseWrong`` without the right one.
    """
    whole = source.read_bytes()
    packed = _opened(whole, passphrase)
    try:
        with tarfile.open(fileobj=io.BytesIO(packed), mode="r:") as tar:
            _unpack(tar, folder)
    except (tarfile.TarError, ValidationError, KeyError, ValueError) as broken:
        raise BackupBroken(
            "{source!r} is no backup of Bearing, or was damaged. Take another one.",
            source=str(source),
        ) from broken
    return hashlib.sha256(whole).hexdigest()


def _destroy_left(folder: Path) -> None:
    """Destroy what backups that were killed left in a folder: answers may be in it."""
    for left in folder.glob(PART):
        with left.open("rb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue  # somebody is writing it
            destroy(left)


def _pack(folder: Path) -> bytes:
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    contents = Contents(version=VERSION, files=hashes).model_dump_json(indent=1).encode()
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:") as tar:
        for name, content in {CONTENTS: contents, **files}.items():
            entry = tarfile.TarInfo(name)
            entry.size, entry.mode = len(content), 0o600
            tar.addfile(entry, io.BytesIO(content))
    return packed.getvalue()


def _unpack(tar: tarfile.TarFile, folder: Path) -> None:
    """Write each file that the contents list, if it is there as listed; nothing else."""
    listed = tar.extractfile(CONTENTS)
    if listed is None:
        raise KeyError(CONTENTS)
    contents = Contents.model_validate_json(listed.read())
    if contents.version != VERSION:
        raise ValueError("another version")
    if sorted(tar.getnames()) != sorted([CONTENTS, *contents.files]):
        raise ValueError("other files than listed")
    for name, sha256 in contents.files.items():
        path, entry = folder / name, tar.extractfile(name)
        if entry is None or not path.resolve().is_relative_to(folder.resolve()):
            raise KeyError(name)
        content = entry.read()
        if hashlib.sha256(content).hexdigest() != sha256:
            raise ValueError("other content than listed")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _opened(whole: bytes, passphrase: str | None) -> bytes:
    if not whole.startswith(AGE):
        return whole
    if passphrase is None:
        raise PassphraseWrong("This backup has a passphrase. Name it with --passphrase-file.")
    try:
        return bytes(pyrage.passphrase.decrypt(whole, passphrase))
    except pyrage.DecryptError as wrong:
        raise PassphraseWrong(
            "The passphrase is not the one of this backup, or the backup was damaged."
        ) from wrong
