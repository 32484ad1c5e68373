"""What every part of the store on DuckDB stands on: its files, its key, and one lock.

One process at a time, one lock: DuckDB lets one process write, and serialised calls keep a closing
wave from losing an answer that is being written. Who only asks what a code is worth waits for no
lock: codes are held in memory (``known_codes``).
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import duckdb

from survey.fieldwork.codes import code_hash
from survey.fieldwork.dates.dates import Phase
from survey.settings import Workspace
from survey.store.belongings import Belongings
from survey.store.clocked import Clocked, require_running, require_state
from survey.store.errors import WorkspaceMissing
from survey.store.hold import Hold
from survey.store.keys import CODE_KEY, secret_key
from survey.store.known_codes import ClosedCodes, KnownCodes
from survey.store.migration import as_refusals
from survey.store.registry import Registry
from survey.store.wave_files import WaveFiles
from survey.vocabulary import WaveState


class Ground(Clocked):
    """The open files of a workspace.

    Raises ``WorkspaceMissing`` for a folder that is none, ``WorkspaceIncomplete`` for one that
    lacks a piece or has one that does not belong; then nothing was changed.
    """

    def __init__(self, workspace: Workspace) -> None:
        if not workspace.exists:
            raise WorkspaceMissing.at(workspace)
        super().__init__()
        self._lock = Hold(workspace)
        self._files = WaveFiles(workspace)
        self._known: dict[str, KnownCodes] = {}
        self._closed: ClosedCodes | None = None
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

    @contextmanager
    def _changing_codes(self, wave: str) -> Iterator[duckdb.DuckDBPyConnection]:
        """Give the file of an open wave for a change of its codes; they are read again afterwards.

        Every change of codes goes through here, but for a code that is spent or added by itself.
        """
        with self._lock:
            self._require(wave, WaveState.OPEN)
            try:
                yield self._files.collecting(wave)
            finally:
                self._known.pop(wave, None)

    def _codes(self, wave: str) -> KnownCodes | None:
        """Return the codes of an open wave as they are known, read at the first call; else None."""
        known = self._known.get(wave)
        if known is None and self._is_open(wave):
            with self._lock:
                if self._is_open(wave):  # Still: it may have been closed while this waited.
                    known = self._known.get(wave) or KnownCodes.read(self._files.collecting(wave))
                    self._known[wave] = known
        return known

    def _take_in(self, wave: str, code_hash: bytes, unit: int) -> None:
        known = self._known.get(wave)
        if known is not None:
            known.add(code_hash, unit)

    def _take_as_spent(self, wave: str, hashes: Iterable[bytes]) -> None:
        known = self._known.get(wave)
        if known is not None:
            known.spent(hashes)

    def _is_open(self, wave: str) -> bool:
        return self._registry.wave(wave).state is WaveState.OPEN

    def _phase(self, name: str) -> Phase:
        return self._phase_by(name, self._registry.wave(name).dates)

    def _require_running(self, name: str) -> None:
        """Raise ``WaveStateWrong`` for a wave that is not open, or outside of its dates."""
        self._require(name, WaveState.OPEN)
        require_running(name, self._phase(name))

    def _closed_codes(self) -> ClosedCodes:
        """Return the codes of all closed waves, read at the first call."""
        closed = self._closed
        if closed is None:
            with self._lock:
                closed = self._closed or ClosedCodes.read(self._registry.connection)
                self._closed = closed
        return closed

    def _require(self, name: str, *states: WaveState) -> None:
        require_state(name, self._registry.wave(name).state, *states)
