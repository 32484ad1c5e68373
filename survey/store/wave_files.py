"""The files of the waves: one that collects while a wave is open, one of answers afterwards."""

from pathlib import Path
from typing import Final

import duckdb
import pyarrow as pa

from survey.settings import Workspace
from survey.store import collecting, ways_in
from survey.store.erasing import destroy
from survey.store.migration import connect

COLLECTING: Final = "collecting.duckdb"
ANSWERS: Final = "answers.duckdb"


class WaveFiles:
    """Opens, writes and destroys them; the store serialises the calls."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._connections: dict[str, duckdb.DuckDBPyConnection] = {}

    def close(self) -> None:
        """Close every file that is open."""
        for name in list(self._connections):
            self._connections.pop(name).close()

    def folder(self, name: str) -> Path:
        """Return a wave's folder, made at its first use."""
        folder = self._workspace.waves / name
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def collecting(self, name: str) -> duckdb.DuckDBPyConnection:
        """Return the connection to the file of an open wave; opened, no code waits any more."""
        if name not in self._connections:
            connection = connect(self.folder(name) / COLLECTING, "collecting")
            ways_in.drop_waiting(connection)
            self._connections[name] = connection
        return self._connections[name]

    def write_answers(self, name: str, answers: pa.Table) -> None:
        """Write the file of answers, whole or not at all."""
        part = self.folder(name) / f"{ANSWERS}.part"
        destroy(part)
        with connect(part, "answers") as connection:
            collecting.insert_answers(connection, answers)
            connection.execute("CHECKPOINT")
        part.rename(self.folder(name) / ANSWERS)

    def destroy_collecting(self, name: str) -> None:
        """Destroy the file that collected."""
        connection = self._connections.pop(name, None)
        if connection is not None:
            connection.execute("CHECKPOINT")
            connection.close()
        for path in self.folder(name).glob(f"{COLLECTING}*"):
            destroy(path)

    def destroy_answers(self, name: str) -> None:
        """Destroy the file of answers."""
        destroy(self.folder(name) / ANSWERS)
