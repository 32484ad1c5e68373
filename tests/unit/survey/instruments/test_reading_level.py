"""How long a questionnaire takes and how hard it is to read, checked against counts by hand."""

import pytest

from survey.instruments.catalogue import load
from survey.instruments.duration import estimated_minutes, reading_texts
from survey.instruments.reading_level import FORMULAS, count, level_of, reading_level, syllables_of
from tests.instruments import small_instrument

CORE = load("core")


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        # 6 words of one syllable: 0.39 · 6 + 11.8 · 1 - 15.59
        ("en", "The cat sat on the mat.", -1.45),
        # Of 4 words, 2 have three syllables or more, 2 more than six letters, 1 one syllable.
        (
            "de",
            "Die Kollegen arbeiten heute.",
            0.1935 * 50 + 0.6688 + 0.1297 * 50 - 0.0327 * 25 - 0.875,
        ),
        # 4 words of one syllable
        ("nl", "Hoe oud bent u?", 206.84 - 0.93 * 4 - 77 * 1.0),
        # 3 words, 5 syllables
        ("fr", "Votre travail ici", 209 - 1.15 * 3 - 68 * 5 / 3),
        # 5 words, 9 syllables
        ("es", "Su trabajo y su espalda", 206.84 - 1.02 * 5 - 60 * 9 / 5),
        # 3 words, one of four syllables
        ("pl", "Twój przełożony pomaga", 3 / 3 + 100 / 3 / 3 + 1),
        # 2 words, 6 syllables
        ("tr", "Kaç yaşındasınız?", 198.825 - 40.175 * 3 - 2.61 * 2),
    ],
)
def test_each_formula_gives_what_a_hand_would(language: str, text: str, value: float) -> None:
    assert level_of((text,), language).value == pytest.approx(value)


@pytest.mark.parametrize(
    ("language", "word", "syllables"),
    [
        ("en", "table", 2),
        ("en", "asked", 1),
        ("en", "wanted", 2),
        ("en", "make", 1),
        ("de", "Führungskraft", 3),
        ("de", "Bäume", 2),
        ("nl", "leidinggevende", 5),
        ("fr", "manière", 2),
        ("fr", "souvent", 2),
        ("es", "ciudad", 2),
        ("es", "día", 2),
        ("pl", "miesiąc", 2),
        ("tr", "çalışmanız", 4),
        ("tr", "İŞİNİZ", 3),
        ("ar", "العمل", 1),
    ],
)
def test_syllables_are_counted_by_their_vowels(language: str, word: str, syllables: int) -> None:
    assert syllables_of(word, language) == syllables


def test_a_sentence_ends_with_its_sign_or_with_its_text() -> None:
    counts = count(("One two. Three?", "Four", "0 – 10!"), "en")
    assert (counts.words, counts.sentences) == (4, 3)


@pytest.mark.parametrize("language", CORE.languages)
def test_core_can_be_read_after_seven_years_of_school_in_every_language(language: str) -> None:
    level = reading_level(CORE, language)
    if language == "ar":
        assert level.formula is None
        assert level.school_years is None
    else:
        assert level.formula == FORMULAS[language].name
        assert level.school_years is not None
        assert 1 <= level.school_years <= 7
    assert 5 < level.words_a_sentence < 14


def test_longer_words_and_sentences_are_harder() -> None:
    easy, hard = (
        ("How old are you?",),
        ("Indicate organisational responsibilities comprehensively",),
    )
    for language in ("en", "de", "pl"):
        assert level_of(easy, language).value < level_of(hard, language).value
    for language in ("nl", "fr", "es", "tr"):
        assert level_of(easy, language).value > level_of(hard, language).value


def test_nothing_has_no_level() -> None:
    assert level_of((), "en").value is None
    assert level_of(("10", "…"), "en").words_a_sentence == 0


@pytest.mark.parametrize("language", CORE.languages)
def test_core_takes_no_longer_than_it_says(language: str) -> None:
    assert CORE.minutes - 2 < estimated_minutes(CORE, language) <= CORE.minutes


def test_the_estimate_is_words_read_and_choices_made() -> None:
    small = small_instrument()
    assert reading_texts(small, "en") == ("All", "Rushed?", "Pain?")
    assert estimated_minutes(small, "en") == pytest.approx(3 / 180 + 2 * 4 / 60)
