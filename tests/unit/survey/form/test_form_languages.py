"""Which language a page is in: the reader's pick, else the browser's, else English."""

import pytest

from survey.form.languages import chosen, preferred
from survey.i18n.writing import direction, own_name

BOTH = ("en", "de")


@pytest.mark.parametrize(
    ("wish", "browser", "shown"),
    [
        (None, "de-AT,de;q=0.9,en;q=0.5", "de"),
        (None, "en-GB,de;q=0.9", "en"),
        (None, "fr,de;q=0.4,en;q=0.6", "en"),
        (None, "fr-CH, tr", "en"),
        (None, "", "en"),
        (None, "de;q=0, en", "en"),
        (None, "*", "en"),
        (None, ";;;q=,,de;q=abc\x00, de", "de"),
        ("de", "en", "de"),
        ("en", "de", "en"),
        ("fr", "de", "de"),
        ("../../etc", "de", "de"),
        ("", "de", "de"),
    ],
)
def test_the_pick_comes_before_the_browser(wish: str | None, browser: str, shown: str) -> None:
    assert chosen(wish, browser, BOTH) == shown


def test_without_english_the_first_language_on_offer_is_shown() -> None:
    assert chosen(None, "fr", ("de",)) == "de"


def test_equal_weights_keep_the_browsers_order() -> None:
    assert preferred("de;q=0.8,en;q=0.8,fr") == ("fr", "de", "en")


def test_a_language_is_called_by_its_own_name() -> None:
    assert [own_name(language) for language in BOTH] == ["English", "Deutsch"]


def test_a_language_says_in_which_direction_it_is_written() -> None:
    assert direction("de") == "ltr"
    assert direction("ar") == "rtl"
