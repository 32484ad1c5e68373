"""The registry: which waves there are, their units, and the codes of the closed ones."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import duckdb

from survey.fieldwork.dates.dates import Dates
from survey.fieldwork.policy import Policy
from survey.fieldwork.ways import Ways
from survey.instruments.model import Instrument
from survey.store.errors import WaveExists, WaveUnknown
from survey.store.protocol import Unit, Wave
from survey.store.rows import first_row
from survey.store.transaction import transaction
from survey.vocabulary import WaveState

NEXT_POSITION = "SELECT coalesce(max(position), 0) + 1 FROM wave"
INSERT_WAVE = "INSERT INTO wave VALUES (?, ?, ?, ?, ?, ?, ?, NULL, ?, ?, ?)"
INSERT_UNIT = "INSERT INTO unit VALUES (?, ?, ?, ?, ?)"
SELECT_WAVE = "SELECT * FROM wave WHERE name = ?"
SELECT_NAMES = "SELECT name FROM wave ORDER BY position"
SELECT_UNITS = "SELECT id, department, team, headcount FROM unit WHERE wave = ? ORDER BY id"
UPDATE_CLOSED = "UPDATE wave SET state = ?, closed_on = ? WHERE name = ?"
UPDATE_DATES = "UPDATE wave SET dates = ? WHERE name = ?"
UPDATE_STATE = "UPDATE wave SET state = ? WHERE name = ?"
UPDATE_RELEASED = "UPDATE wave SET state = ?, release_id = ? WHERE name = ?"
INSERT_CLOSED_CODES = "INSERT INTO closed_code SELECT ?, unnest(?::BLOB[])"
INSERT_RECEIPTS = "INSERT INTO receipt SELECT ?, unnest(?::BLOB[])"
SELECT_RECEIPTS = "SELECT hash FROM receipt WHERE wave = ? ORDER BY hash"
SELECT_PARTICIPATION = (
    "SELECT department, shown_on, responses FROM participation_shown WHERE wave = ?"
)
DELETE_PARTICIPATION = "DELETE FROM participation_shown WHERE wave = ? AND department = ?"
INSERT_PARTICIPATION = "INSERT INTO participation_shown VALUES (?, ?, ?, ?)"


class Registry:
    """Reads and writes the registry over one connection; the store serialises the calls.

    Waves are held in memory, since reading one parses its whole questionnaire: ``names``,
    ``waves`` and ``wave`` ask no database and need no lock. What is written replaces them as a
    whole after its commit, so that a reader finds them as they were or as they are.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection
        names = [str(row[0]) for row in connection.execute(SELECT_NAMES).fetchall()]
        self._waves: Mapping[str, Wave] = {name: self._read_wave(name) for name in names}

    def names(self) -> tuple[str, ...]:
        """Return the waves' names in the order in which they were opened."""
        return tuple(self._waves)

    def waves(self) -> tuple[Wave, ...]:
        """Return all waves in that order."""
        return tuple(self._waves.values())

    def wave(self, name: str) -> Wave:
        """Return one wave; raises ``WaveUnknown``."""
        found = self._waves.get(name)
        if found is None:
            known = ", ".join(self.names()) or "none yet"
            raise WaveUnknown(
                "There is no wave {name!r}. Waves of this workspace: {known}.",
                name=name,
                known=known,
            )
        return found

    def _read_again(self, name: str) -> None:
        self._waves = {**self._waves, name: self._read_wave(name)}

    def _read_wave(self, name: str) -> Wave:
        row = first_row(self.connection.execute(SELECT_WAVE, [name]))
        if row is None:
            raise WaveUnknown("Wave {name!r} is not in the registry.", name=name)
        return _wave(row, self.connection.execute(SELECT_UNITS, [name]).fetchall())

    def add(self, wave: Wave) -> None:
        """Enter a new wave and its units in one transaction; raises ``WaveExists``."""
        self.require_new(wave.name)
        row = first_row(self.connection.execute(NEXT_POSITION))
        position = int(row[0]) if row else 1
        documents = [wave.instrument.model_dump_json(), wave.policy.document]
        with transaction(self.connection):
            self.connection.execute(
                INSERT_WAVE,
                [
                    *(wave.name, position, wave.state, *documents, wave.opened_on, wave.closed_on),
                    *(wave.ways.open_links, wave.ways.blind_tickets),
                    wave.dates.model_dump_json(),
                ],
            )
            self.connection.executemany(
                INSERT_UNIT,
                [[wave.name, u.id, u.department, u.team, u.headcount] for u in wave.units],
            )
        self._read_again(wave.name)

    def require_new(self, name: str) -> None:
        """Raise ``WaveExists`` where a wave has that name."""
        if name in self.names():
            raise WaveExists("There is a wave {name!r} already. Choose another name.", name=name)

    def change_dates(self, name: str, dates: Dates) -> None:
        """Give a wave other dates."""
        self.connection.execute(UPDATE_DATES, [dates.model_dump_json(), name])
        self._read_again(name)

    def mark_closed(
        self, name: str, hashes: Iterable[bytes], slips: Iterable[bytes], today: date
    ) -> None:
        """Record a wave as closed and keep the hashes of its codes and of its receipts, each
        sorted and without anything else."""
        with transaction(self.connection):
            self.connection.execute(UPDATE_CLOSED, [WaveState.CLOSED, today, name])
            self.connection.execute(INSERT_CLOSED_CODES, [name, sorted(hashes)])
            self.connection.execute(INSERT_RECEIPTS, [name, sorted(slips)])
        self._read_again(name)

    def mark_released(self, name: str, release_id: str) -> None:
        """Record the release of a closed wave."""
        self.connection.execute(UPDATE_RELEASED, [WaveState.RELEASED, release_id, name])
        self._read_again(name)

    def mark_withdrawn(self, name: str) -> None:
        """Record that the release of a wave was withdrawn."""
        self.connection.execute(UPDATE_STATE, [WaveState.WITHDRAWN, name])
        self._read_again(name)

    def receipts(self, wave: str) -> tuple[bytes, ...]:
        """Return the hashes of a closed wave's receipts, sorted."""
        rows = self.connection.execute(SELECT_RECEIPTS, [wave]).fetchall()
        return tuple(bytes(row[0]) for row in rows)

    def participation_shown(self, wave: str) -> dict[str, tuple[date, int]]:
        """Return by department the day and the count behind the participation last shown."""
        rows = self.connection.execute(SELECT_PARTICIPATION, [wave]).fetchall()
        return {str(department): (day, int(count)) for department, day, count in rows}

    def keep_participation(self, wave: str, shown: dict[str, tuple[date, int]]) -> None:
        """Replace what was last shown for the departments named."""
        with transaction(self.connection):
            for department, (day, count) in shown.items():
                self.connection.execute(DELETE_PARTICIPATION, [wave, department])
                self.connection.execute(INSERT_PARTICIPATION, [wave, department, day, count])


def _wave(row: Sequence[Any], units: Iterable[Sequence[Any]]) -> Wave:
    name, position, state, instrument, policy, opened_on, closed_on, release_id, *more = row
    *ways, dates = more
    return Wave(
        name=name,
        state=WaveState(state),
        instrument=Instrument.model_validate_json(instrument),
        policy=Policy.model_validate_json(policy),
        units=tuple(Unit(*unit) for unit in units),
        opened_on=opened_on,
        closed_on=closed_on,
        release_id=release_id,
        ways=Ways(*map(bool, ways)),
        position=position,
        dates=Dates.model_validate_json(dates),
    )
