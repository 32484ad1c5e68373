"""The store on PostgreSQL: one database for every process that serves a workspace."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from survey.access.possible import POSSIBLE, Step
from survey.fieldwork.dates.dates import NO_DATES, Dates, Phase
from survey.fieldwork.policy import Policy
from survey.fieldwork.ways import CODES_ONLY, Ways
from survey.instruments.model import Instrument
from survey.settings import Workspace
from survey.store.batch import FormsOfWave, redeemed
from survey.store.clocked import OUTSIDE, last_day, require_running
from survey.store.erasing import destroy_files
from survey.store.errors import CommitUnknown, StoreUnreachable
from survey.store.new_wave import new_wave
from survey.store.postgres import collecting, ways_in
from survey.store.postgres.ground import Turn
from survey.store.postgres.invitations import Invitations
from survey.store.postgres.mail_journal import MailJournal
from survey.store.postgres.registry import add, count_change, found_in
from survey.store.postgres.tables import destroy_wave, make_wave
from survey.store.protocol import CodeStanding, Submission, Unit, Wave
from survey.store.withdrawing import move_aside
from survey.vocabulary import WaveState

SET_DATES = "UPDATE bearing.wave SET dates = %s WHERE name = %s"
SET_CLOSED = "UPDATE bearing.wave SET state = %s, closed_on = %s WHERE name = %s"
SET_RELEASED = "UPDATE bearing.wave SET state = %s, release_id = %s WHERE name = %s"
SET_STATE = "UPDATE bearing.wave SET state = %s WHERE name = %s"
SET_PURGED = "UPDATE bearing.wave SET has_answers = FALSE WHERE name = %s"


class PostgresStore(Invitations, MailJournal):
    """See ``survey.store.protocol.Store`` for what each method promises."""

    def __init__(self, workspace: Workspace, url: str) -> None:
        super().__init__(workspace, url)
        try:
            self._finish_what_was_interrupted(workspace)
        except BaseException:
            self.close()
            raise

    def waves(self) -> tuple[Wave, ...]:
        return tuple(self._registry.waves().values())

    def wave(self, name: str) -> Wave:
        return self._registry.wave(name)

    def known_wave(self, name: str) -> Wave:
        return found_in(self._registry.known(), name)

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
        with self._database.transaction() as connection:
            position = add(connection, replace(wave, ways=ways, dates=dates))
            make_wave(connection, position)
        return self._changed(name)

    def change_dates(self, name: str, dates: Dates) -> Wave:
        with self._turn(name, *POSSIBLE[Step.PROLONG]) as turn:
            if self._phase_by(name, turn.dates) is Phase.OVER:
                require_running(name, Phase.OVER)
            count_change(turn.connection)
            turn.connection.execute(SET_DATES, [dates.model_dump_json(), name])
        return self._changed(name)

    def add_closed_wave(
        self,
        name: str,
        instrument: Instrument,
        policy: Policy,
        units: Sequence[Unit],
        answers: Sequence[tuple[int, tuple[int | None, ...]]],
        given_on: date | None = None,
    ) -> Wave:
        wave = new_wave(name, WaveState.CLOSED, instrument, policy, units, given_on)
        with self._database.transaction() as connection:
            position = add(connection, wave)
            turn = Turn(connection, position, wave.state, wave.dates)
            collecting.insert_closed(turn, answers)
        return self._changed(name)

    def redeem(self, batch: Sequence[Submission]) -> list[CodeStanding]:
        return redeemed(batch, self._redeem_wave)

    def response_counts(self, wave: str) -> dict[int, int]:
        return dict(self._read(wave, collecting.COUNTS))

    def participation_shown(self, wave: str) -> dict[str, tuple[date, int]]:
        return self._registry.participation_shown(wave)

    def keep_participation(self, wave: str, shown: dict[str, tuple[date, int]]) -> None:
        self._registry.keep_participation(wave, shown)

    def close_wave(self, name: str) -> Wave:
        with self._turn(name, *POSSIBLE[Step.CLOSE]) as turn:
            count_change(turn.connection)
            collecting.close(turn, name)
            closed_on = last_day(turn.dates)
            turn.connection.execute(SET_CLOSED, [WaveState.CLOSED.value, closed_on, name])
            destroy_wave(turn.connection, turn.position)
        return self._changed(name)

    def receipts(self, name: str) -> tuple[bytes, ...]:
        return self._registry.receipts(name)

    def mark_released(self, name: str, release_id: str) -> Wave:
        with self._turn(name, *POSSIBLE[Step.PUBLISH]) as turn:
            count_change(turn.connection)
            turn.connection.execute(SET_RELEASED, [WaveState.RELEASED.value, release_id, name])
        return self._changed(name)

    def mark_withdrawn(self, name: str) -> Wave:
        with self._turn(name, *POSSIBLE[Step.WITHDRAW]) as turn:
            count_change(turn.connection)
            turn.connection.execute(SET_STATE, [WaveState.WITHDRAWN.value, name])
        return self._changed(name)

    def purge_answers(self, name: str, *, unpublished: bool = False) -> None:
        with self._turn(name, *POSSIBLE[Step.PURGE], *[WaveState.CLOSED] * unpublished) as turn:
            turn.run(collecting.DROP_CLOSED)
            turn.connection.execute(SET_PURGED, [name])

    def has_answers(self, name: str) -> bool:
        return self._registry.has_answers(name)

    def _changed(self, name: str) -> Wave:
        """Return a wave as it is after a change of it, and keep what the folder has to have."""
        wave = self._registry.wave(name)
        self._fitting.keep(wave)
        return wave

    def _redeem_wave(self, name: str, forms: Sequence[Submission]) -> list[CodeStanding]:
        mine = FormsOfWave.of(forms, self._hash)
        try:
            fresh = self._spend(name, mine, again=False)
        except (StoreUnreachable, CommitUnknown) as lost:
            fresh = self._spend_again(name, mine, lost)
        if isinstance(fresh, CodeStanding):
            return [fresh] * len(forms)
        return mine.standings(fresh, lambda code: self.check_code(code).standing)

    def _spend_again(
        self, name: str, mine: FormsOfWave, lost: StoreUnreachable | CommitUnknown
    ) -> set[bytes] | CodeStanding:
        """Try once more on a new connection: receipts tell what came in before it was lost.

        Raises the first failure where it fails again: whether that was committed stays unknown.
        """
        try:
            return self._spend(name, mine, again=True)
        except StoreUnreachable:
            raise lost from None

    def _spend(self, name: str, mine: FormsOfWave, *, again: bool) -> set[bytes] | CodeStanding:
        """Return the hashes that were fresh, or why the wave takes none."""
        with self._turn(name) as turn:
            if turn.state is not WaveState.OPEN:
                return CodeStanding.CLOSED
            outside = OUTSIDE.get(self._phase_by(name, turn.dates))
            if outside is not None:
                return outside
            before = collecting.kept_already(turn, mine.slips) if again else set()
            left = {one: given for one, given in mine.answers.items() if one not in before}
            return before | collecting.spend(turn, left, mine.slips)

    def _finish_what_was_interrupted(self, workspace: Workspace) -> None:
        """Take back codes that ended processes left waiting, move what was withdrawn, and destroy
        files that a move to this database left."""
        destroy_files(workspace)
        for wave in self.waves():
            if wave.state is WaveState.WITHDRAWN:
                move_aside(workspace, wave.name)
            if wave.state is WaveState.OPEN:
                with self._turn(wave.name) as turn:
                    if turn.state is WaveState.OPEN:
                        self._drop_waiting(turn)

    def _drop_waiting(self, turn: Turn) -> None:
        processes = [row[0] for row in turn.run(ways_in.PROCESSES)]
        ended = self._process.ended(processes)
        left = [row[0] for row in turn.run(ways_in.LEFT_WAITING, [ended])]
        if left:
            ways_in.take_back(turn, left)
