"""Participation moves in steps, at most once a day, and never by one person."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.fieldwork.participation import may_renew, participation, step
from survey.fieldwork.policy import Policy
from survey.settings import Workspace
from survey.store.opening import open_store
from survey.store.protocol import Submission, Unit
from tests.instruments import small_instrument

POLICY = Policy()
MONDAY, TUESDAY = date(2026, 3, 2), date(2026, 3, 3)


@pytest.mark.parametrize(
    ("responses", "headcount", "shown"),
    [(0, 40, (0, 5)), (7, 40, (15, 20)), (8, 40, (20, 25)), (36, 40, (85, 90)), (37, 40, (90, 100)),
     (40, 40, (90, 100)), (44, 40, (90, 100)), (0, 0, (0, 5))],
)  # fmt: skip
def test_participation_is_written_as_a_step_and_capped(
    responses: int, headcount: int, shown: tuple[int, int]
) -> None:
    assert step(responses, headcount, POLICY) == shown


@given(st.integers(0, 500), st.integers(1, 500))
def test_the_step_holds_the_true_share(responses: int, headcount: int) -> None:
    low, high = step(min(responses, headcount), headcount, POLICY)
    assert low <= 100 * min(responses, headcount) / headcount <= high
    assert low % 5 == 0


def test_from_12_to_13_answers_nothing_moves_even_a_day_later() -> None:
    assert not may_renew((MONDAY, 12), 13, TUESDAY, POLICY)


def test_the_same_day_nothing_moves_however_many_answers_come() -> None:
    assert not may_renew((MONDAY, 12), 40, MONDAY, POLICY)


def test_a_day_later_with_k_new_answers_it_moves() -> None:
    assert may_renew((MONDAY, 12), 18, TUESDAY, POLICY)
    assert may_renew(None, 0, MONDAY, POLICY)


@pytest.mark.parametrize("answers", [9, 10])
def test_more_answers_than_people_are_said_of_an_open_wave_and_as_many_are_not(
    workspace: Workspace, answers: int
) -> None:
    """Team Night sent more than its three people in both: of a team nothing is said."""
    units = (Unit(0, "Stores", "Day", 6), Unit(1, "Stores", "Night", 3), Unit(2, "Fleet", "N", 9))
    store = open_store(workspace)
    wave = store.open_wave("2026", small_instrument(), Policy(), units)
    for code in store.issue_codes("2026", {1: answers})[1]:
        store.redeem([Submission("2026", code, (3, 1))])
    beyond = {one.department: one.beyond for one in participation(store, wave, MONDAY)}
    assert beyond == {"*": False, "Stores": answers == 10, "Fleet": False}
