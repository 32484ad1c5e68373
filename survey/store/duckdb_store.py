"""The store on DuckDB: a registry, and one file of answers a wave."""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from survey.access.possible import POSSIBLE, Step
from survey.fieldwork.policy import Policy
from survey.fieldwork.receipts import no_ones_hash
from survey.fieldwork.ways import CODES_ONLY, Ways
from survey.instruments.model import Instrument
from survey.settings import Workspace
from survey.store import collecting, receipts
from survey.store.invitations import Invitations
from survey.store.protocol import CodeStanding, Store, Submission, Unit, Wave
from survey.store.wave_files import ANSWERS, COLLECTING
from survey.vocabulary import WaveState

__all__ = ["ANSWERS", "COLLECTING", "DuckDBStore", "close_store", "open_store"]

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


class DuckDBStore(Invitations):
    """See ``survey.store.protocol.Store`` for what each method promises."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._finish_interrupted_closings()

    def waves(self) -> tuple[Wave, ...]:
        return self._registry.waves()

    def wave(self, name: str) -> Wave:
        return self._registry.wave(name)

    def open_wave(
        self,
        name: str,
        instrument: Instrument,
        policy: Policy,
        units: Sequence[Unit],
        ways: Ways = CODES_ONLY,
    ) -> Wave:
        wave = _new_wave(name, WaveState.OPEN, instrument, policy, units)
        with self._lock:
            self._registry.add(replace(wave, ways=ways))
            people = sum(unit.headcount or 0 for unit in units)
            receipts.make_places(self._files.collecting(name), people)
            return self._registry.wave(name)

    def add_closed_wave(
        self,
        name: str,
        instrument: Instrument,
        policy: Policy,
        units: Sequence[Unit],
        answers: Sequence[tuple[int, tuple[int | None, ...]]],
        given_on: date | None = None,
    ) -> Wave:
        with self._lock:
            self._registry.require_new(name)
            self._files.write_answers(name, collecting.answers_table(answers))
            self._registry.add(
                _new_wave(name, WaveState.CLOSED, instrument, policy, units, given_on)
            )
            return self._registry.wave(name)

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
            return collecting.counts(self._files.collecting(wave))

    def participation_shown(self, wave: str) -> dict[str, tuple[date, int]]:
        with self._lock:
            return self._registry.participation_shown(wave)

    def keep_participation(self, wave: str, shown: dict[str, tuple[date, int]]) -> None:
        with self._lock:
            self._registry.keep_participation(wave, shown)

    def close_wave(self, name: str) -> Wave:
        with self._lock:
            self._require(name, *POSSIBLE[Step.CLOSE])
            connection = self._files.collecting(name)
            hashes = collecting.hashes(connection)
            self._files.write_answers(name, collecting.sorted_answers(connection))
            slips = receipts.sorted_hashes(connection)
            self._registry.mark_closed(name, hashes, slips, date.today())
            self._files.destroy_collecting(name)
            return self._registry.wave(name)

    def receipts(self, name: str) -> tuple[bytes, ...]:
        with self._lock:
            return self._registry.receipts(name)

    def mark_released(self, name: str, release_id: str) -> Wave:
        with self._lock:
            self._require(name, *POSSIBLE[Step.PUBLISH])
            self._registry.mark_released(name, release_id)
            return self._registry.wave(name)

    def mark_withdrawn(self, name: str) -> Wave:
        with self._lock:
            self._require(name, *POSSIBLE[Step.WITHDRAW])
            self._registry.mark_withdrawn(name)
            return self._registry.wave(name)

    def purge_answers(self, name: str) -> None:
        with self._lock:
            self._require(name, *POSSIBLE[Step.PURGE])
            self._files.destroy_answers(name)

    def _redeem_wave(
        self, name: str, batch: Sequence[Submission], mine: Sequence[int]
    ) -> list[CodeStanding]:
        if self._registry.wave(name).state is not WaveState.OPEN:
            return [CodeStanding.CLOSED] * len(mine)
        first: dict[bytes, int] = {}
        for at in mine:
            first.setdefault(self._hash(batch[at].code), at)
        answers = {wanted: batch[at].answers for wanted, at in first.items()}
        slips = {wanted: batch[at].receipt or no_ones_hash() for wanted, at in first.items()}
        fresh = collecting.spend(self._files.collecting(name), answers, slips)
        return [self._standing_after(batch[at].code, at, first, fresh) for at in mine]

    def _standing_after(
        self, code: str, at: int, first: Mapping[bytes, int], fresh: set[bytes]
    ) -> CodeStanding:
        wanted = self._hash(code)
        if wanted in fresh and first[wanted] == at:
            return CodeStanding.FRESH
        return self.check_code(code).standing

    def _finish_interrupted_closings(self) -> None:
        """A stop in mid-closing leaves two files; the registry says which of them counts."""
        for wave in self.waves():
            if wave.state is WaveState.OPEN:
                self._files.destroy_answers(wave.name)
            else:
                self._files.destroy_collecting(wave.name)


def _new_wave(
    name: str,
    state: WaveState,
    instrument: Instrument,
    policy: Policy,
    units: Sequence[Unit],
    given_on: date | None = None,
) -> Wave:
    opened_on = given_on or date.today()
    closed_on = opened_on if state is WaveState.CLOSED else None
    return Wave(name, state, instrument, policy, tuple(units), opened_on, closed_on, None)
