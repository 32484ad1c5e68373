"""The contents of a workspace's files: read whole, or written where there are none."""

from contextlib import closing

import duckdb
import pyarrow as pa

from survey.keeping.completeness import ANSWERS
from survey.keeping.completeness import COLLECTING as FILE
from survey.keeping.inventory import Held, Inventory
from survey.keeping.seal import sha256_of_file
from survey.settings import Workspace
from survey.store import receipts
from survey.store.collecting import ORDER, execute_with
from survey.store.contents import COLLECTING, REGISTRY, Contents, Rows, Tables, columns_of, plain
from survey.store.marks import new_mark, write_mark
from survey.store.migration import connect
from survey.store.postgres.collecting import packed, unpacked
from survey.store.transaction import transaction
from survey.vocabulary import WaveState

ANSWERS_OF = "SELECT unit, answers FROM answer"


def read(workspace: Workspace, registry: duckdb.DuckDBPyConnection) -> Contents:
    """Return what the files hold; ``registry`` is the open connection to that one."""
    found = Contents({name: _rows(registry, name, columns) for name, columns in REGISTRY.items()})
    for name, _, state, *_ in found.registry["wave"]:
        folder = workspace.waves / name
        if state == WaveState.OPEN:
            with closing(connect(folder / FILE, "collecting")) as file:
                found.open_waves[name] = _read_open(file)
        elif (folder / ANSWERS).exists():
            with closing(connect(folder / ANSWERS, "answers")) as file:
                found.answers[name] = _answers(file)
    return found


def write(workspace: Workspace, contents: Contents, inventory: Inventory) -> Inventory:
    """Write files that hold these contents; return the inventory of a workspace that has them."""
    mark = new_mark()
    with closing(connect(workspace.registry, "registry", new=True)) as registry:
        for name, columns in REGISTRY.items():
            _insert(registry, name, columns, sorted(contents.registry[name], key=repr))
        write_mark(registry, mark)
    waves = {}
    for name, _, state, *more in contents.registry["wave"]:
        (workspace.waves / name).mkdir(parents=True, exist_ok=True)
        held = Held(whole=True, release=more[4] or "", withdrawn=state == WaveState.WITHDRAWN)
        if name in contents.open_waves:
            _write_open(workspace, name, contents, mark)
            held = held.model_copy(update={"marks": (mark,)})
        elif name in contents.answers:
            held = held.model_copy(update={"answers": _write_closed(workspace, name, contents)})
        else:
            held = held.model_copy(update={"purged": True})
        waves[name] = held
    return inventory.model_copy(update={"registry": (mark,), "waves": waves, "database": False})


def _read_open(file: duckdb.DuckDBPyConnection) -> Tables:
    tables = {name: _rows(file, name, columns) for name, columns in COLLECTING.items()}
    tables["unspent"] = plain(file.execute("SELECT hash FROM code WHERE NOT used").fetchall())
    slips = "SELECT hash FROM receipt WHERE hash IS NOT NULL"
    return tables | {"receipt": plain(file.execute(slips).fetchall()), "answer": _answers(file)}


def _answers(file: duckdb.DuckDBPyConnection) -> Rows:
    return [(unit, packed(tuple(given))) for unit, given in file.execute(ANSWERS_OF).fetchall()]


def _write_open(workspace: Workspace, name: str, contents: Contents, mark: str) -> None:
    tables = contents.open_waves[name]
    people = sum(unit[4] or 0 for unit in contents.registry["unit"] if unit[0] == name)
    unspent = {code_hash for (code_hash,) in tables["unspent"]}
    codes = [(*row, row[0] not in unspent) for row in tables["code"]]
    ORDER.shuffle(codes)
    path = workspace.waves / name / FILE
    with closing(connect(path, "collecting", new=True)) as file:
        with transaction(file):
            for table, columns in COLLECTING.items():
                if table != "code":
                    _insert(file, table, columns, sorted(tables[table]))
            _insert(file, "code", f"{COLLECTING['code']}, used", codes)
            _insert_answers(file, tables["answer"])
            receipts.make_places(file, max(people, len(tables["receipt"])))
            receipts.keep(file, [slip for (slip,) in tables["receipt"]])
        write_mark(file, mark)


def _write_closed(workspace: Workspace, name: str, contents: Contents) -> str:
    path = workspace.waves / name / ANSWERS
    with closing(connect(path, "answers", new=True)) as file:
        _insert_answers(file, contents.answers[name])
        file.execute("CHECKPOINT")
    return sha256_of_file(path)


def _insert_answers(file: duckdb.DuckDBPyConnection, rows: Rows) -> None:
    ordered = [(unit, unpacked(answers)) for unit, answers in sorted(rows)]
    _insert(file, "answer", "unit, answers", ordered)


def _rows(file: duckdb.DuckDBPyConnection, table: str, columns: str) -> Rows:
    return plain(file.execute(f"SELECT {columns} FROM {table}").fetchall())  # noqa: S608 - ours


def _insert(file: duckdb.DuckDBPyConnection, table: str, columns: str, rows: Rows) -> None:
    if rows:
        batch = pa.table(dict(columns_of(rows, columns)))
        statement = f"INSERT INTO {table} ({columns}) SELECT {columns} FROM batch"  # noqa: S608
        execute_with(file, statement, batch)
