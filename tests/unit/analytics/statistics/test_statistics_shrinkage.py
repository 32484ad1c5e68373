"""Small groups are drawn towards the organisation."""

import math

import numpy as np
import pytest

from analytics.charts.funnel import Middle
from analytics.statistics.intervals import CountsImpossible
from analytics.statistics.shrinkage import funnel, shrunken_means, shrunken_shares

SIZES = np.tile([6, 10, 20, 40], 25)


def test_the_fewer_answers_the_closer_to_the_organisation() -> None:
    events = [5, 50, *[3] * 20, *[60] * 10]
    sizes = [10, 100, *[20] * 20, *[100] * 10]
    small, large = shrunken_shares(events, sizes)[:2]
    mean = sum(events) / sum(sizes)
    assert mean < small.estimate < large.estimate < 0.5
    assert small.weight < large.weight


def test_intervals_hold_the_true_shares_and_the_probabilities_are_honest() -> None:
    draw, held, sure = np.random.default_rng(2), [], []
    for _ in range(40):
        truth = draw.beta(6, 10, 100)
        found = shrunken_shares(draw.binomial(SIZES, truth), SIZES)
        held += [g.interval.low <= t <= g.interval.high for g, t in zip(found, truth, strict=True)]
        sure += [t > 6 / 16 for g, t in zip(found, truth, strict=True) if 0.75 <= g.above <= 0.85]
    assert 0.93 <= np.mean(held) <= 0.97
    assert 0.74 <= np.mean(sure) <= 0.86


def test_shrinking_errs_less_than_the_raw_shares() -> None:
    draw = np.random.default_rng(3)
    truth = draw.beta(6, 10, 100)
    events = draw.binomial(SIZES, truth)
    shrunk = np.array([g.estimate for g in shrunken_shares(events, SIZES)])
    assert ((shrunk - truth) ** 2).mean() < 0.7 * ((events / SIZES - truth) ** 2).mean()


def test_groups_that_differ_by_chance_alone_are_all_the_organisation() -> None:
    found = shrunken_shares([4, 4, 4, 4], [10, 10, 10, 10])
    assert [g.estimate for g in found] == pytest.approx([0.4] * 4, abs=1e-4)
    assert [g.weight for g in found] == pytest.approx([0] * 4, abs=1e-4)


def test_intervals_hold_the_true_means() -> None:
    draw, held = np.random.default_rng(4), []
    for _ in range(40):
        truth = draw.normal(50, 8, 100)
        sums, squares = np.zeros(100), np.zeros(100)
        for at, size in enumerate(SIZES):
            scores = draw.normal(truth[at], 20, size)
            sums[at], squares[at] = scores.sum(), (scores**2).sum()
        found = shrunken_means(SIZES, sums, squares)
        held += [g.interval.low <= t <= g.interval.high for g, t in zip(found, truth, strict=True)]
    assert 0.92 <= np.mean(held) <= 0.97


def test_means_that_differ_by_chance_alone_are_neither_above_nor_below() -> None:
    alike = shrunken_means([4, 4, 4], [20, 21, 20], [140, 150, 140])
    assert {g.above for g in alike} == {0.5}
    assert {g.weight for g in alike} == {0.0}


def test_the_funnel_narrows_with_size_and_stays_in_range() -> None:
    small, large = funnel(0.3, 9), funnel(0.3, 900)
    assert small.low == pytest.approx(0.3 - 1.959964 * (0.21 / 9) ** 0.5, rel=1e-4)
    assert small.low < large.low < 0.3 < large.high < small.high
    assert funnel(0.02, 5).low == 0


@pytest.mark.parametrize("n", [12, 60, 400])
def test_the_chart_draws_the_same_funnel(n: int) -> None:
    limits, middle = funnel(0.3, n), Middle(0.3, math.sqrt(0.3 * 0.7), 1.0)
    for value in (limits.low - 1e-4, limits.high + 1e-4):
        assert middle.is_outside(value, n)
    for value in (limits.low + 1e-4, limits.high - 1e-4):
        assert not middle.is_outside(value, n)


@pytest.mark.parametrize(
    ("events", "n"), [([1], [5]), ([1, 6], [5, 5]), ([0, 0], [5, 5]), ([1, 0], [5, 0])]
)
def test_impossible_groups_are_refused(events: list[int], n: list[int]) -> None:
    with pytest.raises(CountsImpossible):
        shrunken_shares(events, n)
    with pytest.raises(CountsImpossible):
        funnel(1.2, 10)
