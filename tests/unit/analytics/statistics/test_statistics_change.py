"""Change between waves, and more change where something was done."""

import numpy as np
import pytest

from analytics.statistics.change import change, difference_in_differences
from analytics.statistics.intervals import CountsImpossible, Interval, wilson
from analytics.statistics.two_by_two import Comparison, TwoByTwo, risk_difference


def share(events: int, n: int) -> Comparison:
    return Comparison(events / n, wilson(events, n))


def moved(value: float, error: float) -> Comparison:
    return Comparison(value, Interval(value - 1.959964 * error, value + 1.959964 * error))


def test_the_change_of_a_share_has_newcombes_interval() -> None:
    found, published = (
        change(share(48, 80), share(56, 70)),
        risk_difference(TwoByTwo(56, 14, 48, 32)),
    )
    assert found.estimate == pytest.approx(published.estimate)
    assert found.interval.low == pytest.approx(published.interval.low)
    assert found.interval.high == pytest.approx(published.interval.high)


def test_the_change_of_a_mean_adds_both_errors_in_quadrature() -> None:
    found = change(moved(50, 3), moved(44, 4))
    assert found.estimate == -6
    assert found.interval.high - found.interval.low == pytest.approx(2 * 1.959964 * 5)


def test_one_group_each_is_a_plain_difference_of_changes() -> None:
    found = difference_in_differences([moved(-8, 3)], [moved(1, 4)])
    assert (found.treated, found.others, found.between) == (-8, 1, 0)
    assert found.difference.estimate == pytest.approx(-9)
    assert found.difference.interval.high == pytest.approx(-9 + 1.959964 * 5)
    assert found.least == pytest.approx((1.959964 + 0.841621) * 5, rel=1e-5), "80 % power"


def test_by_hand_with_four_groups_that_differ_as_chance_has_it() -> None:
    """All errors 2, so arm means are plain, tau² is 0, and the error is √(4/2 + 4/2) = 2."""
    found = difference_in_differences([moved(-5, 2), moved(-7, 2)], [moved(0, 2), moved(2, 2)])
    assert found.between == 0
    assert found.difference.estimate == pytest.approx(-7)
    assert found.difference.interval.high == pytest.approx(-7 + 4.302653 * 2), "t with 2 df"


def test_groups_that_differ_more_than_chance_widen_the_interval() -> None:
    """By hand: Q = 4 · 10²/4 = 100, df 2, scale 2 (2/4 - (2/16)/(2/4)) = 0.5."""
    alike = difference_in_differences([moved(-6, 2)] * 2, [moved(1, 2)] * 2)
    apart = difference_in_differences([moved(-16, 2), moved(4, 2)], [moved(-9, 2), moved(11, 2)])
    assert alike.between == 0
    assert apart.between == pytest.approx((100 - 2) / 0.5)
    assert apart.least > alike.least


def test_intervals_hold_the_true_difference_in_about_95_of_100_actions() -> None:
    draw, held, found_it, runs = np.random.default_rng(8), 0, 0, 600
    for _ in range(runs):
        arms = []
        for true, groups in ((-6.0, 6), (0.0, 14)):
            errors = draw.uniform(3, 6, groups)
            means = true + draw.normal(0, 2, groups) + draw.normal(0, errors)
            arms.append([moved(*pair) for pair in zip(means, errors, strict=True)])
        found = difference_in_differences(*arms)
        held += found.difference.interval.low <= -6 <= found.difference.interval.high
        found_it += found.difference.interval.high < 0
    assert 0.93 <= held / runs <= 0.98
    assert 0.5 < found_it / runs < 0.9, "-6 is about the least that this design finds"


def test_an_arm_without_groups_is_refused() -> None:
    with pytest.raises(CountsImpossible, match="Each arm"):
        difference_in_differences([], [moved(1, 1)])
