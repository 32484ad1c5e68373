"""The servers that are compared, each a process of its own on a free port."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from survey.fieldwork.policy import Policy
from survey.fieldwork.workspaces import create
from survey.instruments.catalogue import load
from survey.settings import WORKSPACE_VARIABLE, Workspace, WorkspaceKind
from survey.store.opening import close_store, open_store
from survey.store.protocol import Unit
from tests.postgres import MISSING, running_server
from tests.running import ROOT, free_port

HERE = Path(__file__).parent
START = 120.0
TEAM = 50


@dataclass(frozen=True)
class Server:
    """A running server."""

    port: int
    process: subprocess.Popen[bytes]

    def memory(self) -> float:
        """Return the largest resident memory so far, in MB."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        (peak,) = (line for line in status.splitlines() if line.startswith("VmHWM"))
        return int(peak.split()[1]) / 1024


@contextmanager
def serving(
    command: Sequence[str], folder: Path, probe: str, port: int, **more: str
) -> Iterator[Server]:
    """Run a command until the block ends; wait until ``probe`` is answered on its port."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "HOME": str(folder), **more}
    with (folder / "output.txt").open("wb") as output:
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdin=subprocess.DEVNULL,
            stdout=output, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
    try:
        _wait(process, f"http://127.0.0.1:{port}{probe}", folder)
        yield Server(port, process)
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


def _wait(process: subprocess.Popen[bytes], address: str, folder: Path) -> None:
    until = time.monotonic() + START
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except urllib.error.HTTPError:
            return  # Answered, if not with what was asked for.
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"did not start: {(folder / 'output.txt').read_text()[-2000:]}")


def streamlit(file: Path, port: int) -> list[str]:
    """Return the command that serves a file with Streamlit."""
    more = ["--server.port", str(port), "--server.headless", "true"]
    return [sys.executable, "-m", "streamlit", "run", str(file), *more]


def bearing_wave(folder: Path, codes: int) -> tuple[Workspace, list[str]]:
    """Make a workspace with an open wave of the core questionnaire and so many codes."""
    workspace = Workspace((folder / "workspace").resolve())
    create(workspace, WorkspaceKind.REAL)
    store = open_store(workspace)
    units = [
        Unit(at + 1, f"Department {at // 20 + 1}", f"Team {at + 1}", TEAM)
        for at in range(codes // TEAM)
    ]
    store.open_wave("spring", load("core"), Policy(), units)
    issued = store.issue_codes("spring", {unit.id: TEAM for unit in units})
    close_store(workspace)
    return workspace, [code for unit in issued.values() for code in unit]


@contextmanager
def bearing(folder: Path, workspace: Workspace) -> Iterator[Server]:
    """Serve Bearing itself."""
    port = free_port()
    command = streamlit(ROOT / "app.py", port)
    more = {WORKSPACE_VARIABLE: str(workspace.root)}
    with serving(command, folder, "/s", port, **more) as server:
        yield server


@contextmanager
def database() -> Iterator[str]:
    """Run a PostgreSQL whose commits are on disk; give the address of an empty database."""
    with running_server(durable=True) as started:
        if started is None:
            raise RuntimeError(MISSING)
        yield started.new_database("respondents")


@contextmanager
def store_left_out(folder: Path) -> Iterator[Server]:
    """Serve the form's routes with nothing behind them."""
    port = free_port()
    with serving(streamlit(HERE / "store_left_out.py", port), folder, "/s", port) as server:
        yield server


@contextmanager
def plain_form(folder: Path) -> Iterator[Server]:
    """Serve the plain Streamlit form."""
    port = free_port()
    file = str(folder / "answers.duckdb")
    command = streamlit(HERE / "plain_form.py", port)
    with serving(command, folder, "/_stcore/health", port, PLAIN_FORM_FILE=file) as server:
        yield server


@contextmanager
def otree(folder: Path, environment: Path, people: int) -> Iterator[tuple[Server, list[str]]]:
    """Serve oTree's production server with one page of as many questions, and a session.

    ``environment`` is a virtual environment with oTree 6, apart from ours since it pins an older
    Starlette. Gives the participants' addresses as well.
    """
    port = free_port()
    project = folder / "project"
    shutil.copytree(HERE / "otree_project", project)
    keys = {
        item.key: [int(value) for value in load("core").options_of(item.key).values]
        for item in load("core").items
    }
    for empty in ("_static", "_templates"):
        (project / empty).mkdir()
    (project / "questions.json").write_text(json.dumps(keys), "utf-8")
    tool = str(environment / "bin" / "otree")
    settings = {"OTREE_PRODUCTION": "1", "OTREE_REST_KEY": "made-up", "OTREE_AUTH_LEVEL": "STUDY"}
    settings |= {
        "OTREE_ADMIN_PASSWORD": "made-up",
        "PATH": f"{environment}/bin:{os.environ['PATH']}",
    }
    subprocess.run(
        [tool, "resetdb", "--noinput"], cwd=project, check=True, capture_output=True,
        env={**os.environ, **settings},
    )  # fmt: skip
    command = [tool, "prodserver", str(port)]
    with serving(command, project, "/robots.txt", port, **settings) as server:
        yield server, _participants(port, people)


def _participants(port: int, people: int) -> list[str]:
    made = _api(port, "sessions", {"session_config_name": "page", "num_participants": people})
    found = _api(port, f"sessions/{made['code']}", None)
    return [f"/InitializeParticipant/{one['code']}" for one in found["participants"]]


def _api(port: int, path: str, body: Mapping[str, object] | None) -> dict[str, object]:
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/api/{path}",
        None if body is None else json.dumps(body).encode(),
        {"otree-rest-key": "made-up", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=120) as answer:
        read: dict[str, object] = json.load(answer)
        return read
