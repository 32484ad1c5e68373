"""Receipts in a release: their hashes, the root over them, and the proof that one is among them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from analytics.release.content import Release
from analytics.release.reader import ReleaseBroken, open_release
from survey.fieldwork import merkle
from survey.fieldwork.receipts import normal_receipt, receipt_hash


@dataclass(frozen=True)
class Inclusion:
    """Why a receipt is in: with these values anybody can compute the published root again.

    Attributes
    ----------
    leaf
        The receipt's hash, SHA-256 of ``bearing receipt:`` and the receipt without its dashes.
    place, of
        Its place among the sorted hashes, from 0, and how many there are.
    path
        The hashes that lead from it to the root, the nearest first (RFC 6962, section 2.1.1).
    root
        The published root. All as hexadecimal digits.
    """

    leaf: str
    place: int
    of: int
    path: tuple[str, ...]
    root: str

    @property
    def holds(self) -> bool:
        """Whether the path leads from the leaf to the root."""
        hashes = [bytes.fromhex(one) for one in self.path]
        found = merkle.root_by_path(bytes.fromhex(self.leaf), self.place, self.of, hashes)
        return found is not None and found.hex() == self.root


def with_receipts(release: Release, hashes: Iterable[bytes]) -> Release:
    """Return a release with the receipts' hashes, sorted, and their root in its manifest."""
    leaves = sorted(hashes)
    root = merkle.root(leaves).hex() if leaves else ""
    manifest = release.manifest.model_copy(update={"receipts_root": root})
    return replace(release, manifest=manifest, receipts=tuple(leaf.hex() for leaf in leaves))


def inclusion(folder: Path, receipt: str) -> Inclusion | None:
    """Return the proof that a receipt is in a release, or None where it is not.

    Raises
    ------
    ReceiptMalformed
        What was typed cannot be a receipt.
    ReleaseMissing, ReleaseBroken
        There is no such release, or it is not what was sealed: its hashes do not give its root.
    """
    release, wanted = open_release(folder), receipt_hash(normal_receipt(receipt))
    leaves = [bytes.fromhex(one) for one in release.receipts]
    if leaves and merkle.root(leaves).hex() != release.manifest.receipts_root:
        raise ReleaseBroken(
            "The receipts of wave {folder!r} do not give the root that was published.",
            folder=folder.name,
        )
    if wanted not in leaves:
        return None
    place = leaves.index(wanted)
    path = tuple(one.hex() for one in merkle.path(leaves, place))
    return Inclusion(wanted.hex(), place, len(leaves), path, release.manifest.receipts_root)


def is_included(folder: Path, receipt: str) -> bool:
    """Whether a receipt is in a release, proved against its published root; see ``inclusion``."""
    proof = inclusion(folder, receipt)
    return proof is not None and proof.holds
