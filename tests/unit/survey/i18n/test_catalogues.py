"""Every text stands in every complete language, with the same placeholders and all plural forms."""

import re
from string import Formatter

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from survey.i18n.catalogue import LOCALE_FOLDER, TextMissing, known_languages, texts
from survey.i18n.numbers import decimal, percent

COMPLETE = ("en", "de")
CAUSAL = re.compile(
    r"\b(causes?|caused by|drives?|driven by|leads? to|because of work|verursach\w*|führt zu"
    r"|times more likely|mal so wahrscheinlich)\b",
    re.IGNORECASE,
)


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("language", COMPLETE)
def test_no_text_is_missing_in_a_complete_language(language: str) -> None:
    english, other = texts("en"), texts(language)
    assert set(other.singular) == set(english.singular)
    assert set(other.plurals) == set(english.plurals)


@pytest.mark.parametrize("language", COMPLETE)
def test_a_text_has_the_same_placeholders_in_every_language(language: str) -> None:
    english, other = texts("en"), texts(language)
    different = {
        key
        for key, text in english.singular.items()
        if placeholders(text) != placeholders(other.singular[key])
    }
    assert different == set()


@pytest.mark.parametrize("language", COMPLETE)
def test_every_plural_has_all_forms_of_its_language(language: str) -> None:
    forms = Catalog(locale=language).num_plurals
    assert {key: len(found) for key, found in texts(language).plurals.items()} == dict.fromkeys(
        texts(language).plurals, forms
    )


@pytest.mark.parametrize("language", COMPLETE)
def test_no_text_says_that_work_causes_pain(language: str) -> None:
    catalogue = texts(language)
    every = [*catalogue.singular.items(), *catalogue.plurals.items()]
    said = {key: text for key, text in every if CAUSAL.search(str(text))}
    denials = {
        key
        for key, text in said.items()
        if re.search(r"\bnot\b|\bnicht\b|\bif\b|\bwenn\b", str(text))
    }
    assert set(said) - denials == set()


def test_a_missing_text_is_an_error_and_not_an_empty_place() -> None:
    with pytest.raises(TextMissing, match=r"no\.such\.text"):
        texts("en")("no.such.text")
    with pytest.raises(TextMissing):
        texts("en").plural("no.such.text", 2)


def test_plural_forms_follow_the_language() -> None:
    assert texts("de").plural("common.answers", 1) == "1 Antwort"
    assert texts("de").plural("common.answers", 0) == "0 Antworten"


def test_numbers_are_written_as_the_language_writes_them() -> None:
    assert (decimal(1.316, 2, "en"), decimal(1.316, 2, "de")) == ("1.32", "1,32")
    assert decimal(1234.5, 0, "de") == "1.234"
    assert percent(0.38, "en").replace("\xa0", " ") in {"38%", "38 %"}


def test_an_unknown_language_gets_english() -> None:
    assert texts("xx").language == "en"


@pytest.mark.parametrize("language", known_languages())
def test_no_file_says_more_than_its_language_can(language: str) -> None:
    """Babel prints a warning of such a file wherever it is read, into what a command says."""
    for path in sorted((LOCALE_FOLDER / language).glob("*.po")):
        with path.open("rb") as file:
            read_po(file, locale=language, abort_invalid=True)
