"""What is said before a wave opens comes true in waves that are drawn at random."""

import math

import numpy as np
import pytest

from analytics.statistics.intervals import quantile
from analytics.statistics.prospects import (
    link_prospect,
    smallest_difference,
    smallest_share_difference,
)
from survey.instruments.catalogue import load

CORE = load("core")
OUTCOME = CORE.model.outcomes[0]


def test_the_smallest_difference_is_the_formula_by_hand() -> None:
    """(2.20099 + 0.84162) · 22 / √12 = 19.32."""
    assert smallest_difference(12, 22.0) == pytest.approx(19.32, abs=0.01)
    assert smallest_difference(48, 22.0) < smallest_difference(12, 22.0) / 2  # type: ignore[operator]


def test_in_eight_of_ten_waves_a_difference_of_that_size_is_clear() -> None:
    answers, spread, waves = 20, 22.0, 4000
    difference = smallest_difference(answers, spread)
    assert difference is not None
    drawn = np.random.default_rng(20261129).normal(difference, spread, (waves, answers))
    half = quantile(answers - 1) * drawn.std(axis=1, ddof=1) / math.sqrt(answers)
    assert np.mean(drawn.mean(axis=1) - half > 0) == pytest.approx(0.8, abs=0.03)


def test_the_share_is_the_formula_by_hand() -> None:
    """(1.95996 + 0.84162) · √(0.3 · 0.7 / 40) = 20.3 percentage points."""
    assert smallest_share_difference(40, 0.3) == pytest.approx(20.30, abs=0.01)


@pytest.mark.parametrize("answers", [0, 1])
def test_nothing_is_said_of_nobody(answers: int) -> None:
    assert smallest_difference(answers, 22.0) is None
    assert smallest_share_difference(answers, 0.3) is None
    assert smallest_share_difference(3, 0.3) is None  # no share lies that far away


@pytest.mark.parametrize(
    ("answers", "alone", "together", "adjusted"),
    [
        (99, False, False, 0),  # rule 6: a hundred answers
        (100, True, False, 0),  # 30 events for 2 parameters
        (199, True, False, 0),  # 59
        (200, True, True, 0),  # 60 events for 6
        (2000, True, True, 3),
    ],
)
def test_links_follow_the_rule_that_models_are_judged_by(
    answers: int, alone: bool, together: bool, adjusted: int
) -> None:
    found = link_prospect(CORE, OUTCOME, answers, 0.3)
    assert (found.alone, found.together, len(found.adjusted)) == (alone, together, adjusted)
    assert found.adjusted == CORE.model.adjust_for[:adjusted]


def test_the_answers_that_are_needed_are_the_fewest_that_do() -> None:
    needed = link_prospect(CORE, OUTCOME, 100, 0.3).needed
    every = CORE.model.adjust_for
    assert link_prospect(CORE, OUTCOME, needed, 0.3).adjusted == every
    assert link_prospect(CORE, OUTCOME, needed - 4, 0.3).adjusted != every
