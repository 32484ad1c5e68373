"""Workspaces as earlier versions left them: stored in ``tests/unit/files/workspaces``.

``python -m tests.old_workspaces 10-COMMIT`` stores one of the program of today, for whoever adds a
step to a schema or a field to a file: do it before. Those of before there was this module were made
by the programs of their commits, the same way. Answers and names in them are made up.
"""

import json
import sys
import tarfile
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np

from analytics.disclosure.policy import default_policy
from analytics.publish import publish
from survey.access import staff
from survey.fieldwork import waves
from survey.fieldwork.workspaces import create
from survey.instruments.catalogue import load
from survey.instruments.model import Instrument
from survey.settings import Workspace, WorkspaceKind
from survey.store.opening import close_store, open_store
from survey.store.protocol import Store, Submission, Unit
from survey.vocabulary import Role

FOLDER: Final = Path(__file__).parent / "unit" / "files" / "workspaces"
CODES: Final = "codes.json"
"""Beside the workspace: of each wave a code that is spent, one that is not, and its answers."""

MEMBER, PASSWORD = "Made Up", "a long password of nobody"
UNITS: Final = tuple(
    Unit(at, department, team, 12)
    for at, (department, team) in enumerate(
        [("Stores", "Day"), ("Stores", "Night"), ("Office", "Buying"), ("Office", "Sales")]
    )
)
TAKING_PART: Final = {"released": 10, "closed": 10, "open": 6}
"""People of each team who have answered, by wave."""


def unpacked(stored: Path, into: Path) -> tuple[Workspace, Mapping[str, Mapping[str, Any]]]:
    """Return a stored workspace, unpacked, and what is known of its codes."""
    with tarfile.open(stored) as archive:
        # Debian's Python 3.11.2 knows no filters yet; the archives are our own.
        archive.extraction_filter = getattr(tarfile, "data_filter", None)
        archive.extractall(into)  # noqa: S202
    return Workspace(into / "workspace"), json.loads((into / CODES).read_text("utf-8"))


def build(workspace: Workspace) -> dict[str, dict[str, object]]:
    """Fill a folder with a released, a closed and an open wave; return what is known of codes."""
    create(workspace, WorkspaceKind.REAL)
    staff.add(workspace, MEMBER, PASSWORD, Role.COORDINATOR)
    store, instrument, source = open_store(workspace), load("core"), np.random.default_rng(13)
    known: dict[str, dict[str, object]] = {}
    for name, share in TAKING_PART.items():
        waves.open_wave(
            workspace, store, name, instrument=instrument, policy=default_policy(), units=UNITS
        )
        known[name] = _answered(store, name, instrument, share, source)
        if name != "open":
            waves.close_wave(workspace, store, name)
    publish(workspace, store, "released")
    close_store(workspace)
    return known


def _answered(
    store: Store, name: str, instrument: Instrument, share: int, source: np.random.Generator
) -> dict[str, object]:
    """Answer a wave, so many of each team, and return what is known of its codes."""
    codes = store.issue_codes(name, {unit.id: unit.headcount or 0 for unit in UNITS})
    spent = [code for own in codes.values() for code in own[:share]]
    store.redeem([Submission(name, code, _answer(instrument, source)) for code in spent])
    fresh = next(iter(codes.values()))[share]
    return {"spent": spent[0], "fresh": fresh, "answers": len(spent)}


def _answer(instrument: Instrument, source: np.random.Generator) -> tuple[int | None, ...]:
    steps = {one.key: [step.value for step in one.steps] for one in instrument.option_sets}
    return tuple(
        int(source.choice(steps[item.options])) if source.random() < 0.95 else None
        for item in instrument.items
    )


def store_one(name: str) -> Path:
    """Make a workspace with the program of today and store it under a name."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        known = build(Workspace(folder / "workspace"))
        (folder / CODES).write_text(json.dumps(known, indent=1) + "\n", "utf-8")
        target = FOLDER / f"{name}.tar.xz"
        with tarfile.open(target, "w:xz", preset=9) as archive:
            for path in sorted(folder.iterdir()):
                archive.add(path, path.name)
    return target


if __name__ == "__main__":
    sys.stdout.write(f"Stored {store_one(sys.argv[1])}\n")
