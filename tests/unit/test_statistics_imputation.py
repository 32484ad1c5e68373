"""Multiple imputation: Rubin's rules, and gaps that bend complete cases but not the imputed."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analytics.statistics import imputation
from analytics.statistics.imputation import ImputationsImpossible, imputed, rubin
from tests.unit.statistics_survey import people, tally

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


@pytest.mark.parametrize("columns", [1, 2])
def test_donors_are_those_with_the_nearest_predictions(columns: int) -> None:
    draw = np.random.default_rng(9)
    donors, wanted = draw.normal(size=(60, columns)), draw.normal(size=(25, columns))
    found = imputation._nearest(donors, wanted)
    distance = np.linalg.norm(wanted[:, None] - donors[None], axis=2)
    expected = np.argsort(distance, axis=1)[:, : imputation.DONORS]
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
