"""Participation of an open wave: in steps, of a day that is said, never moved by fewer than k."""

from datetime import date

import pytest

from survey.fieldwork.participation import participation
from survey.fieldwork.policy import Policy
from survey.fieldwork.waves import open_wave
from survey.settings import Workspace
from survey.store.opening import open_store
from survey.store.protocol import Submission, Unit
from tests.instruments import small_instrument

pytestmark = pytest.mark.both_stores

FIRST, SECOND, THIRD = (date(2026, 3, day) for day in (2, 3, 4))


def test_a_figure_that_has_not_moved_says_of_which_day_it_is(workspace: Workspace) -> None:
    """40 of 57 answered on the first day: until the next it says 0 to 5 %, as of the first."""
    store = open_store(workspace)
    units = (Unit(0, "Stores", "Day", 57),)
    wave = open_wave(
        workspace, store, "2026", instrument=small_instrument(), policy=Policy(), units=units
    )
    codes = store.issue_codes("2026", {0: 57})[0]

    def shown(day: date) -> set[tuple[int, int, date]]:
        return {(one.low, one.high, one.as_of) for one in participation(store, wave, day)}

    assert shown(FIRST) == {(0, 5, FIRST)}
    store.redeem([Submission("2026", code, (3, 1)) for code in codes[:40]])
    assert shown(FIRST) == {(0, 5, FIRST)}
    assert shown(SECOND) == {(70, 75, SECOND)}
    store.redeem([Submission("2026", code, (3, 1)) for code in codes[40:45]])
    (line, *_) = participation(store, wave, SECOND)
    assert line.next_on == THIRD
    assert shown(THIRD) == {(70, 75, SECOND)}, "five more are fewer than k"
