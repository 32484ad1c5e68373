"""What leaves the house: digits, counts, categories, and whether a model may be shown."""

import pytest
from statsmodels.stats.multitest import multipletests

from analytics.statistics.categories import joined
from analytics.statistics.multiplicity import holm
from analytics.statistics.rounding import nearest_ten, rounded, rounded_p, whole_tens_below
from analytics.statistics.sufficiency import insufficiency


@pytest.mark.parametrize(
    ("value", "shown"),
    [(1.31794, 1.32), (0.0081239, 0.00812), (12.345, 12.3), (-0.04567, -0.0457), (0.0, 0.0)],
)
def test_three_digits_leave_the_house(value: float, shown: float) -> None:
    assert rounded(value) == shown


@pytest.mark.parametrize(("p", "shown"), [(0.0, 0.001), (4e-9, 0.001), (0.03456, 0.035), (1, 1)])
def test_p_has_two_digits_and_a_floor(p: float, shown: float) -> None:
    assert rounded_p(p) == shown


def test_counts_in_tens() -> None:
    assert [whole_tens_below(n) for n in (0, 9, 10, 109)] == [0, 0, 10, 100]
    assert [nearest_ten(n) for n in (0, 4, 5, 14, 15, 25)] == [0, 0, 10, 10, 20, 30]


@pytest.mark.parametrize("p", [(0.01, 0.04, 0.03, 0.005), (0.2,), (0.5, 0.9, 0.8), ()])
def test_holm_equals_statsmodels(p: tuple[float, ...]) -> None:
    expected = multipletests(p, method="holm")[1] if p else []
    assert holm(p) == pytest.approx(tuple(expected))


def test_a_rare_category_joins_the_larger_neighbour() -> None:
    assert joined({1: 40, 2: 3, 3: 50}) == {1: 1, 2: 2, 3: 2}
    assert joined({1: 60, 2: 3, 3: 50}) == {1: 1, 2: 1, 3: 3}


def test_two_equal_neighbours_give_it_to_the_lower_step() -> None:
    assert joined({1: 50, 2: 3, 3: 50}) == {1: 1, 2: 1, 3: 3}


def test_joining_goes_on_until_all_have_ten() -> None:
    assert joined({1: 30, 2: 8, 3: 8, 4: 12}) == {1: 1, 2: 1, 3: 1, 4: 4}
    assert joined({1: 3, 2: 2}) == {1: 1, 2: 1}
    assert joined({}) == {}


def test_ten_people_stand_alone() -> None:
    assert joined({1: 10, 2: 10}) == {1: 1, 2: 2}


@pytest.mark.parametrize(
    ("n", "events", "parameters"), [(100, 20, 2), (100, 80, 2), (1000, 50, 5), (1000, 950, 5)]
)
def test_enough_answers_pass(n: int, events: int, parameters: int) -> None:
    assert insufficiency(n, events, parameters) is None


@pytest.mark.parametrize(
    ("n", "events", "parameters"), [(99, 50, 2), (100, 19, 2), (100, 81, 2), (1000, 49, 5)]
)
def test_one_answer_fewer_does_not(n: int, events: int, parameters: int) -> None:
    reason = insufficiency(n, events, parameters)
    assert reason is not None
    assert reason.startswith("too few")
