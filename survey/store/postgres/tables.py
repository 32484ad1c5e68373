"""Brings the tables up to date from numbered ``.sql`` files, and makes those of a wave."""

from functools import lru_cache
from pathlib import Path
from typing import Final, LiteralString

from psycopg.sql import SQL, Composed, Identifier

from survey.store.errors import StoreNewer
from survey.store.postgres.database import Connection, Database

FOLDER: Final = Path(__file__).parent / "schema"

MAKE: Final = "CREATE SCHEMA IF NOT EXISTS bearing"
MAKE_HEAD: Final = (
    "CREATE TABLE IF NOT EXISTS bearing.head"
    " (one boolean PRIMARY KEY DEFAULT TRUE CHECK (one), version integer NOT NULL,"
    " changes integer NOT NULL, mark text NOT NULL, key text NOT NULL)"
)
INSERT_HEAD: Final = (
    "INSERT INTO bearing.head (version, changes, mark, key) VALUES (0, 0, '', '')"
    " ON CONFLICT DO NOTHING"
)
LOCK_HEAD: Final = "SELECT version FROM bearing.head FOR UPDATE"
SET_VERSION: Final = "UPDATE bearing.head SET version = %s"


def migrate(database: Database) -> None:
    """Apply the steps of the registry that are missing; one process at a time.

    Raises ``StoreNewer`` where the tables are ahead of this version of the product.
    """
    steps = _steps("registry")
    if not database.read_composed("SELECT to_regclass('bearing.head') IS NOT NULL")[0][0]:
        with database.transaction() as connection:
            connection.execute(MAKE)
            connection.execute(MAKE_HEAD)
            connection.execute(INSERT_HEAD)
    with database.transaction() as connection:
        (version,) = connection.execute(LOCK_HEAD).fetchall()[0]
        if version > len(steps):
            raise StoreNewer(
                "The database was written by a newer version of Bearing (schema"
                " {version}, this one knows {known}). Install the newer version again.",
                version=version,
                known=len(steps),
            )
        for step in steps[version:]:
            connection.execute(SQL(_words(step)))
        connection.execute(SET_VERSION, [len(steps)])


def make_wave(connection: Connection, position: int) -> None:
    """Make the tables of an open wave, within the caller's transaction."""
    connection.execute(on(position, "CREATE SCHEMA {w}"))
    for step in _steps("wave"):
        connection.execute(on(position, _words(step)))


def destroy_wave(connection: Connection, position: int) -> None:
    """Drop the tables of an open wave, within the caller's transaction; their files go with it."""
    connection.execute(on(position, "DROP SCHEMA {w} CASCADE"))


@lru_cache(maxsize=1000)
def on(position: int, statement: LiteralString) -> Composed:
    """Return a statement on the tables of a wave: ``{w}`` is their schema, ``{a}`` its answers."""
    answers = Identifier("bearing", f"answers_{position}")
    return SQL(statement).format(w=tables_of(position), a=answers)


def tables_of(position: int) -> Identifier:
    """Return the schema that holds the tables of an open wave."""
    return Identifier(f"bearing_wave_{position}")


def _steps(schema: str) -> list[Path]:
    return sorted((FOLDER / schema).glob("*.sql"))


def _words(step: Path) -> LiteralString:
    return step.read_text("utf-8")
