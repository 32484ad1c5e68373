"""What a failure says can be said in each language of the staff screens, with its details."""

from pathlib import Path

import pytest

from survey.errors import BearingError, Lines, Said
from survey.fieldwork.units import UnitsInvalid, read_staff_list
from survey.i18n.catalogue import DEFAULT_LANGUAGE, languages
from survey.i18n.failures import in_words, wordings
from survey.i18n.said_words import missing_words, placeholders, sentences

OTHERS = tuple(name for name in languages() if name != DEFAULT_LANGUAGE)
EVERY = sentences()


def every_failure(above: type[BearingError] = BearingError) -> set[type[BearingError]]:
    """Return all classes of failures that the program has loaded."""
    return {each for one in above.__subclasses__() for each in (one, *every_failure(one))}


def test_no_words_are_put_together_where_they_are_said() -> None:
    assert [one.place for one in EVERY if one.words is None] == []


@pytest.mark.parametrize("language", OTHERS)
def test_every_sentence_of_a_failure_stands_in_every_language_of_the_staff(language: str) -> None:
    assert missing_words(language) == ()


@pytest.mark.parametrize("language", OTHERS)
def test_a_sentence_speaks_of_nothing_that_the_english_one_does_not(language: str) -> None:
    known = wordings(language)
    assert {words for words in known if not placeholders(known[words]) <= placeholders(words)} == (
        set()
    )
    assert set(known) == {one.words for one in EVERY}


@pytest.mark.parametrize("language", OTHERS)
def test_every_class_of_failure_says_something_that_is_translated(language: str) -> None:
    import survey.__main__  # noqa: F401 - loads every class

    translated = {one.speaker for one in EVERY if one.words in wordings(language)}
    silent = {
        each.__name__
        for each in every_failure()
        if each.__module__.partition(".")[0] in {"survey", "analytics", "sample_data"}
        and each.__name__ not in translated
    }
    # These say what others said, or are said by a reader that is told which class to take.
    assert silent <= {"MailRefused", "NotAllDone", "TableRefused"}


def test_a_wrong_line_is_named_in_german() -> None:
    with pytest.raises(UnitsInvalid) as refused:
        read_staff_list(b"department,team,headcount\nWard,Night,2.5\n", "staff.csv")
    assert "staff.csv, line 2, column headcount: a whole number of people" in str(refused.value)
    assert in_words(refused.value, "de").startswith(
        "staff.csv, Zeile 2, Spalte headcount: Nötig ist eine ganze Zahl von Personen"
    )


def test_words_within_words_are_said_in_the_same_language() -> None:
    said = Said(
        "{place}: {flaws}{lines}",
        place=Said("line {number}", number=3),
        flaws=(Said("new"), "x"),
        lines=Lines((Said("nothing"),)),
    )
    assert str(said) == "line 3: new, x\n  nothing"
    german = {
        "{place}: {flaws}{lines}": "{place} – {flaws}{lines}",
        "line {number}": "Zeile {number}",
        "new": "neu",
        "nothing": "nichts",
    }
    assert said.worded(german.__getitem__) == "Zeile 3 – neu, x\n  nichts"


def test_english_is_said_as_it_stands_and_braces_without_details_stay() -> None:
    failure = BearingError("Write {like this}.")
    assert failure.message == in_words(failure, "en") == in_words(failure, "de")


def test_what_a_program_says_without_a_translation_is_found(tmp_path: Path) -> None:
    folder = tmp_path / "survey"
    folder.mkdir()
    (folder / "a.py").write_text(
        'class New(BearingError):\n    pass\nraise New(f"{x} is wrong.")\n'
        'raise New("Nobody translated {this}.", this=1)\n',
        "utf-8",
    )
    assert missing_words("de", tmp_path) == (
        "survey/a.py:3: words are put together; name what stands in their places.",
        "survey/a.py:4: 'Nobody translated {this}.' is missing.",
    )
