"""Multiple imputation: Rubin's rules, and gaps that bend complete cases but not the imputed."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from numpy.typing import NDArray
from scipy import stats

from analytics.statistics import imputation
from analytics.statistics.imputation import imputed
from analytics.statistics.logistic import fit_logistic
from analytics.statistics.matching import DONORS, nearest_of, team_intercepts
from analytics.statistics.regressions import Regressions
from analytics.statistics.rubin import ImputationsImpossible, rubin
from analytics.statistics.sample import complete_cases
from tests.statistics_survey import Counted, people, tally

NUMERIC, NOMINAL = ["back_pain", "workload", "control", "lifting"], ["age", "trade"]


def test_rubins_rules_by_hand() -> None:
    """m 3: mean 2, W 1, B 1, T = 1 + 4/3; df = 2 (1 + 3/4)² = 6.125; t 2.4349."""
    found = rubin([1.0, 2.0, 3.0], [1.0, 1.0, 1.0])
    assert found.estimate == 2
    assert found.missing_information == pytest.approx((4 / 3) / (7 / 3))
    assert found.interval.high == pytest.approx(2 + 2.4349 * np.sqrt(7 / 3), abs=1e-3)


def test_few_teams_leave_fewer_degrees_of_freedom_than_the_imputations_alone() -> None:
    """Barnard and Rubin with 46 teams: 6.125 beside 46/48 · 45 · (1 - 4/7) = 18.482 gives 4.600."""
    found = rubin([1.0, 2.0, 3.0], [1.0, 1.0, 1.0], degrees=45)
    half = stats.t.ppf(0.975, 6.125 * 18.4821 / (6.125 + 18.4821)) * np.sqrt(7 / 3)
    assert found.interval.high == pytest.approx(2 + half, abs=1e-4)


def test_without_any_difference_between_imputations_it_is_the_plain_interval() -> None:
    found = rubin([2.0, 2.0], [0.25, 0.25])
    assert (found.interval.low, found.missing_information) == (pytest.approx(2 - 1.959964 * 0.5), 0)


@pytest.mark.parametrize("given", [([1.0], [1.0]), ([1.0, 2.0], [1.0, 0.0]), ([], [])])
def test_what_cannot_be_put_together_is_refused(given: tuple[list[float], list[float]]) -> None:
    with pytest.raises(ImputationsImpossible):
        rubin(*given)


def test_every_gap_is_filled_with_an_answer_that_somebody_gave_and_nothing_else_changes() -> None:
    patterns = tally(people(n=400, teams=12, missing=0.1)).patterns
    filled = imputed(patterns, NUMERIC, NOMINAL, times=2)
    for copy in filled.copies:
        assert copy["count"].sum() == patterns["count"].sum()
        assert not copy[[*NUMERIC, *NOMINAL]].isna().any(axis=None)
        for key in (*NUMERIC, *NOMINAL):
            assert set(copy[key]) <= set(patterns[key].dropna())
            known = copy.loc[filled.known[key]].groupby(key)["count"].sum()
            given = patterns.dropna(subset=[key]).groupby(key)["count"].sum()
            assert known.to_dict() == given.to_dict()


def test_the_same_counts_give_the_same_numbers_whatever_their_order() -> None:
    patterns = tally(people(n=300, teams=10, missing=0.1)).patterns
    shuffled = patterns.sample(frac=1, random_state=4).reset_index(drop=True)
    one, two = (imputed(given, NUMERIC, NOMINAL, times=2) for given in (patterns, shuffled))
    for first, second in zip(one.copies, two.copies, strict=True):
        pd.testing.assert_frame_equal(first, second)


def test_imputations_differ_from_each_other() -> None:
    patterns = tally(people(n=300, teams=10, missing=0.1)).patterns
    first, second = imputed(patterns, NUMERIC, NOMINAL, times=2).copies
    assert not first.equals(second)


def test_a_share_that_complete_cases_bend_is_put_straight() -> None:
    """Half of those with little workload keep silent on pain: the rest has too much of it."""
    rows = people(n=6000, teams=40, missing=0.0)
    true = float(rows["back_pain"].mean())
    silent = (rows["workload"] <= 1) & (np.random.default_rng(6).random(len(rows)) < 0.7)
    rows.loc[silent, "back_pain"] = pd.NA
    complete = float(rows["back_pain"].mean())
    copies = imputed(tally(rows).patterns, NUMERIC, NOMINAL, times=3).copies
    shares = [float(np.average(copy["back_pain"], weights=copy["count"])) for copy in copies]
    assert complete - true > 0.03
    assert abs(np.mean(shares) - true) < 0.012


SLOPE = 0.4
"""Log odds of pain per step of workload, as planted."""


def bent(seed: int) -> pd.DataFrame:
    """Return 1,200 people in 50 teams; people with pain and much work skip the control question.

    Nothing hangs on what control would have been (missing at random), but complete cases are
    robbed of just those people who show the link of workload with pain.
    """
    draw, n, teams = np.random.default_rng(seed), 1200, 50
    unit = np.arange(n) % teams
    level, mood = draw.normal(0, 0.6, teams)[unit], draw.normal(0, 0.3, teams)[unit]
    work = np.clip(np.rint(2 + level + draw.normal(0, 1, n)), 0, 4)
    control = np.clip(np.rint(2 - 0.3 * (work - 2) + draw.normal(0, 1, n)), 0, 4)
    linear = -1 + SLOPE * (work - 2) - 0.3 * (control - 2) + mood
    pain = draw.random(n) < 1 / (1 + np.exp(-linear))
    rows = pd.DataFrame({"unit": unit, "workload": work, "control": control, "back_pain": pain})
    rows = rows.astype("Int64")
    rows.loc[draw.random(n) < np.where(pain & (work >= 3), 0.7, 0.05), "control"] = pd.NA
    return rows.astype({"unit": "int64"})


def slope(patterns: pd.DataFrame) -> tuple[float, float, int | None]:
    """Return log odds per step of workload adjusted for control, variance, degrees of freedom."""
    part = Counted(patterns, {"workload": 4, "control": 4, "back_pain": 1})
    sample = complete_cases(part, "back_pain", ("workload", "control"))
    fit, steps = fit_logistic(sample.patterns), sample.sd["workload"] / 25
    return float(fit.coefficients[1]) / steps, float(fit.covariance[1, 1]) / steps**2, fit.degrees


def test_where_complete_cases_bend_a_link_imputation_holds_the_planted_one() -> None:
    """Forty seeded organisations, five imputations each, intervals from Rubin's rules."""
    errors, complete_errors, held, complete_held = [], [], 0, 0
    for seed in range(40):
        rows = bent(seed)
        counts = rows.groupby(list(rows.columns), dropna=False, as_index=False).size()
        patterns = counts.rename(columns={"size": "count"})
        alone, variance, degrees = slope(patterns)
        copies = imputed(patterns, ["back_pain", "workload", "control"], [], times=5).copies
        fits = [slope(copy) for copy in copies]
        found = rubin([fit[0] for fit in fits], [fit[1] for fit in fits], degrees)
        errors.append(found.estimate - SLOPE)
        complete_errors.append(alone - SLOPE)
        held += found.interval.low <= SLOPE <= found.interval.high
        complete_held += abs(alone - SLOPE) <= 2.01 * np.sqrt(variance)
    assert abs(np.mean(errors)) < 0.03
    assert abs(np.mean(complete_errors)) > 0.3
    assert held >= 36
    assert complete_held == 0


