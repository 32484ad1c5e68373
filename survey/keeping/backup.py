"""A backup of a whole workspace, taken while a server runs, and the way back from it.

All files are copied while the store is kept from writing, so that they belong together as after a
stop at that moment. Coming back, they are put beside the place, looked through and opened there,
and moved to it in one step.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import ClassVar, Final

from survey.access import sessions
from survey.access.ledger import Action, record
from survey.errors import BearingError, Said
from survey.fieldwork.waves import close_wave
from survey.fieldwork.workspaces import OWNER_ONLY, require_free
from survey.keeping.archive import read_archive, write_archive
from survey.keeping.completeness import require_marker
from survey.keeping.inventory import in_database, incomplete
from survey.settings import Workspace
from survey.store.erasing import destroy
from survey.store.hold import still
from survey.store.opening import close_store, open_store
from survey.vocabulary import WaveState

PASSING: Final = ("*.lock", "*.new", "*.part", ".building-*", ".copying-*")
"""Files of a moment, which belong to no workspace."""


COPYING: Final = ".copying-"
RESTORING: Final = ".restoring-"


class CodesGoodAgain(BearingError):
    """A wave was open when the backup was made: codes spent since would be good again."""

    code: ClassVar[str] = "CODES-GOOD-AGAIN"


class BackupThere(BearingError):
    """The file that a backup should go to is there already."""

    code: ClassVar[str] = "BACKUP-THERE"


class BackupUnwritable(BearingError):
    """The workspace cannot be copied: no room, or a file that cannot be read."""

    code: ClassVar[str] = "BACKUP-UNWRITABLE"


class BackupElsewhere(BearingError):
    """The answers are in a database, and no file of the workspace holds them."""

    code: ClassVar[str] = "BACKUP-ELSEWHERE"


def back_up(workspace: Workspace, target: Path, passphrase: str | None = None) -> str:
    """Write the whole workspace into one file and return that file's SHA-256.

    A running server goes on; who sends a form waits while the files are copied. Raises
    ``BackupThere`` where the file is there already, ``BackupElsewhere`` where the answers are in
    a database: without them it would be half a backup.
    """
    if in_database(workspace):
        raise BackupElsewhere(
            "The workspace {workspace!r} keeps its answers in a database, which this file would"
            " not hold. Save folder and database together: docs/operations.md says how.",
            workspace=str(workspace.root),
        )
    if target.exists():
        raise BackupThere("{file!r} is there already. Name another file.", file=str(target))
    with _passing_folder(workspace.root, COPYING) as folder:
        copy = folder / "workspace"
        with still(workspace):
            _copy(workspace.root, copy)
        return write_archive(
            copy, target, passphrase,
            lambda sha256: record(workspace, Action.BACKUP_MADE, "", sha256=sha256),
        )  # fmt: skip


def restore(
    source: Path, workspace: Workspace, passphrase: str | None = None, *, close_waves: bool = False
) -> tuple[str, ...]:
    """Make the workspace that a backup holds; return the names of waves that were closed for it.

    The folder must be empty or missing. Raises ``CodesGoodAgain`` where a wave of the backup is
    open and ``close_waves`` does not allow to close it at once; then, as after any other failure,
    nothing is there that was not before.
    """
    require_free(workspace)
    workspace.root.parent.mkdir(parents=True, exist_ok=True)
    with _passing_folder(workspace.root.parent, RESTORING) as folder:
        made = Workspace(folder / workspace.root.name)
        made.root.mkdir(mode=OWNER_ONLY)
        sha256 = read_archive(source, made.root, passphrase)
        for place in (made.waves, made.releases):
            place.mkdir(exist_ok=True)
        closed = _opened_whole(made, close_waves)
        (made.secrets / sessions.FILE).unlink(missing_ok=True)  # some were ended since
        record(made, Action.WORKSPACE_RESTORED, "", sha256=sha256, closed=len(closed))
        made.root.replace(workspace.root)
    return closed


def _opened_whole(made: Workspace, close_waves: bool) -> tuple[str, ...]:
    """Open what was put back, which finds what is missing; close what must not stay open."""
    require_marker(made)
    if not made.exists:
        raise incomplete(made, made.marker.name, Said("is missing"))
    made.secrets.chmod(OWNER_ONLY)
    try:
        store = open_store(made)
        open_waves = tuple(w.name for w in store.waves() if w.state is WaveState.OPEN)
        if open_waves and not close_waves:
            raise CodesGoodAgain(
                "In this backup these waves are open: {waves}. Codes that were"
                " used since then would be good again, and somebody could answer twice. Allow"
                " them to be closed at once with --close-waves; answers that came after the"
                " backup are lost. Nothing was restored.",
                waves=", ".join(open_waves),
            )
        for name in open_waves:
            close_wave(made, store, name)
    finally:
        close_store(made)
    return open_waves


def _copy(source: Path, target: Path) -> None:
    """Copy a folder. Raises ``BackupUnwritable``, not the engine's list of every file."""
    try:
        shutil.copytree(source, target, ignore=shutil.ignore_patterns(*PASSING))
    except shutil.Error as failed:
        raise BackupUnwritable(
            "The workspace {source!r} cannot be copied for a backup: its disk is full, or a"
            " file cannot be read. A backup needs as much room again as the workspace. No backup"
            " was made.",
            source=str(source),
        ) from failed


@contextmanager
def _passing_folder(beside: Path, prefix: str) -> Iterator[Path]:
    """Give a folder that is destroyed at the end, answers and all, and those that a kill left.

    Whoever works in one holds it, so that nobody takes it for one that was left.
    """
    _destroy_left(beside, prefix)
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir=beside))
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield folder
    finally:
        os.close(handle)
        _destroy_folder(folder)


def destroy_left(workspace: Workspace) -> int:
    """Destroy what backups in, and restores beside, a workspace left when they were killed.

    Answers may lie in it. Returns how many folders there were.
    """
    return _destroy_left(workspace.root, COPYING) + destroy_restoring(workspace)


def destroy_restoring(workspace: Workspace) -> int:
    """Destroy what restores left beside a workspace, or beside the place for one."""
    return _destroy_left(workspace.root.parent, RESTORING)


def left_beside(workspace: Workspace) -> list[Path]:
    """Return the folders that killed restores left beside a workspace, answers and all."""
    with ExitStack() as held:
        return list(_left(workspace.root.parent, RESTORING, held))


def _destroy_left(beside: Path, prefix: str) -> int:
    with ExitStack() as held:
        found = list(_left(beside, prefix, held))
        for left in found:
            _destroy_folder(left)
    return len(found)


def _left(beside: Path, prefix: str, held: ExitStack) -> Iterator[Path]:
    """Yield the folders of this user that nobody works in; they are held as long as ``held`` is.

    Others may write into the folder that a workspace lies in: what is a link, or theirs, stays.
    """
    for left in sorted(beside.glob(f"{prefix}*")):
        if left.is_symlink() or not left.is_dir() or left.stat().st_uid != os.geteuid():
            continue
        hold = os.open(left, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        held.callback(os.close, hold)
        try:
            fcntl.flock(hold, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            continue  # somebody works there
        yield left


def _destroy_folder(folder: Path) -> None:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            path.chmod(0o600)  # what is sealed is read-only
            destroy(path)
    shutil.rmtree(folder)
