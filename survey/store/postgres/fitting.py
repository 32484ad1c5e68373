"""Whether a workspace's folder and a database go together, and that neither is an older copy.

The database has the fingerprint of the key of codes, and a mark that is renewed whenever a server
starts or ends; the inventory in the folder has the same. What the folder has of a wave follows
from the registry, which the database keeps.
"""

from contextlib import closing
from typing import ClassVar, Final, Self

from survey.access import ledger
from survey.errors import BearingError, Said
from survey.keeping.completeness import require_pieces
from survey.keeping.inventory import (
    Inventory,
    WorkspaceIncomplete,
    incomplete,
    key_fingerprint,
    read_inventory,
    write_inventory,
)
from survey.settings import Workspace
from survey.store.hold import still
from survey.store.keys import CODE_KEY, KEYS, make_key, secret_key
from survey.store.marks import new_mark
from survey.store.postgres.database import Connection, Database
from survey.store.postgres.discretion import require_silent
from survey.store.postgres.tables import migrate
from survey.store.protocol import Wave
from survey.vocabulary import WaveState

READ_HEAD: Final = "SELECT mark, key FROM bearing.head"
HOLD_HEAD: Final = "SELECT mark, key FROM bearing.head FOR UPDATE"
SET_HEAD: Final = "UPDATE bearing.head SET mark = %s, key = %s"
SET_MARK: Final = "UPDATE bearing.head SET mark = %s"
UNTAKEN: Final = ""
THE_DATABASE: Final = Said("the database")
"""Mark and fingerprint of a database that no workspace has taken."""


class DatabaseTaken(BearingError):
    """The database belongs to another workspace."""

    code: ClassVar[str] = "DATABASE-TAKEN"

    @classmethod
    def another(cls) -> Self:
        """Return the failure, with the way on."""
        return cls(
            "The database that BEARING_DATABASE_URL names belongs to a workspace already. Name"
            " an empty one; each workspace has its own."
        )


class Fitting:
    """The inventory of a workspace whose answers are in a database."""

    def __init__(self, workspace: Workspace, database: Database) -> None:
        self._workspace = workspace
        self._database = database

    def require(self, waves: tuple[Wave, ...]) -> None:
        """Raise ``WorkspaceIncomplete`` where folder and database do not go together."""
        with still(self._workspace):
            inventory = self._inventory()
            ((mark, key),) = self._database.read_composed(READ_HEAD)
            if key != _fingerprint(self._workspace):
                raise incomplete(self._workspace, THE_DATABASE, Said("is of another workspace"))
            if mark not in inventory.registry:
                raise incomplete(self._workspace, THE_DATABASE, Said("is older than the folder"))
            for name in inventory.waves:
                if name not in {wave.name for wave in waves}:
                    raise incomplete(
                        self._workspace, THE_DATABASE, Said("is older than the folder")
                    )
            for wave in waves:
                inventory = _with(inventory, wave)
            require_pieces(self._workspace, inventory)
            self._write(inventory)

    def renew(self) -> None:
        """Give database and inventory a new mark; a stop in between leaves nothing unfit."""
        with still(self._workspace):
            inventory, mark = self._inventory(), new_mark()
            both = inventory.model_copy(update={"registry": (*inventory.registry, mark)})
            write_inventory(self._workspace, both)
            with self._database.transaction() as connection:
                connection.execute(SET_MARK, [mark])
            self._write(both.model_copy(update={"registry": (mark,)}))

    def keep(self, wave: Wave) -> None:
        """Keep in the inventory what the folder has to have of a wave."""
        with still(self._workspace):
            self._write(_with(self._inventory(), wave))

    def _inventory(self) -> Inventory:
        found = read_inventory(self._workspace)
        if found is None or not found.database:
            raise WorkspaceIncomplete(
                "The workspace {workspace!r} keeps its answers in files of its own.",
                workspace=str(self._workspace.root),
            )
        return found

    def _write(self, inventory: Inventory) -> None:
        entries = ledger.entries(self._workspace)
        end = (entries[-1].number, entries[-1].sha256) if entries else (0, "")
        write_inventory(self._workspace, inventory.model_copy(update={"ledger": end}))


def require_empty(url: str) -> None:
    """Raise ``DatabaseTaken`` for a database that belongs to a workspace; make the tables else."""
    with closing(Database(url)) as database:
        require_silent(database)
        migrate(database)
        if database.read_composed(READ_HEAD) != [(UNTAKEN, UNTAKEN)]:
            raise DatabaseTaken.another()


def take(connection: Connection, workspace: Workspace, mark: str) -> None:
    """Let a workspace take a database that is empty, or that has this mark of its own already.

    Raises ``DatabaseTaken``. Within the caller's transaction.
    """
    own = (mark, _fingerprint(workspace))
    if head(connection) not in ((UNTAKEN, UNTAKEN), own):
        raise DatabaseTaken.another()
    connection.execute(SET_HEAD, own)


def head(connection: Connection) -> tuple[str, str]:
    """Return a database's mark and fingerprint, held until the caller's transaction ends."""
    ((mark, key),) = connection.execute(HOLD_HEAD).fetchall()
    return mark, key


def give_up(connection: Connection) -> None:
    """Let a database belong to no workspace, within the caller's transaction."""
    connection.execute(SET_HEAD, [UNTAKEN, UNTAKEN])


def begin(workspace: Workspace, url: str) -> None:
    """Make the pieces of a new workspace whose answers will be in a database that is empty."""
    keys = {name: key_fingerprint(make_key(workspace, name)) for name in KEYS}
    mark = new_mark()
    write_inventory(workspace, Inventory(keys=keys, registry=(mark,), database=True))
    with closing(Database(url)) as database, database.transaction() as connection:
        connection.execute(SET_HEAD, [mark, _fingerprint(workspace)])


def _fingerprint(workspace: Workspace) -> str:
    return key_fingerprint(secret_key(workspace, CODE_KEY))


def _with(inventory: Inventory, wave: Wave) -> Inventory:
    return inventory.with_wave(
        wave.name,
        whole=True,
        release=wave.release_id or "",
        withdrawn=wave.state is WaveState.WITHDRAWN,
    )