def test_a_team_without_an_answer_goes_on_resembling_itself() -> None:
    """Half of all leave out a question that teams answer alike: what is filled in does the same."""
    draw, teams, each = np.random.default_rng(3), 60, 20
    unit = np.repeat(np.arange(teams), each)
    level = draw.normal(2, 1, teams)[unit]
    rows = pd.DataFrame({"unit": unit, "workload": draw.integers(0, 5, len(unit))})
    rows["control"] = np.clip(np.rint(level + draw.normal(0, 0.7, len(unit))), 0, 4)
    rows = rows.astype("Int64").astype({"unit": "int64"})
    rows.loc[draw.random(len(rows)) < 0.5, "control"] = pd.NA
    counts = rows.groupby(list(rows.columns), dropna=False, as_index=False).size()
    (copy,) = imputed(
        counts.rename(columns={"size": "count"}), ["workload", "control"], [], times=1
    ).copies
    known = rows.groupby("unit")["control"].mean().astype(float)
    people = copy.loc[copy.index.repeat(copy["count"])].groupby("unit")["control"].sum()
    there = rows.groupby("unit")["control"].agg(["sum", "count"]).astype(float)
    filled = (people - there["sum"]) / (each - there["count"])
    assert np.corrcoef(known, filled)[0, 1] > 0.9
    assert np.std(filled) == pytest.approx(np.std(known), rel=0.2)


