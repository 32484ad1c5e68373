"""Builds the demonstration: the made-up organisation in a workspace of its own.

It is built beside its place and moved there when it is whole, so that a start that was killed
leaves no half of a demonstration behind.
"""

import tomllib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Final

import numpy as np

from analytics.disclosure.policy import default_policy
from analytics.publish import publish
from sample_data.organisation import organisation, units
from sample_data.planted import planted
from sample_data.responses import answers
from sample_data.story import ZONE, Story
from sample_data.unfinished import unfinished
from survey.access.ledger import Action, record
from survey.fieldwork.actions import ENDS, ActionState, add, draft, move
from survey.fieldwork.dates.dates import Dates
from survey.fieldwork.importing.answers import ImportedAnswers
from survey.fieldwork.waves import import_wave, open_wave
from survey.fieldwork.workspaces import create, require_free
from survey.instruments.catalogue import load
from survey.organisation.profile import Profile, keep_profile
from survey.settings import Workspace, WorkspaceKind
from survey.store.opening import close_store, open_store
from survey.store.protocol import Store, Submission
from survey.vocabulary import Role

INSTRUMENT: Final = "core"
ACTIONS: Final = Path(__file__).with_name("actions.toml")
TIMES: Final = ((0.0, 0.0), (0.6, 0.28), (0.8, 0.97), (1.0, 1.0))
"""Share of publishing that is done, and share of its time: most goes into the audit."""
OPENING: Final = 0.04
"""Share of the whole time that goes into the open wave."""


class Stage(StrEnum):
    """What is being done with a wave."""

    COLLECTING = "collecting"
    PUBLISHING = "publishing"
    OPENING = "opening"
    READY = "ready"


@dataclass(frozen=True)
class Step:
    """How far the building is: ``done`` is the share of its time, ``words`` are for a terminal."""

    stage: Stage
    wave: str
    words: str
    done: float


Progress = Callable[[Step], None]


def build(workspace: Workspace, progress: Progress = lambda _step: None) -> None:
    """Make the demonstration workspace: three released waves and an open one, half answered.

    Raises ``WorkspaceExists`` where the folder holds something already and ``BuildingElsewhere``
    where another process is making it; then, as after any other failure, nothing is changed.
    """
    require_free(workspace)
    with unfinished(workspace.root) as beside:
        build_in(beside, workspace, progress)


def build_in(beside: Path, workspace: Workspace, progress: Progress) -> None:
    """Make the workspace in a folder beside its place, then move it there in one step."""
    made = Workspace(beside / workspace.root.name)
    try:
        create(made, WorkspaceKind.DEMONSTRATION)
        _fill(made, progress)
        close_store(made)
        made.root.replace(workspace.root)
    finally:
        close_store(made)
    progress(Step(Stage.READY, "", "The demonstration is ready", 1.0))


def _fill(workspace: Workspace, progress: Progress) -> None:
    store = open_store(workspace)
    story = Story(date.today())
    keep_profile(workspace, Profile(time_zone=ZONE))
    *past, current = [story.name(wave.name) for wave in organisation().waves]
    share = (1 - OPENING) / len(past)
    for place, name in enumerate(past):
        words = f"Wave {name}: collecting answers"
        progress(Step(Stage.COLLECTING, name, words, place * share))
        day = story.day(organisation().waves[place].day)
        _release(workspace, store, name, place, day, _within(progress, name, place * share, share))
    progress(Step(Stage.OPENING, current, f"Wave {current}: opening it", 1 - OPENING))
    _open(workspace, store, current, len(past), story.open_wave)
    _act(workspace, story)


def _act(workspace: Workspace, story: Story) -> None:
    """Write down what the organisation did, and when, so that the pages show what followed it."""
    for written in tomllib.loads(ACTIONS.read_text("utf-8"))["action"]:
        fields = story.action(written)
        state = ActionState(fields.pop("state"))
        kept = add(workspace, draft(**fields), Role.HR, fields["start"])
        changed = fields["end"] if state in ENDS else fields["start"]
        move(workspace, kept.number, state, Role.HR, changed)


def _within(
    progress: Progress, wave: str, begun: float, share: float
) -> Callable[[str, float], None]:
    """Return what publishing tells its progress to: a wave's share of the whole."""

    def tell(step: str, done: float) -> None:
        words = f"Wave {wave}: {step[0].lower()}{step[1:]}"
        of_wave = float(np.interp(done, [share for share, _ in TIMES], [time for _, time in TIMES]))
        progress(Step(Stage.PUBLISHING, wave, words, begun + share * of_wave))

    return tell


def _release(
    workspace: Workspace,
    store: Store,
    name: str,
    place: int,
    given_on: date,
    tell: Callable[[str, float], None],
) -> None:
    instrument = load(INSTRUMENT)
    rows = answers(instrument, place)
    made_up = ImportedAnswers(instrument, units(), tuple(rows), left_out=0, notes=())
    import_wave(workspace, store, name, made_up, default_policy(), given_on)
    publish(workspace, store, name, tell)


def _open(workspace: Workspace, store: Store, name: str, place: int, dates: Dates) -> None:
    """Open a wave with a code a person on the staff list, and spend some of the codes."""
    instrument = load(INSTRUMENT)
    open_wave(workspace, store, name, instrument=instrument, policy=default_policy(), units=units(),
              dates=dates)  # fmt: skip
    codes = store.issue_codes(name, {unit.id: unit.headcount or 0 for unit in units()})
    record(workspace, Action.CODES_ISSUED, name, codes=sum(map(len, codes.values())))
    rows = answers(instrument, place)
    spent: Counter[int] = Counter()
    batch = []
    for unit, answered in rows[: round(planted().open_share * len(rows))]:
        batch.append(Submission(name, codes[unit][spent[unit]], answered))
        spent[unit] += 1
    store.redeem(batch)
