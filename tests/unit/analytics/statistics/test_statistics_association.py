"""From a tally to the rows of estimates.csv."""

import random

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy.optimize import brentq
from scipy.special import expit
from statsmodels.stats.multitest import multipletests

from analytics.release.model import Estimate
from analytics.statistics import association
from analytics.statistics.association import two_scores
from analytics.statistics.method import FAMILY
from analytics.statistics.models import Models
from tests.statistics_survey import Counted, estimates, instrument, people, tally

ROWS = people()


def found(rows: tuple[Estimate, ...], **values: str) -> list[Estimate]:
    return [row for row in rows if all(getattr(row, key) == is_ for key, is_ in values.items())]


def one(rows: tuple[Estimate, ...], factor: str, **values: str) -> Estimate:
    wanted = {"model": "adjusted", "contrast": "per 1 SD", "measure": "odds_ratio"} | values
    (row,) = found(rows, factor=factor, **wanted)
    return row


@pytest.fixture(scope="module")
def shown() -> tuple[Estimate, ...]:
    return estimates(tally(ROWS), instrument(), "spring")


def on_rows(factors: list[str], breakdowns: list[str]) -> tuple[pd.DataFrame, object]:
    """Fit the same model by statsmodels, a row a person."""
    complete = ROWS[["unit", "back_pain", *factors, *breakdowns]].dropna().astype(float)
    design = complete[factors] / complete[factors].std(ddof=1)
    for key in breakdowns:
        design = design.join(
            pd.get_dummies(complete[key], prefix=key, drop_first=True, dtype=float)
        )
    fit = sm.GLM(complete["back_pain"], sm.add_constant(design), family=sm.families.Binomial()).fit(
        cov_type="cluster", use_t=True, cov_kwds={"groups": complete["unit"].astype(int)}, tol=1e-12
    )
    return complete, fit


def three(number: float) -> float:
    return float(f"{number:.3g}")


def test_the_adjusted_model_is_statsmodels_on_rows(shown: tuple[Estimate, ...]) -> None:
    factors = ["workload", "control", "lifting"]
    complete, fit = on_rows(factors, ["age", "trade"])
    ends = np.exp(fit.conf_int())
    for factor in factors:
        row = one(shown, factor)
        assert row.estimate == three(np.exp(fit.params[factor]))
        assert (row.low, row.high) == (three(ends.loc[factor, 0]), three(ends.loc[factor, 1]))
        assert row.n == len(complete)
        assert row.clusters == complete["unit"].nunique()


def test_each_factor_alone_is_statsmodels_on_rows(shown: tuple[Estimate, ...]) -> None:
    for factor in ("workload", "control", "lifting"):
        complete, fit = on_rows([factor], [])
        row = one(shown, factor, model="unadjusted")
        if factor == "lifting":  # two scores: in steps that tell no total, a fifth of an error
            close = float(fit.bse[factor]) / 5
            assert np.log(row.estimate) == pytest.approx(fit.params[factor], abs=close)
        else:
            assert row.estimate == three(np.exp(fit.params[factor]))
        assert row.n == len(complete)


def test_ten_points_are_that_share_of_a_standard_deviation(shown: tuple[Estimate, ...]) -> None:
    complete, fit = on_rows(["workload"], [])
    sd = (complete["workload"] * 25).std(ddof=1)
    row = one(shown, "workload", model="unadjusted", contrast="per 10 points")
    assert row.estimate == three(np.exp(fit.params["workload"] * 10 / sd))


