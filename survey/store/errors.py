"""What can go wrong between the product and its store."""

from typing import ClassVar

from survey.errors import BearingError


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
