"""A PostgreSQL for tests: started from the machine's own binaries, on a socket in a folder."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from psycopg.sql import SQL, Identifier

OWNER = "postgres"
"""Who runs it where tests are run by root, whom it refuses."""

MISSING = "needs PostgreSQL: apt-get install postgresql"


def binaries() -> Path | None:
    """Return where PostgreSQL's programs are, the newest of Debian's if there are several."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=_version)
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


def _version(program: Path) -> int:
    return int(program.parents[1].name)


class Server:
    """A server of its own, that can be stopped in mid-way and started again."""

    def __init__(self, folder: Path, programs: Path, durable: bool) -> None:
        self.folder = folder
        self._fsync = "on" if durable else "off"
        self._programs = programs
        self._run("initdb", "-D", "data", "-A", "trust", "-U", OWNER, "-E", "UTF8", "--no-sync")
        self.start()

    def url(self, database: str = OWNER) -> str:
        """Return the address of one of its databases."""
        return f"postgresql://{OWNER}@/{database}?host={self.folder}"

    def start(self) -> None:
        """Start it, and wait until it lets somebody in."""
        settings = f"-k {self.folder} -c listen_addresses='' -c fsync={self._fsync}"
        self._run("pg_ctl", "-D", "data", "-o", settings, "-l", "log", "-w", "start")

    def stop(self, how: str = "immediate") -> None:
        """Stop it; ``immediate`` as a loss of power would."""
        self._run("pg_ctl", "-D", "data", "-m", how, "-w", "stop")

    def new_database(self, name: str) -> str:
        """Make an empty database, in the place of one of that name, and return its address."""
        with psycopg.connect(self.url(), autocommit=True) as connection:
            for words in ("DROP DATABASE IF EXISTS {} WITH (FORCE)", "CREATE DATABASE {}"):
                connection.execute(SQL(words).format(Identifier(name)))
        return self.url(name)

    def dump(self, database: str) -> str:
        """Return what ``pg_dump`` writes of a database."""
        return self._run("pg_dump", "-d", self.url(database)).stdout

    def _run(self, program: str, *arguments: str) -> Any:
        owner = {"user": OWNER} if os.geteuid() == 0 else {}
        return subprocess.run(
            [self._programs / program, *arguments],
            cwd=self.folder, check=True, stdin=subprocess.DEVNULL, text=True,
            stdout=subprocess.PIPE if program == "pg_dump" else subprocess.DEVNULL, **owner,
        )  # fmt: skip


@contextmanager
def running_server(*, durable: bool = False) -> Iterator[Server | None]:
    """Yield a server; None on a machine without PostgreSQL.

    A test's commits need not outlive a loss of power; those that are measured do (``durable``).
    """
    programs = binaries()
    if programs is None:
        yield None
        return
    folder = Path(tempfile.mkdtemp(prefix="bearing-postgres-"))
    if os.geteuid() == 0:
        shutil.chown(folder, OWNER)
    server = Server(folder, programs, durable)
    try:
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder)
