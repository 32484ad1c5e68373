"""What a stop left between the store and the ledger: said at the next start, and finished."""

from typing import Final

from survey.access.ledger import Action, entries, record
from survey.fieldwork.ticket_keys import destroy_keys
from survey.settings import Workspace
from survey.store.protocol import Store
from survey.vocabulary import WaveState

AFTER_A_STOP: Final = "stop"
"""What the ledger names for a step that was done before a stop and written down after it."""

CLOSED: Final = frozenset({Action.WAVE_CLOSED, Action.ANSWERS_IMPORTED})


def finish_interrupted(workspace: Workspace, store: Store) -> None:
    """Write down that waves were closed and answers destroyed, where a stop came before that.

    A store does each of these whole, and the entry follows; a process that is killed between the
    two leaves the step done and unsaid, and a closed wave's keys undestroyed.
    """
    recorded: dict[str, set[Action]] = {}
    for entry in entries(workspace):
        recorded.setdefault(entry.wave, set()).add(entry.action)
    for wave in store.waves():
        said = recorded.get(wave.name, set())
        if wave.state is not WaveState.OPEN and not said & CLOSED:
            destroy_keys(workspace, wave.name)
            record(workspace, Action.WAVE_CLOSED, wave.name, by=AFTER_A_STOP)
        if not store.has_answers(wave.name) and Action.ANSWERS_PURGED not in said:
            record(workspace, Action.ANSWERS_PURGED, wave.name, by=AFTER_A_STOP)
