"""A stop between what was done and its entry: the next start enters it."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from analytics.publish import publish
from survey.access import intents, ledger
from survey.access.ledger import Action
from survey.errors import BearingError
from survey.fieldwork.dates.dates import Dates
from survey.fieldwork.entered_codes import entered
from survey.fieldwork.invitations import issue, take_back
from survey.fieldwork.policy import Policy
from survey.fieldwork.ticket_keys import fingerprints, keys_sha256
from survey.fieldwork.waves import (
    begin_wave,
    close_wave,
    open_wave,
    prolong_wave,
    purge_answers,
    withdraw,
)
from survey.fieldwork.ways import Ways
from survey.fieldwork.workspaces import create
from survey.instruments.catalogue import load
from survey.settings import Workspace, WorkspaceKind
from survey.store.errors import WaveStateWrong
from survey.store.opening import close_store, open_store, verify_pieces
from survey.store.protocol import Store, Submission
from survey.vocabulary import WaveState
from tests.form_wave import UNITS
from tests.running import ROOT

pytestmark = pytest.mark.both_stores

WAVE = "spring"

LEFT = """
import sys
from pathlib import Path
from survey.access.intents import left
from survey.settings import Workspace

print(len(left(Workspace(Path(sys.argv[1])))))
"""


class Stopped(BaseException):
    """Stands for kill -9: nothing of the program goes on after it."""


@pytest.fixture
def workspace(tmp_path: Path, engine: str) -> Iterator[Workspace]:
    made = Workspace(tmp_path / "workspace")
    create(made, WorkspaceKind.REAL)
    yield made
    close_store(made)


def opened(workspace: Workspace, **ways: bool) -> Store:
    store = open_store(workspace)
    terms: dict[str, Any] = {"instrument": load("core"), "policy": Policy(), "units": UNITS}
    open_wave(workspace, store, WAVE, ways=Ways(**ways), **terms)
    return store


def collected(workspace: Workspace) -> Store:
    store = opened(workspace)
    [codes, _] = store.issue_codes(WAVE, {1: 24, 2: 0}).values()
    items = load("core").items
    store.redeem([Submission(WAVE, code, (None,) * len(items)) for code in codes])
    return store


def stopped_before_its_entry(monkeypatch: pytest.MonkeyPatch, step: Any, *arguments: Any) -> None:
    """Take a step and stop where its entry would be written."""

    def stop(*_arguments: Any, **_details: Any) -> None:
        raise Stopped

    with monkeypatch.context() as patch:
        patch.setattr(intents, "record", stop)
        with pytest.raises(Stopped):
            step(*arguments)


def entries_after_a_start(workspace: Workspace) -> list[ledger.Entry]:
    """Open the workspace as the next process does, twice, and return the entries."""
    for _ in range(2):
        close_store(workspace)
        open_store(workspace)
        assert not intents.left(workspace)
    ledger.verify(workspace)
    return list(ledger.entries(workspace))


def test_a_wave_that_was_opened_gets_its_entry_and_its_ticket_keys(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped_before_its_entry(monkeypatch, opened, workspace)
    [entry] = entries_after_a_start(workspace)
    assert (entry.action, entry.details["teams"]) == (Action.WAVE_OPENED, 2)


def test_a_wave_that_was_opened_without_its_ticket_keys_gets_them(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_arguments: Any) -> str:
        raise Stopped

    with monkeypatch.context() as patch:
        patch.setattr("survey.fieldwork.waves.make_keys", stop)
        with pytest.raises(Stopped):
            opened(workspace, blind_tickets=True)
    [entry] = entries_after_a_start(workspace)
    wave = open_store(workspace).wave(WAVE)
    assert entry.details["tickets"] == keys_sha256(fingerprints(workspace, wave))


def test_what_is_done_to_a_wave_is_entered_whenever_it_was_stopped(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = collected(workspace)
    for step, action, state in (
        (close_wave, Action.WAVE_CLOSED, WaveState.CLOSED),
        (publish, Action.WAVE_RELEASED, WaveState.RELEASED),
        (withdraw, Action.RELEASE_WITHDRAWN, WaveState.WITHDRAWN),
    ):
        stopped_before_its_entry(monkeypatch, step, workspace, store, WAVE)
        entry = entries_after_a_start(workspace)[-1]
        store = open_store(workspace)
        wave = store.wave(WAVE)
        assert (entry.action, wave.state) == (action, state)
        if action is not Action.WAVE_CLOSED:
            assert entry.details["release"] == wave.release_id
    stopped_before_its_entry(monkeypatch, purge_answers, workspace, store, WAVE)
    assert entries_after_a_start(workspace)[-1].action is Action.ANSWERS_PURGED


def test_a_release_that_was_sealed_before_the_registry_knew_is_released_at_the_start(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = collected(workspace)
    close_wave(workspace, store, WAVE)

    def stop(*_arguments: Any) -> None:
        raise Stopped

    with monkeypatch.context() as patch:
        patch.setattr(store, "mark_released", stop)
        with pytest.raises(Stopped):
            publish(workspace, store, WAVE)
    entry = entries_after_a_start(workspace)[-1]
    wave = open_store(workspace).wave(WAVE)
    assert (entry.action, wave.state) == (Action.WAVE_RELEASED, WaveState.RELEASED)
    assert entry.details["release"] == wave.release_id


def test_what_was_refused_or_never_done_is_not_entered(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = collected(workspace)
    for step in (publish, purge_answers, withdraw):
        with pytest.raises(BearingError, match="is open"):
            step(workspace, store, WAVE)
    with monkeypatch.context() as patch:
        patch.setattr(store, "close_wave", lambda _name: (_ for _ in ()).throw(Stopped()))
        with pytest.raises(Stopped):
            close_wave(workspace, store, WAVE)
    found = entries_after_a_start(workspace)
    assert [entry.action for entry in found] == [Action.WAVE_OPENED]
    close_wave(workspace, open_store(workspace), WAVE)
    with pytest.raises(WaveStateWrong):
        close_wave(workspace, open_store(workspace), WAVE)
    found = entries_after_a_start(workspace)
    assert [entry.action for entry in found] == [Action.WAVE_OPENED, Action.WAVE_CLOSED]


def test_an_intent_that_was_half_written_was_followed_by_nothing(workspace: Workspace) -> None:
    opened(workspace)
    (workspace.root / intents.FOLDER / "half.json").write_text('{"action": "wave cl')
    assert [entry.action for entry in entries_after_a_start(workspace)] == [Action.WAVE_OPENED]


@pytest.mark.files_alone
@pytest.mark.parametrize("stopped_in", ["after the registry", "before it"])
def test_a_close_that_was_stopped_is_settled_for_whoever_verifies(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, stopped_in: str
) -> None:
    store = collected(workspace)

    def stop(*_arguments: Any, **_more: Any) -> None:
        raise Stopped

    if stopped_in == "after the registry":
        belongings, real = store._belongings, store._belongings.change  # type: ignore[attr-defined]

        def change(name: str, **changes: object) -> None:
            if changes == {"marks": ()}:
                raise Stopped
            real(name, **changes)

        monkeypatch.setattr(belongings, "change", change)
    else:
        monkeypatch.setattr("survey.store.registry.Registry.mark_closed", stop)
    with pytest.raises(Stopped):
        close_wave(workspace, store, WAVE)
    monkeypatch.undo()
    close_store(workspace)
    assert not verify_pieces(workspace)
    ledger.verify(workspace)


def test_what_a_process_beside_this_one_does_now_is_not_settled(workspace: Workspace) -> None:
    """Another server that starts must not take a step for one that a stop left."""
    opened(workspace)
    with intents.entering(workspace, Action.WAVE_CLOSED, WAVE):
        seen = subprocess.run(
            [sys.executable, "-c", LEFT, str(workspace.root)],
            capture_output=True, text=True, check=True, cwd=ROOT,
        )  # fmt: skip
    assert seen.stdout.split() == ["0"]
    assert not list((workspace.root / intents.FOLDER).iterdir())


LATER = datetime.now(UTC) + timedelta(days=9)


def dated(workspace: Workspace) -> Store:
    store = open_store(workspace)
    dates = Dates(opens=LATER - timedelta(days=8), closes=LATER, zone="Europe/Berlin")
    terms: dict[str, Any] = {"instrument": load("core"), "policy": Policy(), "units": UNITS}
    open_wave(workspace, store, WAVE, dates=dates, **terms)
    return store


def test_what_dates_bring_is_entered_and_a_second_time_too(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped_before_its_entry(monkeypatch, begin_wave, workspace, dated(workspace), WAVE)
    assert entries_after_a_start(workspace)[-1].action is Action.WAVE_BEGUN
    for days in (1, 2):
        end = LATER + timedelta(days=days)
        store = open_store(workspace)
        stopped_before_its_entry(monkeypatch, prolong_wave, workspace, store, WAVE, end)
        entries = entries_after_a_start(workspace)
        assert entries[-1].details == open_store(workspace).wave(WAVE).dates.named()
        prolonged = [one for one in entries if one.action is Action.WAVE_PROLONGED]
        assert len(prolonged) == days


def test_dates_that_were_not_changed_are_not_entered(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = dated(workspace)
    with monkeypatch.context() as patch:
        patch.setattr(store, "change_dates", lambda *_: (_ for _ in ()).throw(Stopped()))
        with pytest.raises(Stopped):
            prolong_wave(workspace, store, WAVE, LATER + timedelta(days=1))
    assert [one.action for one in entries_after_a_start(workspace)] == [Action.WAVE_OPENED]


def balance(workspace: Workspace) -> tuple[int, int]:
    """Return the codes of the wave by the ledger, and by the store."""
    return entered(workspace)[WAVE], open_store(workspace).invitations(WAVE)


@pytest.mark.parametrize("stopped_in", ["reserve", "its entry", "handing out", "taking back"])
def test_codes_that_a_stop_took_are_entered(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, stopped_in: str
) -> None:
    store = opened(workspace)
    wave = store.wave(WAVE)

    def stop(*_arguments: Any, **_details: Any) -> None:
        raise Stopped

    with monkeypatch.context() as patch:
        module = "survey.fieldwork.invitations"
        if stopped_in == "reserve":
            patch.setattr(store, "reserve_codes", stop)
        if stopped_in == "its entry":
            patch.setattr(f"{module}.record", stop)
        if stopped_in == "handing out":
            patch.setattr(f"{module}.take_back", stop)  # as a kill: nothing is taken back
            patch.setattr(store, "confirm_codes", stop)
        if stopped_in == "taking back":
            patch.setattr(store, "confirm_codes", stop)
            real = store.take_back_codes

            def taken_back(*arguments: Any) -> None:
                real(*arguments)
                raise Stopped

            patch.setattr(store, "take_back_codes", taken_back)
        with pytest.raises(Stopped):
            issue(workspace, store, wave)
    entries = entries_after_a_start(workspace)
    if stopped_in in ("handing out", "taking back"):
        people = sum(unit.headcount or 0 for unit in UNITS)
        assert (entries[-1].action, entries[-1].details) == (
            Action.CODES_TAKEN_BACK, {"codes": people, "by": "stop"},
        )  # fmt: skip
    else:
        assert entries[-1].action is Action.WAVE_OPENED
    issue(workspace, open_store(workspace), wave)
    assert len(set(balance(workspace))) == 1


def test_a_code_that_was_used_all_the_same_is_not_entered_as_taken_back(
    workspace: Workspace,
) -> None:
    store = opened(workspace)
    wave = store.wave(WAVE)
    codes = [one.code for one in issue(workspace, store, wave)]
    store.redeem([Submission(WAVE, codes[0], (None,) * len(load("core").items))])
    take_back(workspace, store, wave, codes[:3])
    assert ledger.entries(workspace)[-1].details == {"codes": 2}
    assert len(entries_after_a_start(workspace)) == 3
    assert len(set(balance(workspace))) == 1
