"""What would be expected if a factor were otherwise."""

import numpy as np
import pytest

from analytics.statistics.attributable import what_if
from analytics.statistics.likelihood import chances
from analytics.statistics.logistic import Fit, fit_logistic
from analytics.statistics.patterns import Patterns
from analytics.statistics.risks import Risks


def table(a: int, b: int, c: int, d: int) -> Patterns:
    """Return a 2 × 2 table: exposed with and without the outcome, then the unexposed."""
    design = np.array([[1, 1], [1, 1], [1, 0], [1, 0]], float)
    return Patterns(design, np.array([1.0, 0, 1, 0]), np.array([a, b, c, d], float))


def test_one_yes_no_factor_gives_levins_fraction() -> None:
    """Levin 1953: p(RR - 1) / (p(RR - 1) + 1), p being the share exposed."""
    patterns = table(60, 140, 30, 270)
    found = what_if(Risks.of(fit_logistic(patterns), patterns), 1, -patterns.design[:, 1])
    ratio, exposed = (60 / 200) / (30 / 300), 200 / 500
    levin = exposed * (ratio - 1) / (exposed * (ratio - 1) + 1)
    assert found.fraction.estimate == pytest.approx(levin)
    assert found.expected.estimate == pytest.approx(30 / 300)
    assert found.observed == pytest.approx(90 / 500)


def test_the_expected_interval_is_that_of_the_share_of_the_unexposed() -> None:
    """With nothing but the unexposed left, its logit has the error √(1/c + 1/d)."""
    patterns = table(60, 140, 30, 270)
    found = what_if(Risks.of(fit_logistic(patterns), patterns), 1, -patterns.design[:, 1]).expected
    logit, half = np.log(30 / 270), 1.959964 * np.sqrt(1 / 30 + 1 / 270)
    expected = 1 / (1 + np.exp(-np.array([logit - half, logit + half])))
    assert [found.interval.low, found.interval.high] == pytest.approx(list(expected), rel=1e-6)


def test_no_change_is_no_fraction_and_has_no_width() -> None:
    patterns = table(60, 140, 30, 270)
    found = what_if(Risks.of(fit_logistic(patterns), patterns), 1, np.zeros(4))
    assert found.fraction.estimate == pytest.approx(0)
    assert found.fraction.interval.high - found.fraction.interval.low == pytest.approx(0)


def test_the_interval_equals_numerical_derivatives() -> None:
    draw = np.random.default_rng(5)
    design = np.column_stack([np.ones(40), draw.normal(size=(40, 2))])
    outcome = (draw.random(40) < 0.4).astype(float)
    patterns = Patterns(design, outcome, draw.integers(5, 20, 40).astype(float))
    changed = design.copy()
    changed[:, 1] -= 0.7
    fit = fit_logistic(patterns)

    def log_ratio(beta: np.ndarray) -> float:
        share = patterns.count / patterns.count.sum()
        return float(np.log(share @ chances(changed @ beta) / (share @ chances(design @ beta))))

    gradient = numerical(log_ratio, fit)
    half = 1.959964 * np.sqrt(gradient @ fit.covariance @ gradient)
    found = what_if(Risks.of(fit, patterns), 1, np.full(40, -0.7)).fraction.interval
    log = log_ratio(fit.coefficients)
    assert [found.low, found.high] == pytest.approx(
        [1 - np.exp(log + half), 1 - np.exp(log - half)], rel=1e-5
    )


def numerical(function, fit: Fit) -> np.ndarray:
    steps = 1e-6 * np.eye(len(fit.coefficients))
    return np.array(
        [(function(fit.coefficients + s) - function(fit.coefficients - s)) / 2e-6 for s in steps]
    )
