"""What can go wrong between the product and its store."""

from pathlib import Path
from typing import ClassVar, Final, Self

from survey.errors import BearingError, Said
from survey.settings import Workspace
from survey.vocabulary import WaveState

STATES: Final = {
    WaveState.PLANNED: Said("planned"),
    WaveState.OPEN: Said("open"),
    WaveState.CLOSED: Said("closed"),
    WaveState.RELEASED: Said("released"),
    WaveState.WITHDRAWN: Said("withdrawn"),
}
"""How messages call the states of a wave."""


class WaveUnknown(BearingError):
    """No wave has that name."""

    code: ClassVar[str] = "WAVE-UNKNOWN"


class WaveExists(BearingError):
    """A wave has that name already."""

    code: ClassVar[str] = "WAVE-EXISTS"


class WaveStateWrong(BearingError):
    """The wave is not in the state that the step needs."""

    code: ClassVar[str] = "WAVE-STATE"


class StoreBusy(BearingError):
    """Another process holds the workspace."""

    code: ClassVar[str] = "STORE-BUSY"


class StoreDamaged(BearingError):
    """A database file is missing, empty or damaged."""

    code: ClassVar[str] = "STORE-DAMAGED"

    @classmethod
    def at(cls, path: Path) -> Self:
        """Return the failure for a file, with the way to get it back."""
        return cls(
            "{file!r} is missing or damaged: it is no database as it was written. Nothing"
            " was changed, and nothing is made in its place. Bring a backup back into a new folder"
            " with: python -m survey restore FILE --workspace DIR",
            file=str(path),
        )


class StoreUnwritable(BearingError):
    """The disk is full or read-only, or the files are another user's."""

    code: ClassVar[str] = "STORE-UNWRITABLE"


class StoreNewer(BearingError):
    """The files were written by a newer version of the product."""

    code: ClassVar[str] = "STORE-NEWER"


class WorkspaceMissing(BearingError):
    """The folder is not a workspace."""

    code: ClassVar[str] = "WORKSPACE-MISSING"

    @classmethod
    def at(cls, workspace: Workspace) -> Self:
        """Return the failure for a folder, with the way to make it a workspace."""
        return cls(
            "{folder!r} is not a workspace. Make one with: python -m survey init --workspace DIR.",
            folder=str(workspace.root),
        )


class StoreUnreachable(BearingError):
    """The database cannot be reached; nothing was changed."""

    code: ClassVar[str] = "STORE-UNREACHABLE"

    @classmethod
    def now(cls) -> Self:
        """Return the failure; where the database is stands in no message, nor its password."""
        return cls(
            "The database that BEARING_DATABASE_URL names cannot be reached. Nothing was changed."
            " See that it runs and lets this account in, then try again in a minute."
        )


class CommitUnknown(BearingError):
    """The connection was lost during a commit: what it was to keep may be there or not."""

    code: ClassVar[str] = "COMMIT-UNKNOWN"
    nothing_done: ClassVar[bool] = False

    @classmethod
    def now(cls) -> Self:
        """Return the failure."""
        return cls(
            "The connection to the database was lost while it was writing: the step may have been"
            " taken or not. Look before you take it again."
        )


class StoreElsewhere(BearingError):
    """The answers of the workspace are not where the settings say."""

    code: ClassVar[str] = "STORE-ELSEWHERE"
