"""Moving a workspace's answers between its own files and a database, whole or not at all.

What is written is read back and held against what was read, by count and hash of each table. Then
the inventory is changed, in one step, and only then what was left behind is destroyed. A stop
before that step has changed nothing that counts, and the command can be given again: the mark that
is written down first says which database is an earlier try's.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

import duckdb

from survey.access.intents import entering
from survey.access.ledger import Action
from survey.errors import BearingError, Said
from survey.keeping.completeness import require_pieces
from survey.keeping.inventory import (
    Inventory,
    in_database,
    incomplete,
    read_inventory,
    write_inventory,
)
from survey.settings import Workspace
from survey.store.contents import Contents
from survey.store.duckdb_store import DuckDBStore
from survey.store.erasing import destroy_files
from survey.store.errors import StoreBusy, StoreElsewhere
from survey.store.file_contents import read, write
from survey.store.hold import still
from survey.store.marks import new_mark
from survey.store.migration import connect
from survey.store.postgres import contents as in_tables
from survey.store.postgres.database import Database
from survey.store.postgres.discretion import require_silent
from survey.store.postgres.fitting import give_up, head, take
from survey.store.postgres.postgres_store import PostgresStore
from survey.store.postgres.process import others_running
from survey.store.postgres.tables import migrate
from survey.store.unfinished import enter_what_was_done
from survey.whole_file import write_whole

MOVING: Final = "moving.mark"


def to_database(workspace: Workspace, url: str) -> Contents:
    """Move the answers of a workspace from its files to an empty database; return what moved.

    Raises ``StoreBusy`` while a server runs, ``DatabaseTaken`` for a database that is not empty,
    ``CopyDiffers`` where it does not keep what was written; then nothing has changed.
    """
    if in_database(workspace):
        raise StoreElsewhere(
            "{workspace!r} keeps its answers in a database already.", workspace=str(workspace.root)
        )
    with closing(DuckDBStore(workspace)) as store:
        enter_what_was_done(workspace, store)
    with _files(workspace) as registry, closing(Database(url)) as database:
        found = read(workspace, registry)
        require_silent(database)
        migrate(database)
        with _written_down(workspace) as mark, database.transaction() as connection:
            take(connection, workspace, mark)
            in_tables.clear(connection)
            in_tables.write(connection, found)
            found.require_same(in_tables.read(connection))
        with entering(workspace, Action.ANSWERS_TO_DATABASE, ""):
            _say_in_database(workspace, mark)
    destroy_files(workspace)
    _pending(workspace).unlink()
    return found


def to_files(workspace: Workspace, url: str) -> Contents:
    """Move the answers of a workspace from a database to its own files; return what moved.

    Raises ``StoreBusy`` while a server runs, and ``CopyDiffers``; then nothing has changed.
    """
    if not in_database(workspace):
        return _finished(workspace, url)
    with closing(PostgresStore(workspace, url)) as store:  # folder and database go together
        enter_what_was_done(workspace, store)
    with (
        entering(workspace, Action.ANSWERS_TO_FILES, ""),
        still(workspace),  # a server that starts waits
        closing(Database(url)) as database,
    ):
        if others_running(workspace):
            raise StoreBusy(
                "A server of the workspace {workspace!r} is running. Stop each of them first.",
                workspace=str(workspace.root),
            )
        with database.transaction() as connection:
            write_whole(_pending(workspace), head(connection)[0], 0o600)
            found = in_tables.read(connection)
        inventory = write(workspace, found, _inventory(workspace))
        with _files(workspace) as registry:
            found.require_same(read(workspace, registry))
        require_pieces(workspace, inventory)
        write_inventory(workspace, inventory)
    _clear(workspace, url)
    return found


def _finished(workspace: Workspace, url: str) -> Contents:
    """Make good a move to files that was stopped before it had cleared the database."""
    if not _pending(workspace).exists():
        raise StoreElsewhere(
            "{workspace!r} keeps its answers in files already.", workspace=str(workspace.root)
        )
    with _files(workspace) as registry:
        found = read(workspace, registry)
    _clear(workspace, url)
    return found


def _clear(workspace: Workspace, url: str) -> None:
    """Clear the database whose mark was written down, and no other."""
    with closing(Database(url)) as database, database.transaction() as connection:
        take(connection, workspace, _pending(workspace).read_text("utf-8"))
        in_tables.clear(connection)
        give_up(connection)
    _pending(workspace).unlink()


@contextmanager
def _written_down(workspace: Workspace) -> Iterator[str]:
    """Give the mark of an earlier try that was stopped, else a new one, which a refusal removes."""
    pending = _pending(workspace)
    new = not pending.exists()
    if new:
        write_whole(pending, new_mark(), 0o600)
    try:
        yield pending.read_text("utf-8")
    except BearingError as refused:
        if new and refused.nothing_done:
            pending.unlink()
        raise


def _say_in_database(workspace: Workspace, mark: str) -> None:
    """Change the inventory: from here on the database counts."""
    with still(workspace):
        inventory = _inventory(workspace)
        nothing = {"marks": (), "answers": "", "purged": False}
        waves = {name: held.model_copy(update=nothing) for name, held in inventory.waves.items()}
        moved = {"database": True, "registry": (mark,), "waves": waves}
        write_inventory(workspace, inventory.model_copy(update=moved))


def _pending(workspace: Workspace) -> Path:
    return workspace.root / MOVING


@contextmanager
def _files(workspace: Workspace) -> Iterator[duckdb.DuckDBPyConnection]:
    """Give the registry of the files; while it is open no server has them."""
    with closing(connect(workspace.registry, "registry")) as registry:
        yield registry


def _inventory(workspace: Workspace) -> Inventory:
    found = read_inventory(workspace)
    if found is None:
        raise incomplete(workspace, "inventory.json", Said("is missing"))
    return found
