"""Ratios and differences of risk by marginal standardisation."""

import numpy as np
import pytest

from analytics.statistics.effects import (
    Contrast,
    odds_ratio,
    prevalence_ratio,
    risk_difference,
)
from analytics.statistics.likelihood import probabilities
from analytics.statistics.logistic import fit_logistic
from analytics.statistics.patterns import Patterns

STEP = Contrast(1, 0.7)
YES_NO = Contrast(2, 1.0, ends=(0.0, 1.0))


@pytest.fixture(scope="module")
def patterns() -> Patterns:
    draw = np.random.default_rng(3)
    people = 1200
    design = np.column_stack(
        [np.ones(people), draw.normal(0, 1, people), draw.integers(0, 2, people)]
    )
    p = probabilities(design, np.array([-1.0, 0.5, 0.4]))
    outcome = (draw.random(people) < p).astype(float)
    return Patterns(design, outcome, np.ones(people), draw.integers(0, 60, people))


def mean_risks(patterns: Patterns, beta: np.ndarray, contrast: Contrast) -> tuple[float, float]:
    """Return the mean risks before and after a step, a row a person."""
    before, after = patterns.design.copy(), patterns.design.copy()
    if contrast.ends:
        before[:, contrast.column], after[:, contrast.column] = contrast.ends
    else:
        after[:, contrast.column] += contrast.step
    return probabilities(before, beta).mean(), probabilities(after, beta).mean()


def numeric_error(patterns: Patterns, contrast: Contrast, ratio: bool) -> float:
    """Return the delta method's error with derivatives taken by small steps."""
    fit = fit_logistic(patterns)

    def value(beta: np.ndarray) -> float:
        before, after = mean_risks(patterns, beta, contrast)
        return np.log(after / before) if ratio else after - before

    shift = 1e-5 * np.eye(3)
    gradient = np.array(
        [(value(fit.coefficients + s) - value(fit.coefficients - s)) / 2e-5 for s in shift]
    )
    return float(np.sqrt(gradient @ fit.covariance @ gradient))


@pytest.mark.parametrize("contrast", [STEP, YES_NO])
def test_the_ratio_is_that_of_mean_risks_and_its_error_the_delta_methods(
    patterns: Patterns, contrast: Contrast
) -> None:
    fit = fit_logistic(patterns)
    before, after = mean_risks(patterns, fit.coefficients, contrast)
    found = prevalence_ratio(fit, patterns, contrast)
    assert found.estimate == pytest.approx(after / before)
    width = np.log(found.interval.high / found.interval.low) / (2 * 1.959963985)
    assert width == pytest.approx(numeric_error(patterns, contrast, ratio=True), rel=1e-6)


@pytest.mark.parametrize("contrast", [STEP, YES_NO])
def test_the_difference_is_that_of_mean_risks_and_its_error_the_delta_methods(
    patterns: Patterns, contrast: Contrast
) -> None:
    fit = fit_logistic(patterns)
    before, after = mean_risks(patterns, fit.coefficients, contrast)
    found = risk_difference(fit, patterns, contrast)
    assert found.estimate == pytest.approx(after - before)
    width = (found.interval.high - found.interval.low) / (2 * 1.959963985)
    assert width == pytest.approx(numeric_error(patterns, contrast, ratio=False), rel=1e-6)


def test_a_longer_step_is_a_power_of_the_odds_ratio_with_the_same_p(patterns: Patterns) -> None:
    fit = fit_logistic(patterns)
    one, two = odds_ratio(fit, Contrast(1, 1.0)), odds_ratio(fit, Contrast(1, 2.0))
    assert two.estimate == pytest.approx(one.estimate**2)
    assert two.p == pytest.approx(one.p)


def test_a_common_outcome_has_a_prevalence_ratio_nearer_to_one(patterns: Patterns) -> None:
    fit = fit_logistic(patterns)
    assert 1 < prevalence_ratio(fit, patterns, STEP).estimate < odds_ratio(fit, STEP).estimate
