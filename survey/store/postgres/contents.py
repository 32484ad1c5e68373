"""The contents of a database: read whole, or written where nothing is, in one transaction."""

from typing import Final, LiteralString

from psycopg.sql import SQL, Identifier

from survey.store.collecting import ORDER
from survey.store.contents import COLLECTING, REGISTRY, Contents, Rows, Tables, column_names
from survey.store.postgres.collecting import FULL, KEPT, MAKE_CLOSED, MOVE_HALF
from survey.store.postgres.database import Connection
from survey.store.postgres.registry import count_change
from survey.store.postgres.tables import destroy_wave, make_wave, on, tables_of
from survey.vocabulary import WaveState

OPEN_ANSWERS: Final[LiteralString] = (
    "SELECT unit, answers FROM {w}.answer"
    " UNION ALL SELECT unnest(units), unnest(answers) FROM {w}.young"
)
OPEN_RECEIPTS: Final[LiteralString] = (
    "SELECT hash FROM {w}.receipt UNION ALL SELECT unnest(slips) FROM {w}.young"
)
NOT_WAITING: Final[LiteralString] = (
    "SELECT hash, unit, round, kind FROM {w}.code c"
    " WHERE NOT EXISTS (SELECT FROM {w}.waiting x WHERE x.hash = c.hash)"
)
UNSPENT: Final[LiteralString] = (
    "SELECT hash FROM {w}.unspent u"
    " WHERE NOT EXISTS (SELECT FROM {w}.waiting x WHERE x.hash = u.hash)"
)
CLOSED_ANSWERS: Final[LiteralString] = "SELECT unit, answers FROM {a}"
WITH_ANSWERS: Final = (
    "SELECT name, position FROM bearing.wave WHERE state <> 'open' AND has_answers"
)
POSITIONS: Final = "SELECT position, state FROM bearing.wave"
FILL_YOUNG: Final[LiteralString] = "UPDATE {w}.young SET units = %s, answers = %s, slips = %s"
DROP_CLOSED: Final[LiteralString] = "DROP TABLE IF EXISTS {a}"


def read(connection: Connection) -> Contents:
    """Return what the database holds, within the caller's transaction."""
    registry = Identifier("bearing")
    found = Contents(
        {name: _rows(connection, registry, name, columns) for name, columns in REGISTRY.items()}
    )
    for name, position, state, *_ in found.registry["wave"]:
        if state == WaveState.OPEN:
            found.open_waves[name] = _read_open(connection, position)
    for name, position in connection.execute(WITH_ANSWERS).fetchall():
        found.answers[name] = _run(connection, position, CLOSED_ANSWERS)
    return found


def write(connection: Connection, contents: Contents) -> None:
    """Write contents into tables in which nothing is, within the caller's transaction."""
    count_change(connection)
    for name, columns in REGISTRY.items():
        rows = sorted(contents.registry[name], key=repr)
        if name != "wave":
            _copy(connection, Identifier("bearing", name), columns, rows)
    kept = {*contents.open_waves, *contents.answers}
    waves = [(*row, row[0] in kept) for row in contents.registry["wave"]]
    columns = f"{REGISTRY['wave']}, has_answers"
    _copy(connection, Identifier("bearing", "wave"), columns, sorted(waves, key=repr))
    for name, position, *_ in contents.registry["wave"]:
        if name in contents.open_waves:
            _write_open(connection, position, contents.open_waves[name])
        elif name in contents.answers:
            connection.execute(on(position, MAKE_CLOSED))
            table = Identifier("bearing", f"answers_{position}")
            _copy(connection, table, "unit, answers", sorted(contents.answers[name]))


def clear(connection: Connection) -> None:
    """Remove all that the database holds of a workspace, within the caller's transaction."""
    for position, state in connection.execute(POSITIONS).fetchall():
        if state == WaveState.OPEN.value:
            destroy_wave(connection, position)
        connection.execute(on(position, DROP_CLOSED))
    for name in REGISTRY:
        connection.execute(SQL("DELETE FROM {}").format(Identifier("bearing", name)))


def _read_open(connection: Connection, position: int) -> Tables:
    schema = tables_of(position)
    tables = {
        name: _rows(connection, schema, name, columns)
        for name, columns in COLLECTING.items()
        if name != "code"
    }
    return tables | {
        "code": _run(connection, position, NOT_WAITING),
        "unspent": _run(connection, position, UNSPENT),
        "answer": _run(connection, position, OPEN_ANSWERS),
        "receipt": _run(connection, position, OPEN_RECEIPTS),
    }


def _write_open(connection: Connection, position: int, tables: Tables) -> None:
    make_wave(connection, position)
    schema = f"bearing_wave_{position}"
    for name, columns in (COLLECTING | {"unspent": "hash"}).items():
        rows = list(tables[name])
        ORDER.shuffle(rows)
        _copy(connection, Identifier(schema, name), columns, rows)
    answers, slips = sorted(tables["answer"]), sorted(slip for (slip,) in tables["receipt"])
    young = [[unit for unit, _ in answers], [given for _, given in answers], slips]
    connection.execute(on(position, FILL_YOUNG), young)
    if len(answers) >= FULL:
        connection.execute(on(position, MOVE_HALF), {"kept": KEPT})


def _run(connection: Connection, position: int, statement: LiteralString) -> Rows:
    return connection.execute(on(position, statement), binary=True).fetchall()


def _rows(connection: Connection, schema: Identifier, table: str, columns: str) -> Rows:
    names = SQL(", ").join(map(Identifier, column_names(columns)))
    statement = SQL("SELECT {} FROM {}.{}").format(names, schema, Identifier(table))
    return connection.execute(statement, binary=True).fetchall()


def _copy(connection: Connection, table: Identifier, columns: str, rows: Rows) -> None:
    names = SQL(", ").join(map(Identifier, column_names(columns)))
    statement = SQL("COPY {} ({}) FROM STDIN").format(table, names)
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)
