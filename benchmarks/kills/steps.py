"""What is killed: what a step does, what must be true afterwards, and how it is taken again."""

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from analytics.publish import publish
from analytics.release.reader import open_release
from analytics.reports.exports import WRITERS, export_release
from benchmarks.kills.ground import BEFORE, SENT, UNITS, WAVE, Ground, answers_of
from survey.access import intents, ledger, staff
from survey.access.ledger import Action
from survey.fieldwork.entered_codes import entered
from survey.fieldwork.invitations import handing_out
from survey.fieldwork.rounds import Order, Reason
from survey.fieldwork.waves import close_wave
from survey.keeping.backup import back_up, destroy_left, restore
from survey.settings import Workspace
from survey.store.bulk import open_answers
from survey.store.opening import close_store, open_store, verify_pieces
from survey.store.protocol import CodeStanding, Submission
from survey.vocabulary import Role, WaveState

AGAIN: Final = 5
"""Codes that an invitation gives out anew."""
PEOPLE: Final = sum(unit.headcount or 0 for unit in UNITS)


@dataclass(frozen=True)
class Step:
    """A step: the state that it starts from, what it does, and what must be true after a kill."""

    starts_from: str
    act: Callable[[Ground, Workspace, int], None]
    holds: Callable[[Ground, Workspace, bytes], None]
    again: Callable[[Ground, Workspace], None]


def _submit(ground: Ground, workspace: Workspace, said: int) -> None:
    store = open_store(workspace)
    for at in range(0, SENT, 2):
        pair = [Submission(WAVE, ground.codes[one], answers_of(100 + one)) for one in (at, at + 1)]
        assert store.redeem(pair) == [CodeStanding.FRESH] * 2
        os.write(said, bytes([at, at + 1]))


def _submitted(ground: Ground, workspace: Workspace, said: bytes) -> None:
    store = open_store(workspace)
    spent = {
        at
        for at in range(SENT)
        if store.check_code(ground.codes[at]).standing is CodeStanding.SPENT
    }
    assert set(said) <= spent, "an answer that was acknowledged is lost"
    assert sum(store.response_counts(WAVE).values()) == BEFORE + len(spent), "not once each"


def _submit_again(ground: Ground, workspace: Workspace) -> None:
    store = open_store(workspace)
    store.redeem([Submission(WAVE, one, answers_of(1)) for one in ground.codes[:SENT]])
    assert sum(store.response_counts(WAVE).values()) == BEFORE + SENT


def _close(_ground: Ground, workspace: Workspace, said: int) -> None:
    close_wave(workspace, open_store(workspace), WAVE)
    os.write(said, b"x")


def _closed(_ground: Ground, workspace: Workspace, said: bytes) -> None:
    store = open_store(workspace)
    wave = store.wave(WAVE)
    assert _entered(workspace, Action.WAVE_CLOSED) == (wave.state is WaveState.CLOSED)
    assert wave.state is WaveState.CLOSED or not said
    if wave.state is WaveState.OPEN:
        assert sum(store.response_counts(WAVE).values()) == BEFORE
    else:
        with open_answers(workspace, wave) as answers:
            rows = answers.execute("SELECT count(*) FROM answer").fetchone()
        assert rows == (BEFORE,), "answers are lost or doubled by closing"


def _close_again(_ground: Ground, workspace: Workspace) -> None:
    store = open_store(workspace)
    if store.wave(WAVE).state is WaveState.OPEN:
        close_wave(workspace, store, WAVE)


def _publish(_ground: Ground, workspace: Workspace, said: int) -> None:
    publish(workspace, open_store(workspace), WAVE)
    os.write(said, b"x")


def _published(ground: Ground, workspace: Workspace, said: bytes) -> None:
    wave = open_store(workspace).wave(WAVE)
    assert _entered(workspace, Action.WAVE_RELEASED) == (wave.state is WaveState.RELEASED)
    assert wave.state is WaveState.RELEASED or not said
    assert (workspace.releases / WAVE).exists() == (wave.state is WaveState.RELEASED)
    if wave.state is WaveState.RELEASED:
        whole = open_release(ground.folder / "released" / "releases" / WAVE).manifest
        assert open_release(workspace.releases / WAVE).manifest.id == whole.id


def _publish_again(_ground: Ground, workspace: Workspace) -> None:
    store = open_store(workspace)
    if store.wave(WAVE).state is not WaveState.RELEASED:
        publish(workspace, store, WAVE)


def _exports(workspace: Workspace) -> None:
    def entered(files: Any) -> None:
        ledger.record(workspace, Action.RELEASE_EXPORTED, WAVE, files=len(files))

    export_release(open_release(workspace.releases / WAVE), _beside(workspace), entered)


def _export(_ground: Ground, workspace: Workspace, said: int) -> None:
    _exports(workspace)
    os.write(said, b"x")


def _exported(_ground: Ground, workspace: Workspace, said: bytes) -> None:
    there = {path.name for path in _beside(workspace).glob("*")}
    assert not there or _entered(workspace, Action.RELEASE_EXPORTED), "files without an entry"
    assert not said or there == set(WRITERS)