def test_a_factor_of_two_scores_is_yes_against_no(shown: tuple[Estimate, ...]) -> None:
    steps = {row.contrast for row in found(shown, factor="lifting")}
    assert steps == {"per 1 SD", "yes vs no"}
    complete = ROWS[["back_pain", "lifting"]].dropna()
    table = pd.crosstab(complete["lifting"], complete["back_pain"]).to_numpy()
    row = one(shown, "lifting", model="unadjusted", contrast="yes vs no")
    close = float((1 / table).sum())
    ratio_of_odds = table[1, 1] * table[0, 0] / (table[1, 0] * table[0, 1])
    assert np.log(row.estimate) == pytest.approx(np.log(ratio_of_odds), abs=close)
    share = table[:, 1] / table.sum(axis=1)
    ratio = one(
        shown, "lifting", model="unadjusted", contrast="yes vs no", measure="prevalence_ratio"
    )
    difference = one(
        shown, "lifting", model="unadjusted", contrast="yes vs no", measure="risk_difference"
    )
    assert ratio.estimate == pytest.approx(share[1] / share[0], rel=close)
    assert difference.estimate == pytest.approx(share[1] - share[0], abs=close / 4)


@pytest.mark.parametrize("n", [120, 300, 1000])
def test_the_odds_ratio_of_a_table_leaves_each_of_three_totals_a_table(n: int) -> None:
    """The reader knows the margins but for 0, 1 or 2 of a row near an end, and the procedure."""
    draw = random.Random(n)  # noqa: S311 - made-up tables
    for _ in range(3):
        yes = round(0.4 * n)
        outcome = [int(draw.random() < (0.45 if at < yes else 0.3)) for at in range(n)]
        true = sum(outcome[:yes])
        told = _published_ratio(n, yes, true, sum(outcome))
        for total in range(sum(outcome) - 1, sum(outcome) + 2):
            assert told in {
                _published_ratio(n, yes, cell, total) for cell in range(true - 2, true + 3)
            }


