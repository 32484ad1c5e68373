"""The picture of two waves says what follows under each rule, and is of nobody."""

import pytest

from analytics.charts.theme import DARK, LIGHT
from analytics.charts.two_waves import COLUMNS, N_NOW, N_THEN, YES_NOW, YES_THEN, two_waves
from analytics.disclosure.standing.ranges import Stood, range_since
from survey.i18n.catalogue import texts

LANGUAGES = ("en", "de", "fr", "es", "nl", "pl", "tr", "ar")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_both_rules_are_in_words_in_every_language(language: str, palette: object) -> None:
    picture = two_waves(6, texts(language), LIGHT if palette is LIGHT else DARK)
    by_threshold, ours = picture.table.iloc[:, 1]
    assert all(str(number) in by_threshold for number in (YES_THEN, N_THEN, YES_NOW, N_NOW))
    assert "2" in ours and "7" in ours
    assert by_threshold in picture.alt and ours in picture.alt
    assert not any("rivals." in words for words in (picture.alt, *picture.table.columns))


@pytest.mark.parametrize("threshold", [6, 8, 10])
def test_the_range_is_what_the_rule_gives_whatever_the_one_who_left_had_said(
    threshold: int,
) -> None:
    room = range_since([Stood(N_THEN, YES_THEN, YES_THEN)], N_NOW, 1, threshold)
    ours = two_waves(threshold, texts("en"), LIGHT).table.iloc[1, 1]
    assert f"{room.low} to {room.high} of {N_NOW}" in ours
    assert room.holds(YES_THEN) and room.holds(YES_THEN - 1)


def test_the_numbers_of_a_threshold_alone_give_the_answer_away() -> None:
    assert N_THEN - N_NOW == 1
    assert YES_THEN - YES_NOW == 1


def test_it_draws_where_no_script_may_be_evaluated() -> None:
    """There Vega refuses to read a property that would make a row a promise or a prototype."""
    assert not {"then", "constructor", "prototype", "__proto__"} & set(COLUMNS)
