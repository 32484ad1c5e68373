"""Tells whether two texts are the same without keeping either: a hash whose key is never written.

The key is made when the process starts and ends with it. What is counted under such a hash (wrong
codes of a connection, wrong passwords of a name) can be read back by nobody, not even from a
dump of a disk; the price is that a restart forgets the counts.
"""

import hashlib
import hmac
import secrets
from typing import Final

LENGTH: Final = 16
"""Bytes: enough that no two of a few thousand texts fall together."""


class ForgottenHash:
    """A keyed hash of its own; hashes of two objects say nothing of one another."""

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)

    def __call__(self, text: str) -> bytes:
        """Return the hash of a text."""
        return hmac.new(self._key, text.encode(), hashlib.sha256).digest()[:LENGTH]
