"""What every part of the store on PostgreSQL stands on: the database, its key, and a wave's lock.

The lock of a wave is its row in the registry. Whoever writes takes it first, in whatever process,
and holds it until the commit: so a code is spent once, a closing wave loses no answer, and nothing
is relied upon but READ COMMITTED. Who only asks what a code is worth takes no lock.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final, LiteralString

from psycopg.errors import UndefinedTable

from survey.fieldwork.codes import code_hash
from survey.fieldwork.dates.dates import Dates, Phase
from survey.settings import Workspace
from survey.store.clocked import Clocked, require_running, require_state
from survey.store.errors import WorkspaceMissing
from survey.store.keys import CODE_KEY, secret_key
from survey.store.postgres.database import Connection, Database, first
from survey.store.postgres.discretion import require_silent
from survey.store.postgres.fitting import Fitting
from survey.store.postgres.process import Process
from survey.store.postgres.registry import Registry, unknown
from survey.store.postgres.tables import migrate, on
from survey.vocabulary import WaveState

TAKE_WAVE: Final = "SELECT state, position, dates FROM bearing.wave WHERE name = %s FOR UPDATE"


@dataclass(frozen=True)
class Turn:
    """The one transaction that may write to a wave now."""

    connection: Connection
    position: int
    state: WaveState
    dates: Dates

    def run(self, statement: LiteralString, values: Any = None) -> list[tuple[Any, ...]]:
        """Run a statement on the wave's tables; return its rows, none where it has none."""
        result = self.connection.execute(on(self.position, statement), values, binary=True)
        return result.fetchall() if result.description else []

    def copy(
        self, statement: LiteralString, types: Sequence[str], rows: Iterable[Sequence[Any]]
    ) -> None:
        """Write rows into a table by ``COPY``, in the order in which they come."""
        with (
            self.connection.cursor() as cursor,
            cursor.copy(on(self.position, statement)) as copy,
        ):
            copy.set_types(types)
            for row in rows:
                copy.write_row(row)


class Ground(Clocked):
    """The open database of a workspace.

    Raises ``WorkspaceMissing`` for a folder that is none, ``WorkspaceIncomplete`` for one that
    lacks a piece or does not go with the database, ``StoreUnreachable`` where there is none,
    ``DatabaseTells`` for one whose log would hold answers.
    """

    def __init__(self, workspace: Workspace, url: str) -> None:
        if not workspace.exists:
            raise WorkspaceMissing.at(workspace)
        super().__init__()
        self._key = secret_key(workspace, CODE_KEY)
        self._database = Database(url)
        self._process = Process(workspace)
        try:
            require_silent(self._database)
            migrate(self._database)
            self._fitting = Fitting(workspace, self._database)
            self._registry = Registry(self._database)
            self._fitting.require(tuple(self._registry.known().values()))
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Close every connection; the store cannot be used afterwards."""
        self._database.close()
        self._process.end()

    def renew_marks(self) -> None:
        """Give the database a new mark, so that a copy of it from before fits no more."""
        self._fitting.renew()

    def _hash(self, code: str) -> bytes:
        return code_hash(code, self._key)

    @contextmanager
    def _turn(self, name: str, *states: WaveState) -> Iterator[Turn]:
        """Begin the transaction in which a wave is written to.

        Raises ``WaveUnknown``, and ``WaveStateWrong`` where it is in none of these states.
        """
        with self._database.transaction() as connection:
            row = first(connection.execute(TAKE_WAVE, [name]).fetchall())
            if row is None:
                raise unknown(name, self._registry.known())
            state = WaveState(row[0])
            if states:
                require_state(name, state, *states)
            yield Turn(connection, row[1], state, Dates.model_validate_json(row[2]))

    @contextmanager
    def _running_turn(self, name: str) -> Iterator[Turn]:
        """As ``_turn``, of a wave that takes answers now."""
        with self._turn(name, WaveState.OPEN) as turn:
            require_running(name, self._phase_by(name, turn.dates))
            yield turn

    def _phase(self, name: str) -> Phase:
        return self._phase_by(name, self._registry.wave(name).dates)

    def _read(self, name: str, statement: LiteralString, values: Any = None) -> list[Any]:
        """Return rows of an open wave's tables; raises ``WaveStateWrong`` where it is not open."""
        wave = self._registry.wave(name)
        require_state(name, wave.state, WaveState.OPEN)
        try:
            return self._database.read_composed(on(wave.position, statement), values)
        except UndefinedTable:  # closed since
            require_state(name, self._registry.wave(name).state, WaveState.OPEN)
            raise
