"""What a wave promised when it began: its policy and staff list, by their hashes in the ledger."""

from typing import ClassVar, Final

from survey.access.ledger import Action, entries
from survey.errors import BearingError, Said
from survey.fieldwork.units import units_sha256
from survey.settings import Workspace
from survey.store.protocol import Wave

PIECES: Final = {"policy": Said("policy"), "units": Said("staff list")}


class PromiseBroken(BearingError):
    """A wave's policy or staff list is not the one that it began with."""

    code: ClassVar[str] = "PROMISE-BROKEN"


def require_kept(workspace: Workspace, wave: Wave) -> None:
    """Raise ``PromiseBroken`` unless the ledger holds the hashes of this policy and staff list."""
    beginnings = (Action.WAVE_OPENED, Action.ANSWERS_IMPORTED)
    begun = [e for e in entries(workspace) if e.wave == wave.name and e.action in beginnings]
    promised = begun[-1].details if begun else {}
    found = {"policy": wave.policy.sha256, "units": units_sha256(wave.units)}
    for what, sha256 in found.items():
        if promised.get(what) != sha256:
            raise PromiseBroken(
                "The {what} of wave {wave!r} is not the one that it began with, by the"
                " ledger. Nothing was published; restore the workspace from a backup.",
                what=PIECES[what],
                wave=wave.name,
            )
