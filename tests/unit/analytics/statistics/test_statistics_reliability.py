"""Reliability and agreement on counts."""

import numpy as np
import pytest
from statsmodels.multivariate.factor import Factor

from analytics.statistics import reliability
from analytics.statistics.agreement import TeamsImpossible, icc, r_wg_j
from analytics.statistics.reliability import (
    ItemPatterns,
    ItemsImpossible,
    alpha,
    alpha_of,
    item_rest,
    omega,
    omega_of,
)


def rows(n: int = 600, loadings: tuple[float, ...] = (0.9, 0.7, 0.5, 0.8)) -> np.ndarray:
    draw = np.random.default_rng(4)
    truth = draw.normal(size=(n, 1))
    noise = draw.normal(size=(n, len(loadings))) * np.sqrt(1 - np.array(loadings) ** 2)
    return np.clip(np.round(3 + truth * loadings + noise), 1, 5)


def patterns(values: np.ndarray) -> ItemPatterns:
    distinct, count = np.unique(values, axis=0, return_counts=True)
    return ItemPatterns(distinct, count.astype(float))


def test_patterns_give_the_covariance_of_the_rows() -> None:
    np.testing.assert_allclose(patterns(rows()).covariance(), np.cov(rows().T), rtol=1e-10)


def test_item_rest_is_the_correlation_with_the_sum_of_the_others() -> None:
    values = rows()
    expected = [
        np.corrcoef(values[:, i], values.sum(axis=1) - values[:, i])[0, 1] for i in range(4)
    ]
    assert item_rest(patterns(values)) == pytest.approx(expected)


def test_a_perfect_factor_gives_its_omega_exactly_and_a_lower_alpha() -> None:
    loadings = np.array([0.9, 0.7, 0.5, 0.8])
    covariance = np.outer(loadings, loadings)
    np.fill_diagonal(covariance, 1.0)
    true = loadings.sum() ** 2 / (loadings.sum() ** 2 + (1 - loadings**2).sum())
    assert omega_of(covariance) == pytest.approx(true, abs=1e-8)
    assert alpha_of(covariance) < true


def test_the_loadings_are_those_of_statsmodels_principal_axes() -> None:
    correlations = np.corrcoef(rows().T)
    found = Factor(corr=correlations, n_factor=1, method="pa").fit(maxiter=2000, tol=1e-12)
    true = found.loadings.sum() ** 2
    expected = true / (true + found.uniqueness.sum())
    assert omega_of(correlations) == pytest.approx(expected, abs=1e-6)


def test_equal_items_have_the_same_alpha_and_omega() -> None:
    covariance = np.full((4, 4), 0.4) + 0.6 * np.eye(4)
    assert omega_of(covariance) == pytest.approx(alpha_of(covariance))
    assert omega_of(covariance[:2, :2]) == pytest.approx(alpha_of(covariance[:2, :2]))


def test_an_improper_factor_has_no_omega() -> None:
    covariance = np.array([[1, 0.9, 0.9], [0.9, 1, 0.3], [0.9, 0.3, 1]])
    assert omega_of(covariance) is None


def test_the_jackknife_on_patterns_is_the_one_on_people() -> None:
    values = rows(120)
    alone = ItemPatterns(values, np.ones(len(values)))
    one, other = omega(patterns(values)), omega(alone)
    assert one is not None
    assert other is not None
    assert one.interval.low == pytest.approx(other.interval.low, abs=1e-9)
    assert one.interval.low < one.estimate < one.interval.high < 1


def test_feldts_interval_holds_a_planted_alpha_about_as_often_as_it_says() -> None:
    draw, held, truth = (
        np.random.default_rng(6),
        0,
        alpha_of(np.full((4, 4), 0.5) + 0.5 * np.eye(4)),
    )
    for _ in range(300):
        common = draw.normal(size=(60, 1)) * np.sqrt(0.5)
        values = common + draw.normal(size=(60, 4)) * np.sqrt(0.5)
        found = alpha(ItemPatterns(values, np.ones(60)))
        held += found.interval.low <= truth <= found.interval.high
    assert 0.91 <= held / 300 <= 0.985


def test_one_item_or_an_item_without_variation_is_refused() -> None:
    with pytest.raises(ItemsImpossible) as refused:
        ItemPatterns(np.array([[1.0], [2.0]]), np.array([3.0, 4.0]))
    assert refused.value.code == "STAT-ITEMS"
    with pytest.raises(ItemsImpossible):
        ItemPatterns(np.array([[1.0, 3], [2, 3]]), np.array([3.0, 4.0]))


def test_teams_of_chance_have_an_icc_around_zero_and_alike_teams_a_high_one() -> None:
    draw = np.random.default_rng(9)
    size, noise = np.full(200, 8.0), draw.normal(size=(200, 8))
    alike = noise + 2 * draw.normal(size=(200, 1))
    chance = icc(size, noise.sum(axis=1), (noise**2).sum(axis=1))
    strong = icc(size, alike.sum(axis=1), (alike**2).sum(axis=1))
    assert chance.interval.low < 0 < chance.interval.high
    assert strong.interval.low < 0.8 < strong.interval.high
    assert strong.mean > strong.single


def test_teams_of_one_tell_nothing() -> None:
    with pytest.raises(TeamsImpossible):
        icc(np.ones(5), np.arange(5.0), np.arange(5.0) ** 2)


def test_agreement_runs_from_chance_to_all_alike() -> None:
    assert r_wg_j(0.0, items=4, steps=5) == 1
    assert r_wg_j(2.0, items=4, steps=5) == 0
    assert r_wg_j(9.0, items=4, steps=5) == 0
    assert r_wg_j(1.0, items=4, steps=5) == pytest.approx(4 * 0.5 / (4 * 0.5 + 0.5))


def test_leaving_out_groups_gives_about_the_interval_of_leaving_out_people(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    whole = patterns(rows(n=1500))
    assert len(whole.count) > reliability.JACKKNIFE_GROUPS
    grouped = omega(whole)
    monkeypatch.setattr(reliability, "JACKKNIFE_GROUPS", len(whole.count) + 1)
    one_by_one = omega(whole)
    assert grouped is not None
    assert one_by_one is not None
    assert grouped.estimate == one_by_one.estimate
    widths = [found.interval.high - found.interval.low for found in (grouped, one_by_one)]
    assert 0.8 < widths[0] / widths[1] < 1.25