def _published_ratio(n: int, yes: int, cell: int, total: int) -> float | None:
    """The odds ratio that is published of a table, at a published share of 0.36."""
    table = [[n - yes - (total - cell), total - cell], [yes - cell, cell]]
    rows = pd.DataFrame(
        [
            {"unit": at % 60, "age": at % 6 + 1, "trade": at // 6 % 6 + 1, "workload": at % 5,
             "control": at // 5 % 5, "lifting": lifts, "stress": at % 5, "back_pain": pain}
            for lifts in (0, 1)
            for pain in (0, 1)
            for at in range(table[lifts][pain])
        ]
    )  # fmt: skip
    shares = {"back_pain": 0.36, "lifting": 0.4}
    counted = tally(rows.astype("Int64").astype({"unit": "int64"}))
    shown = association.estimates(
        Models(counted, instrument().model), instrument(), "spring", shares
    )
    return one(shown, "lifting", model="unadjusted", contrast="yes vs no").estimate


def test_two_scores_are_known_from_the_instrument() -> None:
    made = instrument()
    assert two_scores(made, "lifting")
    assert two_scores(made, "back_pain")
    assert not two_scores(made, "workload")


def test_only_yes_no_measures_are_outcomes(shown: tuple[Estimate, ...]) -> None:
    assert {row.outcome for row in shown} == {"back_pain"}


def test_every_factor_has_every_row_once(shown: tuple[Estimate, ...]) -> None:
    keys = [(row.model, row.factor, row.contrast, row.measure) for row in shown]
    assert len(keys) == len(set(keys)) == 2 * 3 * 2 * 3


def test_the_order_of_the_patterns_does_not_matter(shown: tuple[Estimate, ...]) -> None:
    counted = tally(ROWS)
    for seed in (1, 2):
        mixed = Counted(counted.patterns.sample(frac=1, random_state=seed), counted.full)
        assert estimates(mixed, instrument(), "spring") == shown


def test_the_adjusted_p_are_holms_within_outcome_model_and_measure() -> None:
    rows = estimates(tally(people(n=400, seed=5)), instrument(adjust_for=()), "spring")
    family = found(rows, model="unadjusted", contrast="per 1 SD", measure="odds_ratio")
    p = [row.p for row in family]
    expected = multipletests(p, method="holm")[1]
    for row, value in zip(family, expected, strict=True):
        assert row.p_adjusted == pytest.approx(value, rel=0.1, abs=0.003)
        assert row.p_adjusted >= row.p


def test_p_never_falls_below_one_in_a_thousand(shown: tuple[Estimate, ...]) -> None:
    assert one(shown, "workload").p == 0.001


def test_the_method_names_errors_teams_and_adjustment(shown: tuple[Estimate, ...]) -> None:
    assert one(shown, "control").method == (
        "logistic, patterns with frequencies, cluster-robust (CR1, 80 teams, t with 79 df),"
        " adjusted for each other (workload, control, lifting) and for age, trade; " + FAMILY
    )
    alone = one(shown, "control", model="unadjusted", measure="risk_difference").method
    assert alone == (
        "logistic, patterns with frequencies, cluster-robust (CR1, 80 teams, t with 79 df),"
        " unadjusted, marginal standardisation at the published share; " + FAMILY
    )


def test_with_fewer_than_forty_teams_errors_are_bias_reduced() -> None:
    rows = estimates(tally(people(teams=20)), instrument(), "spring")
    assert "cluster-robust (bias-reduced, 20 teams, t with 19 df)" in one(rows, "workload").method


def test_breakdowns_are_left_out_from_the_last_until_the_events_reach() -> None:
    rows = estimates(tally(people(n=420, missing=0)), instrument(), "spring")
    assert one(rows, "workload").method.endswith(
        "adjusted for each other (workload, control, lifting) and for age;"
        " left out for too few answers: trade; " + FAMILY
    )


def test_below_a_hundred_answers_there_is_a_sentence_and_no_number() -> None:
    rows = estimates(tally(people(n=99, missing=0)), instrument(), "spring")
    assert {row.estimate for row in rows} == {None}
    assert {(row.low, row.high, row.p, row.p_adjusted, row.clusters) for row in rows} == {
        (None, None, None, None, None)
    }
    assert {row.method for row in rows} == {
        "too few answers: this model needs at least 100 and there are fewer"
    }
    assert {row.n for row in rows} == {90}
    assert {row.events % 10 for row in rows} == {0}


def test_too_few_events_give_what_is_needed_and_never_what_there_is() -> None:
    rows = people(n=300, missing=0)
    rows["back_pain"] = [1] * 7 + [0] * 293
    shown = estimates(tally(rows), instrument(), "spring")
    assert {row.estimate for row in shown} == {None}
    assert {row.events for row in shown} == {0}
    assert one(shown, "workload", model="unadjusted").method == (
        "too few events: this model needs at least 20 answers with the outcome and 20 without,"
        " and there are fewer than 20 of one of them"
    )
    assert not any("7" in row.method for row in shown)


def test_a_factor_on_which_all_agree_has_no_number_and_spoils_no_other() -> None:
    rows = people(missing=0)
    rows["control"] = 3
    shown = estimates(tally(rows), instrument(), "spring")
    assert one(shown, "control").estimate is None
    assert one(shown, "control").method.startswith("no variation")
    assert one(shown, "workload").estimate is not None


def test_two_factors_that_are_the_same_cannot_be_told_apart() -> None:
    rows = people(missing=0)
    rows["control"] = rows["workload"]
    shown = estimates(tally(rows), instrument(), "spring")
    assert one(shown, "workload").estimate is None
    assert one(shown, "workload").method.startswith("not identified")
    assert one(shown, "workload", model="unadjusted").estimate is not None


def test_events_are_the_published_share_of_the_people_in_tens_whoever_skipped_a_question() -> None:
    rows = people(missing=0)
    rows.loc[[3, 8], "control"] = pd.NA
    published = {"back_pain": 0.3, "lifting": 0.5}
    shown = association.estimates(
        Models(tally(rows), instrument().model), instrument(), "spring", published
    )
    assert one(shown, "control", model="unadjusted").n == len(rows) - 2
    assert {row.events for row in shown} == {600}


@pytest.mark.parametrize("share", [0.02, 0.31, 0.9])
def test_ratios_and_differences_are_statsmodels_moved_to_the_published_share(share: float) -> None:
    """Risks a row a person; the intercept is moved by scipy's root finder."""
    shares = {"back_pain": share, "lifting": 0.4}
    shown = association.estimates(
        Models(tally(ROWS), instrument().model), instrument(), "spring", shares
    )
    _, fit = on_rows(["workload", "control", "lifting"], ["age", "trade"])
    x, at = np.asarray(fit.model.exog), list(fit.params.index).index("workload")
    moved = x.copy()
    moved[:, at] += 1
    linear = [design @ np.asarray(fit.params) for design in (x, moved)]
    shift = brentq(lambda c: expit(linear[0] + c).mean() - share, -20, 20, xtol=1e-14)
    after = expit(linear[1] + shift).mean()
    ratio = one(shown, "workload", measure="prevalence_ratio")
    difference = one(shown, "workload", measure="risk_difference")
    assert ratio.estimate == three(after / share)
    assert difference.estimate == three(after - share)
    assert ratio.low < ratio.estimate < ratio.high
    plain = estimates(tally(ROWS), instrument(), "spring")
    assert one(shown, "workload") == one(plain, "workload").model_copy(
        update={"events": one(shown, "workload").events}
    )


def test_yes_against_no_are_the_risks_of_the_published_shares_of_both() -> None:
    shares = {"back_pain": 0.3, "lifting": 0.4}
    shown = association.estimates(
        Models(tally(ROWS), instrument().model), instrument(), "spring", shares
    )
    told = {"model": "unadjusted", "contrast": "yes vs no"}
    odds = one(shown, "lifting", **told).estimate
    ratio = one(shown, "lifting", measure="prevalence_ratio", **told).estimate
    difference = one(shown, "lifting", measure="risk_difference", **told).estimate
    no = difference / (ratio - 1)
    yes = no + difference
    assert 0.4 * yes + 0.6 * no == pytest.approx(0.3, rel=0.04)
    assert yes / (1 - yes) / (no / (1 - no)) == pytest.approx(odds, rel=0.03)


@pytest.mark.parametrize("shares", [{}, {"back_pain": 0.0}, {"back_pain": 1.0}])
def test_an_outcome_without_a_published_share_has_no_number(shares: dict[str, float]) -> None:
    shown = association.estimates(
        Models(tally(ROWS), instrument().model), instrument(), "spring", shares
    )
    assert {row.estimate for row in shown} == {None}
    assert {row.events for row in shown} == {0}
    assert {row.method for row in shown} == {"too few answers: no share is published to start from"}


def test_a_factor_of_two_scores_without_a_published_share_has_odds_ratios_only() -> None:
    shown = association.estimates(
        Models(tally(ROWS), instrument().model), instrument(), "spring", {"back_pain": 0.3}
    )
    rows = found(shown, factor="lifting", contrast="yes vs no")
    assert {row.measure for row in rows if row.estimate is not None} == {"odds_ratio"}


def test_a_separated_outcome_is_fitted_by_firth_and_said_so() -> None:
    rows = people(n=1500, missing=0)
    rows.loc[rows["lifting"] == 1, "back_pain"] = 0
    shown = estimates(tally(rows), instrument(), "spring")
    row = one(shown, "lifting", model="unadjusted", contrast="yes vs no")
    assert row.method.startswith("logistic with Firth's penalty for a separated outcome")
    assert 0 < row.estimate < 0.01
    assert row.low > 0


def test_rare_categories_join_their_larger_neighbour() -> None:
    rows = people(missing=0)
    rows.loc[rows["age"] == 6, "age"] = 5
    rows.loc[[0, 1, 2], "age"] = 6
    joined = rows.assign(age=rows["age"].replace(6, 5))
    left = estimates(tally(rows), instrument(), "spring")
    right = estimates(tally(joined), instrument(), "spring")
    assert left == right
