"""Chance in words: what stands out by chance, and whether a list would come out alike."""

import pytest

from analytics.statistics.by_chance import StandingOut
from analytics.statistics.chance_reading import (
    chance_sentence,
    listed_sentence,
    steadiness_sentence,
)
from analytics.statistics.steadiness import Steadiness
from survey.i18n.catalogue import texts

EN = texts("en")
PLACES = [("Hub", f"Team {one}", "workload") for one in range(3)]


def test_it_says_what_stands_out_what_would_and_what_is_left() -> None:
    said = chance_sentence(StandingOut(195, 22, 8.25, 14), EN)
    assert said.startswith("22 of 195 numbers stand out.")
    assert "about 8.3 stand out" in said or "about 8.2 stand out" in said
    assert "14 would still be named" in said


def test_many_by_chance_are_whole_and_no_numbers_say_nothing() -> None:
    assert "about 41 stand out" in chance_sentence(StandingOut(900, 60, 41.3, 30), EN)
    assert chance_sentence(StandingOut(0, 0, 0.0, 0), EN) == ""


@pytest.mark.parametrize(
    ("first", "count", "begins"),
    [
        (0.92, 3, "The order is steady"),
        (0.41, 3, "The order is not steady"),
        (0.92, 1, "If the survey were held again, this would come first in 92"),
        (0.41, 1, "This is not steady"),
    ],
)
def test_a_list_is_steady_or_says_that_it_is_not(first: float, count: int, begins: str) -> None:
    found = Steadiness(first, dict.fromkeys(PLACES[:count], 0.7))
    assert steadiness_sentence(found, EN).startswith(begins)
    assert f"{round(100 * first)} of 100" in steadiness_sentence(found, EN)
    assert ("70 of 100" in listed_sentence(found, EN)) == (count > 1)


def test_no_list_has_no_sentence() -> None:
    assert steadiness_sentence(None, EN) == listed_sentence(None, EN) == ""
