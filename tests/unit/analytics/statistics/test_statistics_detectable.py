"""What is said that a survey could see is seen in four of five surveys drawn at random."""

import math

import numpy as np
import pytest
import statsmodels.api as sm

from analytics.statistics.change import change
from analytics.statistics.detectable import (
    after_step,
    could_be_seen,
    design_effect,
    smallest_change,
    smallest_odds_ratio,
    smallest_share_change,
)
from analytics.statistics.intervals import (
    CountsImpossible,
    Interval,
    mean_interval,
    normal_quantile,
    quantile,
    wilson,
)
from analytics.statistics.two_by_two import Comparison

SEEN = pytest.approx(0.8, abs=0.03)


def test_the_smallest_change_is_the_formula_by_hand() -> None:
    """Of 40 and 40: 22 · √(2/40) · (2.02269 + 0.84162) = 14.09 points."""
    assert smallest_change(40, 40, 22.0) == pytest.approx(14.09, abs=0.01)
    assert smallest_change(40, 400, 22.0) < smallest_change(40, 40, 22.0)  # type: ignore[operator]


def test_the_smallest_change_of_a_share_is_the_formula_by_hand() -> None:
    """(1.95996 + 0.84162) · √(0.3 · 0.7 · 2/80) = 20.30 percentage points."""
    assert smallest_share_change(80, 80, 0.3) == pytest.approx(20.30, abs=0.01)


@pytest.mark.parametrize("least", [smallest_change, smallest_share_change])
def test_too_few_answers_show_no_change(least) -> None:  # type: ignore[no-untyped-def]
    assert least(1, 40, 0.3) is None
    assert smallest_share_change(3, 3, 0.3) is None
    assert smallest_change(2, 2, 22.0) is None


def test_in_eight_of_ten_pairs_of_waves_a_change_of_that_size_is_clear() -> None:
    source, spread, sizes = np.random.default_rng(20261129), 22.0, (30, 20)
    least = smallest_change(*sizes, spread)
    assert least is not None
    clear, pairs = 0, 3000
    for _ in range(pairs):
        ends = []
        for n, middle in zip(sizes, (50.0, 50.0 + least), strict=True):
            drawn = source.normal(middle, spread, n)
            mean, sd = float(drawn.mean()), float(drawn.std(ddof=1))
            ends.append(Comparison(mean, mean_interval(mean, sd, n)))
        clear += change(*ends).interval.low > 0
    assert clear / pairs == SEEN


def test_in_eight_of_ten_pairs_of_waves_a_change_of_that_share_is_clear() -> None:
    source, n, share = np.random.default_rng(20261130), 150, 0.45
    least = smallest_share_change(n, n, share)
    assert least is not None
    ends = (share - least / 200, share + least / 200)
    events = [source.binomial(n, end, 3000) for end in ends]
    clear = [
        change(*(Comparison(one / n, wilson(int(one), n)) for one in pair)).interval.low > 0
        for pair in zip(*events, strict=True)
    ]
    assert np.mean(clear) == SEEN


def test_a_design_effect_multiplies_both_correlations() -> None:
    """Scott and Holt: teams of 21 with 0.1 and 0.05 cost a tenth, not the double of a mean."""
    assert design_effect(21, 0.1, 0.05) == pytest.approx(1.1)
    assert design_effect(0.5) == 1


def test_the_smallest_odds_ratio_without_teams_is_hsieh_1998() -> None:
    """n = (z + z)² / (p (1 - p) b² (1 - R²)): 317 answers, 0.3, t with 10,000 - 1 close to z."""
    found = math.log(smallest_odds_ratio(10_000, 0.3, 10_000))
    n = (1.95996 + 0.84162) ** 2 / (0.3 * 0.7 * found**2 * 0.75)
    assert n == pytest.approx(10_000, rel=0.001)


def test_in_eight_of_ten_waves_a_link_of_that_size_is_clear() -> None:
    """Teams whose people are alike, another condition, and intervals that respect both."""
    source = np.random.default_rng(20261201)
    teams, people, share, alike = 50, 12, 0.35, 0.2
    slope = math.log(smallest_odds_ratio(teams * people, share, teams, alike))
    team = np.repeat(np.arange(teams), people)
    clear, waves = 0, 400
    for _ in range(waves):
        own = source.normal(0, math.sqrt(alike), teams)[team]
        factor = own + source.normal(0, math.sqrt(1 - alike), teams * people)
        other = 0.5 * factor + source.normal(0, math.sqrt(0.75), teams * people)  # R² = 0.25
        level = source.normal(0, 0.26, teams)[team]  # 0.26² / (0.26² + π²/3) = 0.02
        chances = 1 / (1 + np.exp(-(math.log(share / (1 - share)) + level + slope * factor)))
        ill = source.random(teams * people) < chances
        fit = sm.GLM(
            ill.astype(float),
            sm.add_constant(np.column_stack([factor, other])),
            family=sm.families.Binomial(),
        ).fit(cov_type="cluster", cov_kwds={"groups": team}, use_t=True)
        clear += fit.conf_int()[1][0] > 0
    assert clear / waves == pytest.approx(0.8, abs=0.06)  # three standard errors of 400


def test_what_could_be_seen_afterwards_is_what_was_reckoned_before() -> None:
    """An interval with the error that the plan takes gives the plan's least odds ratio."""
    error = math.sqrt(design_effect(10) / (500 * 0.3 * 0.7 * 0.75))
    half = quantile(49) * error
    least = could_be_seen(Interval(0.1 - half, 0.1 + half), 49)
    assert math.exp(least) == pytest.approx(smallest_odds_ratio(500, 0.3, 50))


def test_what_could_be_seen_does_not_depend_on_what_came_out() -> None:
    assert could_be_seen(Interval(-1, 1)) == pytest.approx(could_be_seen(Interval(4, 6)))
    assert could_be_seen(Interval(-1, 1)) == pytest.approx(
        1 + 0.84162 / normal_quantile(), abs=1e-4
    )


def test_a_step_multiplies_the_odds() -> None:
    assert after_step(0.5, 3.0) == pytest.approx(0.75)
    assert after_step(0.3, 1.0) == pytest.approx(0.3)


def test_what_cannot_be_reckoned_is_refused() -> None:
    for answers, share, teams in ((0, 0.3, 5), (100, 0.0, 5), (100, 0.3, 1)):
        with pytest.raises(CountsImpossible):
            smallest_odds_ratio(answers, share, teams)
    with pytest.raises(CountsImpossible):
        could_be_seen(Interval(1, 1))
