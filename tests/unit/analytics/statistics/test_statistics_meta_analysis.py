"""Pooling groups, and drawing a small organisation towards a published effect."""

import math

import numpy as np
import pytest
from statsmodels.stats.meta_analysis import combine_effects

from analytics.statistics.meta_analysis import (
    GroupsImpossible,
    log_odds_ratio,
    mantel_haenszel,
    random_effects,
    with_prior,
)
from analytics.statistics.two_by_two import TwoByTwo

EFFECTS, VARIANCES = [0.1, 0.5, -0.2, 0.9], [0.04, 0.02, 0.09, 0.05]


def test_it_is_what_statsmodels_combines() -> None:
    expected = combine_effects(np.array(EFFECTS), np.array(VARIANCES), method_re="dl")
    pooled = random_effects(EFFECTS, VARIANCES)
    assert pooled.tau2 == pytest.approx(expected.tau2)
    assert pooled.q == pytest.approx(expected.q)
    assert pooled.estimate == pytest.approx(expected.mean_effect_re)
    assert sum(pooled.weights) == pytest.approx(1)


def test_groups_that_agree_have_no_variance_between_them() -> None:
    pooled = random_effects([0.3, 0.3, 0.3], [0.1, 0.2, 0.3])
    assert (pooled.tau2, pooled.i2, pooled.estimate) == (0, 0, pytest.approx(0.3))


def test_an_empty_cell_gets_half_a_person() -> None:
    effect, variance = log_odds_ratio(TwoByTwo(0, 12, 30, 70))
    assert effect == pytest.approx(math.log(0.5 * 70.5 / (12.5 * 30.5)))
    assert variance == pytest.approx(1 / 0.5 + 1 / 12.5 + 1 / 30.5 + 1 / 70.5)


def test_a_surer_organisation_leaves_less_to_the_published_effect() -> None:
    small = with_prior(0.6, 0.16, math.log(1.32), 0.04)
    large = with_prior(0.6, 0.01, math.log(1.32), 0.04)
    assert small.prior_weight == pytest.approx(0.8)
    assert large.prior_weight == pytest.approx(0.2)
    assert math.log(1.32) < small.estimate < large.estimate < 0.6
    assert small.interval.low < small.estimate < small.interval.high


@pytest.mark.parametrize(
    ("effects", "variances"), [([0.1], [0.2]), ([0.1, 0.2], [0.1, 0.0]), ([0.1, 0.2], [0.1])]
)
def test_too_few_groups_or_no_variance_are_refused(
    effects: list[float], variances: list[float]
) -> None:
    with pytest.raises(GroupsImpossible) as refused:
        random_effects(effects, variances)
    assert refused.value.code == "STAT-GROUPS"


def test_impossible_priors_and_tables_are_refused() -> None:
    with pytest.raises(GroupsImpossible):
        with_prior(0.1, 0.0, 0.2, 0.1)
    with pytest.raises(GroupsImpossible):
        mantel_haenszel([TwoByTwo(0, 5, 4, 6)])
