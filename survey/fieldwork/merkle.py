"""A hash tree over a list, as RFC 6962 (section 2.1) builds it for Certificate Transparency.

One hash, the root, stands for the whole list; a path of a few hashes shows that an entry is in
it. Leaves and nodes are hashed with different first bytes, so that none can pose as the other.
"""

import hashlib
from collections.abc import Sequence
from typing import Final

LEAF: Final = b"\x00"
NODE: Final = b"\x01"


def root(leaves: Sequence[bytes]) -> bytes:
    """Return the root over a list, 32 bytes; that of an empty list is the hash of nothing."""
    if not leaves:
        return hashlib.sha256().digest()
    if len(leaves) == 1:
        return leaf_hash(leaves[0])
    split = _split(len(leaves))
    return _node_hash(root(leaves[:split]), root(leaves[split:]))


def path(leaves: Sequence[bytes], index: int) -> tuple[bytes, ...]:
    """Return the hashes that lead from the leaf at ``index`` to the root, the nearest first."""
    if len(leaves) == 1:
        return ()
    split = _split(len(leaves))
    if index < split:
        return (*path(leaves[:split], index), root(leaves[split:]))
    return (*path(leaves[split:], index - split), root(leaves[:split]))


def root_by_path(leaf: bytes, index: int, size: int, hashes: Sequence[bytes]) -> bytes | None:
    """Return the root that a path leads to, or None for a path of the wrong length.

    Parameters
    ----------
    leaf
        The entry itself.
    index, size
        Its place in the list, from 0, and the length of the list.
    hashes
        As ``path`` gives them.
    """
    if not 0 <= index < size:
        return None
    if size == 1:
        return leaf_hash(leaf) if not hashes else None
    if not hashes:
        return None
    split = _split(size)
    if index < split:
        below = root_by_path(leaf, index, split, hashes[:-1])
        return below and _node_hash(below, hashes[-1])
    below = root_by_path(leaf, index - split, size - split, hashes[:-1])
    return below and _node_hash(hashes[-1], below)


def leaf_hash(entry: bytes) -> bytes:
    """Return the hash of one entry."""
    return hashlib.sha256(LEAF + entry).digest()


def _node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(NODE + left + right).digest()


def _split(size: int) -> int:
    """Return the largest power of two that is less than ``size``."""
    return 1 << (size - 1).bit_length() - 1
