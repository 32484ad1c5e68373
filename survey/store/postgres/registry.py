"""The registry on PostgreSQL: which waves there are, the same for every process.

What was fixed when a wave opened is read once by each process. What changes of it is counted
(``changes``), so that a process sees by one number whether it has to read again.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

from survey.fieldwork.dates.dates import Dates
from survey.fieldwork.policy import Policy
from survey.fieldwork.ways import Ways
from survey.instruments.model import Instrument
from survey.store.errors import WaveExists, WaveUnknown
from survey.store.postgres.database import Connection, Database, first
from survey.store.protocol import Unit, Wave
from survey.vocabulary import WaveState

CHANGES: Final = "SELECT changes FROM bearing.head"
COUNT_CHANGE: Final = "UPDATE bearing.head SET changes = changes + 1"
CURRENT: Final = (
    "SELECT name, position, state, closed_on, release_id, dates FROM bearing.wave ORDER BY position"
)
FIXED: Final = (
    "SELECT instrument, policy, opened_on, open_links, blind_tickets FROM bearing.wave"
    " WHERE name = %s"
)
UNITS: Final = (
    "SELECT id, department, team, headcount FROM bearing.unit WHERE wave = %s ORDER BY id"
)
NEXT_POSITION: Final = "SELECT coalesce(max(position), 0) + 1 FROM bearing.wave"
IS_THERE: Final = "SELECT 1 FROM bearing.wave WHERE name = %s"
INSERT_WAVE: Final = (
    "INSERT INTO bearing.wave VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
)
INSERT_UNITS: Final = (
    "INSERT INTO bearing.unit SELECT %s, * FROM"
    " unnest(%s::integer[], %s::text[], %s::text[], %s::integer[])"
)
RECEIPTS: Final = "SELECT hash FROM bearing.receipt WHERE wave = %s ORDER BY hash"
HAS_ANSWERS: Final = "SELECT has_answers FROM bearing.wave WHERE name = %s"
PARTICIPATION: Final = (
    "SELECT department, shown_on, responses FROM bearing.participation_shown WHERE wave = %s"
)
KEEP_PARTICIPATION: Final = (
    "INSERT INTO bearing.participation_shown VALUES (%s, %s, %s, %s) ON CONFLICT (wave, department)"
    " DO UPDATE SET shown_on = excluded.shown_on, responses = excluded.responses"
)


class Registry:
    """Reads the registry; what is known of it is replaced as a whole, so that no reader waits."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: tuple[int, Mapping[str, Wave]] = (-1, {})
        self.waves()

    @property
    def changes(self) -> int:
        """The number of changes up to which this process knows the registry."""
        return self._known[0]

    def known(self) -> Mapping[str, Wave]:
        """Return the waves as this process last read them, in the order of their opening."""
        return self._known[1]

    def waves(self) -> Mapping[str, Wave]:
        """Return the waves as they are now."""
        ((changes,),) = self._database.read_composed(CHANGES)
        return self.known() if changes == self.changes else self.read_again()

    def wave(self, name: str) -> Wave:
        """Return one wave as it is now; raises ``WaveUnknown``."""
        return found_in(self.waves(), name)

    def read_again(self) -> Mapping[str, Wave]:
        """Read what changes of waves, and all of those that this process did not know."""
        with self._database.transaction() as connection:
            # In this order: a change in between is read, and once more the next time.
            ((changes,),) = connection.execute(CHANGES).fetchall()
            rows = connection.execute(CURRENT).fetchall()
            known = {row[0]: self._read(connection, row) for row in rows}
        self._known = (changes, known)
        return known

    def receipts(self, name: str) -> tuple[bytes, ...]:
        """Return the hashes of a closed wave's receipts, sorted."""
        return tuple(row[0] for row in self._database.read_composed(RECEIPTS, [name]))

    def has_answers(self, name: str) -> bool:
        """Say whether a wave's answers are there, or can still come; raises ``WaveUnknown``."""
        row = first(self._database.read_composed(HAS_ANSWERS, [name]))
        if row is None:
            raise unknown(name, self.known())
        return bool(row[0])

    def participation_shown(self, wave: str) -> dict[str, tuple[date, int]]:
        """Return by department the day and the count behind the participation last shown."""
        rows = self._database.read_composed(PARTICIPATION, [wave])
        return {department: (day, count) for department, day, count in rows}

    def keep_participation(self, wave: str, shown: dict[str, tuple[date, int]]) -> None:
        """Replace what was last shown for the departments named."""
        with self._database.transaction() as connection:
            for department, (day, count) in sorted(shown.items()):
                connection.execute(KEEP_PARTICIPATION, [wave, department, day, count])

    def _read(self, connection: Connection, row: tuple[Any, ...]) -> Wave:
        name, position, state, closed_on, release_id, dates = row
        wave = self.known().get(name)
        if wave is None or wave.position != position:
            wave = _fixed(connection, name, position)
        return replace(
            wave,
            state=WaveState(state),
            closed_on=closed_on,
            release_id=release_id,
            dates=Dates.model_validate_json(dates),
        )


def count_change(connection: Connection) -> None:
    """Count a change of the registry, within its transaction.

    It takes the one row of the head: registries are changed one at a time.
    """
    connection.execute(COUNT_CHANGE)


def add(connection: Connection, wave: Wave) -> int:
    """Enter a new wave and its units and return its position; raises ``WaveExists``."""
    count_change(connection)
    if connection.execute(IS_THERE, [wave.name]).fetchall():
        raise WaveExists("There is a wave {name!r} already. Choose another name.", name=wave.name)
    ((position,),) = connection.execute(NEXT_POSITION).fetchall()
    connection.execute(
        INSERT_WAVE,
        [
            *(wave.name, position, wave.state.value),
            *(wave.instrument.model_dump_json(), wave.policy.document),
            *(wave.opened_on, wave.closed_on, None),
            *(wave.ways.open_links, wave.ways.blind_tickets),
            *(wave.dates.model_dump_json(), True),
        ],
    )
    columns = [list(column) for column in zip(*map(_row, wave.units), strict=True)]
    connection.execute(INSERT_UNITS, [wave.name, *(columns or [[], [], [], []])])
    return int(position)


def found_in(waves: Mapping[str, Wave], name: str) -> Wave:
    """Return a wave; raises ``WaveUnknown``."""
    if name not in waves:
        raise unknown(name, waves)
    return waves[name]


def unknown(name: str, waves: Mapping[str, Wave]) -> WaveUnknown:
    """Return the failure for a name that no wave has."""
    known = ", ".join(waves) or "none yet"
    return WaveUnknown(
        "There is no wave {name!r}. Waves of this workspace: {known}.", name=name, known=known
    )


def _row(unit: Unit) -> tuple[int, str, str, int | None]:
    return unit.id, unit.department, unit.team, unit.headcount


def _fixed(connection: Connection, name: str, position: int) -> Wave:
    ((instrument, policy, opened_on, *ways),) = connection.execute(FIXED, [name]).fetchall()
    return Wave(
        name=name,
        state=WaveState.OPEN,
        instrument=Instrument.model_validate_json(instrument),
        policy=Policy.model_validate_json(policy),
        units=tuple(Unit(*unit) for unit in connection.execute(UNITS, [name]).fetchall()),
        opened_on=opened_on,
        closed_on=None,
        release_id=None,
        ways=Ways(*ways),
        position=position,
    )
