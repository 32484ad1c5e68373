"""Rules that hide small teams give figures away; what is counted tells no more than the cells."""

from analytics.disclosure.other_products import Team, five_and_two, hide_below_5, rivals
from analytics.release.model import CellStatus
from tests.organisations import Organisation, release_of, tally_of, wave_of

TEAMS = [Team("A", 9, 3), Team("B", 8, 2), Team("C", 3, 1)]


def test_a_threshold_hides_the_small_team_and_the_department_gives_it_away() -> None:
    assert [team.name for team in hide_below_5(TEAMS)] == ["C"]
    wave = wave_of([[9, 8, 3]])
    rows = [(u.id, (1 + p % 5, p % 2)) for u in wave.units for p in range(u.headcount or 0)]
    threshold, suppressed = rivals(wave.units, tally_of(wave, rows), ())
    assert (threshold.solved, suppressed.solved) == (2, 0)


def test_the_next_smallest_is_hidden_with_a_team_that_would_be_alone() -> None:
    assert [team.name for team in five_and_two(TEAMS)] == ["C", "B"]


def test_groups_near_all_or_none_are_those_that_the_release_shows_as_ranges() -> None:
    wave = wave_of([[10]] * 10)
    rows = tuple(
        (u.id, (1 + p % 5, int(u.id == 0 and p < 5))) for u in wave.units for p in range(10)
    )
    release = release_of(Organisation(wave, rows))
    ranges = [
        cell for cell in release.cells
        if cell.status is CellStatus.BOUNDED and cell.team != "*" and cell.breakdown == "*"
    ]  # fmt: skip
    assert {rival.all_or_none for rival in release.manifest.rivals} == {len(ranges)} != {0}
