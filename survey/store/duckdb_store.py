"""The store on DuckDB: a registry, and one file of answers a wave.

One process at a time, one lock: DuckDB lets one process write, and serialised calls keep a closing
wave from losing an answer that is being written.
"""

import os
import threading
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Final

import duckdb
import pyarrow as pa

from survey.fieldwork.codes import code_hash, new_code
from survey.fieldwork.policy import Policy
from survey.instruments.model import Instrument
from survey.settings import Workspace
from survey.store import collecting
from survey.store.errors import WaveStateWrong, WorkspaceMissing
from survey.store.keys import CODE_KEY, secret_key
from survey.store.migration import connect
from survey.store.protocol import CodeCheck, CodeStanding, Store, Submission, Unit, Wave
from survey.store.registry import Registry
from survey.vocabulary import WaveState

COLLECTING: Final = "collecting.duckdb"
ANSWERS: Final = "answers.duckdb"

_open_stores: dict[Path, "DuckDBStore"] = {}
_opening = threading.Lock()


def open_store(workspace: Workspace) -> Store:
    """Return this process's store of a workspace, opened at the first call.

    Raises ``WorkspaceMissing`` for a folder that is none, ``StoreBusy`` where another process
    has it.
    """
    with _opening:
        if workspace.root not in _open_stores:
            _open_stores[workspace.root] = DuckDBStore(workspace)
        return _open_stores[workspace.root]


def close_store(workspace: Workspace) -> None:
    """Close this process's store of a workspace, if it is open."""
    with _opening:
        store = _open_stores.pop(workspace.root, None)
    if store is not None:
        store.close()


