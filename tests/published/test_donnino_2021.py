"""Donnino et al. 2021, PAIN Reports 6(3):e959, doi 10.1097/PR9.0000000000000959.

A pilot trial of 35 people: pain-free at 26 weeks were 7 of 11 with psychophysiologic symptom
relief therapy, 3 of 12 with mindfulness-based stress reduction and 2 of 12 with usual care.
"""

from analytics.statistics.intervals import wilson
from analytics.statistics.two_by_two import TwoByTwo, fisher_p


def test_64_per_cent_pain_free_is_7_of_11_people_and_could_be_35_to_85() -> None:
    interval = wilson(7, 11)
    assert round(100 * 7 / 11) == 64
    assert (round(100 * interval.low), round(100 * interval.high)) == (35, 85)


def test_against_mindfulness() -> None:
    assert round(fisher_p(TwoByTwo(7, 4, 3, 9)), 4) == 0.0995


def test_against_usual_care() -> None:
    assert round(fisher_p(TwoByTwo(7, 4, 2, 10)), 4) == 0.0361
