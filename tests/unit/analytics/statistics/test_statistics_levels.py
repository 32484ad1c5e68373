"""Team and person apart, and two factors together, as statsmodels gives them on rows."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from analytics.statistics.interaction import SATURATED, Interaction, interaction
from analytics.statistics.levels import TOO_FEW_TEAMS, Levels, levels
from analytics.statistics.sample import Sample, complete_cases
from analytics.statistics.sufficiency import NOT_APART
from tests.statistics_survey import people, tally

ROWS = people(n=2500, teams=60, seed=8)


def sample(
    rows: pd.DataFrame, factors: tuple[str, ...], breakdowns: tuple[str, ...] = ()
) -> Sample:
    return complete_cases(tally(rows), "back_pain", factors, breakdowns)


def clustered(complete: pd.DataFrame, design: pd.DataFrame) -> sm.GLM:
    return sm.GLM(
        complete["back_pain"], sm.add_constant(design), family=sm.families.Binomial()
    ).fit(
        cov_type="cluster", use_t=True, cov_kwds={"groups": complete["unit"].astype(int)}, tol=1e-12
    )


def complete_rows(keys: list[str]) -> pd.DataFrame:
    return ROWS[["unit", "back_pain", *keys]].dropna().astype(float)


def test_within_and_between_are_the_two_coefficients_on_rows() -> None:
    found = levels(sample(ROWS, ("workload", "control")), "workload")
    complete = complete_rows(["workload", "control"])
    points = 25 * complete["workload"] / 10
    mean = points.groupby(complete["unit"]).transform("mean")
    design = pd.DataFrame({"own": points - mean, "team": mean, "control": complete["control"]})
    fit = clustered(complete, design)
    assert isinstance(found, Levels)
    for effect, name in ((found.within, "own"), (found.between, "team")):
        assert effect.estimate == pytest.approx(np.exp(fit.params[name]), rel=1e-8)
        low, high = np.exp(fit.conf_int().loc[name])
        assert (effect.interval.low, effect.interval.high) == pytest.approx((low, high), rel=1e-7)
    context = fit.t_test("team - own = 0")
    assert found.context.estimate == pytest.approx(np.exp(context.effect[0]), rel=1e-8)
    assert found.context.p == pytest.approx(float(context.pvalue), rel=1e-6)


def dummies(complete: pd.DataFrame, key: str) -> pd.DataFrame:
    return pd.get_dummies(complete[key], prefix=key, drop_first=True, dtype=float)


def test_breakdowns_are_categories_of_both_models_as_on_rows() -> None:
    complete = complete_rows(["workload", "control", "age"])
    own = complete["workload"] * 2.5
    mean = own.groupby(complete["unit"]).transform("mean")
    design = pd.DataFrame({"own": own - mean, "team": mean, "control": complete["control"]})
    fit = clustered(complete, design.join(dummies(complete, "age")))
    found = levels(sample(ROWS, ("workload", "control"), ("age",)), "workload")
    assert isinstance(found, Levels)
    assert found.between.estimate == pytest.approx(np.exp(fit.params["team"]), rel=1e-8)
    assert found.between.p == pytest.approx(fit.pvalues["team"], rel=1e-6)
    both = complete[["workload", "control"]]
    both = (both - both.mean()) / both.std(ddof=1)
    both = both.assign(product=both["workload"] * both["control"])
    fit = clustered(complete, both.join(dummies(complete, "age")))
    product = interaction(sample(ROWS, ("workload", "control"), ("age",)), "workload", "control")
    assert isinstance(product, Interaction)
    assert product.product.estimate == pytest.approx(np.exp(fit.params["product"]), rel=1e-8)
    assert product.product.p == pytest.approx(fit.pvalues["product"], rel=1e-6)


def test_where_only_the_teams_mean_counts_the_context_says_so() -> None:
    draw = np.random.default_rng(2)
    rows = people(n=4000, teams=80, seed=3, missing=0)
    level = draw.integers(0, 3, 80)[rows["unit"]]
    rows["workload"] = level + draw.integers(0, 3, len(rows))
    rows["back_pain"] = (draw.random(len(rows)) < 1 / (1 + np.exp(1.2 - 0.8 * level))).astype(int)
    found = levels(
        sample(rows.astype("Int64").astype({"unit": "int64"}), ("workload",)), "workload"
    )
    assert isinstance(found, Levels)
    assert found.within.interval.low < 1 < found.within.interval.high
    assert found.context.interval.low > 1


def test_too_few_teams_or_answers_give_a_sentence() -> None:
    assert levels(sample(people(teams=19), ("workload",)), "workload") == TOO_FEW_TEAMS
    few = levels(sample(people(n=90), ("workload",)), "workload")
    assert isinstance(few, str)
    assert few.startswith("too few answers")


def test_a_factor_that_is_the_same_within_each_team_cannot_be_divided() -> None:
    rows = people(missing=0)
    rows["workload"] = (rows["unit"] % 5).astype("Int64")
    assert levels(sample(rows, ("workload",)), "workload") == NOT_APART


def test_the_product_of_two_factors_is_that_on_rows() -> None:
    found = interaction(sample(ROWS, ("workload", "control", "lifting")), "workload", "control")
    complete = complete_rows(["workload", "control", "lifting"])
    design = complete[["workload", "control"]]
    design = (design - design.mean()) / design.std(ddof=1)
    design = design.assign(
        product=design["workload"] * design["control"], lifting=complete["lifting"]
    )
    fit = clustered(complete, design)
    assert isinstance(found, Interaction)
    for effect, name in (
        (found.first, "workload"),
        (found.second, "control"),
        (found.product, "product"),
    ):
        assert effect.estimate == pytest.approx(np.exp(fit.params[name]), rel=1e-8)
        assert effect.p == pytest.approx(fit.pvalues[name], rel=1e-5)


def test_a_product_of_two_yes_no_factors_is_a_table_and_is_not_shown() -> None:
    rows = people(missing=0)
    rows["control"] = (rows["control"] > 2).astype("Int64") * 4
    assert interaction(sample(rows, ("control", "lifting")), "control", "lifting") == SATURATED


def test_a_product_needs_its_own_ten_events() -> None:
    rows = people(n=120, missing=0)
    rows["back_pain"] = ([1] * 39 + [0] * 81)[: len(rows)]
    rows["back_pain"] = rows["back_pain"].astype("Int64")
    found = interaction(sample(rows, ("workload", "control")), "workload", "control")
    assert isinstance(found, str)
    assert "at least 40" in found
