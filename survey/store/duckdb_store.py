"""The store on DuckDB: a registry, and one file of answers a wave."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

from survey.access.possible import POSSIBLE, Step
from survey.fieldwork.dates.dates import NO_DATES, Dates, Phase
from survey.fieldwork.policy import Policy
from survey.fieldwork.ways import CODES_ONLY, Ways
from survey.instruments.model import Instrument
from survey.keeping.completeness import ANSWERS, COLLECTING
from survey.settings import Workspace
from survey.store import collecting, receipts
from survey.store.batch import FormsOfWave, redeemed
from survey.store.clocked import OUTSIDE, last_day
from survey.store.invitations import Invitations
from survey.store.mail_journal import MailJournal
from survey.store.marks import new_mark
from survey.store.new_wave import new_wave
from survey.store.protocol import CodeStanding, Submission, Unit, Wave
from survey.store.withdrawing import move_aside
from survey.vocabulary import WaveState

__all__ = ["ANSWERS", "COLLECTING", "DuckDBStore"]


class DuckDBStore(Invitations, MailJournal):
    """See ``survey.store.protocol.Store`` for what each method promises."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        with self._lock:
            self._finish_what_was_interrupted(workspace)

    def waves(self) -> tuple[Wave, ...]:
        return self._registry.waves()

    def wave(self, name: str) -> Wave:
        return self._registry.wave(name)

    def known_wave(self, name: str) -> Wave:
        return self._registry.wave(name)

    def open_wave(
        self,
        name: str,
        instrument: Instrument,
        policy: Policy,
        units: Sequence[Unit],
        ways: Ways = CODES_ONLY,
        dates: Dates = NO_DATES,
    ) -> Wave:
        wave = new_wave(name, WaveState.OPEN, instrument, policy, units)
        with self._lock:
            with self._making(name, marks=(mark := new_mark(),)):
                people = sum(unit.headcount or 0 for unit in units)
                receipts.make_places(self._files.make_collecting(name, mark), people)
                self._registry.add(replace(wave, ways=ways, dates=dates))
            return self._registry.wave(name)

    def change_dates(self, name: str, dates: Dates) -> Wave:
        with self._lock:
            self._require(name, *POSSIBLE[Step.PROLONG])
            if self._phase(name) is Phase.OVER:
                self._require_running(name)
            self._registry.change_dates(name, dates)
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
            with self._making(name):
                written = self._files.write_answers(name, collecting.answers_table(answers))
                self._belongings.change(name, answers=written)
                self._registry.add(
                    new_wave(name, WaveState.CLOSED, instrument, policy, units, given_on)
                )
            return self._registry.wave(name)

    def redeem(self, batch: Sequence[Submission]) -> list[CodeStanding]:
        with self._lock:
            return redeemed(batch, self._redeem_wave)

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
            written = self._files.write_answers(name, collecting.sorted_answers(connection))
            self._belongings.change(name, answers=written)
            slips = receipts.sorted_hashes(connection)
            self._closed = None  # Before the wave is closed: who asks meanwhile waits for the lock.
            self._registry.mark_closed(
                name, hashes, slips, last_day(self._registry.wave(name).dates)
            )
            self._files.destroy_collecting(name)
            self._known.pop(name, None)
            self._belongings.change(name, marks=())
            return self._registry.wave(name)

    def receipts(self, name: str) -> tuple[bytes, ...]:
        with self._lock:
            return self._registry.receipts(name)

    def mark_released(self, name: str, release_id: str) -> Wave:
        with self._lock:
            self._require(name, *POSSIBLE[Step.PUBLISH])
            self._registry.mark_released(name, release_id)
            self._belongings.change(name, release=release_id)
            return self._registry.wave(name)

    def mark_withdrawn(self, name: str) -> Wave:
        with self._lock:
            self._require(name, *POSSIBLE[Step.WITHDRAW])
            self._registry.mark_withdrawn(name)
            self._belongings.change(name, withdrawn=True)
            return self._registry.wave(name)

    def purge_answers(self, name: str, *, unpublished: bool = False) -> None:
        with self._lock:
            self._require(name, *POSSIBLE[Step.PURGE], *[WaveState.CLOSED] * unpublished)
            self._belongings.change(name, answers="", purged=True)
            self._files.destroy_answers(name)

    def has_answers(self, name: str) -> bool:
        with self._lock:
            is_open = self._registry.wave(name).state is WaveState.OPEN
            return is_open or bool(self._belongings.inventory.waves[name].answers)

    @contextmanager
    def _making(self, name: str, marks: tuple[str, ...] = ()) -> Iterator[None]:
        """Enter a wave into the inventory before its files are made, and as whole afterwards.

        Where the block fails, all that was made goes again; after a kill, at the next start.
        Raises ``WaveExists``.
        """
        self._registry.require_new(name)
        self._belongings.change(name, marks=marks)
        try:
            yield
        except BaseException:
            self._files.remove(name)
            self._belongings.forget(name)
            raise
        self._belongings.change(name, whole=True)

    def _redeem_wave(self, name: str, forms: Sequence[Submission]) -> list[CodeStanding]:
        if self._registry.wave(name).state is not WaveState.OPEN:
            return [CodeStanding.CLOSED] * len(forms)
        outside = OUTSIDE.get(self._phase(name))
        if outside is not None:
            return [outside] * len(forms)
        mine = FormsOfWave.of(forms, self._hash)
        known = self._known.get(name)
        rows = known.rows(mine.answers) if known else []
        fresh = collecting.spend(self._files.collecting(name), mine.answers, mine.slips, rows)
        self._take_as_spent(name, fresh)
        return mine.standings(fresh, lambda code: self.check_code(code).standing)

    def _finish_what_was_interrupted(self, workspace: Workspace) -> None:
        """A stop in mid-step leaves two files, or one too many; registry and inventory say which
        of them counts. What counts was found whole before anything goes here."""
        for name in self._belongings.begun():
            self._files.remove(name)
            self._belongings.forget(name)
        for wave in self.waves():
            if wave.state is WaveState.OPEN:
                self._files.destroy_answers(wave.name)
                continue
            self._files.destroy_collecting(wave.name)
            if not self._belongings.inventory.waves[wave.name].answers:
                self._files.destroy_answers(wave.name)
            if wave.state is WaveState.WITHDRAWN:
                move_aside(workspace, wave.name)
        self._belongings.keep_settled()
