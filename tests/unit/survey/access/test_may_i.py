"""May I: the truth tables of role and doing, of state and step, and of all three together."""

from pathlib import Path

import pytest

from survey.access.permissions import (
    WHO_MAY,
    Doing,
    NotAllowed,
    may,
    may_about,
    may_be_limited,
    require_may,
)
from survey.access.possible import POSSIBLE, Step, possible
from survey.access.scope import EVERYTHING, Scope
from survey.fieldwork.dates.dates import NO_DATES
from survey.store.errors import WaveStateWrong
from survey.store.opening import close_store
from survey.vocabulary import Role, WaveState
from tests.form_wave import Field, open_field

COORDINATOR, HR = Role.COORDINATOR, Role.HR
HEALTH, COUNCIL = Role.OCCUPATIONAL_HEALTH, Role.WORKS_COUNCIL
PLANNED, OPEN, CLOSED = WaveState.PLANNED, WaveState.OPEN, WaveState.CLOSED
RELEASED, WITHDRAWN = WaveState.RELEASED, WaveState.WITHDRAWN

WHO = {
    Doing.RUN_WAVES: {COORDINATOR: True, HR: False, HEALTH: False, COUNCIL: False},
    Doing.MANAGE_STAFF: {COORDINATOR: True, HR: False, HEALTH: False, COUNCIL: False},
    Doing.READ_RESULTS: {COORDINATOR: False, HR: True, HEALTH: True, COUNCIL: False},
    Doing.TAKE_RESULTS: {COORDINATOR: False, HR: True, HEALTH: True, COUNCIL: False},
    Doing.WRITE_ACTIONS: {COORDINATOR: False, HR: True, HEALTH: True, COUNCIL: False},
    Doing.READ_TRAIL: {COORDINATOR: True, HR: False, HEALTH: False, COUNCIL: True},
    Doing.CHANGE_OWN_PASSWORD: {COORDINATOR: True, HR: True, HEALTH: True, COUNCIL: True},
}
WHEN = {
    Step.ISSUE_CODES: {PLANNED: 0, OPEN: 1, CLOSED: 0, RELEASED: 0, WITHDRAWN: 0},
    Step.PROLONG: {PLANNED: 0, OPEN: 1, CLOSED: 0, RELEASED: 0, WITHDRAWN: 0},
    Step.TYPE_IN_PAPER: {PLANNED: 0, OPEN: 1, CLOSED: 0, RELEASED: 0, WITHDRAWN: 0},
    Step.SEE_PARTICIPATION: {PLANNED: 0, OPEN: 1, CLOSED: 0, RELEASED: 0, WITHDRAWN: 0},
    Step.CLOSE: {PLANNED: 0, OPEN: 1, CLOSED: 0, RELEASED: 0, WITHDRAWN: 0},
    Step.PUBLISH: {PLANNED: 0, OPEN: 0, CLOSED: 1, RELEASED: 0, WITHDRAWN: 0},
    Step.READ_RESULTS: {PLANNED: 0, OPEN: 0, CLOSED: 0, RELEASED: 1, WITHDRAWN: 0},
    Step.WITHDRAW: {PLANNED: 0, OPEN: 0, CLOSED: 0, RELEASED: 1, WITHDRAWN: 0},
    Step.PURGE: {PLANNED: 0, OPEN: 0, CLOSED: 0, RELEASED: 1, WITHDRAWN: 1},
}
"""Each step by the state of the wave: 1 where it is possible."""


@pytest.mark.parametrize("doing", Doing)
@pytest.mark.parametrize("role", [None, *Role])
def test_who_may_do_what(doing: Doing, role: Role | None) -> None:
    expected = role is not None and WHO[doing][role]
    assert may(role, doing) is expected
    if expected:
        assert require_may(role, doing) is role
    else:
        with pytest.raises(NotAllowed):
            require_may(role, doing)


@pytest.mark.parametrize("step", Step)
@pytest.mark.parametrize("state", WaveState)
def test_what_is_possible_in_which_state(step: Step, state: WaveState) -> None:
    assert possible(step, state) is bool(WHEN[step][state])


def test_both_tables_are_whole() -> None:
    assert set(WHO_MAY) == set(WHO) == set(Doing)
    assert set(POSSIBLE) == set(WHEN) == set(Step)
    assert all(set(row) == set(Role) for row in WHO.values())
    assert all(set(row) == set(WaveState) for row in WHEN.values())


MAY_NOW = """
                    planned open closed released withdrawn
issue_codes         -       C    -      -        -
prolong             -       C    -      -        -
type_in_paper       -       C    -      -        -
see_participation   -       C    -      -        -
close               -       C    -      -        -
publish             -       -    C      -        -
read_results        -       -    -      HO       -
withdraw            -       -    -      C        -
purge               -       -    -      C        C
"""
"""Who may take each step now: C coordinator, H HR, O occupational health; nobody else, ever."""

