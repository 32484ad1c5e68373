"""The secrets of a workspace: 32 random bytes each, readable by the server's user only."""

import os
from typing import Final

from survey.settings import Workspace

KEY_BYTES: Final = 32

CODE_KEY: Final = "codes.key"
"""Under which codes are hashed."""

ENDS_KEY: Final = "ends.key"
"""The secret of the ends, the same for every wave: unchanged answers give unchanged figures."""


def secret_key(workspace: Workspace, name: str) -> bytes:
    """Return the key of that name, made at its first use."""
    path = workspace.secrets / name
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.parent.chmod(0o700)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(os.urandom(KEY_BYTES))
    return path.read_bytes()
