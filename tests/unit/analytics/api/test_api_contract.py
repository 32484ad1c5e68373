"""The served description against a running server: whatever it allows is answered as it says."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
import uvicorn
from starlette.applications import Starlette

from analytics.api.allowance import Allowance
from analytics.api.openapi import ROOT, document
from analytics.api.routes import api_routes
from analytics.release.reader import read_manifest
from analytics.release.writer import write_release
from survey.access.tokens import hand_out
from survey.fieldwork.workspaces import create
from survey.form.tries import Tries
from survey.settings import Workspace, WorkspaceKind
from survey.vocabulary import Role
from tests.charts_release import WAVE, made_up_release


class Running:
    """A server of the addresses on a free port, the token that reads them, and a release."""

    def __init__(self, workspace: Workspace) -> None:
        create(workspace, WorkspaceKind.REAL)
        write_release(workspace.releases / WAVE, made_up_release())
        self.token = hand_out(workspace, "contract", Role.HR)
        self.release = read_manifest(workspace.releases / WAVE).id
        routes = api_routes(workspace, Allowance(1_000_000), Tries(1_000_000))
        config = uvicorn.Config(Starlette(routes=routes), port=0, log_level="error")
        self.server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self.server.run)

    def __enter__(self) -> "Running":
        self._thread.start()
        until = time.monotonic() + 60
        while not self.server.started:
            assert time.monotonic() < until
            time.sleep(0.05)
        return self

    def __exit__(self, *_: object) -> None:
        self.server.should_exit = True
        self._thread.join()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server.servers[0].sockets[0].getsockname()[1]}"

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with Running(Workspace(Path(tmp_path_factory.mktemp("api")) / "workspace")) as made:
        yield made


def test_the_served_description_is_the_one_that_is_tested(running: Running) -> None:
    answer = requests.get(f"{running.address}{ROOT}/openapi.json", timeout=60)
    assert answer.json() == document()


@pytest.mark.parametrize("known", [True, False], ids=["the release", "any release"])
def test_whatever_is_asked_is_answered_as_described(
    running: Running, tmp_path: Path, known: bool
) -> None:
    configuration = tmp_path / "schemathesis.toml"
    configuration.write_text(f'[parameters]\n"path.id" = "{running.release}"\n' if known else "")
    done = subprocess.run(
        [
            sys.executable, "-m", "schemathesis.cli", "--config-file", str(configuration), "run",
            f"{running.address}{ROOT}/openapi.json", "--header",
            f"Authorization: Bearer {running.token}", "--max-examples", "10",
            "--request-timeout", "90", "--seed", "1", "--generation-database", "none",
            "--no-color",
        ],
        capture_output=True, text=True, check=False, timeout=400, cwd=tmp_path,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-1000:]
    assert "Tested: 4" in done.stdout, done.stdout
