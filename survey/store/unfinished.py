"""What a stop left unentered: done to a wave, and not in the ledger. It is entered at the start.

Registry and files say whether a step was taken, and the ledger whether it is entered.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any, Final

from survey.access import entered_file, intents, ledger
from survey.access.intents import Details, Intent
from survey.access.ledger import WAVE_MADE, Action
from survey.fieldwork.entered_codes import enter_dropped
from survey.fieldwork.ticket_keys import destroy_keys, make_keys
from survey.keeping.inventory import in_database
from survey.keeping.seal import MANIFEST
from survey.settings import Workspace
from survey.store.protocol import Store, Wave
from survey.vocabulary import WaveState

MOVED: Final = {Action.ANSWERS_TO_DATABASE: True, Action.ANSWERS_TO_FILES: False}
"""Whether the answers are in a database afterwards."""


def enter_what_was_done(workspace: Workspace, store: Store) -> None:
    """Enter each step that a stop left without its entry, and finish what belongs to it."""
    entered_file.finish(workspace)
    with intents.settling(workspace):
        waves = {wave.name: wave for wave in store.waves()}
        for intent in intents.left(workspace):
            wave = waves.get(intent.wave)
            if wave is not None and _done(workspace, store, intent, wave):
                _enter(workspace, intent, _finished(workspace, store, intent, wave))
            elif MOVED.get(intent.action) is in_database(workspace):
                _enter(workspace, intent, {})
            intents.settle(workspace, intent)
    enter_dropped(workspace, store)


def _done(workspace: Workspace, store: Store, intent: Intent, wave: Wave) -> bool:
    """Say whether a step was taken, by what it left; True for one that made the wave itself."""
    taken: Mapping[Action, Callable[[], bool]] = {
        Action.WAVE_BEGUN: lambda: wave.dates.begun,
        Action.WAVE_PROLONGED: lambda: wave.dates.named() == intent.details,
        Action.WAVE_CLOSED: lambda: wave.state is not WaveState.OPEN,
        Action.WAVE_RELEASED: lambda: bool(wave.release_id or _sealed(workspace, wave)),
        Action.RELEASE_WITHDRAWN: lambda: wave.state is WaveState.WITHDRAWN,
        Action.ANSWERS_PURGED: lambda: not store.has_answers(wave.name),
    }
    return intent.action in WAVE_MADE or taken[intent.action]()


def _finished(workspace: Workspace, store: Store, intent: Intent, wave: Wave) -> Details:
    """Do what belongs to a step beside the registry; return what its entry says of that."""
    if intent.action is Action.WAVE_OPENED and wave.ways.blind_tickets:
        return {"tickets": make_keys(workspace, wave)}
    if intent.action is Action.WAVE_CLOSED:
        destroy_keys(workspace, wave.name)
    if intent.action is Action.WAVE_RELEASED:
        if wave.state is WaveState.CLOSED:
            wave = store.mark_released(wave.name, str(_sealed(workspace, wave)))
        return {"release": wave.release_id or ""}
    return {}


def _sealed(workspace: Workspace, wave: Wave) -> str | None:
    """Return the id of the release that lies sealed; a folder appears whole or not at all."""
    path = workspace.releases / wave.name / MANIFEST
    if not path.is_file():
        return None
    manifest: dict[str, Any] = json.loads(path.read_bytes())
    return str(manifest["id"])


def _enter(workspace: Workspace, intent: Intent, finished: Details) -> None:
    """Enter what an intent says, unless that was entered since it was written down."""
    if not any(
        entry.action is intent.action and entry.wave == intent.wave
        for entry in ledger.entries_after(workspace, intent.after)
    ):
        ledger.record(workspace, intent.action, intent.wave, **intent.details | finished)
