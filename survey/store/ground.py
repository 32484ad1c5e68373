"""What every part of the store on DuckDB stands on: its files, its key, and one lock.

One process at a time, one lock: DuckDB lets one process write, and serialised calls keep a closing
wave from losing an answer that is being written.
"""

import threading

from survey.fieldwork.codes import code_hash
from survey.settings import Workspace
from survey.store.errors import WaveStateWrong, WorkspaceMissing
from survey.store.keys import CODE_KEY, secret_key
from survey.store.migration import connect
from survey.store.registry import Registry
from survey.store.wave_files import WaveFiles
from survey.vocabulary import WaveState


class Ground:
    """The open files of a workspace; raises ``WorkspaceMissing`` for a folder that is none."""

    def __init__(self, workspace: Workspace) -> None:
        if not workspace.exists:
            raise WorkspaceMissing.at(workspace)
        self._lock = threading.RLock()
        self._registry = Registry(connect(workspace.registry, "registry"))
        self._files = WaveFiles(workspace)
        self._key = secret_key(workspace, CODE_KEY)

    def close(self) -> None:
        """Close every file; the store cannot be used afterwards."""
        with self._lock:
            self._files.close()
            self._registry.connection.close()

    def _hash(self, code: str) -> bytes:
        return code_hash(code, self._key)

    def _require(self, name: str, *states: WaveState) -> None:
        found = self._registry.wave(name).state
        if found not in states:
            needed = " or ".join(state.value for state in states)
            raise WaveStateWrong(
                f"Wave {name!r} is {found.value}; this step needs a wave that is {needed}."
            )
