"""Logistic models on patterns give the numbers that statsmodels gives on rows."""

import numpy as np
import pytest
import statsmodels.api as sm
from scipy.optimize import minimize

from analytics.statistics.likelihood import DesignDeficient, firth
from analytics.statistics.logistic import Errors, OutcomeConstant, fit_logistic
from analytics.statistics.patterns import Patterns, PatternsImpossible
from analytics.statistics.separation import separated


def made_up(teams: int, seed: int, people: int = 900) -> Patterns:
    """Return patterns of two scores and a yes/no factor, with teams that resemble each other."""
    draw = np.random.default_rng(seed)
    team = draw.integers(0, teams, people)
    first, second = draw.integers(0, 5, people), draw.integers(0, 4, people)
    third = draw.integers(0, 2, people)
    mood = draw.normal(0, 0.5, teams)[team]
    linear = -1.2 + 0.35 * first - 0.25 * second + 0.4 * third + mood
    outcome = (draw.random(people) < 1 / (1 + np.exp(-linear))).astype(int)
    rows = np.column_stack([first, second, third, outcome, team])
    distinct, count = np.unique(rows, axis=0, return_counts=True)
    design = np.column_stack([np.ones(len(distinct)), distinct[:, :3]]).astype(float)
    return Patterns(design, distinct[:, 3].astype(float), count.astype(float), distinct[:, 4])


