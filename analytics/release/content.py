"""A release as values: what publishing hands to the writer and the reader gives back."""

from dataclasses import dataclass, field

from analytics.release.model import (
    Analysis,
    BreakdownEntry,
    Cell,
    Distribution,
    Estimate,
    GroupMember,
    Manifest,
    MeasureEntry,
    Proof,
    Reason,
)
from survey.access.scope import EVERYTHING, Scope


@dataclass(frozen=True)
class Release:
    """Everything that one sealed release holds, in its canonical order.

    Or what somebody sees of it (``sight``): then ``scope`` says of which departments, and
    ``sealed`` is the release itself.
    """

    manifest: Manifest
    cells: tuple[Cell, ...]
    participation: tuple[Cell, ...]
    estimates: tuple[Estimate, ...]
    groups: tuple[GroupMember, ...]
    measures: tuple[MeasureEntry, ...]
    analyses: tuple[Analysis, ...] = ()
    breakdowns: tuple[BreakdownEntry, ...] = ()
    distributions: tuple[Distribution, ...] = ()
    receipts: tuple[str, ...] = ()
    """Hashes of the receipts as hexadecimal digits, sorted."""
    proofs: tuple[Proof, ...] = ()
    """The audit's certificate. Left in its file by ``open_release``: see ``open_certificate``."""

    scope: Scope = EVERYTHING
    sealed: "Release | None" = field(default=None, repr=False, compare=False)

    @property
    def whole(self) -> "Release":
        """The release itself, for what is worked out over all groups."""
        return self.sealed or self

    def measure(self, key: str) -> MeasureEntry:
        """Return a measure's entry; raises ``KeyError`` for a key that the release lacks."""
        return {entry.key: entry for entry in self.measures}[key]

    @property
    def so_soon(self) -> bool:
        """Whether groups are ranges because an earlier release, not long before, still stands."""
        return any(cell.reason is Reason.SINCE_EARLIER for cell in self.cells)
