"""Does what the dates of waves bring: closes, publishes, destroys answers; each in the ledger.

One at a time in a workspace. Each step is whole or not at all by itself; what a stop or a failure
leaves is due again at the next time.
"""

import logging
from collections.abc import Callable, Container
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from survey.access.ledger import Action, record
from survey.errors import BearingError
from survey.fieldwork.dates.due import DueStep, due
from survey.fieldwork.waves import BY_DATE, begin_wave, close_wave, purge_when_promised
from survey.settings import Workspace
from survey.store.protocol import Store
from survey.whole_file import locked

LOG: Final = logging.getLogger("bearing.dates")
LOCK: Final = "dates.lock"

Publish = Callable[[Workspace, Store, str], object]
"""Publishes a closed wave; raises ``BearingError`` where that cannot be."""


@dataclass(frozen=True)
class Outcome:
    """What became of a step: done, or the code of what stood in its way, and its words."""

    wave: str
    step: DueStep
    failure: str = ""
    message: str = ""


def carry_out(
    workspace: Workspace,
    store: Store,
    publish: Publish,
    now: datetime,
    given_up: Container[str] = (),
) -> list[Outcome]:
    """Do what is due in all waves and return what was done.

    Parameters
    ----------
    workspace, store
        Where the waves are.
    publish
        Publishes a closed wave.
    now
        The moment that it is.
    given_up
        Waves whose publishing failed before and is not tried again now.
    """
    with locked(workspace.root / LOCK):
        return [
            outcome
            for wave in store.waves()
            for outcome in _of_wave(workspace, store, publish, now, wave.name, given_up)
        ]


def _of_wave(
    workspace: Workspace,
    store: Store,
    publish: Publish,
    now: datetime,
    name: str,
    given_up: Container[str],
) -> list[Outcome]:
    done: list[Outcome] = []
    for step in due(store.wave(name), now, has_answers=store.has_answers(name)):
        if step is DueStep.PUBLISH and name in given_up:
            continue
        outcome = _take(workspace, store, publish, name, step)
        done.append(outcome)
        if outcome.failure and step is not DueStep.PUBLISH:
            break
    return done


def _take(
    workspace: Workspace, store: Store, publish: Publish, name: str, step: DueStep
) -> Outcome:
    try:
        match step:
            case DueStep.BEGIN:
                begin_wave(workspace, store, name)
            case DueStep.CLOSE:
                close_wave(workspace, store, name, BY_DATE)
            case DueStep.PUBLISH:
                publish(workspace, store, name)
            case DueStep.PURGE:
                purge_when_promised(workspace, store, name)
    except BearingError as failed:
        LOG.error("What was due was not done: %s: %s", step.value, failed.code)
        if step is DueStep.PUBLISH:
            record(workspace, Action.PUBLISHING_FAILED, name, by=BY_DATE, failure=failed.code)
        return Outcome(name, step, failed.code, failed.message)
    return Outcome(name, step)
