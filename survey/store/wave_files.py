"""The files of the waves: one that collects while a wave is open, one of answers afterwards."""

from pathlib import Path

import duckdb
import pyarrow as pa

from survey.keeping.completeness import ANSWERS, COLLECTING
from survey.keeping.seal import sha256_of_file
from survey.settings import Workspace
from survey.store import collecting, ways_in
from survey.store.erasing import destroy
from survey.store.marks import write_mark
from survey.store.migration import connect


class WaveFiles:
    """Opens, writes and destroys them; the store serialises the calls."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._connections: dict[str, duckdb.DuckDBPyConnection] = {}
        self.registry: duckdb.DuckDBPyConnection | None = None
        """Closed with the rest."""

    def close(self) -> None:
        """Close every file that is open."""
        if self.registry is not None:
            self.registry.close()
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

    def make_collecting(self, name: str, mark: str) -> duckdb.DuckDBPyConnection:
        """Make the file of a wave that is being opened, with its mark, and return a connection.

        What an opening that came to nothing left there is destroyed first.
        """
        self.destroy_collecting(name)
        connection = connect(self.folder(name) / COLLECTING, "collecting", new=True)
        self._connections[name] = connection
        write_mark(connection, mark)
        return connection

    def write_answers(self, name: str, answers: pa.Table) -> str:
        """Write the file of answers, whole or not at all, and return its SHA-256."""
        part = self.folder(name) / f"{ANSWERS}.part"
        destroy(part)
        with connect(part, "answers", new=True) as connection:
            collecting.insert_answers(connection, answers)
            connection.execute("CHECKPOINT")
        path = self.folder(name) / ANSWERS
        part.rename(path)
        return sha256_of_file(path)

    def destroy_collecting(self, name: str) -> None:
        """Destroy the file that collected."""
        connection = self._connections.pop(name, None)
        if connection is not None:
            connection.execute("CHECKPOINT")
            connection.close()
        for path in self.folder(name).glob(f"{COLLECTING}*"):
            destroy(path)

    def destroy_answers(self, name: str) -> None:
        """Destroy the file of answers, and what was half written of it."""
        for file in (ANSWERS, f"{ANSWERS}.part"):
            destroy(self.folder(name) / file)

    def remove(self, name: str) -> None:
        """Destroy all that was made for a wave whose opening came to nothing."""
        self.destroy_collecting(name)
        self.destroy_answers(name)
        self.folder(name).rmdir()
