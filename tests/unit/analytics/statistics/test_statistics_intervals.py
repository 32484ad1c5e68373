"""Intervals for shares and means."""

import pytest
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from analytics.statistics.intervals import (
    CountsImpossible,
    LevelImpossible,
    mean_interval,
    wilson,
)


@pytest.mark.parametrize(("events", "n"), [(0, 9), (1, 10), (7, 11), (9, 9), (480, 1204)])
@pytest.mark.parametrize("confidence", [0.8, 0.95, 0.99])
def test_wilson_equals_statsmodels(events: int, n: int, confidence: float) -> None:
    expected = proportion_confint(events, n, alpha=1 - confidence, method="wilson")
    interval = wilson(events, n, confidence)
    assert (interval.low, interval.high) == pytest.approx(expected, abs=1e-12)


def test_nobody_and_everybody_have_exact_ends() -> None:
    assert wilson(0, 13).low == 0.0
    assert wilson(13, 13).high == 1.0


@pytest.mark.parametrize(("events", "n"), [(1, 0), (-1, 10), (11, 10)])
def test_impossible_counts_are_refused(events: int, n: int) -> None:
    with pytest.raises(CountsImpossible) as refused:
        wilson(events, n)
    assert refused.value.code == "STAT-COUNTS"


@pytest.mark.parametrize("confidence", [0, 1, 95])
def test_a_level_in_per_cent_is_refused(confidence: float) -> None:
    with pytest.raises(LevelImpossible):
        wilson(1, 10, confidence)


def test_the_interval_of_a_mean_is_students() -> None:
    interval = mean_interval(47.5, 18.2, 24)
    expected = stats.t.interval(0.95, 23, loc=47.5, scale=18.2 / 24**0.5)
    assert (interval.low, interval.high) == pytest.approx(expected, abs=1e-9)


def test_fewer_degrees_of_freedom_widen_it() -> None:
    narrow, wide = mean_interval(50, 10, 40), mean_interval(50, 10, 40, df=4)
    assert wide.low < narrow.low < 50 < narrow.high < wide.high


@pytest.mark.parametrize(("sd", "n", "df"), [(1.0, 1, None), (-1.0, 5, None), (1.0, 5, 0)])
def test_a_mean_of_one_answer_has_no_interval(sd: float, n: int, df: float | None) -> None:
    with pytest.raises(CountsImpossible):
        mean_interval(50, sd, n, df)
