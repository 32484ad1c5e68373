"""The real server as a process of its own, on a free port, for tests from outside."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from survey.settings import WORKSPACE_VARIABLE, Workspace

ROOT = Path(__file__).parent.parent
START = 300.0
"""Seconds that a start may take, a demonstration's building included."""


@dataclass(frozen=True)
class Server:
    """A running server: its process, its port, and the file that all its output goes to."""

    process: subprocess.Popen[bytes]
    port: int
    output: Path

    @property
    def address(self) -> str:
        """Where a browser finds it."""
        return f"http://localhost:{self.port}"

    def connect(self) -> HTTPConnection:
        """Return a new connection to it."""
        return HTTPConnection("localhost", self.port, timeout=20)

    def kill(self) -> None:
        """End it at once, with no chance to tidy up."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(10)


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        return int(probe.getsockname()[1])


def start(folder: Path, workspace: Workspace | None, port: int) -> Server:
    """Start ``streamlit run app.py`` as a newcomer would: empty home, nobody at the keyboard."""
    environment = {name: value for name, value in os.environ.items() if name != WORKSPACE_VARIABLE}
    environment["HOME"] = str(folder)
    if workspace is not None:
        environment[WORKSPACE_VARIABLE] = str(workspace.root)
    output = folder / f"output-{port}.txt"
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py")]
    with output.open("wb") as file:
        process = subprocess.Popen(
            [*command, "--server.port", str(port)],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    return Server(process, port, output)


@contextmanager
def running(folder: Path, workspace: Workspace | None) -> Iterator[Server]:
    """Run the server until the block ends; this process must not hold the workspace open."""
    server = start(folder, workspace, free_port())
    try:
        wait_until_ready(server)
        yield server
    finally:
        if server.process.poll() is None:
            server.process.terminate()
            try:
                server.process.wait(10)
            except subprocess.TimeoutExpired:
                server.kill()


def wait_until_ready(server: Server) -> None:
    """Return once pages are served; fail with the server's output where they never are."""
    until = time.monotonic() + START
    while time.monotonic() < until and server.process.poll() is None:
        connection = server.connect()
        try:
            connection.request("GET", "/s")
            if connection.getresponse().status == 200:
                return
            time.sleep(0.1)
        except OSError:
            time.sleep(0.1)
        finally:
            connection.close()
    raise AssertionError(f"The server did not start:\n{server.output.read_text()}")
