"""How long each page takes on the server, on a release of 2,000 teams.

    python -m benchmarks.pages [FOLDER]

Composes the release once and keeps it in FOLDER (a temporary one without), then runs every page
of results as a browser session would and prints a line a page: its name, p50 and p95 in ms,
separated by blanks. The first run of a page fills the caches and is not counted. What it prints to
standard error, each line after a "#", is how far the release is and the processor's time: where
others share the machine, that is what the page itself costs.
"""

import random
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from statistics import quantiles

import duckdb
import pyarrow as pa

from analytics.composing.composition import draft
from analytics.composing.tally import count_patterns
from analytics.release.writer import write_release
from pages.shell.guard import SESSION_KEY, SignedIn
from pages.shell.screens import SCREENS, Screen
from survey.fieldwork.policy import Policy
from survey.fieldwork.workspaces import create
from survey.instruments.catalogue import load
from survey.settings import WORKSPACE_VARIABLE, Workspace, WorkspaceKind
from survey.store.collecting import ANSWERS_SCHEMA
from survey.store.protocol import Unit, Wave
from survey.vocabulary import Role, WaveState

TEAMS = 2000
TEAMS_A_DEPARTMENT = 20
ANSWERING = 0.75
RUNS = 20
SEED = 6
NAME = "2026"
ROOT = Path(__file__).parents[1]


def big_workspace(folder: Path) -> Workspace:
    """Return a demonstration with one release of 2,000 teams; made where there is none yet."""
    workspace = Workspace(folder)
    if workspace.exists:
        return workspace
    create(workspace, WorkspaceKind.DEMONSTRATION)
    draw = random.Random(SEED)  # noqa: S311  - made-up answers, the same on every machine
    core = load("core")
    units = tuple(
        Unit(at, f"Department {at // TEAMS_A_DEPARTMENT:03}", f"Team {at:04}", draw.randint(4, 20))
        for at in range(TEAMS)
    )
    steps = {key: core.options_of(key).values for key in core.item_by_key}
    rows = [
        {"unit": unit.id, "answers": [draw.choice(values) for values in steps.values()]}
        for unit in units
        for _ in range(int(unit.headcount * ANSWERING))
    ]
    day = date(2026, 1, 1)
    wave = Wave(NAME, WaveState.CLOSED, core, Policy(), units, day, day, None)
    with duckdb.connect() as engine:
        engine.register("answer", pa.Table.from_pylist(rows, schema=ANSWERS_SCHEMA))
        tally = count_patterns(engine, core)
    began = time.monotonic()

    def progress(step: str, done: float) -> None:
        seconds = time.monotonic() - began
        print(f"# {seconds:6.1f} s, {done:.0%}: {step}", file=sys.stderr, flush=True)

    # The attack has a benchmark of its own (benchmarks/audit.py) and changes no page.
    write_release(workspace.releases / NAME, draft(wave, tally, b"benchmark", progress).release)
    return workspace


def milliseconds(screen: Screen, workspace: Workspace) -> tuple[list[float], list[float]]:
    """Return how long each run of a page's script took, menu to last element, and its processor.

    Both in ms.
    """
    from streamlit.testing.v1 import AppTest

    test = AppTest.from_file(str(ROOT / "pages" / "navigation.py"), default_timeout=300)
    test.context = {"locale": "en-GB", "theme": "light"}
    test.session_state[SESSION_KEY] = SignedIn(Role.HR, str(workspace.root))
    test.run()
    test.switch_page(screen.file).run()
    if test.exception:
        raise SystemExit(f"{screen.path}: {test.exception[0].message}")
    taken, worked = [], []
    for _ in range(RUNS):
        began, from_ = time.perf_counter(), time.process_time()
        test.run()
        taken.append(1000 * (time.perf_counter() - began))
        worked.append(1000 * (time.process_time() - from_))
    return taken, worked


def middle_and_end(taken: list[float]) -> str:
    """Return p50 and p95 in whole ms, separated by a blank."""
    cuts = quantiles(taken, n=20)
    return f"{cuts[9]:.0f} {cuts[18]:.0f}"


def main(folder: Path) -> None:
    """Measure every page of results and print a line a page."""
    import os

    workspace = big_workspace(folder)
    os.environ[WORKSPACE_VARIABLE] = str(workspace.root)
    for screen in SCREENS:
        if Role.HR in screen.roles or not screen.roles:
            taken, worked = milliseconds(screen, workspace)
            print(f"{screen.path} {middle_and_end(taken)}", flush=True)
            spent = f"# {screen.path}: processor {middle_and_end(worked)} ms"
            print(spent, file=sys.stderr, flush=True)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as temporary:
            main(Path(temporary) / "workspace")
