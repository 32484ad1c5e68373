"""Choi et al. 2021, Sci Rep 11:14549, doi 10.1038/s41598-021-94001-1 (KNHANES 2013-2015).

Stress in daily life and chronic low back pain among 8,473 Korean adults, from the counts of the
paper. The news article that founded the product read the row of *no* stress as high stress.
"""

import pytest

from analytics.statistics.two_by_two import (
    Comparison,
    TwoByTwo,
    chi2,
    cramers_v,
    odds_ratio,
    prevalence_ratio,
    trend_chi2,
)

PAIN = {"none": 357, "mild": 934, "moderate": 432, "severe": 123}
NO_PAIN = {"none": 1697, "mild": 3785, "moderate": 910, "severe": 235}
HIGH_AGAINST_LOW = TwoByTwo(432 + 123, 910 + 235, 357 + 934, 1697 + 3785)
TABLE = [[PAIN[step], NO_PAIN[step]] for step in PAIN]


def against_none(step: str) -> TwoByTwo:
    return TwoByTwo(PAIN[step], NO_PAIN[step], PAIN["none"], NO_PAIN["none"])


def printed(effect: Comparison) -> tuple[float, float, float]:
    numbers = (effect.estimate, effect.interval.low, effect.interval.high)
    return tuple(round(number, 4) for number in numbers)


def test_the_columns_sum_to_the_published_totals() -> None:
    assert (sum(PAIN.values()), sum(NO_PAIN.values())) == (1846, 6627)


@pytest.mark.parametrize(
    ("step", "published"),
    [
        ("mild", (1.1730, 1.0251, 1.3422)),
        ("moderate", (2.2566, 1.9197, 2.6526)),
        ("severe", (2.4880, 1.9451, 3.1825)),
    ],
)
def test_more_stress_goes_with_higher_odds_of_pain(
    step: str, published: tuple[float, float, float]
) -> None:
    assert printed(odds_ratio(against_none(step))) == published


def test_high_against_low_stress() -> None:
    assert printed(odds_ratio(HIGH_AGAINST_LOW)) == (2.0583, 1.8289, 2.3163)
    assert printed(prevalence_ratio(HIGH_AGAINST_LOW)) == (1.7128, 1.5746, 1.8630)


def test_an_odds_ratio_of_2_49_is_not_2_49_times_the_share() -> None:
    assert round(prevalence_ratio(against_none("severe")).estimate, 2) == 1.98


def test_the_link_over_all_four_steps() -> None:
    result = chi2(TABLE)
    assert (round(result.statistic, 4), result.df) == (152.8627, 3)
    assert round(cramers_v(TABLE), 4) == 0.1343


def test_the_trend_over_all_four_steps() -> None:
    result = trend_chi2(list(PAIN.values()), list(NO_PAIN.values()))
    assert (round(result.statistic, 4), result.df) == (124.5683, 1)


def test_reading_the_table_upside_down_would_turn_the_finding_round() -> None:
    misread = TwoByTwo(357, 1697, 1846 - 357, 6627 - 1697)
    assert round(odds_ratio(misread).estimate, 2) == 0.70
