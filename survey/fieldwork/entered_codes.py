"""Codes in the ledger and codes in the store: as many are entered as there are.

The store drops what a stopped process had made and not handed out. Codes are made, or made void,
and entered in one turn, so that between turns a difference is what such a stop left.
"""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Final

from survey.access.ledger import Action, entries, record
from survey.settings import Workspace
from survey.store.protocol import Store
from survey.vocabulary import WaveState
from survey.whole_file import locked

LOCK: Final = "codes.lock"
BY_STOP: Final = "stop"
"""What the ledger names where codes went because a process was stopped."""

COUNTED: Final[Mapping[Action, tuple[str, int]]] = {
    Action.CODES_ISSUED: ("codes", 1),
    Action.PEOPLE_JOINED: ("people", 1),
    Action.CODES_GIVEN_AGAIN: ("codes", 1),
    Action.CODES_TAKEN_BACK: ("codes", -1),
}
"""Which detail of an entry counts codes, and whether they come or go."""


def turn(workspace: Workspace) -> AbstractContextManager[None]:
    """Let codes be made, or made void, and be entered one at a time, in all processes."""
    return locked(workspace.root / LOCK)


def entered(workspace: Workspace) -> dict[str, int]:
    """Return by wave how many codes for people there are by the ledger.

    A wave is left out where an entry names no number: nothing can be compared with it.
    """
    found: dict[str, int] = {}
    uncounted = set()
    for entry in entries(workspace):
        if entry.action in COUNTED:
            detail, sign = COUNTED[entry.action]
            if detail not in entry.details:
                uncounted.add(entry.wave)
            found[entry.wave] = found.get(entry.wave, 0) + sign * int(entry.details.get(detail, 0))
    return {wave: codes for wave, codes in found.items() if wave not in uncounted}


def enter_dropped(workspace: Workspace, store: Store) -> None:
    """Enter the codes of open waves that are in the ledger and, after a stop, in no store.

    A difference may be another process's that is at it: what is entered is asked in its turn.
    """
    if not _dropped(workspace, store):
        return
    with turn(workspace):
        for wave, codes in _dropped(workspace, store).items():
            record(workspace, Action.CODES_TAKEN_BACK, wave, codes=codes, by=BY_STOP)


def _dropped(workspace: Workspace, store: Store) -> dict[str, int]:
    """Return by open wave how many codes the ledger has more than the store."""
    by_ledger = entered(workspace)
    found = {
        wave.name: by_ledger[wave.name] - store.invitations(wave.name)
        for wave in store.waves()
        if wave.state is WaveState.OPEN and wave.name in by_ledger
    }
    return {wave: codes for wave, codes in found.items() if codes > 0}