LETTERS = {COORDINATOR: "C", HR: "H", HEALTH: "O"}


@pytest.mark.parametrize("state", WaveState)
@pytest.mark.parametrize("role", [None, *Role])
@pytest.mark.parametrize("step", Step)
def test_who_may_take_which_step_in_which_state(
    step: Step, role: Role | None, state: WaveState
) -> None:
    head, *rows = [line.split() for line in MAY_NOW.strip().splitlines()]
    table = {name: dict(zip(head, cells, strict=True)) for name, *cells in rows}
    assert set(table) == set(Step) and set(head) == set(WaveState)
    expected = role in LETTERS and LETTERS[role] in table[step][state]
    right = Doing.READ_RESULTS if step is Step.READ_RESULTS else Doing.RUN_WAVES
    assert (may(role, right) and possible(step, state)) is expected


def test_a_coordinator_who_may_run_waves_never_sees_results_and_a_reader_never_runs_one() -> None:
    for role in Role:
        assert not (may(role, Doing.RUN_WAVES) and may(role, Doing.READ_RESULTS))


def test_a_works_council_may_nothing_but_read_and_change_its_own_password() -> None:
    own = {doing for doing in Doing if may(COUNCIL, doing)}
    assert own == {Doing.READ_TRAIL, Doing.CHANGE_OWN_PASSWORD}


HUB, BOTH = Scope.of(["Hub"]), Scope.of(["Hub", "Office"])
INSIDE = {
    EVERYTHING: {(): 1, ("Hub",): 1, ("Office",): 1, ("Hub", "Office"): 1, ("Depot",): 1},
    HUB: {(): 1, ("Hub",): 1, ("Office",): 0, ("Hub", "Office"): 1, ("Depot",): 0},
    BOTH: {(): 1, ("Hub",): 1, ("Office",): 1, ("Hub", "Office"): 1, ("Depot",): 0},
}
"""What concerns which departments, by scope: 1 where it lies inside. None is the organisation."""


@pytest.mark.parametrize("departments", INSIDE[EVERYTHING])
@pytest.mark.parametrize("scope", INSIDE)
@pytest.mark.parametrize("doing", Doing)
@pytest.mark.parametrize("role", [None, *Role])
def test_who_may_do_what_about_which_departments(
    role: Role | None, doing: Doing, scope: Scope, departments: tuple[str, ...]
) -> None:
    expected = role is not None and WHO[doing][role] and bool(INSIDE[scope][departments])
    assert may_about(role, scope, doing, departments) is expected


def test_a_scope_is_the_same_however_it_is_named() -> None:
    assert Scope.of(["Office", "Hub", "Office"]) == BOTH
    assert not Scope.of([]).limited


def test_who_can_be_limited_is_who_reads_results() -> None:
    assert {role for role in Role if may_be_limited(role)} == {HR, HEALTH}


def taken_to(field: Field, state: WaveState) -> str:
    """Bring the wave of a field into a state and return its name."""
    [wave] = field.store.waves()
    if state is not OPEN:
        field.store.close_wave(wave.name)
    if state in (RELEASED, WITHDRAWN):
        field.store.mark_released(wave.name, "f" * 64)
    if state is WITHDRAWN:
        field.store.mark_withdrawn(wave.name)
    return wave.name


@pytest.mark.parametrize("state", [OPEN, CLOSED, RELEASED, WITHDRAWN])
@pytest.mark.parametrize(
    "step",
    [
        Step.ISSUE_CODES,
        Step.PROLONG,
        Step.SEE_PARTICIPATION,
        Step.CLOSE,
        Step.PUBLISH,
        Step.WITHDRAW,
        Step.PURGE,
    ],
)
def test_the_store_does_each_step_in_those_states_and_no_other(
    tmp_path: Path, step: Step, state: WaveState
) -> None:
    field = open_field(tmp_path / "workspace", codes=0)
    name = taken_to(field, state)
    do = {
        Step.ISSUE_CODES: lambda wave: field.store.reserve_codes(wave, {1: 1}),
        Step.PROLONG: lambda wave: field.store.change_dates(wave, NO_DATES),
        Step.SEE_PARTICIPATION: field.store.response_counts,
        Step.CLOSE: field.store.close_wave,
        Step.PUBLISH: lambda wave: field.store.mark_released(wave, "f" * 64),
        Step.WITHDRAW: field.store.mark_withdrawn,
        Step.PURGE: field.store.purge_answers,
    }[step]
    if possible(step, state):
        do(name)
    else:
        with pytest.raises(WaveStateWrong):
            do(name)
    close_store(field.workspace)
