"""What the store knows of its own files: the inventory, held against the databases and kept up.

The registry decides what state a wave is in. What a stop left between registry and inventory is
settled by it when the store is opened; what is then still missing stops the opening.
"""

from collections.abc import Iterable, Mapping
from typing import Final

import duckdb

from survey.access import ledger
from survey.access.ledger import Action
from survey.errors import Said
from survey.keeping.completeness import (
    ANSWERS,
    COLLECTING,
    require_database,
    require_pieces,
)
from survey.keeping.inventory import (
    FORMAT,
    Held,
    Inventory,
    incomplete,
    key_fingerprint,
    read_inventory,
    workspace_format,
    write_inventory,
)
from survey.keeping.seal import sha256_of_file
from survey.settings import Workspace
from survey.store.hold import still
from survey.store.keys import CODE_KEY, ENDS_KEY, KEYS, make_key, secret_key
from survey.store.marks import new_mark, read_mark, write_mark
from survey.store.migration import connect
from survey.store.protocol import Wave
from survey.vocabulary import WaveState
from survey.whole_file import write_whole

UNMARKED: Final = ""
"""What a file of a workspace from before there was an inventory carries."""

OLDER: Final = Said("is older than the rest of the workspace, or of another one")

Databases = Mapping[str, duckdb.DuckDBPyConnection]
"""The files of the open waves by name."""


