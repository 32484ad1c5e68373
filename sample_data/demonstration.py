"""Builds the demonstration: the made-up organisation in a workspace of its own.

It is built beside its place and moved there when it is whole, so that a start that was killed
leaves no half of a demonstration behind.
"""

import shutil
import tempfile
import time
import tomllib
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Final

from analytics.disclosure.policy import default_policy
from analytics.publish import publish
from sample_data.organisation import organisation, units
from sample_data.planted import planted
from sample_data.responses import answers
from survey.access.ledger import Action, record
from survey.fieldwork.actions import ActionState, add, draft, move
from survey.fieldwork.importing.answers import ImportedAnswers
from survey.fieldwork.waves import import_wave, open_wave
from survey.fieldwork.workspaces import WorkspaceExists, create
from survey.instruments.catalogue import load
from survey.settings import Workspace, WorkspaceKind
from survey.store.duckdb_store import close_store, open_store
from survey.store.protocol import Store, Submission
from survey.vocabulary import Role

INSTRUMENT: Final = "core"
ACTIONS: Final = Path(__file__).with_name("actions.toml")
BUILDING: Final = ".building-"
LEFT_BEHIND: Final = 3600.0
"""Seconds after which a folder of an unfinished build is taken for that of a killed one."""

Progress = Callable[[str], None]
"""Told in a few words what is being done."""


def build(workspace: Workspace, progress: Progress = lambda _step: None) -> None:
    """Make the demonstration workspace: three released waves and an open one, half answered.

    Raises ``WorkspaceExists`` where the folder holds something already; then, as after any other
    failure, nothing is changed.
    """
    if workspace.root.exists() and any(workspace.root.iterdir()):
        raise WorkspaceExists(
            f"{str(workspace.root)!r} is not empty. Choose another folder with --workspace DIR."
        )
    workspace.root.parent.mkdir(parents=True, exist_ok=True)
    _sweep(workspace.root.parent)
    beside = Path(tempfile.mkdtemp(prefix=BUILDING, dir=workspace.root.parent))
    unfinished = Workspace(beside / workspace.root.name)
    try:
        create(unfinished, WorkspaceKind.DEMONSTRATION)
        _fill(unfinished, progress)
        close_store(unfinished)
        unfinished.root.replace(workspace.root)
    finally:
        close_store(unfinished)
        shutil.rmtree(beside, ignore_errors=True)
    progress("The demonstration is ready")


def _sweep(parent: Path) -> None:
    """Remove what killed builds left; a build takes seconds, so none of these is at work."""
    for folder in parent.glob(f"{BUILDING}*"):
        if time.time() - folder.stat().st_mtime > LEFT_BEHIND:
            shutil.rmtree(folder, ignore_errors=True)


def _fill(workspace: Workspace, progress: Progress) -> None:
    store = open_store(workspace)
    *past, current = [wave.name for wave in organisation().waves]
    for place, name in enumerate(past):
        progress(f"Wave {name}: collecting answers")
        _release(workspace, store, name, place, progress)
    progress(f"Wave {current}: opening it")
    _open(workspace, store, current, len(past))
    _act(workspace)


def _act(workspace: Workspace) -> None:
    """Write down what the organisation did, so that the pages show what followed it."""
    for fields in tomllib.loads(ACTIONS.read_text("utf-8"))["action"]:
        state = ActionState(fields.pop("state"))
        kept = add(workspace, draft(**fields), Role.HR)
        move(workspace, kept.number, state, Role.HR)


def _release(workspace: Workspace, store: Store, name: str, place: int, progress: Progress) -> None:
    instrument = load(INSTRUMENT)
    rows = answers(instrument, place)
    made_up = ImportedAnswers(instrument, units(), tuple(rows), left_out=0, notes=())
    import_wave(workspace, store, name, made_up, default_policy())
    publish(
        workspace,
        store,
        name,
        lambda step, _done: progress(f"Wave {name}: {step[0].lower()}{step[1:]}"),
    )


def _open(workspace: Workspace, store: Store, name: str, place: int) -> None:
    """Open a wave with a code a person on the staff list, and spend some of the codes."""
    instrument = load(INSTRUMENT)
    open_wave(workspace, store, name, instrument=instrument, policy=default_policy(), units=units())
    codes = store.issue_codes(name, {unit.id: unit.headcount or 0 for unit in units()})
    record(workspace, Action.CODES_ISSUED, name, codes=sum(map(len, codes.values())))
    rows = answers(instrument, place)
    spent: Counter[int] = Counter()
    batch = []
    for unit, answered in rows[: round(planted().open_share * len(rows))]:
        batch.append(Submission(name, codes[unit][spent[unit]], answered))
        spent[unit] += 1
    store.redeem(batch)
