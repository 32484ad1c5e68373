"""What dates bring is done once, in order, in the ledger, and also when no server ran that day."""

import threading
import time
from collections.abc import Container, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from survey.access.ledger import Action, entries, verify
from survey.fieldwork.codes import new_code
from survey.fieldwork.dates import dates as dates_module
from survey.fieldwork.dates.carrying_out import Outcome, carry_out
from survey.fieldwork.dates.dates import Dates, DatesInvalid
from survey.fieldwork.dates.due import DueStep
from survey.fieldwork.dates.regularly import Regularly
from survey.fieldwork.policy import Policy
from survey.fieldwork.waves import close_wave, open_wave, prolong_wave, purge_when_promised
from survey.fieldwork.workspaces import create
from survey.settings import Workspace, WorkspaceKind
from survey.store.bulk import AnswersGone, open_answers
from survey.store.duckdb_store import ANSWERS, DuckDBStore
from survey.store.errors import WaveStateWrong
from survey.store.opening import close_store, open_store
from survey.store.postgres.postgres_store import PostgresStore
from survey.store.protocol import CodeStanding, Store, Submission, Unit
from survey.vocabulary import WaveState
from tests.instruments import small_instrument

pytestmark = pytest.mark.both_stores

OpenStore = DuckDBStore | PostgresStore

UNITS = (Unit(0, "Stores", "Day", 9), Unit(1, "Stores", "Night", 8))
NOW = datetime.now(UTC)
OPENS = NOW + timedelta(days=1)
CLOSES = NOW + timedelta(days=20)
LAST = (NOW + timedelta(days=60)).date()
GONE = NOW + timedelta(days=62)
MINUTE = timedelta(minutes=1)
DATES = Dates(zone="UTC", opens=OPENS, closes=CLOSES, publishes=True, keep_until=LAST)


@pytest.fixture
def workspace(tmp_path: Path, engine: str) -> Iterator[Workspace]:
    made = Workspace(tmp_path / "workspace")
    create(made, WorkspaceKind.REAL)
    yield made
    close_store(made)


def opened(workspace: Workspace, dates: Dates = DATES) -> OpenStore:
    store = open_store(workspace)
    assert isinstance(store, OpenStore)
    open_wave(workspace, store, "2026", instrument=small_instrument(), policy=Policy(),
              units=UNITS, dates=dates)  # fmt: skip
    return store


def released(_workspace: Workspace, store: Store, name: str) -> None:
    store.mark_released(name, "0" * 64)


def refused(_workspace: Workspace, _store: Store, name: str) -> None:
    raise AnswersGone(f"Wave {name!r} cannot be published.")


def recorded(workspace: Workspace) -> list[Action]:
    return [entry.action for entry in entries(workspace)]


def at(store: OpenStore, moment: datetime) -> None:
    store.clock = lambda: moment


# The store -------------------------------------------------------------------------------------


def test_a_code_opens_nothing_before_and_after_the_dates(workspace: Workspace) -> None:
    store = opened(workspace)
    codes = store.issue_codes("2026", {0: 3})[0]
    row = (1,) * len(small_instrument().items)
    for moment, standing in (
        (OPENS - MINUTE, CodeStanding.EARLY),
        (CLOSES, CodeStanding.CLOSED),
    ):
        store._over.clear()
        at(store, moment)
        assert store.check_code(codes[0]).standing is standing
        assert store.redeem([Submission("2026", codes[0], row)]) == [standing]
        with pytest.raises(WaveStateWrong, match="takes answers"):
            store.extra_code("2026", 0)
        with pytest.raises(WaveStateWrong, match="takes answers"):
            store.spend_for_signature("2026", codes[1], b"blinded")
    store._over.clear()
    at(store, OPENS)
    assert store.check_code(codes[0]).standing is CodeStanding.FRESH
    assert store.redeem([Submission("2026", codes[0], row)]) == [CodeStanding.FRESH]
    assert store.check_code(new_code()).standing is CodeStanding.UNKNOWN


def test_an_end_that_passed_stays_passed_when_the_clock_is_set_back(workspace: Workspace) -> None:
    store = opened(workspace)
    (code,) = store.issue_codes("2026", {0: 1})[0]
    at(store, CLOSES)
    assert store.check_code(code).standing is CodeStanding.CLOSED
    at(store, CLOSES - timedelta(days=5))
    assert store.check_code(code).standing is CodeStanding.CLOSED
    later = DATES.model_copy(update={"closes": CLOSES + MINUTE})
    with pytest.raises(WaveStateWrong, match="no longer"):
        store.change_dates("2026", later)


def test_dates_are_kept_with_the_wave_and_a_wave_of_before_has_none(workspace: Workspace) -> None:
    store = opened(workspace)
    store.open_wave("plain", small_instrument(), Policy(), UNITS)
    close_store(workspace)
    again = open_store(workspace)
    assert again.wave("2026").dates == DATES
    assert again.wave("plain").dates == Dates()


# What is done ----------------------------------------------------------------------------------


