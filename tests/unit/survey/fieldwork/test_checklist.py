"""The coordinator's list says what is done, what is next and what is wrong, at each point."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from survey.access.ledger import Action, record
from survey.access.staff import add
from survey.fieldwork.checklist import Situation, StepState, situation, steps
from survey.fieldwork.dates.dates import Dates
from survey.fieldwork.mailing import read_addresses
from survey.fieldwork.moves import read_moves
from survey.fieldwork.policy import Policy
from survey.fieldwork.sample_files import FOLDER, NAMES, sample
from survey.fieldwork.staff_list import FILE as STAFF_FILE
from survey.fieldwork.staff_list import keep_staff_list
from survey.fieldwork.units import read_units
from survey.fieldwork.waves import open_wave
from survey.fieldwork.ways import Ways
from survey.instruments.catalogue import load
from survey.organisation.profile import FILE, Profile, keep_profile
from survey.settings import Workspace
from survey.store.opening import open_store
from survey.store.protocol import Unit, Wave
from survey.vocabulary import Role, WaveState

UNITS = (Unit(0, "Hub", "Early", 6), Unit(1, "Hub", "Late", 4))
NAMED = Profile("Klinik Süd", "https://survey.example.org")
EMPTY = Situation(Profile(), (), demonstration=False)
READY = Situation(NAMED, UNITS, demonstration=False)
CORE = load("core")


def wave(state: WaveState, ways: Ways | None = None) -> Wave:
    day = date(2026, 11, 1)
    return Wave("autumn", state, CORE, Policy(), UNITS, day, None, None, ways or Ways())


def at(state: WaveState, *recorded: Action, without: int = 0) -> Situation:
    return replace(READY, wave=wave(state), without_code=without, recorded=frozenset(recorded))


@pytest.mark.parametrize(
    ("now", "following"),
    [
        (EMPTY, "organisation"),
        (replace(EMPTY, profile=Profile("Klinik Süd")), "organisation"),
        (replace(EMPTY, profile=Profile("Klinik Süd"), demonstration=True), "staff_list"),
        (replace(EMPTY, profile=NAMED), "staff_list"),
        (READY, "open"),
        (at(WaveState.OPEN, without=10), "invite"),
        (at(WaveState.OPEN), "close"),
        (at(WaveState.CLOSED), "publish"),
        (at(WaveState.RELEASED), "read"),
        (at(WaveState.RELEASED, Action.REPORT_WRITTEN), None),
    ],
)
def test_one_step_is_next_and_none_before_it_waits(now: Situation, following: str | None) -> None:
    found = steps(now)
    assert [one.key for one in found if one.state is StepState.NEXT] == (
        [following] if following else []
    )
    states = [one.state for one in found]
    if following:
        at_ = states.index(StepState.NEXT)
        waiting = [one.key for one in found[:at_] if one.state is StepState.LATER]
        assert not waiting
        assert set(states[at_ + 1 :]) <= {StepState.LATER, StepState.OPTIONAL, StepState.DONE}


def state_of(now: Situation, key: str) -> StepState:
    return next(one.state for one in steps(now) if one.key == key)


def test_links_for_all_need_no_codes() -> None:
    now = replace(at(WaveState.OPEN, without=10), wave=wave(WaveState.OPEN, Ways(open_links=True)))
    assert state_of(now, "invite") is StepState.OPTIONAL
    assert state_of(now, "close") is StepState.NEXT


def dated(**dates: Any) -> Situation:
    made = replace(wave(WaveState.OPEN), dates=Dates(**dates))
    return replace(READY, wave=made)


def test_nobody_is_told_to_close_a_wave_that_closes_at_its_date() -> None:
    end = datetime(2026, 12, 20, 17, tzinfo=UTC)
    now = dated(closes=end, keep_until=date(2027, 3, 20))
    assert StepState.NEXT not in {one.state for one in steps(now)}
    assert state_of(now, "close") is StepState.BY_ITSELF
    assert state_of(now, "publish") is StepState.LATER
    assert state_of(now, "destroy") is StepState.BY_ITSELF
    assert state_of(dated(closes=end, publishes=True), "publish") is StepState.BY_ITSELF
    assert state_of(dated(keep_until=date(2027, 3, 20)), "close") is StepState.NEXT


def test_the_end_of_the_job_is_that_no_single_answer_is_left() -> None:
    released = at(WaveState.RELEASED, Action.REPORT_WRITTEN)
    assert state_of(at(WaveState.OPEN), "destroy") is StepState.LATER
    assert state_of(released, "destroy") is StepState.OPTIONAL
    assert state_of(replace(released, has_answers=False), "destroy") is StepState.DONE
    never = replace(at(WaveState.CLOSED), has_answers=False)
    assert state_of(never, "publish") is StepState.PASSED


def test_it_is_said_when_nobody_may_sign_in_to_read_results(workspace: Workspace) -> None:
    def note() -> str:
        found = steps(situation(workspace, open_store(workspace)))
        return next(one.note for one in found if one.key == "read")

    add(workspace, "Ada", "a long enough password", Role.COORDINATOR)
    assert note() == "no_readers"
    add(workspace, "Hanna", "a long enough password", Role.HR)
    assert note() == ""


def test_reminding_and_acting_hold_nothing_up() -> None:
    assert state_of(READY, "remind") is StepState.LATER
    assert state_of(at(WaveState.OPEN), "remind") is StepState.OPTIONAL
    assert state_of(at(WaveState.OPEN), "act") is StepState.LATER
    reminded = replace(at(WaveState.OPEN, Action.REMINDER_SENT), reminded=3)
    assert state_of(reminded, "remind") is StepState.DONE
    assert state_of(at(WaveState.RELEASED), "act") is StepState.OPTIONAL
    assert state_of(replace(at(WaveState.RELEASED), actions=1), "act") is StepState.DONE


def test_what_cannot_be_read_is_wrong_and_holds_the_rest_up(workspace: Workspace) -> None:
    (workspace.root / FILE).write_text("name = ", "utf-8")
    (workspace.root / STAFF_FILE).write_text("department,team\n", "utf-8")
    found = {one.key: one for one in steps(situation(workspace, open_store(workspace)))}
    assert found["organisation"].state is found["staff_list"].state is StepState.WRONG
    assert "column headcount" in str(found["staff_list"].trouble)
    assert found["open"].state is StepState.LATER


def test_the_list_follows_a_real_workspace(workspace: Workspace) -> None:
    store = open_store(workspace)
    keep_profile(workspace, NAMED)
    assert state_of(situation(workspace, store), "staff_list") is StepState.NEXT
    keep_staff_list(workspace, UNITS)
    open_wave(workspace, store, "autumn", instrument=CORE, policy=Policy(), units=UNITS)
    now = situation(workspace, store)
    assert (now.without_code, now.recorded) == (10, {Action.WAVE_OPENED})
    assert state_of(now, "invite") is StepState.NEXT


def test_a_reminder_of_which_no_message_left_is_none(workspace: Workspace) -> None:
    store = open_store(workspace)
    open_wave(workspace, store, "autumn", instrument=CORE, policy=Policy(), units=UNITS)
    record(workspace, Action.REMINDER_SENT, "autumn", messages=0)
    now = situation(workspace, store)
    step = next(one for one in steps(now) if one.key == "remind")
    assert (step.state, step.note) == (StepState.OPTIONAL, "without_mail")
    record(workspace, Action.REMINDER_SENT, "autumn", messages=7)
    step = next(one for one in steps(situation(workspace, store)) if one.key == "remind")
    assert (step.state, step.values) == (StepState.DONE, {"messages": 7})


@pytest.mark.parametrize("state", [WaveState.CLOSED, WaveState.RELEASED])
def test_nobody_was_reminded_where_a_wave_closed_without(state: WaveState) -> None:
    step = next(one for one in steps(at(state)) if one.key == "remind")
    assert (step.state, step.note) == (StepState.PASSED, "not_reminded")


def test_it_is_said_before_that_no_address_is_kept_and_whether_mail_can_leave() -> None:
    notes = {
        mail: next(
            one.note for one in steps(replace(at(WaveState.OPEN), mail=mail)) if one.key == "remind"
        )
        for mail in (True, False)
    }
    assert notes == {True: "without_addresses", False: "without_mail"}


def test_every_sample_is_read_by_its_reader() -> None:
    assert {path.name for path in FOLDER.iterdir()} == set(NAMES)
    units = read_units(sample("staff-list.csv"), "staff-list.csv")
    german = read_units(sample("personalliste.csv"), "personalliste.csv")
    assert [one.headcount for one in german] == [one.headcount for one in units]
    assert len(read_addresses(sample("addresses.csv"), "addresses.csv", units)) == 2
    places = {(one.department, one.team) for one in units} | {None}
    for move in read_moves(sample("moves.csv"), "moves.csv"):
        assert {move.before, move.now} <= places