def _export_again(_ground: Ground, workspace: Workspace) -> None:
    _exports(workspace)
    assert {path.name for path in _beside(workspace).iterdir()} == set(WRITERS)


def _back_up(_ground: Ground, workspace: Workspace, said: int) -> None:
    back_up(workspace, _beside(workspace))
    os.write(said, b"x")


def _backed_up(_ground: Ground, workspace: Workspace, said: bytes) -> None:
    target = _beside(workspace)
    assert target.exists() or not said
    if target.exists():
        assert _entered(workspace, Action.BACKUP_MADE), "a backup without an entry"
        shutil.rmtree(tried := workspace.root.with_name("tried"), ignore_errors=True)
        restore(target, Workspace(tried), close_waves=True)


def _back_up_again(_ground: Ground, workspace: Workspace) -> None:
    back_up(workspace, _beside(workspace).with_name("second"))
    destroy_left(workspace)
    left = [*workspace.root.glob(".copying-*"), *workspace.root.parent.glob(".bearing-*.part")]
    assert not left, "a copy of answers is left"


def _restore(ground: Ground, workspace: Workspace, said: int) -> None:
    restore(ground.folder / "backup", Workspace(_beside(workspace)))
    os.write(said, b"x")


def _restored(_ground: Ground, workspace: Workspace, said: bytes) -> None:
    made = Workspace(_beside(workspace))
    assert made.root.exists() or not said
    if made.root.exists():
        whole(made)


def _restore_again(ground: Ground, workspace: Workspace) -> None:
    made = Workspace(_beside(workspace))
    if not made.root.exists():
        restore(ground.folder / "backup", made)
    else:
        restore(ground.folder / "backup", Workspace(made.root.with_name("third")))
    assert not list(made.root.parent.glob(".restoring-*")), "a copy of answers is left"


def _invite(_ground: Ground, workspace: Workspace, said: int) -> None:
    store = open_store(workspace)
    order = Order({1: AGAIN}, Reason.LOST)
    with handing_out(workspace, store, store.wave(WAVE), order):
        pass
    os.write(said, b"x")


def _invited(_ground: Ground, workspace: Workspace, said: bytes) -> None:
    found = open_store(workspace).invitations(WAVE)
    assert found == entered(workspace)[WAVE], "codes that are not in the ledger, or in it alone"
    assert found >= PEOPLE + AGAIN or not said


def _invite_again(ground: Ground, workspace: Workspace) -> None:
    before = open_store(workspace).invitations(WAVE)
    with Path(os.devnull).open("wb") as nothing:
        _invite(ground, workspace, nothing.fileno())
    assert open_store(workspace).invitations(WAVE) == before + AGAIN


def _staff(_ground: Ground, workspace: Workspace, said: int) -> None:
    staff.add_without_password(workspace, "Grace", Role.HR)
    staff.change_role(workspace, "Grace", Role.WORKS_COUNCIL)
    os.write(said, b"x")


def _staffed(_ground: Ground, workspace: Workspace, said: bytes) -> None:
    open_store(workspace)
    role = staff.role_of(workspace, "Grace")
    assert _entered(workspace, Action.STAFF_ADDED) == (role is not None)
    assert _entered(workspace, Action.STAFF_ROLE_CHANGED) == (role is Role.WORKS_COUNCIL)
    assert role is Role.WORKS_COUNCIL or not said


def _staff_again(_ground: Ground, workspace: Workspace) -> None:
    if staff.role_of(workspace, "Grace") is None:
        staff.add_without_password(workspace, "Grace", Role.HR)
    staff.change_role(workspace, "Grace", Role.WORKS_COUNCIL)


STEPS: Final = {
    "submit": Step("open", _submit, _submitted, _submit_again),
    "close": Step("open", _close, _closed, _close_again),
    "publish": Step("closed", _publish, _published, _publish_again),
    "export": Step("released", _export, _exported, _export_again),
    "backup": Step("open", _back_up, _backed_up, _back_up_again),
    "restore": Step("released", _restore, _restored, _restore_again),
    "invite": Step("open", _invite, _invited, _invite_again),
    "staff": Step("open", _staff, _staffed, _staff_again),
}


TURNS: Final = (
    "submit", "close", "backup", "restore", "submit", "publish", "close", "submit", "export",
    "invite", "staff", "backup", "restore", "submit", "close", "submit", "publish", "invite",
    "staff", "backup", "restore", "close", "submit", "export", "submit",
)  # fmt: skip
"""In this order, so that each step is killed at a call and after a time: their number is odd."""


def _beside(workspace: Workspace) -> Path:
    return workspace.root.with_name("made")


def _entered(workspace: Workspace, action: Action) -> bool:
    return any(entry.action is action for entry in ledger.entries(workspace))


def whole(workspace: Workspace) -> None:
    """Open a workspace as at the next start, and look through all of it."""
    try:
        verify_pieces(workspace)
        ledger.verify(workspace)
        assert not intents.left(workspace), "an intent is left after the start"
    finally:
        close_store(workspace)