def test_a_wave_goes_its_way_by_itself(workspace: Workspace) -> None:
    store = opened(workspace)
    at(store, OPENS)
    assert carry_out(workspace, store, released, OPENS - MINUTE) == []
    assert carry_out(workspace, store, released, OPENS) == [Outcome("2026", DueStep.BEGIN)]
    assert carry_out(workspace, store, released, OPENS + MINUTE) == []
    at(store, OPENS - timedelta(days=3))
    (code,) = store.issue_codes("2026", {0: 1})[0]
    assert store.check_code(code).standing is CodeStanding.FRESH
    steps = [one.step for one in carry_out(workspace, store, released, CLOSES)]
    assert steps == [DueStep.CLOSE, DueStep.PUBLISH]
    assert store.wave("2026").state is WaveState.RELEASED
    assert carry_out(workspace, store, released, CLOSES + MINUTE) == []
    assert store.has_answers("2026")
    assert carry_out(workspace, store, released, GONE) == [Outcome("2026", DueStep.PURGE)]
    assert not store.has_answers("2026")
    assert not (workspace.waves / "2026" / ANSWERS).exists()
    assert carry_out(workspace, store, released, GONE) == []
    by_date = [entry.action for entry in entries(workspace) if entry.details.get("by") == "date"]
    assert by_date == [Action.WAVE_BEGUN, Action.WAVE_CLOSED, Action.ANSWERS_PURGED]
    verify(workspace)


def test_the_next_start_does_what_was_due_while_no_server_ran(workspace: Workspace) -> None:
    opened(workspace)
    close_store(workspace)
    store = open_store(workspace)
    steps = [one.step for one in carry_out(workspace, store, released, GONE)]
    assert steps == [DueStep.CLOSE, DueStep.PUBLISH, DueStep.PURGE]
    wave = store.wave("2026")
    assert (wave.state, store.has_answers("2026")) == (WaveState.RELEASED, False)


def test_a_wave_counts_as_closed_on_its_own_day_though_it_was_closed_later(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = opened(workspace)
    later = type("Later", (date,), {"today": classmethod(lambda _cls: GONE.date())})
    monkeypatch.setattr("survey.store.clocked.date", later)
    assert store.close_wave("2026").closed_on == CLOSES.date()


def test_answers_go_when_promised_though_the_wave_could_not_be_published(
    workspace: Workspace,
) -> None:
    store = opened(workspace)
    outcomes = carry_out(workspace, store, refused, GONE)
    assert [one.step for one in outcomes] == [DueStep.CLOSE, DueStep.PUBLISH, DueStep.PURGE]
    assert [one.failure for one in outcomes] == ["", AnswersGone.code, ""]
    assert Action.PUBLISHING_FAILED in recorded(workspace)
    assert not (workspace.waves / "2026" / ANSWERS).exists()
    close_store(workspace)
    again = open_store(workspace)  # nothing is missed: the answers went as they should
    assert (again.wave("2026").state, again.has_answers("2026")) == (WaveState.CLOSED, False)
    with pytest.raises(AnswersGone, match="as people were promised"):
        open_answers(workspace, again.wave("2026"))
    with pytest.raises(WaveStateWrong):
        again.purge_answers("2026")


def test_what_fails_once_is_tried_again_but_publishing_only_at_the_next_start(
    workspace: Workspace,
) -> None:
    store = opened(workspace)
    carry_out(workspace, store, refused, CLOSES)
    assert carry_out(workspace, store, released, CLOSES, {"2026"}) == []
    assert carry_out(workspace, store, released, CLOSES) == [Outcome("2026", DueStep.PUBLISH)]


def test_two_at_once_do_each_step_once(workspace: Workspace) -> None:
    store = opened(workspace)
    found: list[Outcome] = []

    def go() -> None:
        found.extend(carry_out(workspace, store, released, CLOSES))

    threads = [threading.Thread(target=go) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [Outcome("2026", DueStep.CLOSE), Outcome("2026", DueStep.PUBLISH)]
    assert recorded(workspace).count(Action.WAVE_CLOSED) == 1


def test_a_wave_is_prolonged_with_an_entry_and_not_after_its_end(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = opened(workspace)
    later = CLOSES + timedelta(days=2)
    assert prolong_wave(workspace, store, "2026", later).dates.planned_end == CLOSES
    assert entries(workspace)[-1].action is Action.WAVE_PROLONGED
    assert entries(workspace)[-1].details["closes"] == f"{later:%Y-%m-%d %H:%M} UTC"
    monkeypatch.setattr("survey.fieldwork.waves.utc_now", lambda: later)
    with pytest.raises(DatesInvalid, match="stays closed"):
        prolong_wave(workspace, store, "2026", later + MINUTE)
    assert dates_module.utc_now().tzinfo is UTC


def test_a_stop_between_the_store_and_the_ledger_is_made_good(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = opened(workspace)

    class Stopped(BaseException):
        pass

    def stop(*_given: object, **_details: object) -> None:
        raise Stopped

    for step, action in (
        (close_wave, Action.WAVE_CLOSED),
        (purge_when_promised, Action.ANSWERS_PURGED),
    ):
        with monkeypatch.context() as killed:
            killed.setattr("survey.access.intents.record", stop)
            with pytest.raises(Stopped):
                step(workspace, store, "2026")
        assert action not in recorded(workspace)
        for _ in range(2):
            close_store(workspace)
            store = open_store(workspace)
        assert recorded(workspace).count(action) == 1


# The thread ------------------------------------------------------------------------------------


def test_a_server_looks_at_once_and_again_and_goes_on_after_a_failure() -> None:
    seen: list[set[str]] = []
    enough = threading.Event()

    def look(given_up: Container[str]) -> list[Outcome]:
        assert isinstance(given_up, set)
        seen.append(set(given_up))
        if len(seen) == 1:
            raise OSError("the disk is full")
        if len(seen) == 4:
            enough.set()
        return [Outcome("2026", DueStep.PUBLISH, "REFUSED")] if len(seen) == 2 else []

    begun = time.monotonic()
    running = Regularly(look, every=0.01)
    assert enough.wait(30)
    running.stop()
    assert time.monotonic() - begun < 30
    assert seen[:4] == [set(), set(), {"2026"}, {"2026"}]
    count = len(seen)
    time.sleep(0.1)
    assert len(seen) == count
