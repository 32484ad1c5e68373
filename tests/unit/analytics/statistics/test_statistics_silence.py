"""What those who stayed silent could change."""

import numpy as np
import pytest

from analytics.statistics.intervals import CountsImpossible
from analytics.statistics.silence import silence_bounds, weighted_share


def test_bounds_are_all_or_none_of_the_silent() -> None:
    bounds = silence_bounds(events=30, n=60, headcount=100)
    assert (bounds.low, bounds.high) == (0.3, 0.7)


def test_when_everybody_answers_there_is_nothing_open() -> None:
    bounds = silence_bounds(30, 60, 60)
    assert bounds.low == bounds.high == 0.5


@pytest.mark.parametrize(("events", "n", "headcount"), [(1, 11, 10), (5, 4, 10), (0, 0, 10)])
def test_impossible_counts_are_refused(events: int, n: int, headcount: int) -> None:
    with pytest.raises(CountsImpossible, match="Bounds need"):
        silence_bounds(events, n, headcount)


def test_a_department_weighs_what_its_staff_list_says() -> None:
    """By hand: 0.2 · 3/4 + 0.6 · 1/4 = 0.3, although both gave as many answers."""
    found = weighted_share([0.2, 0.6], [50, 50], [300, 100])
    assert found.estimate == pytest.approx(0.3)
    error = np.sqrt(0.75**2 * 0.2 * 0.8 / 50 + 0.25**2 * 0.6 * 0.4 / 50)
    assert found.interval.high - found.interval.low == pytest.approx(2 * 1.96 * error, rel=0.02)


def test_equal_response_gives_the_plain_share() -> None:
    assert weighted_share([0.2, 0.6], [30, 10], [60, 20]).estimate == pytest.approx(0.3)


def test_intervals_hold_the_share_of_all_staff_in_about_95_of_100_waves() -> None:
    draw, held = np.random.default_rng(3), 0
    headcounts, true, response = [400, 200, 100], [0.2, 0.5, 0.7], [0.3, 0.6, 0.9]
    whole = np.average(true, weights=headcounts)
    for _ in range(500):
        n = [int(h * r) for h, r in zip(headcounts, response, strict=True)]
        shares = [draw.binomial(size, p) / size for size, p in zip(n, true, strict=True)]
        interval = weighted_share(shares, n, headcounts).interval
        held += interval.low <= whole <= interval.high
    assert 0.92 <= held / 500 <= 0.98


@pytest.mark.parametrize(
    "groups", [([0.2], [0], [10]), ([0.0, 0.0], [9, 9], [10, 10]), ([0.2], [5, 5], [10])]
)
def test_what_cannot_be_weighted_is_refused(groups: tuple[list[float], ...]) -> None:
    with pytest.raises(CountsImpossible):
        weighted_share(*groups)