def intercepts(
    residual: NDArray[np.float64], team: NDArray[np.int64], teams: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the intercepts of teams, each row of residuals being one person's."""
    people = np.bincount(team, minlength=teams)[:, None].astype(float)
    sums = np.stack([np.bincount(team, column, teams) for column in residual.T], axis=1)
    return team_intercepts(people, sums, (residual**2).sum(axis=0))


def test_teams_that_differ_by_chance_alone_get_no_intercept_to_speak_of() -> None:
    draw = np.random.default_rng(5)
    residual, team = draw.normal(size=(4000, 1)), np.arange(4000) % 40
    intercept, _ = intercepts(residual, team, 40)
    assert np.abs(intercept).max() < 0.05


def test_team_intercepts_are_those_of_a_mixed_model_on_rows() -> None:
    """Teams of one size: moments and restricted maximum likelihood agree."""
    draw, team = np.random.default_rng(4), np.repeat(np.arange(30), 12)
    values = draw.normal(0, 0.8, 30)[team] + draw.normal(size=360)
    values -= values.mean()
    intercept, error = intercepts(values[:, None], team, 31)
    fit = sm.MixedLM(values, np.ones(360), team).fit(reml=True)
    mixed = [float(fit.random_effects[key].iloc[0]) for key in range(30)]
    assert intercept[:30, 0] == pytest.approx(mixed, abs=1e-3)
    tau2, sigma2 = float(np.asarray(fit.cov_re)[0, 0]), fit.scale
    assert error[0, 0] == pytest.approx(np.sqrt(tau2 * sigma2 / (12 * tau2 + sigma2)), rel=1e-2)
    assert (intercept[30, 0], error[30, 0]) == (0, pytest.approx(np.sqrt(tau2), rel=1e-2))


def test_a_regression_by_kept_sums_is_that_of_statsmodels_on_the_rows_that_are_known() -> None:
    """After answers were replaced: predictions, residuals by team and their squares."""
    draw, n = np.random.default_rng(8), 400
    blocks = [draw.integers(0, top, (n, width)).astype(float) for top, width in ((9, 1), (2, 2))]
    blocks.append((blocks[0] + draw.integers(0, 5, (n, 1))).astype(float))
    count, team = draw.integers(1, 4, n).astype(float), draw.integers(0, 12, n)
    regressions = Regressions(blocks, count, team, 13)
    for at in (1, 2, 1, 0):
        rows, width = draw.choice(n, 60, replace=False), blocks[at].shape[1]
        blocks[at][rows] = draw.integers(0, 2, (60, width))
        regressions.put(at, rows, blocks[at][rows])
    gaps = np.sort(draw.choice(n, 70, replace=False))
    known = np.setdiff1d(np.arange(n), gaps)
    for at in range(3):
        found = regressions.fit(at, gaps, np.random.default_rng(1))
        target = (blocks[at] - blocks[at].mean(axis=0)) / blocks[at].std(axis=0)
        rest = np.hstack([np.ones((n, 1)), *(b for place, b in enumerate(blocks) if place != at)])
        for column in range(target.shape[1]):
            fit = sm.WLS(target[known, column], rest[known], count[known]).fit()
            predicted = fit.predict(rest)
            own = (regressions.table @ found.fitted)[:, column]
            assert own == pytest.approx(predicted, abs=1e-5)
            left = count[known] * (target[known, column] - predicted[known])
            residuals = np.bincount(team[known], left, 13)
            assert found.residuals[:, column] == pytest.approx(residuals, abs=1e-3)
            assert found.squares[column] == pytest.approx(fit.ssr, rel=1e-6)
        assert found.people[:, 0].tolist() == np.bincount(team[known], count[known], 13).tolist()


@pytest.mark.parametrize("columns", [1, 2])
def test_donors_are_those_with_the_nearest_predictions(columns: int) -> None:
    draw = np.random.default_rng(9)
    donors, wanted = draw.normal(size=(60, columns)), draw.normal(size=(25, columns))
    found = nearest_of(donors, wanted)
    distance = np.linalg.norm(wanted[:, None] - donors[None], axis=2)
    expected = np.argsort(distance, axis=1)[:, :DONORS]
    assert [set(row) for row in found] == [set(row) for row in expected]


def test_fewer_people_than_donors_and_a_question_that_all_answer_alike_do_no_harm() -> None:
    rows = people(n=12, teams=1, missing=0.0).assign(control=2)
    rows["control"] = rows["control"].astype("Int64")
    rows.loc[rows.index[:9], "lifting"] = pd.NA
    (copy,) = imputed(tally(rows).patterns, NUMERIC, NOMINAL, times=1).copies
    assert not copy["lifting"].isna().any()


def test_a_large_organisation_learns_from_a_pool_and_keeps_everybody(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(imputation, "POOL", 50)
    patterns = tally(people(n=600, teams=12, missing=0.05)).patterns
    filled = imputed(patterns, NUMERIC, NOMINAL, times=1)
    assert filled.copies[0]["count"].sum() == 600
    assert all(len(known) == len(filled.copies[0]) for known in filled.known.values())