class Belongings:
    """The inventory of an open store."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        found = read_inventory(workspace)
        self.adopting = found is None
        self.inventory = found or Inventory(keys={}, registry=(UNMARKED,))

    def open_registry(self) -> duckdb.DuckDBPyConnection:
        """Return a connection to the registry; made only where nothing was ever registered.

        Raises ``WorkspaceIncomplete`` where it is missing, damaged or does not belong.
        """
        path = self._workspace.registry
        if self.adopting and not path.exists() and not self._ever_used():
            return connect(path, "registry", new=True)
        require_database(self._workspace, path)
        connection = connect(path, "registry")
        if read_mark(connection) not in self.inventory.registry:
            connection.close()
            raise incomplete(self._workspace, path.name, OLDER)
        return connection

    def require(self, waves: Iterable[Wave]) -> None:
        """Raise ``WorkspaceIncomplete`` naming the first piece that the waves need and lack."""
        waves = tuple(waves)
        self.inventory = self._adopted(waves) if self.adopting else self._settled(waves)
        require_pieces(self._workspace, self.inventory)

    def require_marks(self, open_waves: Databases) -> None:
        """Raise ``WorkspaceIncomplete`` for an open wave's file that does not belong."""
        for name, connection in open_waves.items():
            if read_mark(connection) not in self.inventory.waves[name].marks:
                raise incomplete(self._workspace, f"waves/{name}/{COLLECTING}", OLDER)

    def keep_settled(self) -> None:
        """Write down what the registry settled, for those who ask the inventory alone."""
        if not self.adopting and read_inventory(self._workspace) != self.inventory:
            self._write(self.inventory)

    def begun(self) -> tuple[str, ...]:
        """Return the waves whose opening was interrupted."""
        return tuple(name for name, held in self.inventory.waves.items() if not held.whole)

    def renew(self, registry: duckdb.DuckDBPyConnection, open_waves: Databases) -> None:
        """Give every file a new mark, so that copies from before do not fit any more."""
        mark, held = new_mark(), self.inventory
        files = [registry, *open_waves.values()]
        both = held.model_copy(update={"registry": (*held.registry, mark)})
        for name in open_waves:
            both = both.with_wave(name, marks=(*held.waves[name].marks, mark))
        write_inventory(self._workspace, both)
        for connection in files:
            write_mark(connection, mark)
        alone = both.model_copy(update={"registry": (mark,)})
        for name in open_waves:
            alone = alone.with_wave(name, marks=(mark,))
        self._write(alone)
        if self.adopting:
            self._raise_format()

    def change(self, name: str, **changes: object) -> None:
        """Change what is held of a wave; on disk before this returns."""
        self._write(self.inventory.with_wave(name, **changes))

    def forget(self, name: str) -> None:
        """Remove a wave whose opening came to nothing."""
        self._write(self.inventory.without_wave(name))

    def _write(self, inventory: Inventory) -> None:
        known = inventory.model_copy(update={"ledger": self._end_of_ledger()})
        write_inventory(self._workspace, known)
        self.inventory = known

    def _settled(self, waves: tuple[Wave, ...]) -> Inventory:
        """Return the inventory with each wave in the state that the registry says it is in."""
        settled = self.inventory
        for name in {name for name, held in settled.waves.items() if held.whole}:
            if name not in {wave.name for wave in waves}:
                raise incomplete(self._workspace, self._workspace.registry.name, OLDER)
        for wave in waves:
            if wave.name not in settled.waves:
                raise incomplete(self._workspace, "inventory.json", OLDER)
            settled = settled.with_wave(wave.name, **_by_registry(wave))
            held = settled.waves[wave.name]
            if not (held.marks if wave.state is WaveState.OPEN else True):
                raise incomplete(self._workspace, self._workspace.registry.name, OLDER)
            if wave.state is WaveState.CLOSED and not held.answers and not held.purged:
                raise incomplete(self._workspace, "inventory.json", OLDER)
        return settled

    def _adopted(self, waves: tuple[Wave, ...]) -> Inventory:
        """Return the inventory of a workspace from before there was one, if all is there."""
        needed = {CODE_KEY} if waves else set()
        if any(wave.release_id for wave in waves):
            needed.add(ENDS_KEY)
        for name in KEYS:
            if not (self._workspace.secrets / name).exists() and name not in needed:
                make_key(self._workspace, name)
        if waves and not self._workspace.ledger.exists():
            raise incomplete(self._workspace, self._workspace.ledger.name, Said("is missing"))
        return Inventory(
            keys={name: key_fingerprint(secret_key(self._workspace, name)) for name in KEYS},
            registry=(UNMARKED,),
            waves={wave.name: self._held(wave) for wave in waves},
            ledger=self._end_of_ledger(),
        )

    def _held(self, wave: Wave) -> Held:
        held = Held(whole=True, marks=(UNMARKED,)).model_copy(update=_by_registry(wave))
        path = self._workspace.waves / wave.name / ANSWERS
        if wave.state is WaveState.OPEN or (not path.exists() and self._purged(wave)):
            return held
        require_database(self._workspace, path)
        return held.model_copy(update={"answers": sha256_of_file(path)})

    def _purged(self, wave: Wave) -> bool:
        return any(
            entry.action is Action.ANSWERS_PURGED and entry.wave == wave.name
            for entry in ledger.entries(self._workspace)
        )

    def _ever_used(self) -> bool:
        return self._workspace.ledger.exists() or any(
            folder.is_dir() and any(folder.iterdir())
            for folder in (self._workspace.waves, self._workspace.releases)
        )

    def _end_of_ledger(self) -> tuple[int, str]:
        entries = ledger.entries(self._workspace)
        return (entries[-1].number, entries[-1].sha256) if entries else (0, "")

    def _raise_format(self) -> None:
        marker, old = self._workspace.marker, workspace_format(self._workspace)
        words = marker.read_text("utf-8").replace(f"format = {old}", f"format = {FORMAT}")
        write_whole(marker, words)
        self.adopting = False


def begin(workspace: Workspace) -> None:
    """Make the pieces that a workspace has from the start: keys, registry and inventory."""
    keys = {name: key_fingerprint(make_key(workspace, name)) for name in KEYS}
    mark = new_mark()
    with connect(workspace.registry, "registry", new=True) as connection:
        write_mark(connection, mark)
    write_inventory(workspace, Inventory(keys=keys, registry=(mark,)))
    with still(workspace):  # makes the file of the lock
        pass


def _by_registry(wave: Wave) -> dict[str, object]:
    """Return what follows from a wave's state in the registry."""
    known: dict[str, object] = {
        "whole": True,
        "release": wave.release_id or "",
        "withdrawn": wave.state is WaveState.WITHDRAWN,
    }
    return known | ({"answers": ""} if wave.state is WaveState.OPEN else {"marks": ()})
