"""Whether a list stays is reckoned as it comes out, and by the rule that makes the list."""

import math
from statistics import NormalDist

import numpy as np
import pytest

from analytics.release.model import TOTAL, Cell, CellStatus, Statistic
from analytics.statistics.intervals import normal_quantile
from analytics.statistics.priorities import priorities
from analytics.statistics.steadiness import steadiness
from survey.vocabulary import GoodEnd, MeasureRole
from tests.statistics_release import release
from tests.unit.analytics.statistics.test_priorities import entry, step

MEASURES = [entry("workload"), entry("control", GoodEnd.HIGH), entry("noise")]


def cell(measure: str, value: float, error: float, team: str, n: int = 40) -> Cell:
    half = error * normal_quantile()
    return Cell(
        wave="w", department="Hub", team=team, measure=measure, statistic=Statistic.MEAN, n=n,
        value=value, low=value - half, high=value + half, status=CellStatus.SHOWN,
    )  # fmt: skip


WHOLE = {one.key: cell(one.key, 50.0, 1e-9, TOTAL, 900) for one in MEASURES}


def test_of_two_groups_the_first_stays_first_as_often_as_the_normal_law_says() -> None:
    """By hand: tau² 3.0, mean 78.0; drawn to 78.857 and 77.143, with variances 5.714 and 3.536."""
    cells = [cell("noise", 80.0, 2.0, "Dock"), cell("noise", 76.5, 1.5, "Gate")]
    found = steadiness(cells, WHOLE, MEASURES, (), "pain", redrawn=20_000)
    assert found is not None
    nearer = 78.857 - 77.143 - normal_quantile() * (2.0 - 1.5)
    expected = NormalDist().cdf(nearer / math.sqrt(5.714 + 3.536))
    assert found.first == pytest.approx(expected, abs=0.015)
    assert list(found.listed.values()) == [1.0, 1.0]


def test_one_that_is_far_worse_is_steady_and_many_alike_are_not() -> None:
    alike = [cell("workload", 62.0, 3.0, f"Team {one}") for one in range(9)]
    far = steadiness([*alike, cell("workload", 90.0, 3.0, "Dock")], WHOLE, MEASURES, (), "pain")
    near = steadiness([*alike, cell("workload", 63.0, 3.0, "Dock")], WHOLE, MEASURES, (), "pain")
    assert far is not None
    assert near is not None
    assert far.is_steady
    assert far.first > 0.99
    assert not near.is_steady
    assert near.first < 0.4
    assert len(near.listed) == 5


def test_a_link_that_is_barely_clear_makes_the_order_restless() -> None:
    """Where the link is redrawn to unclear, what was first for it comes after published work."""
    cells = [cell("noise", 70.0, 1.0, "Dock"), cell("workload", 70.0, 1.0, "Gate")]
    sure = [step("noise", 0.04, 0.03, 0.05)]
    barely = [step("noise", 0.04, 0.0005, 0.0795)]
    firm, loose = (steadiness(cells, WHOLE, MEASURES, one, "pain") for one in (sure, barely))
    assert firm is not None
    assert loose is not None
    assert firm.first == 1.0
    assert 0.4 < loose.first < 0.6


def test_nothing_to_do_first_has_no_steadiness() -> None:
    assert steadiness([cell("noise", 50.0, 3.0, "Dock")], WHOLE, MEASURES, (), "pain") is None
    assert steadiness([], WHOLE, MEASURES, (), "pain") is None


def test_the_list_that_is_redrawn_is_the_list_that_is_shown() -> None:
    sample = release(0)
    measures = [one for one in sample.measures if one.role is MeasureRole.FACTOR]
    main = [
        one for one in sample.cells if one.breakdown == TOTAL and one.statistic is not Statistic.SD
    ]
    wholes = {one.measure: one for one in main if one.department == TOTAL}
    outcome = sample.estimates[0].outcome
    shown = priorities(main, wholes, measures, sample.estimates, outcome)
    assert len(shown) == 5
    found = steadiness(main, wholes, measures, sample.estimates, outcome)
    assert found is not None
    assert list(found.listed) == [
        (one.cell.department, one.cell.team, one.cell.measure) for one in shown
    ]


def test_in_a_new_survey_as_much_stays_as_was_said() -> None:
    """Twelve groups whose truth is drawn, surveyed twice: is the first of them first again?"""
    source, error, said, seen = np.random.default_rng(7), 3.0, [], []
    for _ in range(400):
        truth = 60 + source.normal(0, 5.0, 12)
        waves = [truth + source.normal(0, error, 12) for _ in range(2)]
        cells = [cell("noise", float(one), error, f"Team {at}") for at, one in enumerate(waves[0])]
        found = steadiness(cells, WHOLE, MEASURES, (), "pain", redrawn=100)
        assert found is not None
        said.append(found.first)
        seen.append(waves[0].argmax() == waves[1].argmax())
    assert np.mean(said) == pytest.approx(np.mean(seen), abs=0.08)  # three standard errors of 400
