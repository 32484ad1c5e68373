"""A published link updated by groups: Greenland's example, a second way, and what must hold."""

import math

import numpy as np
import pytest
from scipy.integrate import dblquad

from analytics.statistics.few_answers import Group, answers_to_find, updated
from analytics.statistics.intervals import CountsImpossible
from analytics.statistics.logistic import fit_logistic
from analytics.statistics.meta_analysis import with_prior
from analytics.statistics.patterns import Patterns

PRIOR, SPREAD = math.log(1.32), math.log(1.5) / 1.96
GREENLAND = (Group(8, 3, 1.0), Group(226, 33, 0.0))
"""Savitz 1988: 3 cases and 5 controls exposed to magnetic fields, 33 and 193 not."""


def test_greenland_2006_is_found_again() -> None:
    """By his own normal approximation; the grid, exact, is held to quadrature on his counts."""
    log, variance = math.log(3 * 193 / (33 * 5)), 1 / 3 + 1 / 33 + 1 / 5 + 1 / 193
    his = with_prior(log, variance, 0.0, 0.5)
    ends = [math.exp(end) for end in (his.interval.low, his.interval.high)]
    assert [round(one, 2) for one in (math.exp(his.estimate), *ends)] == [1.80, 0.65, 4.94]


SMALL = (Group(14, 4, -0.5), Group(21, 9, 0.1), Group(22, 12, 0.6))


@pytest.mark.parametrize(
    ("groups", "centre", "spread"), [(SMALL, PRIOR, SPREAD), (GREENLAND, 0.0, math.sqrt(0.5))]
)
def test_the_grid_agrees_with_quadrature_of_the_same_model(
    groups: tuple[Group, ...], centre: float, spread: float
) -> None:
    def moment(power: int) -> float:
        def density(slope: float, level: float) -> float:
            logits = [(one, level + slope * one.at) for one in groups]
            log = sum(one.events * at - one.n * np.logaddexp(0, at) for one, at in logits)
            prior = ((slope - centre) / spread) ** 2 / 2
            return slope**power * float(np.exp(log - prior + 40))

        return float(dblquad(density, -5, 3, centre - 5 * spread, centre + 5 * spread)[0])

    whole, first, second = (moment(power) for power in range(3))
    mean, variance = first / whole, second / whole - (first / whole) ** 2
    found = updated(groups, centre, spread)
    assert found.estimate == pytest.approx(mean, abs=0.02)
    assert found.prior_weight == pytest.approx(variance / spread**2, abs=5e-3)


def test_with_many_answers_it_is_the_groups_own_link_and_weighs_the_prior_little() -> None:
    groups = [Group(4000, 1000, -1.0), Group(4000, 1600, 0.0), Group(4000, 2200, 1.0)]
    design = np.array([[1.0, one.at] for one in groups] * 2)
    counts = [one.events for one in groups] + [one.n - one.events for one in groups]
    said = np.repeat([1.0, 0.0], len(groups))
    fit = fit_logistic(Patterns(design, said, np.array(counts, float)))
    found = updated(groups, PRIOR, 10.0)
    assert found.estimate == pytest.approx(float(fit.coefficients[1]), abs=2e-3)
    assert found.prior_weight < 0.01


def test_no_groups_leave_the_published_link_as_it_is() -> None:
    found = updated((), PRIOR, SPREAD)
    assert found.estimate == pytest.approx(PRIOR, abs=1e-3)
    assert found.prior_weight == pytest.approx(1, abs=1e-3)


def test_likeness_within_groups_and_a_link_of_groups_apart_give_the_prior_more_weight() -> None:
    groups = (Group(14, 4, -0.5), Group(21, 9, 0.1), Group(22, 12, 0.6))
    plain = updated(groups, PRIOR, SPREAD).prior_weight
    assert updated(groups, PRIOR, SPREAD, alike=0.1).prior_weight > plain
    assert updated(groups, PRIOR, SPREAD, apart_sd=0.5).prior_weight > plain


def test_intervals_hold_the_truth_as_often_as_they_say_where_the_prior_is_true() -> None:
    rng = np.random.default_rng(16)
    held = 0
    for _ in range(300):
        slope = rng.normal(PRIOR, SPREAD)
        places = rng.normal(0, 0.5, 4)
        chances = 1 / (1 + np.exp(0.4 - slope * places))
        groups = [
            Group(15, float(rng.binomial(15, p)), float(at))
            for p, at in zip(chances, places, strict=True)
        ]
        found = updated(groups, PRIOR, SPREAD).interval
        held += found.low <= slope <= found.high
    assert 0.92 <= held / 300 <= 0.98


@pytest.mark.parametrize("group", [Group(0, 0, 0.0), Group(5, 6, 0.0)])
def test_impossible_groups_are_refused(group: Group) -> None:
    with pytest.raises(CountsImpossible):
        updated([group], PRIOR, SPREAD)


def test_the_answers_needed_find_a_link_in_four_of_five_surveys() -> None:
    n = answers_to_find(math.log(1.5), 0.4)
    assert n == 199
    rng, found = np.random.default_rng(7), 0
    for _ in range(400):
        x = rng.normal(size=n)
        y = rng.random(n) < 1 / (1 + np.exp(-(math.log(0.4 / 0.6) + math.log(1.5) * x)))
        design = np.column_stack([np.ones(n), x])
        fit = fit_logistic(Patterns(design, y.astype(float), np.ones(n)))
        found += fit.coefficients[1] / math.sqrt(fit.model_covariance[1, 1]) > 1.96
    assert 0.74 <= found / 400 <= 0.86


def test_a_link_that_is_none_cannot_be_found() -> None:
    with pytest.raises(CountsImpossible):
        answers_to_find(0.0, 0.4)
