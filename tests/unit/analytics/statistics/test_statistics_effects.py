"""Ratios and differences of risk by marginal standardisation."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy import stats

from analytics.statistics.effects import (
    Contrast,
    odds_ratio,
    prevalence_ratio,
    risk_change,
    risk_difference,
)
from analytics.statistics.likelihood import chances
from analytics.statistics.logistic import fit_logistic
from analytics.statistics.patterns import Patterns
from analytics.statistics.risks import Risks

STEP = Contrast(1, 0.7)
T_59 = stats.t.ppf(0.975, 59)
"""Sixty teams leave 59 degrees of freedom."""
YES_NO = Contrast(2, 1.0, ends=(0.0, 1.0))


@pytest.fixture(scope="module")
def patterns() -> Patterns:
    draw = np.random.default_rng(3)
    people = 1200
    design = np.column_stack(
        [np.ones(people), draw.normal(0, 1, people), draw.integers(0, 2, people)]
    )
    p = chances(design @ np.array([-1.0, 0.5, 0.4]))
    outcome = (draw.random(people) < p).astype(float)
    return Patterns(design, outcome, np.ones(people), draw.integers(0, 60, people))


@pytest.mark.parametrize("teams", [2, 8, 39, 40, 90])
def test_interval_and_p_of_clustered_answers_are_those_of_t_with_teams_minus_one(
    patterns: Patterns, teams: int
) -> None:
    """On rows by statsmodels: its GLM, and below 40 teams its bias-reduced GEE with t by hand."""
    team = np.arange(patterns.n) % teams
    design = patterns.design if teams > 3 else patterns.design[:, :1]
    column = design.shape[1] - 1
    found = odds_ratio(
        fit_logistic(Patterns(design, patterns.outcome, patterns.count, team)),
        Contrast(column, 1.0),
    )
    family = sm.families.Binomial()
    if teams < 40:
        rows = sm.GEE(patterns.outcome, design, groups=team, family=family)
        fit = rows.fit(cov_type="bias_reduced", ctol=1e-12)
        half = stats.t.ppf(0.975, teams - 1) * fit.bse[column]
        ends = (fit.params[column] - half, fit.params[column] + half)
        p = 2 * stats.t.sf(abs(fit.params[column] / fit.bse[column]), teams - 1)
    else:
        fit = sm.GLM(patterns.outcome, design, family=family).fit(
            cov_type="cluster", cov_kwds={"groups": team}, use_t=True, tol=1e-12
        )
        ends, p = fit.conf_int()[column], fit.pvalues[column]
    assert (found.interval.low, found.interval.high) == pytest.approx(np.exp(ends), rel=1e-8)
    assert found.p == pytest.approx(p, rel=1e-8)


def test_without_teams_interval_and_p_are_normal(patterns: Patterns) -> None:
    alone = Patterns(patterns.design, patterns.outcome, patterns.count)
    found = odds_ratio(fit_logistic(alone), Contrast(1, 1.0))
    fit = sm.GLM(patterns.outcome, patterns.design, family=sm.families.Binomial()).fit(tol=1e-12)
    low, high = np.exp(fit.conf_int()[1])
    assert (found.interval.low, found.interval.high) == pytest.approx((low, high), rel=1e-8)
    assert found.p == pytest.approx(fit.pvalues[1], rel=1e-8)


def mean_risks(patterns: Patterns, beta: np.ndarray, contrast: Contrast) -> tuple[float, float]:
    """Return the mean risks before and after a step, a row a person."""
    before, after = patterns.design.copy(), patterns.design.copy()
    if contrast.ends:
        before[:, contrast.column], after[:, contrast.column] = contrast.ends
    else:
        after[:, contrast.column] += contrast.step
    return chances(before @ beta).mean(), chances(after @ beta).mean()


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
    found = prevalence_ratio(fit, risk_change(Risks.of(fit, patterns), contrast))
    assert found.estimate == pytest.approx(after / before)
    width = np.log(found.interval.high / found.interval.low) / (2 * T_59)
    assert width == pytest.approx(numeric_error(patterns, contrast, ratio=True), rel=1e-6)


@pytest.mark.parametrize("contrast", [STEP, YES_NO])
def test_the_difference_is_that_of_mean_risks_and_its_error_the_delta_methods(
    patterns: Patterns, contrast: Contrast
) -> None:
    fit = fit_logistic(patterns)
    before, after = mean_risks(patterns, fit.coefficients, contrast)
    found = risk_difference(fit, risk_change(Risks.of(fit, patterns), contrast))
    assert found.estimate == pytest.approx(after - before)
    width = (found.interval.high - found.interval.low) / (2 * T_59)
    assert width == pytest.approx(numeric_error(patterns, contrast, ratio=False), rel=1e-6)


@pytest.mark.parametrize("teams", [25, 70])
def test_ratios_and_differences_of_counted_patterns_are_those_of_a_plain_script_on_rows(
    teams: int,
) -> None:
    """Rows by statsmodels, people moved one by one, derivatives by small steps, t by scipy."""
    draw, people = np.random.default_rng(11), 1500
    rows = pd.DataFrame(
        {
            "score": draw.integers(0, 5, people) / 2,
            "lifting": draw.integers(0, 2, people),
            "team": draw.integers(0, teams, people),
        }
    )
    luck = draw.normal(0, 0.4, teams)[rows["team"]]
    chance = 1 / (1 + np.exp(1 - 0.5 * rows["score"] - 0.3 * rows["lifting"] - luck))
    rows["pain"] = (draw.random(people) < chance).astype(float)
    counts = rows.groupby(list(rows.columns), as_index=False).size()
    design = sm.add_constant(counts[["score", "lifting"]].to_numpy(float))
    people_in = counts["size"].to_numpy(float)
    patterns = Patterns(
        design, counts["pain"].to_numpy(), people_in, counts["team"].to_numpy(np.int64)
    )
    x = sm.add_constant(rows[["score", "lifting"]].to_numpy(float))
    family = sm.families.Binomial()
    if teams < 40:
        script = sm.GEE(rows["pain"], x, rows["team"], family=family).fit(
            cov_type="bias_reduced", ctol=1e-12
        )
    else:
        script = sm.GLM(rows["pain"], x, family=family).fit(
            cov_type="cluster", cov_kwds={"groups": rows["team"]}, use_t=True, tol=1e-12
        )
    moved = x + np.array([0, 0.7, 0])

    def means(beta: np.ndarray) -> tuple[float, float]:
        return float(family.link.inverse(x @ beta).mean()), float(
            family.link.inverse(moved @ beta).mean()
        )

    beta, covariance = np.asarray(script.params), np.asarray(script.cov_params())
    half = stats.t.ppf(0.975, teams - 1)
    before, after = means(beta)
    steps = [(means(beta + s), means(beta - s)) for s in 1e-5 * np.eye(3)]
    slopes = np.array([[(up[i] - down[i]) / 2e-5 for i in (0, 1)] for up, down in steps])
    fit = fit_logistic(patterns)
    ratio = prevalence_ratio(fit, risk_change(Risks.of(fit, patterns), STEP))
    gradient = slopes[:, 1] / after - slopes[:, 0] / before
    wide = half * np.sqrt(gradient @ covariance @ gradient)
    assert ratio.estimate == pytest.approx(after / before, rel=1e-8)
    assert ratio.interval.low == pytest.approx(after / before * np.exp(-wide), rel=1e-7)
    difference = risk_difference(fit, risk_change(Risks.of(fit, patterns), STEP))
    gradient = slopes[:, 1] - slopes[:, 0]
    error = np.sqrt(gradient @ covariance @ gradient)
    assert difference.estimate == pytest.approx(after - before, rel=1e-7)
    assert difference.interval.high == pytest.approx(after - before + half * error, rel=1e-7)
    p = 2 * stats.t.sf((after - before) / error, teams - 1)
    assert difference.p == pytest.approx(p, rel=1e-5)


def test_a_longer_step_is_a_power_of_the_odds_ratio_with_the_same_p(patterns: Patterns) -> None:
    fit = fit_logistic(patterns)
    one, two = odds_ratio(fit, Contrast(1, 1.0)), odds_ratio(fit, Contrast(1, 2.0))
    assert two.estimate == pytest.approx(one.estimate**2)
    assert two.p == pytest.approx(one.p)


def test_a_common_outcome_has_a_prevalence_ratio_nearer_to_one(patterns: Patterns) -> None:
    fit = fit_logistic(patterns)
    ratio = prevalence_ratio(fit, risk_change(Risks.of(fit, patterns), STEP))
    assert 1 < ratio.estimate < odds_ratio(fit, STEP).estimate
