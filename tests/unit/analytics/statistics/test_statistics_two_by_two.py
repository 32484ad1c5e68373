"""Crude comparisons from counts. Published tables are repeated in tests/published."""

import pytest
from scipy import stats
from statsmodels.stats.contingency_tables import Table2x2

from analytics.statistics.intervals import CountsImpossible
from analytics.statistics.two_by_two import (
    CellEmpty,
    TwoByTwo,
    chi2,
    cramers_v,
    odds_ratio,
    prevalence_ratio,
    risk_difference,
    trend_chi2,
)

TABLE = TwoByTwo(30, 70, 18, 82)


def test_both_ratios_equal_those_of_statsmodels() -> None:
    rows = Table2x2([[30, 70], [18, 82]])
    effect = odds_ratio(TABLE)
    assert effect.estimate == pytest.approx(rows.oddsratio)
    assert (effect.interval.low, effect.interval.high) == pytest.approx(rows.oddsratio_confint())
    effect = prevalence_ratio(TABLE)
    assert effect.estimate == pytest.approx(rows.riskratio)
    assert (effect.interval.low, effect.interval.high) == pytest.approx(rows.riskratio_confint())


def test_the_risk_difference_keeps_to_its_range_where_nobody_has_the_event() -> None:
    effect = risk_difference(TwoByTwo(10, 0, 0, 10))
    assert effect.estimate == 1
    assert effect.interval.low < effect.interval.high == 1


def test_chi2_equals_scipys() -> None:
    table = [[12, 5, 9], [7, 14, 3]]
    expected = stats.chi2_contingency(table, correction=False)
    result = chi2(table)
    assert (result.statistic, result.df, result.p) == pytest.approx(
        (expected.statistic, expected.dof, expected.pvalue)
    )


def test_no_link_at_all_gives_a_v_of_zero_and_a_full_link_one() -> None:
    assert cramers_v([[10, 20], [30, 60]]) == pytest.approx(0)
    assert cramers_v([[10, 0], [0, 60]]) == pytest.approx(1)


def test_a_trend_over_two_groups_is_the_whole_chi2() -> None:
    assert trend_chi2([30, 18], [70, 82]).statistic == pytest.approx(
        chi2([[30, 70], [18, 82]]).statistic
    )


def test_the_direction_of_the_scores_does_not_matter_to_a_trend() -> None:
    up = trend_chi2([5, 9, 20], [40, 30, 25])
    down = trend_chi2([5, 9, 20], [40, 30, 25], scores=[2, 1, 0])
    assert up.statistic == pytest.approx(down.statistic)


def test_an_empty_cell_has_no_odds_ratio() -> None:
    with pytest.raises(CellEmpty) as refused:
        odds_ratio(TwoByTwo(10, 0, 4, 6))
    assert refused.value.code == "STAT-CELL-EMPTY"
    with pytest.raises(CellEmpty):
        prevalence_ratio(TwoByTwo(0, 10, 4, 6))


def test_impossible_tables_are_refused() -> None:
    with pytest.raises(CountsImpossible):
        TwoByTwo(0, 0, 4, 6)
    with pytest.raises(CountsImpossible):
        TwoByTwo(-1, 3, 4, 6)
    with pytest.raises(CountsImpossible):
        chi2([[1, 2]])
    with pytest.raises(CountsImpossible):
        chi2([[1, 0], [2, 0]])