def rows_of(patterns: Patterns) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return a row a person: outcome, design and team."""
    times = patterns.count.astype(int)
    return (
        np.repeat(patterns.outcome, times),
        np.repeat(patterns.design, times, axis=0),
        np.repeat(patterns.cluster, times),
    )


def same(left: np.ndarray, right: np.ndarray) -> None:
    np.testing.assert_allclose(left, right, rtol=1e-8, atol=1e-12)


@pytest.mark.parametrize(("teams", "seed"), [(40, 1), (160, 2), (300, 3)])
def test_from_forty_teams_on_it_is_statsmodels_clustered_glm(teams: int, seed: int) -> None:
    patterns = made_up(teams, seed)
    outcome, design, team = rows_of(patterns)
    plain = sm.GLM(outcome, design, family=sm.families.Binomial()).fit(tol=1e-12)
    clustered = sm.GLM(outcome, design, family=sm.families.Binomial()).fit(
        tol=1e-12, cov_type="cluster", cov_kwds={"groups": team}
    )
    fit = fit_logistic(patterns)
    same(fit.coefficients, plain.params)
    same(fit.model_covariance, plain.cov_params())
    same(fit.covariance, clustered.cov_params())
    assert (fit.errors, fit.clusters) == (Errors.CLUSTER, len(np.unique(team)))
    assert (fit.n, fit.events) == (len(outcome), outcome.sum())
    assert not fit.penalised


@pytest.mark.parametrize(("teams", "seed"), [(6, 4), (15, 5), (39, 6)])
def test_with_fewer_teams_it_is_statsmodels_bias_reduced_gee(teams: int, seed: int) -> None:
    patterns = made_up(teams, seed)
    outcome, design, team = rows_of(patterns)
    gee = sm.GEE(
        outcome,
        design,
        groups=team,
        family=sm.families.Binomial(),
        cov_struct=sm.cov_struct.Independence(),
    ).fit(cov_type="bias_reduced", ctol=1e-12)
    fit = fit_logistic(patterns)
    same(fit.coefficients, gee.params)
    same(fit.covariance, gee.cov_params())
    assert (fit.errors, fit.clusters) == (Errors.BIAS_REDUCED, teams)


def test_without_teams_or_with_hardly_any_the_errors_are_those_of_the_model() -> None:
    patterns = made_up(4, 7)
    alone = Patterns(patterns.design, patterns.outcome, patterns.count)
    for fit in (fit_logistic(patterns), fit_logistic(alone)):
        assert fit.errors is Errors.MODEL
        same(fit.covariance, fit.model_covariance)
    assert fit_logistic(alone).clusters is None


def test_a_term_that_one_team_alone_carries_falls_back_to_the_plain_sandwich() -> None:
    patterns = made_up(12, 8)
    own_trade = (patterns.cluster == 3).astype(float)
    design = np.column_stack([patterns.design, own_trade])
    fit = fit_logistic(Patterns(design, patterns.outcome, patterns.count, patterns.cluster))
    assert fit.errors is Errors.CLUSTER


def test_the_order_of_the_patterns_changes_nothing_but_the_last_digits() -> None:
    patterns = made_up(60, 9)
    order = np.random.default_rng(1).permutation(len(patterns.count))
    mixed = Patterns(
        patterns.design[order],
        patterns.outcome[order],
        patterns.count[order],
        patterns.cluster[order],
    )
    same(fit_logistic(mixed).covariance, fit_logistic(patterns).covariance)


def test_patterns_of_nobody_change_nothing() -> None:
    patterns = made_up(60, 10)
    with_nobody = Patterns(
        np.vstack([patterns.design, [[1.0, 99.0, 99.0, 1.0]]]),
        np.append(patterns.outcome, 1.0),
        np.append(patterns.count, 0.0),
        np.append(patterns.cluster, 999),
    )
    fit, plain = fit_logistic(with_nobody), fit_logistic(patterns)
    same(fit.covariance, plain.covariance)
    assert fit.clusters == plain.clusters


def split(zero_cell: bool = True) -> Patterns:
    """Return a 2 × 2 table in which nobody among 12 exposed has the outcome (or two have)."""
    events = [0 if zero_cell else 2, 30]
    others = [12 if zero_cell else 10, 70]
    return Patterns(
        np.array([[1.0, 1], [1, 1], [1, 0], [1, 0]]),
        np.array([1.0, 0, 1, 0]),
        np.array([events[0], others[0], events[1], others[1]], dtype=float),
    )


def test_a_split_outcome_is_recognised_exactly() -> None:
    assert separated(split())
    assert not separated(split(zero_cell=False))
    assert not separated(made_up(40, 11))


def test_full_separation_is_recognised_too() -> None:
    score = np.arange(8.0)
    design = np.column_stack([np.ones(8), score])
    assert separated(Patterns(design, (score > 3.5).astype(float), np.full(8, 5.0)))


def test_in_a_two_by_two_table_firth_adds_half_a_person_to_each_cell() -> None:
    fit = fit_logistic(split())
    assert fit.penalised
    assert fit.coefficients[0] == pytest.approx(np.log(30.5 / 70.5), abs=1e-8)
    assert fit.coefficients[1] == pytest.approx(np.log((0.5 / 12.5) / (30.5 / 70.5)), abs=1e-8)


def test_firth_is_the_maximum_of_the_penalised_likelihood() -> None:
    patterns = made_up(40, 12, people=60)

    def loss(beta: np.ndarray) -> float:
        linear = patterns.design @ beta
        p = 1 / (1 + np.exp(-linear))
        weight = patterns.count * p * (1 - p)
        information = patterns.design.T @ (patterns.design * weight[:, None])
        likelihood = patterns.count @ (patterns.outcome * linear - np.logaddexp(0, linear))
        return -likelihood - 0.5 * np.linalg.slogdet(information)[1]

    best = minimize(loss, np.zeros(4), method="BFGS", options={"gtol": 1e-8})
    np.testing.assert_allclose(firth(patterns), best.x, atol=1e-6)


def test_teams_never_make_a_separated_estimate_look_surer() -> None:
    table = split()
    rows = np.repeat(np.arange(4), table.count.astype(int))
    person = Patterns(
        table.design[rows], table.outcome[rows], np.ones(len(rows)), np.arange(len(rows))
    )
    fit = fit_logistic(person)
    assert (np.diag(fit.covariance) >= np.diag(fit.model_covariance) - 1e-12).all()
    assert fit.covariance[1, 1] > 1


def test_a_column_that_is_the_same_for_all_is_refused() -> None:
    patterns = made_up(40, 13)
    design = np.column_stack([patterns.design, np.full(len(patterns.count), 3.0)])
    with pytest.raises(DesignDeficient) as refused:
        fit_logistic(Patterns(design, patterns.outcome, patterns.count, patterns.cluster))
    assert refused.value.code == "STAT-DESIGN"


def test_two_columns_that_say_the_same_are_refused_even_in_other_units() -> None:
    patterns = made_up(40, 14)
    design = np.column_stack([patterns.design, 1000 * patterns.design[:, 1] - 7])
    with pytest.raises(DesignDeficient):
        fit_logistic(Patterns(design, patterns.outcome, patterns.count, patterns.cluster))


def test_more_terms_than_patterns_with_people_are_refused() -> None:
    with pytest.raises(DesignDeficient):
        fit_logistic(
            Patterns(np.eye(3) + 1, np.array([1.0, 0, 1]), np.array([5.0, 5, 0]), np.arange(3))
        )


@pytest.mark.parametrize("value", [0.0, 1.0])
def test_an_outcome_that_all_or_none_have_is_refused(value: float) -> None:
    patterns = made_up(40, 15)
    outcome = np.full(len(patterns.count), value)
    with pytest.raises(OutcomeConstant):
        fit_logistic(Patterns(patterns.design, outcome, patterns.count, patterns.cluster))


@pytest.mark.parametrize(
    ("outcome", "count"),
    [([1, 0], [3, -1]), ([1, 2], [3, 3]), ([1, np.nan], [3, 3]), ([1], [3, 3])],
)
def test_impossible_patterns_are_refused(outcome: list[float], count: list[float]) -> None:
    with pytest.raises(PatternsImpossible):
        Patterns(np.array([[1.0, 2], [1, 3]]), np.array(outcome, float), np.array(count, float))


def test_teams_whose_answers_cancel_out_give_model_based_errors_and_not_zero() -> None:
    """In every team the outcome is balanced over the factor: the clustered variance is zero."""
    factor, outcome, team = (
        np.array(column, dtype=float)
        for column in np.array([(x, y, t) for t in range(8) for x in (0, 1) for y in (0, 1)]).T
    )
    patterns = Patterns(
        np.column_stack([np.ones_like(factor), factor]), outcome, np.full(len(factor), 5.0), team
    )
    fit = fit_logistic(patterns)
    assert fit.errors is Errors.MODEL
    assert np.allclose(fit.covariance, fit.model_covariance)
    assert fit.degrees is None
