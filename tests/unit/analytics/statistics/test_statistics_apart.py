"""One rule says worse, better or about the same, to colours and to priorities alike."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.charts.grid import band_around
from analytics.statistics.apart import better_by
from analytics.statistics.priorities import worse_by
from survey.vocabulary import GoodEnd
from tests.charts_release import ORGANISATION, mean, share

ENDS = st.sampled_from([GoodEnd.LOW, GoodEnd.HIGH])


@pytest.mark.parametrize(
    ("value", "end", "by"),
    [
        (70, GoodEnd.LOW, -15), (70, GoodEnd.HIGH, 15), (30, GoodEnd.LOW, 15),
        (30, GoodEnd.HIGH, -15), (54, GoodEnd.LOW, 0), (46, GoodEnd.HIGH, 0),
    ],
)  # fmt: skip
def test_it_is_better_by_the_nearer_end(value: float, end: GoodEnd, by: float) -> None:
    assert better_by(mean("workload", value, 5, 20, ("A", "b")), 50, end) == by


def test_a_share_counts_in_points_of_100() -> None:
    cell = share("back_pain_12m", 12, 20, 0.45, 0.75, ("A", "b"))
    assert better_by(cell, 0.35, GoodEnd.LOW) == pytest.approx(-10)


@given(
    value=st.floats(0, 100), half=st.floats(0.1, 30), middle=st.floats(0, 100), end=ENDS,
)  # fmt: skip
def test_colours_and_priorities_never_say_two_things(
    value: float, half: float, middle: float, end: GoodEnd
) -> None:
    cell = mean("workload", value, half, 20, ("A", "b"))
    whole = mean("workload", middle, 1, 900, ORGANISATION)
    by, band = better_by(cell, middle, end), band_around(cell, middle, end)
    assert (by > 0, by < 0) == (band > 0, band < 0)
    assert worse_by(cell, whole, end) == max(0.0, -by)