class DuckDBStore:
    """See ``survey.store.protocol.Store`` for what each method promises."""

    def __init__(self, workspace: Workspace) -> None:
        if not workspace.exists:
            raise WorkspaceMissing.at(workspace)
        self._workspace = workspace
        self._lock = threading.RLock()
        self._registry = Registry(connect(workspace.registry, "registry"))
        self._connections: dict[str, duckdb.DuckDBPyConnection] = {}
        self._key = secret_key(workspace, CODE_KEY)
        self._finish_interrupted_closings()

    def close(self) -> None:
        """Close every file; the store cannot be used afterwards."""
        with self._lock:
            for name in list(self._connections):
                self._connections.pop(name).close()
            self._registry.connection.close()

    def waves(self) -> tuple[Wave, ...]:
        with self._lock:
            return tuple(self._registry.wave(name) for name in self._registry.names())

    def wave(self, name: str) -> Wave:
        with self._lock:
            return self._registry.wave(name)

    def open_wave(
        self, name: str, instrument: Instrument, policy: Policy, units: Sequence[Unit]
    ) -> Wave:
        with self._lock:
            self._registry.add(_new_wave(name, WaveState.OPEN, instrument, policy, units))
            self._collecting(name)
            return self._registry.wave(name)

    def add_closed_wave(
        self,
        name: str,
        instrument: Instrument,
        policy: Policy,
        units: Sequence[Unit],
        answers: Sequence[tuple[int, tuple[int | None, ...]]],
    ) -> Wave:
        with self._lock:
            self._registry.require_new(name)
            self._write_answers(name, collecting.answers_table(answers))
            self._registry.add(_new_wave(name, WaveState.CLOSED, instrument, policy, units))
            return self._registry.wave(name)

    def issue_codes(self, wave: str, per_unit: Mapping[int, int]) -> dict[int, tuple[str, ...]]:
        issued = {unit: tuple(new_code() for _ in range(n)) for unit, n in per_unit.items()}
        with self._lock:
            self._require(wave, WaveState.OPEN)
            hashes = {self._hash(code): unit for unit, codes in issued.items() for code in codes}
            collecting.insert_codes(self._collecting(wave), hashes)
        return issued

    def codes_issued(self, wave: str) -> int:
        with self._lock:
            self._require(wave, WaveState.OPEN)
            return collecting.count_codes(self._collecting(wave))

    def replace_unused_code(self, wave: str) -> str | None:
        code = new_code()
        with self._lock:
            self._require(wave, WaveState.OPEN)
            swapped = collecting.swap_unused(self._collecting(wave), self._hash(code))
        return code if swapped else None

    def check_code(self, code: str) -> CodeCheck:
        wanted = self._hash(code)
        with self._lock:
            for wave in self.waves():
                if wave.state is WaveState.OPEN:
                    used = collecting.is_used(self._collecting(wave.name), wanted)
                    if used is not None:
                        standing = CodeStanding.SPENT if used else CodeStanding.FRESH
                        return CodeCheck(standing, wave.name)
            closed = self._registry.wave_of_closed_code(wanted)
        return CodeCheck(CodeStanding.CLOSED if closed else CodeStanding.UNKNOWN, closed)

    def redeem(self, batch: Sequence[Submission]) -> list[CodeStanding]:
        results: list[CodeStanding | None] = [None] * len(batch)
        with self._lock:
            for name in sorted({submission.wave for submission in batch}):
                mine = [at for at, submission in enumerate(batch) if submission.wave == name]
                for at, standing in zip(mine, self._redeem_wave(name, batch, mine), strict=True):
                    results[at] = standing
        return [standing for standing in results if standing is not None]

    def response_counts(self, wave: str) -> dict[int, int]:
        with self._lock:
            self._require(wave, WaveState.OPEN)
            return collecting.counts(self._collecting(wave))

    def participation_shown(self, wave: str) -> dict[str, tuple[date, int]]:
        with self._lock:
            return self._registry.participation_shown(wave)

    def keep_participation(self, wave: str, shown: dict[str, tuple[date, int]]) -> None:
        with self._lock:
            self._registry.keep_participation(wave, shown)

    def close_wave(self, name: str) -> Wave:
        with self._lock:
            self._require(name, WaveState.OPEN)
            connection = self._collecting(name)
            hashes = collecting.hashes(connection)
            self._write_answers(name, collecting.sorted_answers(connection))
            self._registry.mark_closed(name, hashes, date.today())
            self._destroy_collecting(name)
            return self._registry.wave(name)

    def mark_released(self, name: str, release_id: str) -> Wave:
        with self._lock:
            self._require(name, WaveState.CLOSED)
            self._registry.mark_released(name, release_id)
            return self._registry.wave(name)

    def mark_withdrawn(self, name: str) -> Wave:
        with self._lock:
            self._require(name, WaveState.RELEASED)
            self._registry.mark_withdrawn(name)
            return self._registry.wave(name)

    def purge_answers(self, name: str) -> None:
        with self._lock:
            self._require(name, WaveState.RELEASED, WaveState.WITHDRAWN)
            _destroy(self._folder(name) / ANSWERS)

    def _redeem_wave(
        self, name: str, batch: Sequence[Submission], mine: Sequence[int]
    ) -> list[CodeStanding]:
        if self._registry.wave(name).state is not WaveState.OPEN:
            return [CodeStanding.CLOSED] * len(mine)
        first: dict[bytes, int] = {}
        for at in mine:
            first.setdefault(self._hash(batch[at].code), at)
        answers = {wanted: batch[at].answers for wanted, at in first.items()}
        fresh = collecting.spend(self._collecting(name), answers)
        return [self._standing_after(batch[at].code, at, first, fresh) for at in mine]

    def _standing_after(
        self, code: str, at: int, first: Mapping[bytes, int], fresh: set[bytes]
    ) -> CodeStanding:
        wanted = self._hash(code)
        if wanted in fresh and first[wanted] == at:
            return CodeStanding.FRESH
        return self.check_code(code).standing

    def _hash(self, code: str) -> bytes:
        return code_hash(code, self._key)

    def _require(self, name: str, *states: WaveState) -> None:
        found = self._registry.wave(name).state
        if found not in states:
            needed = " or ".join(state.value for state in states)
            raise WaveStateWrong(
                f"Wave {name!r} is {found.value}; this step needs a wave that is {needed}."
            )

    def _folder(self, name: str) -> Path:
        folder = self._workspace.waves / name
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def _collecting(self, name: str) -> duckdb.DuckDBPyConnection:
        if name not in self._connections:
            self._connections[name] = connect(self._folder(name) / COLLECTING, "collecting")
        return self._connections[name]

    def _write_answers(self, name: str, answers: pa.Table) -> None:
        part = self._folder(name) / f"{ANSWERS}.part"
        _destroy(part)
        with connect(part, "answers") as connection:
            collecting.insert_answers(connection, answers)
            connection.execute("CHECKPOINT")
        part.rename(self._folder(name) / ANSWERS)

    def _destroy_collecting(self, name: str) -> None:
        connection = self._connections.pop(name, None)
        if connection is not None:
            connection.execute("CHECKPOINT")
            connection.close()
        for path in self._folder(name).glob(f"{COLLECTING}*"):
            _destroy(path)

    def _finish_interrupted_closings(self) -> None:
        """A stop in mid-closing leaves two files; the registry says which of them counts."""
        for wave in self.waves():
            if wave.state is WaveState.OPEN:
                _destroy(self._folder(wave.name) / ANSWERS)
            else:
                self._destroy_collecting(wave.name)


def _new_wave(
    name: str, state: WaveState, instrument: Instrument, policy: Policy, units: Sequence[Unit]
) -> Wave:
    today = date.today()
    closed_on = today if state is WaveState.CLOSED else None
    return Wave(name, state, instrument, policy, tuple(units), today, closed_on, None)


def _destroy(path: Path) -> None:
    """Overwrite a file with zeros and remove it, with its write-ahead log if it has one."""
    for victim in (path, path.with_name(f"{path.name}.wal")):
        if victim.exists():
            with victim.open("r+b") as file:
                file.write(bytes(victim.stat().st_size))
                file.flush()
                os.fsync(file.fileno())
            victim.unlink()
