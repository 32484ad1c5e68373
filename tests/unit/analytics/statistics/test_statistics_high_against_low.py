"""High against low of the odds ratio per SD: held against a median split fitted on rows."""

import numpy as np
import pytest
import statsmodels.api as sm

from analytics.release.model import Estimate
from analytics.statistics.high_against_low import APART, comparable, high_against_low
from tests.charts_release import estimate

PEOPLE = 200_000
PER_SD = 1.35


def ratio(contrast: str, value: float | None, factor: str = "workload") -> Estimate:
    """Return an adjusted odds ratio for back pain."""
    numbers = None if value is None else (value, 0.9 * value, 1.1 * value)
    found = estimate(factor, "adjusted", numbers)
    return Estimate.model_validate(found.model_dump() | {"contrast": contrast})


def drawn(*estimates: Estimate) -> list[Estimate]:
    """Return what is shown of these."""
    return high_against_low(estimates, "back_pain_12m", "adjusted")


def test_the_halves_of_a_normal_distribution_lie_so_far_apart() -> None:
    scores = np.random.default_rng(1).normal(size=PEOPLE)
    above = scores > np.median(scores)
    assert scores[above].mean() - scores[~above].mean() == pytest.approx(APART, abs=0.01)


def test_it_is_what_a_median_split_gives_on_rows() -> None:
    draw = np.random.default_rng(2)
    scores = draw.normal(size=PEOPLE)
    pain = draw.random(PEOPLE) < 1 / (1 + np.exp(0.4 - np.log(PER_SD) * scores))
    split = sm.add_constant((scores > np.median(scores)).astype(float))
    fitted = np.exp(sm.Logit(pain.astype(float), split).fit(disp=0).params[1])
    [found] = drawn(ratio("per 1 SD", PER_SD), ratio("per 10 points", 1.1))
    assert found.estimate == pytest.approx(fitted, rel=0.02)
    assert found.low == pytest.approx((0.9 * PER_SD) ** APART)
    assert found.high == pytest.approx((1.1 * PER_SD) ** APART)


def test_two_answers_are_their_own_high_and_low() -> None:
    rows = [ratio("per 1 SD", 1.2, "control"), ratio("yes vs no", 1.9, "control")]
    assert drawn(*rows) == [rows[1]]
    assert comparable(drawn(*rows))


def test_what_has_no_number_gets_none() -> None:
    [found] = drawn(ratio("per 1 SD", None))
    assert (found.estimate, found.low, found.high) == (None, None, None)


def test_without_a_ratio_per_sd_nothing_may_stand_beside() -> None:
    rows = [ratio("per 10 points", 1.1)]
    assert drawn(*rows) == rows
    assert not comparable(drawn(*rows))
