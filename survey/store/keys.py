"""The secrets of a workspace: 32 random bytes each, readable by the server's user only."""

import hashlib
import hmac
import os
from typing import Final

from survey.errors import Said
from survey.keeping.inventory import incomplete
from survey.settings import Workspace

KEY_BYTES: Final = 32

CODE_KEY: Final = "codes.key"
"""Under which codes are hashed."""

ENDS_KEY: Final = "ends.key"
"""The secret of the ends, the same for every wave: unchanged answers give unchanged figures."""

KEYS: Final = (CODE_KEY, ENDS_KEY)


def make_key(workspace: Workspace, name: str) -> bytes:
    """Make the key of that name and return it; raises ``FileExistsError`` where there is one."""
    path = workspace.secrets / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.parent.chmod(0o700)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(os.urandom(KEY_BYTES))
        file.flush()
        os.fsync(file.fileno())
    return path.read_bytes()


def secret_key(workspace: Workspace, name: str) -> bytes:
    """Return the key of that name.

    Raises ``WorkspaceIncomplete`` where it is lost: under a new one no code that is in a letter
    would be known.
    """
    try:
        return (workspace.secrets / name).read_bytes()
    except FileNotFoundError as lost:
        raise incomplete(
            workspace, f"{workspace.secrets.name}/{name}", Said("is missing")
        ) from lost


def list_hash(listed: bytes, key: bytes) -> bytes:
    """Return by what a list of addresses is known again; it tells nothing of what stands in it."""
    return hmac.new(key, b"list\0" + listed, hashlib.sha256).digest()
