"""What can go wrong between the product and its store."""

from typing import ClassVar, Self

from survey.errors import BearingError
from survey.settings import Workspace


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
            f"{str(workspace.root)!r} is not a workspace."
            " Make one with: python -m survey init --workspace DIR."
        )
