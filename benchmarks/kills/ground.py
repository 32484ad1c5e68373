"""What a round starts from: small workspaces in each state, codes that open a form, a backup."""

import random
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from analytics.publish import publish
from survey.fieldwork.invitations import issue
from survey.fieldwork.policy import Policy
from survey.fieldwork.waves import close_wave, open_wave
from survey.fieldwork.workspaces import create
from survey.instruments.catalogue import load
from survey.keeping.backup import back_up
from survey.settings import Workspace, WorkspaceKind
from survey.store.opening import close_store, open_store
from survey.store.protocol import Submission, Unit

WAVE: Final = "spring"
UNITS: Final = (Unit(1, "Works", "Night shift", 30), Unit(2, "Office", "Accounts", 20))
BEFORE: Final = 36
"""Answers that are there before the step."""
SENT: Final = 8
"""Forms that a round sends, two at once."""
CORE: Final = load("core")
OPTIONS: Final = tuple(CORE.options_of(item.key).values for item in CORE.items)


@dataclass
class Ground:
    """A workspace to be copied, its codes that open a form, and the folder that all lies in."""

    folder: Path
    codes: list[str]
    calls: dict[str, int] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)

    def copy(self, kind: str, to: Path) -> Workspace:
        """Return a copy of the workspace in the state that a step needs."""
        shutil.copytree(self.folder / kind, to)
        return Workspace(to)


def make_ground(folder: Path) -> Ground:
    """Make workspaces with an open, a closed and a released wave, and a backup."""
    workspace = Workspace(folder / "open")
    create(workspace, WorkspaceKind.REAL)
    store = open_store(workspace)
    wave = open_wave(workspace, store, WAVE, instrument=CORE, policy=Policy(), units=UNITS)
    codes = [one.code for one in issue(workspace, store, wave)]
    random.Random(0).shuffle(codes)  # noqa: S311 - drawn again in every run
    store.redeem([Submission(WAVE, code, answers_of(at)) for at, code in enumerate(codes[:BEFORE])])
    close_store(workspace)
    ground = Ground(folder, codes[BEFORE:])
    for before, kind in (("open", "closed"), ("closed", "released")):
        made = ground.copy(before, folder / kind)
        store = open_store(made)
        if kind == "closed":
            close_wave(made, store, WAVE)
        else:
            publish(made, store, WAVE)
        close_store(made)
    back_up(Workspace(folder / "released"), folder / "backup")
    return ground


def answers_of(at: int) -> tuple[int | None, ...]:
    chance = random.Random(at)  # noqa: S311 - drawn again in every run
    return tuple(chance.choice(values) for values in OPTIONS)
