"""What every part of the store on DuckDB stands on: its files, its key, and one lock.

One process at a time, one lock: DuckDB lets one process write, and serialised calls keep a closing
wave from losing an answer that is being written.
"""

import duckdb

from survey.fieldwork.codes import code_hash
from survey.settings import Workspace
from survey.store.belongings import Belongings
from survey.store.errors import WaveStateWrong, WorkspaceMissing
from survey.store.hold import Hold
from survey.store.keys import CODE_KEY, secret_key
from survey.store.migration import as_refusals
from survey.store.registry import Registry
from survey.store.wave_files import WaveFiles
from survey.vocabulary import WaveState


class Ground:
    """The open files of a workspace.

    Raises ``WorkspaceMissing`` for a folder that is none, ``WorkspaceIncomplete`` for one that
    lacks a piece or has one that does not belong; then nothing was changed.
    """

    def __init__(self, workspace: Workspace) -> None:
        if not workspace.exists:
            raise WorkspaceMissing.at(workspace)
        self._lock = Hold(workspace)
        self._files = WaveFiles(workspace)
        try:
            with self._lock:
                self._belongings = Belongings(workspace)
                registry = self._belongings.open_registry()
                self._files.registry = registry
                with as_refusals(workspace.registry):
                    self._registry = Registry(registry)
                self._belongings.require(self._registry.waves())
                self._belongings.require_marks(self._open_files())
                if self._belongings.adopting:
                    self.renew_marks()
                self._key = secret_key(workspace, CODE_KEY)
        except BaseException:
            self._files.close()
            self._lock.close()
            raise

    def close(self) -> None:
        """Close every file; the store cannot be used afterwards."""
        with self._lock:
            self._files.close()
        self._lock.close()

    def renew_marks(self) -> None:
        """Give every file that changes a new mark, so that copies from before fit no more."""
        with self._lock:
            self._belongings.renew(self._registry.connection, self._open_files())

    def _open_files(self) -> dict[str, duckdb.DuckDBPyConnection]:
        """Return the files of the open waves, each opened."""
        return {
            wave.name: self._files.collecting(wave.name)
            for wave in self._registry.waves()
            if wave.state is WaveState.OPEN
        }

    def _hash(self, code: str) -> bytes:
        return code_hash(code, self._key)

    def _require(self, name: str, *states: WaveState) -> None:
        found = self._registry.wave(name).state
        if found not in states:
            needed = " or ".join(state.value for state in states)
            raise WaveStateWrong(
                f"Wave {name!r} is {found.value}; this step needs a wave that is {needed}."
            )
