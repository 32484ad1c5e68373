"""Rules that hide small teams give figures away; how many is counted, cut to tens."""

import pytest

from analytics.disclosure.rivals import Team, five_and_two, hide_below_5, rivals
from tests.organisations import tally_of, wave_of

TEAMS = [Team("A", 9, 3), Team("B", 8, 2), Team("C", 3, 1)]


def test_a_threshold_hides_the_small_team_and_the_department_gives_it_away() -> None:
    assert [team.name for team in hide_below_5(TEAMS)] == ["C"]
    wave = wave_of([[9, 8, 3]])
    rows = [(u.id, (1 + p % 5, p % 2)) for u in wave.units for p in range(u.headcount or 0)]
    threshold, suppressed = rivals(wave.units, tally_of(wave, rows))
    assert (threshold.solved, suppressed.solved) == (2, 0)


def test_the_next_smallest_is_hidden_with_a_team_that_would_be_alone() -> None:
    assert [team.name for team in five_and_two(TEAMS)] == ["C", "B"]


@pytest.mark.parametrize(("departments", "said"), [(4, 0), (12, 10), (25, 20)])
def test_all_or_none_is_counted_and_cut_to_tens(departments: int, said: int) -> None:
    wave = wave_of([[9]] * departments)
    rows = [(u.id, (1 + p % 5, 0)) for u in wave.units for p in range(9)]
    assert {r.all_or_none for r in rivals(wave.units, tally_of(wave, rows))} == {said}
