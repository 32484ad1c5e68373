"""Reference values: turned into scores, told apart by questionnaire, with source and date."""

import pytest

from analytics.charts.grid import band_around
from analytics.charts.references import references
from survey.instruments.catalogue import bundled
from survey.vocabulary import GoodEnd
from tests.charts_release import mean

HSE = "hse_indicator_tool"


def test_a_published_mean_becomes_a_score_from_0_to_100() -> None:
    [reference] = references(HSE)
    assert reference.scores["demands"] == pytest.approx((3.1024 - 1) / 4 * 100)
    assert all(0 <= score <= 100 for score in reference.scores.values())


def test_every_reference_says_its_source_and_its_date_in_both_languages() -> None:
    [reference] = references(HSE)
    for wording in (reference.name, reference.source, reference.date):
        assert {"en", "de"} <= set(wording)
        assert all(wording.values())


def test_a_questionnaire_of_other_wording_has_no_reference() -> None:
    assert [references(key) for key in bundled()] == [()] * len(bundled())


def test_a_group_is_held_against_the_number_it_is_given() -> None:
    cell = mean("workload", 60, 4, 20, ("Production", "Assembly"))
    assert band_around(cell, 59, GoodEnd.LOW) == 0, "inside the interval"
    assert band_around(cell, 40, GoodEnd.LOW) == -3
    assert band_around(cell, 40, GoodEnd.HIGH) == 3
    assert band_around(cell, None, GoodEnd.LOW) == 0
