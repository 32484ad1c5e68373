"""A real server at its start does what was due while none ran, and says so in the ledger alone."""

import time
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from survey.access.ledger import Action, Entry, entries
from survey.fieldwork.dates.dates import Dates, utc_now
from survey.fieldwork.policy import Policy
from survey.fieldwork.waves import open_wave
from survey.fieldwork.workspaces import create
from survey.instruments.catalogue import load
from survey.settings import Workspace, WorkspaceKind
from survey.store.duckdb_store import ANSWERS
from survey.store.opening import close_store, open_store
from survey.vocabulary import WaveState
from tests.form_wave import UNITS
from tests.running import running

PATIENCE = 120.0
STEPS = [Action.WAVE_CLOSED, Action.PUBLISHING_FAILED, Action.ANSWERS_PURGED]


def by_date(workspace: Workspace) -> list[Entry]:
    return [entry for entry in entries(workspace) if entry.details.get("by") == "date"]


def overdue(workspace: Workspace) -> str:
    """Open a wave whose dates passed long ago, as if no server had run since; return a code."""
    create(workspace, WorkspaceKind.REAL)
    store = open_store(workspace)
    now = utc_now()
    open_wave(workspace, store, "spring", instrument=load("core"), policy=Policy(), units=UNITS,
              dates=Dates(closes=now + timedelta(days=1)))  # fmt: skip
    (code,) = store.issue_codes("spring", {1: 1})[1]
    past = Dates(
        closes=now - timedelta(days=40), publishes=True,
        keep_until=(now - timedelta(days=2)).date(),
    )  # fmt: skip
    store.change_dates("spring", past)
    close_store(workspace)
    return code


def test_a_server_closes_and_purges_at_its_start_what_was_due_before(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "workspace")
    code = overdue(workspace)
    with running(tmp_path, workspace) as server:
        with closing(server.connect()) as connection:
            connection.request("GET", f"/s/{code}")
            with connection.getresponse() as answer:
                assert answer.status == 410
        until = time.monotonic() + PATIENCE
        while len(by_date(workspace)) < len(STEPS) and time.monotonic() < until:
            time.sleep(0.2)
    assert [entry.action for entry in by_date(workspace)] == STEPS
    assert not (workspace.waves / "spring" / ANSWERS).exists()
    assert code not in server.output.read_text()
    store = open_store(workspace)
    wave = store.wave("spring")
    assert (wave.state, store.has_answers("spring")) == (WaveState.CLOSED, False)
    assert wave.closed_on == wave.dates.last_day
    close_store(workspace)
