"""Tipping points come out when people are counted who answer as they say."""

import pytest

from analytics.statistics.intervals import CountsImpossible, Interval
from analytics.statistics.silence import silence_bounds
from analytics.statistics.tipping import response_rate, share_among_silent, willingness


def test_the_width_of_the_bounds_is_the_share_of_the_silent() -> None:
    assert response_rate(silence_bounds(120, 300, 400)) == pytest.approx(0.75)


def test_people_counted_with_that_share_of_the_silent_come_to_what_was_wanted() -> None:
    """1,000 people, 700 of whom answer, 280 with it; all of them are to come to 45 %."""
    share = share_among_silent(0.4, 0.45, 0.7)
    assert share is not None
    assert (280 + 300 * share) / 1000 == pytest.approx(0.45)


def test_what_lies_beyond_the_bounds_has_no_tipping_point() -> None:
    bounds = silence_bounds(280, 700, 1000)
    assert share_among_silent(0.4, bounds.low, 0.7) == pytest.approx(0)
    assert share_among_silent(0.4, bounds.high, 0.7) == pytest.approx(1)
    assert share_among_silent(0.4, bounds.low - 0.01, 0.7) is None
    assert share_among_silent(0.4, bounds.high + 0.01, 0.7) is None
    assert share_among_silent(0.4, 0.45, 1) is None


@pytest.mark.parametrize(("ratio", "rate"), [(1.4, 0.6), (2.0, 0.45), (1.0, 0.8)])
def test_people_without_a_link_who_answer_so_show_that_odds_ratio(
    ratio: float, rate: float
) -> None:
    """100,000 people, half of them exposed, 30 % of either half with the outcome."""
    people = {(True, True): 15e3, (True, False): 35e3, (False, True): 15e3, (False, False): 35e3}
    # The share with both among those who answer, once these answer so, by repeated insertion.
    both = 0.15
    for _ in range(100):
        found = willingness(ratio, rate, both)
        assert found is not None
        answers = {
            kind: count * (found.both if kind == (True, True) else found.others)
            for kind, count in people.items()
        }
        both = answers[True, True] / sum(answers.values())
    a, b, c, d = answers.values()
    assert a * d / (b * c) == pytest.approx(ratio)
    assert sum(answers.values()) / sum(people.values()) == pytest.approx(rate)


def test_more_than_everybody_cannot_have_answered() -> None:
    assert willingness(3.0, 0.7, 0.2) is None


@pytest.mark.parametrize("numbers", [(0.4, 1.2, 0.7), (-0.1, 0.4, 0.7), (0.4, 0.5, 0.0)])
def test_what_is_no_share_is_refused(numbers: tuple[float, float, float]) -> None:
    with pytest.raises(CountsImpossible):
        share_among_silent(*numbers)


def test_a_ratio_below_one_is_refused() -> None:
    with pytest.raises(CountsImpossible):
        willingness(0.7, 0.6, 0.2)


def test_bounds_of_no_width_are_of_everybody() -> None:
    assert response_rate(Interval(0.3, 0.3)) == 1
