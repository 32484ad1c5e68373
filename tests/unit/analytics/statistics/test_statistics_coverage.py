"""A small run of the coverage benchmark: how often 95 % intervals hold the planted effect."""

import numpy as np
import pytest

from analytics.statistics.effects import Contrast, odds_ratio
from analytics.statistics.likelihood import chances
from analytics.statistics.logistic import fit_logistic
from analytics.statistics.patterns import Patterns
from benchmarks.coverage import run
from sample_data.planted import FACTORS

RUNS = 300
PLANTED = np.array([-0.8, 0.3])


def drawn(draw: np.random.Generator, teams: int, clustered: bool) -> Patterns:
    """Return a wave of teams of 20 in which a factor of the team goes with the outcome.

    Where ``clustered``, two halves of a team answer alike, as far as outcome goes.
    """
    score = np.repeat(draw.integers(0, 5, teams), 20) / 2.0
    design = np.column_stack([np.ones(len(score)), score])
    chance = draw.random(len(score))
    if clustered:
        chance = np.repeat(chance[::10], 10)
    outcome = (chance < chances(design @ PLANTED)).astype(float)
    return Patterns(design, outcome, np.ones(len(score)), np.repeat(np.arange(teams), 20))


@pytest.mark.parametrize(("teams", "clustered"), [(60, False), (80, True)])
def test_intervals_hold_the_planted_effect_in_about_95_of_100_waves(
    teams: int, clustered: bool
) -> None:
    draw = np.random.default_rng(20)
    held = model_held = 0
    for _ in range(RUNS):
        fit = fit_logistic(drawn(draw, teams, clustered))
        effect = odds_ratio(fit, Contrast(1, 1.0))
        held += effect.interval.low <= np.exp(PLANTED[1]) <= effect.interval.high
        error = np.sqrt(fit.model_covariance[1, 1])
        model_held += abs(fit.coefficients[1] - PLANTED[1]) <= 1.96 * error
    assert 0.91 <= held / RUNS <= 0.98
    if clustered:
        assert model_held / RUNS < 0.7, "errors that ignore teams would be far too small here"


def test_a_small_run_of_the_benchmark_holds_the_planted_effects_of_the_sample_organisation() -> (
    None
):
    """The whole benchmark has 1,000 runs and asks for 93 to 97 in 100; docs/statistics.md."""
    coverage = run(12)
    assert sum(coverage.drawn.values()) > 100
    assert 0.86 <= coverage.share() <= 1.0
    assert {factor for _, factor in coverage.drawn} == set(FACTORS)
