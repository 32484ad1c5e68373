"""What a stop left unentered: done to a wave, and not in the ledger. It is entered at the start.

Each of these steps is taken once in the life of a wave, so that registry and files say whether it
was, and the ledger whether it is entered.
"""

import json
from typing import Any

from survey.access import entered_file, intents, ledger
from survey.access.intents import Details, Intent
from survey.access.ledger import Action
from survey.fieldwork.ticket_keys import destroy_keys, make_keys
from survey.keeping.seal import MANIFEST
from survey.settings import Workspace
from survey.store.protocol import Store, Wave
from survey.vocabulary import WaveState


def enter_what_was_done(workspace: Workspace, store: Store) -> None:
    """Enter each step that a stop left without its entry, and finish what belongs to it."""
    entered_file.finish(workspace)
    with intents.settling(workspace):
        waves = {wave.name: wave for wave in store.waves()}
        for intent in intents.left(workspace):
            wave = waves.get(intent.wave)
            if wave is not None and _done(workspace, store, intent, wave):
                details = intent.details | _finished(workspace, store, intent, wave)
                if not _entered(workspace, intent):
                    ledger.record(workspace, intent.action, intent.wave, **details)
            intents.settle(workspace, intent)


def _done(workspace: Workspace, store: Store, intent: Intent, wave: Wave) -> bool:
    match intent.action:
        case Action.WAVE_OPENED | Action.ANSWERS_IMPORTED:
            return True
        case Action.WAVE_CLOSED:
            return wave.state is not WaveState.OPEN
        case Action.WAVE_RELEASED:
            return bool(wave.release_id) or _sealed(workspace, wave) is not None
        case Action.RELEASE_WITHDRAWN:
            return wave.state is WaveState.WITHDRAWN
        case Action.ANSWERS_PURGED:
            return not store.has_answers(wave.name)
    return False


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


def _entered(workspace: Workspace, intent: Intent) -> bool:
    return any(
        entry.action is intent.action and entry.wave == intent.wave
        for entry in ledger.entries(workspace)
    )
