"""The store on DuckDB: a registry, and one file of answers a wave.

One process at a time, one lock: DuckDB lets one process write, and serialised calls keep a closing
wave from losing an answer that is being written.
"""

import hashlib
import threading
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from survey.fieldwork.codes import code_hash, derived_code, new_code
from survey.fieldwork.policy import Policy
from survey.fieldwork.receipts import no_ones_hash
from survey.fieldwork.ways import CODES_ONLY, WayNotAllowed, Ways
from survey.instruments.model import Instrument
from survey.settings import Workspace
from survey.store import collecting, receipts, tickets, ways_in
from survey.store.errors import WaveStateWrong, WorkspaceMissing
from survey.store.keys import CODE_KEY, secret_key
from survey.store.migration import connect
from survey.store.protocol import CodeCheck, CodeStanding, Store, Submission, TeamLink, Unit, Wave
from survey.store.registry import Registry
from survey.store.wave_files import ANSWERS, COLLECTING, WaveFiles
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


class DuckDBStore:
    """See ``survey.store.protocol.Store`` for what each method promises."""

    def __init__(self, workspace: Workspace) -> None:
        if not workspace.exists:
            raise WorkspaceMissing.at(workspace)
        self._lock = threading.RLock()
        self._registry = Registry(connect(workspace.registry, "registry"))
        self._files = WaveFiles(workspace)
        self._key = secret_key(workspace, CODE_KEY)
        self._finish_interrupted_closings()

    def close(self) -> None:
        """Close every file; the store cannot be used afterwards."""
        with self._lock:
            self._files.close()
            self._registry.connection.close()

    def waves(self) -> tuple[Wave, ...]:
        with self._lock:
            return tuple(self._registry.wave(name) for name in self._registry.names())

    def wave(self, name: str) -> Wave:
        with self._lock:
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
    ) -> Wave:
        with self._lock:
            self._registry.require_new(name)
            self._files.write_answers(name, collecting.answers_table(answers))
            self._registry.add(_new_wave(name, WaveState.CLOSED, instrument, policy, units))
            return self._registry.wave(name)

    def issue_codes(self, wave: str, per_unit: Mapping[int, int]) -> dict[int, tuple[str, ...]]:
        issued = {unit: tuple(new_code() for _ in range(n)) for unit, n in per_unit.items()}
        with self._lock:
            self._require(wave, WaveState.OPEN)
            hashes = {self._hash(code): unit for unit, codes in issued.items() for code in codes}
            ways_in.hand_out(self._files.collecting(wave), hashes)
        return issued

    def codes_issued(self, wave: str) -> int:
        return sum(self.codes_by_unit(wave).values())

    def codes_by_unit(self, wave: str) -> dict[int, int]:
        with self._lock:
            self._require(wave, WaveState.OPEN)
            return ways_in.handed_out(self._files.collecting(wave))

    def take_back_codes(self, wave: str, codes: Sequence[str]) -> None:
        with self._lock:
            self._require(wave, WaveState.OPEN)
            ways_in.take_back(self._files.collecting(wave), [self._hash(code) for code in codes])

    def extra_code(self, wave: str, unit: int) -> str:
        code = new_code()
        with self._lock:
            self._require(wave, WaveState.OPEN)
            collecting.insert_codes(self._files.collecting(wave), {self._hash(code): unit})
        return code

    def team_links(self, wave: str) -> dict[int, str]:
        with self._lock:
            self._require(wave, WaveState.OPEN)
            found = self._registry.wave(wave)
            if not found.ways.open_links:
                raise WayNotAllowed(
                    f"Wave {wave!r} was not opened with open links, and that cannot be changed now."
                )
            connection = self._files.collecting(wave)
            have = ways_in.links(connection)
            new = {unit.id: new_code() for unit in found.units if unit.id not in have}
            ways_in.add_links(connection, new)
            return have | new

    def team_of_link(self, token: str) -> TeamLink | None:
        with self._lock:
            for wave in self.waves():
                if wave.state is WaveState.OPEN and wave.ways.open_links:
                    unit = ways_in.unit_of_link(self._files.collecting(wave.name), token)
                    if unit is not None:
                        (team,) = [one for one in wave.units if one.id == unit]
                        return TeamLink(wave.name, team)
        return None

    def replace_unused_code(self, wave: str) -> str | None:
        code = new_code()
        with self._lock:
            self._require(wave, WaveState.OPEN)
            swapped = collecting.swap_unused(self._files.collecting(wave), self._hash(code))
        return code if swapped else None

    def check_code(self, code: str) -> CodeCheck:
        wanted = self._hash(code)
        with self._lock:
            for wave in self.waves():
                if wave.state is WaveState.OPEN:
                    found = collecting.find(self._files.collecting(wave.name), wanted)
                    if found is not None:
                        used, unit = found
                        standing = CodeStanding.SPENT if used else CodeStanding.FRESH
                        return CodeCheck(standing, wave.name, unit)
            closed = self._registry.wave_of_closed_code(wanted)
        return CodeCheck(CodeStanding.CLOSED if closed else CodeStanding.UNKNOWN, closed)

    def spend_for_signature(self, wave: str, code: str, blinded: bytes) -> int | None:
        with self._lock:
            self._require(wave, WaveState.OPEN)
            return tickets.spend_for_signature(
                self._files.collecting(wave), self._hash(code), hashlib.sha256(blinded).digest()
            )

    def code_of_ticket(self, wave: str, unit: int, message: bytes) -> str:
        code = derived_code(self._key, wave, message)
        with self._lock:
            self._require(wave, WaveState.OPEN)
            tickets.insert_ticket(self._files.collecting(wave), self._hash(code), unit)
        return code

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
            self._require(name, WaveState.OPEN)
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

    def _hash(self, code: str) -> bytes:
        return code_hash(code, self._key)

    def _require(self, name: str, *states: WaveState) -> None:
        found = self._registry.wave(name).state
        if found not in states:
            needed = " or ".join(state.value for state in states)
            raise WaveStateWrong(
                f"Wave {name!r} is {found.value}; this step needs a wave that is {needed}."
            )

    def _finish_interrupted_closings(self) -> None:
        """A stop in mid-closing leaves two files; the registry says which of them counts."""
        for wave in self.waves():
            if wave.state is WaveState.OPEN:
                self._files.destroy_answers(wave.name)
            else:
                self._files.destroy_collecting(wave.name)


def _new_wave(
    name: str, state: WaveState, instrument: Instrument, policy: Policy, units: Sequence[Unit]
) -> Wave:
    today = date.today()
    closed_on = today if state is WaveState.CLOSED else None
    return Wave(name, state, instrument, policy, tuple(units), today, closed_on, None)
