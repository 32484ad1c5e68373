"""The inventory: what belongs to a workspace, so that a piece that is lost is missed.

Keys stand in it by the SHA-256 of their 256 random bits, files that change by a random mark that
they carry too, files that do not change by their SHA-256, the ledger by its last entry. A mark is
renewed whenever a server starts and ends, so that an older copy of a file does not fit any more.
While it is renewed both marks are good: a stop between two files leaves nothing unfit.
"""

import hashlib
import tomllib
from typing import ClassVar, Final

from pydantic import BaseModel, ConfigDict, ValidationError

from survey.errors import BearingError, Said
from survey.settings import Workspace
from survey.whole_file import write_whole

FILE: Final = "inventory.json"
FORMAT: Final = 2
"""The format of a workspace that has an inventory; in format 1 there was none."""


class WorkspaceIncomplete(BearingError):
    """A piece of the workspace is missing, damaged, older than the rest, or of another one."""

    code: ClassVar[str] = "WORKSPACE-INCOMPLETE"


class WorkspaceNewer(BearingError):
    """The workspace was made by a newer version of the product."""

    code: ClassVar[str] = "WORKSPACE-NEWER"


class Held(BaseModel):
    """What belongs to one wave.

    Attributes
    ----------
    whole
        Whether the wave is in the registry; not yet while it is being opened.
    marks
        Marks that the file that collects may carry; none where there is no such file.
    answers
        SHA-256 of the file of answers that closing wrote; empty before, and after a purge.
    purged
        Whether that file was destroyed.
    release
        Id of the sealed release.
    withdrawn
        Whether that was withdrawn.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    whole: bool = False
    marks: tuple[str, ...] = ()
    answers: str = ""
    purged: bool = False
    release: str = ""
    withdrawn: bool = False


class Inventory(BaseModel):
    """What belongs to a workspace. ``ledger`` is the number and hash of an entry near its end.

    ``database`` says that registry and answers are in a database (docs/adr/0018-postgresql.md).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    keys: dict[str, str]
    registry: tuple[str, ...]
    waves: dict[str, Held] = {}
    ledger: tuple[int, str] = (0, "")
    database: bool = False

    def with_wave(self, name: str, **changes: object) -> "Inventory":
        """Return the inventory with a wave changed, or entered."""
        held = self.waves.get(name, Held()).model_copy(update=changes)
        return self.model_copy(update={"waves": {**self.waves, name: held}})

    def without_wave(self, name: str) -> "Inventory":
        """Return the inventory without a wave."""
        left = {other: held for other, held in self.waves.items() if other != name}
        return self.model_copy(update={"waves": left})


def key_fingerprint(key: bytes) -> str:
    """Return what stands in the inventory for a key; its bits are too many to be guessed."""
    return hashlib.sha256(b"bearing key\0" + key).hexdigest()


def read_inventory(workspace: Workspace) -> Inventory | None:
    """Return the inventory; None in a workspace from before there was one.

    Raises ``WorkspaceIncomplete`` where it is lost or damaged, ``WorkspaceNewer`` where this
    version is too old for the workspace.
    """
    made = workspace_format(workspace)
    path = workspace.root / FILE
    if not path.exists():
        if made >= FORMAT:
            raise incomplete(workspace, FILE, Said("is missing"))
        return None
    try:
        return Inventory.model_validate_json(path.read_bytes())
    except ValidationError as damaged:
        raise incomplete(workspace, FILE, Said("is damaged")) from damaged


def in_database(workspace: Workspace) -> bool:
    """Say whether a workspace keeps its answers in a database; raises as ``read_inventory``."""
    found = read_inventory(workspace) if workspace.exists else None
    return found is not None and found.database


def write_inventory(workspace: Workspace, inventory: Inventory) -> None:
    """Write the inventory; on disk before this returns."""
    unsaid = None if inventory.database else {"database"}  # an earlier version would not know it
    content = inventory.model_dump_json(indent=1, exclude=unsaid)
    write_whole(workspace.root / FILE, content + "\n", 0o600)


def workspace_format(workspace: Workspace) -> int:
    """Return the format of a workspace, as its marker says.

    Raises ``WorkspaceIncomplete`` for a marker that is damaged, ``WorkspaceNewer`` where this
    version is too old.
    """
    try:
        made = int(tomllib.loads(workspace.marker.read_text("utf-8"))["format"])
    except (ValueError, KeyError, TypeError) as damaged:
        raise incomplete(workspace, workspace.marker.name, Said("is damaged")) from damaged
    if made > FORMAT:
        raise WorkspaceNewer(
            "{folder!r} was made by a newer version of Bearing (format {made}, this"
            " one knows {format}). Install the newer version again.",
            folder=str(workspace.root),
            made=made,
            format=FORMAT,
        )
    return made


def incomplete(workspace: Workspace, piece: str | Said, fault: Said) -> WorkspaceIncomplete:
    """Return the failure for a piece of a workspace, with the way to mend it."""
    return WorkspaceIncomplete(
        "{piece} in the workspace {folder!r} {fault}. Nothing was changed, and"
        " nothing is made in its place. Put it back as it was with the rest of the workspace, or"
        " bring a whole backup back into a new folder with:"
        " python -m survey restore FILE --workspace DIR",
        piece=piece,
        folder=str(workspace.root),
        fault=fault,
    )
