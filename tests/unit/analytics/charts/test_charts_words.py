"""How a cell reads, in every state that it may be in."""

import pytest

from analytics.charts.words import cell_short, cell_words, group_name, in_language
from analytics.release.model import TOTAL, Cell, Reason
from survey.i18n.catalogue import texts
from tests.charts_release import ORGANISATION, bounded, mean, share, stepped, withheld

ENGLISH, GERMAN = texts("en"), texts("de")
SHARE = share("back_pain_12m", 9, 24, 0.21, 0.57, ORGANISATION)
MEAN = mean("workload", 62, 4, 24, ORGANISATION)
RANGE = bounded("back_pain_12m", 0, 2, 9, ORGANISATION)
FEW = withheld("back_pain_12m", Reason.TOO_FEW_ANSWERS, ORGANISATION)
SOON = withheld("back_pain_12m", Reason.SINCE_EARLIER, ORGANISATION)
TOGETHER = withheld("back_pain_12m", Reason.SHOWN_TOGETHER, ORGANISATION)


@pytest.mark.parametrize(
    ("cell", "english", "german"),
    [
        (SHARE, "9 of 24 (38 %, 21 to 57)", "9 von 24 (38 %, 21 bis 57)"),
        (MEAN, "62 (58 to 66), 24 answers", "62 (58 bis 66), 24 Antworten"),
        (RANGE, "0–2 of 9", "0–2 von 9"),
        (FEW, "Too few answers", "Zu wenige Antworten"),
        (
            SOON,
            "Not shown so soon after an earlier survey",
            "So bald nach einer früheren Befragung nicht gezeigt",
        ),
        (stepped(TOTAL, 0.60, 0.65), "60 to 65 %", "60 bis 65 %"),
        (stepped(TOTAL, 0.90, 1.0), "over 90 %", "über 90 %"),
    ],
)
def test_a_cell_reads_in_full_in_both_languages(cell: Cell, english: str, german: str) -> None:
    assert cell_words(cell, ENGLISH) == english
    assert cell_words(cell, GERMAN) == german


def test_a_cell_shown_together_names_the_others() -> None:
    assert cell_words(TOGETHER, ENGLISH, "Stores") == "Shown together with Stores"


def test_a_cell_shown_elsewhere_says_so_without_names() -> None:
    assert cell_words(TOGETHER, ENGLISH) == "Shown in other rows"


@pytest.mark.parametrize(
    ("cell", "short"),
    [
        (SHARE, "38 %"),
        (MEAN, "62"),
        (RANGE, "0–2 of 9"),
        (FEW, "too few"),
        (TOGETHER, "other row"),
    ],
)
def test_a_cell_has_a_short_form_for_its_place_in_a_picture(cell: Cell, short: str) -> None:
    assert cell_short(cell, ENGLISH) == short


def test_a_bounded_or_withheld_cell_never_reads_as_one_number() -> None:
    for cell in (RANGE, FEW, TOGETHER):
        assert "%" not in cell_words(cell, ENGLISH)


def test_a_row_is_named_by_its_smallest_unit() -> None:
    assert group_name("Production", "Night shift + Stores", ENGLISH) == "Night shift + Stores"
    assert group_name("Production", TOTAL, ENGLISH) == "Production"
    assert group_name(TOTAL, TOTAL, GERMAN) == "Betrieb insgesamt"


def test_a_wording_without_the_language_falls_back_to_english() -> None:
    assert in_language({"de": "Last", "en": "Load"}, "fr") == "Load"
    assert in_language({"fr": "Charge"}, "de") == "Charge"
