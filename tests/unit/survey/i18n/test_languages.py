"""Eight languages: each is whole, says how it was made, and is offered where it is whole."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel import Locale

from survey.form.languages import form_languages, offered
from survey.i18n import __main__ as check
from survey.i18n import catalogue
from survey.i18n.catalogue import (
    FORM_PARTS,
    LOCALE_FOLDER,
    SURFACES,
    form_texts,
    languages,
    parts,
    texts,
    with_every_part,
    wrong_with,
)
from survey.i18n.dates import day
from survey.instruments.catalogue import DEFINITIONS, load
from tests.instruments import small_instrument

ALL = {"en", "de", "nl", "fr", "es", "pl", "tr", "ar"}
OF_EMPLOYEES = tuple(f"{part}." for needed in SURFACES.values() for part in needed)
DOCUMENTED = (Path(__file__).parents[4] / "docs/languages.md").read_text("utf-8")


def test_employees_and_staff_have_the_same_eight_languages() -> None:
    assert set(form_languages()) == ALL
    assert set(load("core").languages) == ALL
    assert set(offered(load("core"))) == ALL
    assert set(languages()) == ALL


@pytest.mark.parametrize("language", sorted(ALL))
def test_nothing_is_missing_or_too_much_in_what_a_language_has(language: str) -> None:
    assert [line for part in parts(language) for line in wrong_with(language, part)] == []


@pytest.mark.parametrize("language", sorted(ALL))
def test_each_text_stands_in_one_file(language: str) -> None:
    keys = [
        line
        for part in parts(language)
        for line in (LOCALE_FOLDER / language / f"{part}.po").read_text("utf-8").splitlines()
        if line.startswith("msgid ") and line != 'msgid ""'
    ]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("language", sorted(ALL))
@pytest.mark.parametrize("part", parts("en"))
def test_nothing_that_staff_see_is_missing(language: str, part: str) -> None:
    assert wrong_with(language, part) == ()


@pytest.mark.parametrize("language", sorted(ALL - {"en"}))
def test_no_text_was_left_in_english(language: str) -> None:
    own, english = form_texts(language), form_texts("en")
    alike = {
        key
        for key, wording in own.singular.items()
        if key.startswith(OF_EMPLOYEES)
        and wording == english.singular[key]
        # A text such as "{team}, {department}" has no word to translate.
        and re.search(r"[^\W\d_]", re.sub(r"\{\w+\}", "", wording))
    }
    # Words that two languages happen to share.
    shared = {
        "analyses.points", "analyses.of_points", "common.product", "feedback.sources",
        "form.error", "form.tickets.code", "form.tickets.ticket", "proof.measure", "reading.no",
    }  # fmt: skip
    assert alike <= shared, alike


@pytest.mark.parametrize("language", sorted(ALL - {"en"}))
def test_each_file_says_how_it_was_translated_and_that_it_awaits_a_reader(language: str) -> None:
    files = [DEFINITIONS / "core" / f"{language}.toml"]
    told = ("form", "feedback") if language == "de" else parts(language)
    files += [LOCALE_FOLDER / language / f"{part}.po" for part in told]
    for file in files:
        head = file.read_text("utf-8")[:600]
        assert "# How: " in head, file
        assert "# Reader: awaits a native reader" in head, file
    name = Locale.parse(language).get_display_name("en")
    assert f"| {name} ({language}) | yes |" in DOCUMENTED


def test_a_language_that_lacks_a_text_is_named_by_the_check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
    for language, body in {
        "en": 'msgid "form.a"\nmsgstr "A {n}"\n\nmsgid "form.b"\nmsgstr "B"\n',
        "fr": 'msgid "form.a"\nmsgstr "A {m}"\n\nmsgid "form.c"\nmsgstr "C"\n',
    }.items():
        (tmp_path / language).mkdir()
        for part in FORM_PARTS:
            text = head + (body if part == "form" else "")
            (tmp_path / language / f"{part}.po").write_text(text, "utf-8")
    monkeypatch.setattr(catalogue, "LOCALE_FOLDER", tmp_path)
    languages.cache_clear()
    try:
        assert check.main() == 1
    finally:
        languages.cache_clear()
    said = capsys.readouterr().out
    assert "fr: form, staff screens and reports; 3 to mend" in said
    for line in (
        "form.b is missing.",
        "form.c is not in English.",
        "form.a has other placeholders than in English.",
    ):
        assert line in said


def test_the_check_finds_nothing_in_what_ships() -> None:
    assert check.main() == 0


@pytest.fixture
def polish_without_screens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let Polish be a language that lacks what stands on the screens of staff."""
    shutil.copytree(LOCALE_FOLDER, tmp_path / "locale")
    (tmp_path / "locale/pl/screens.po").unlink()
    monkeypatch.setattr(catalogue, "LOCALE_FOLDER", tmp_path / "locale")
    for kept in (languages, form_texts):
        kept.cache_clear()
    yield
    for kept in (languages, form_texts):
        kept.cache_clear()


@pytest.mark.usefixtures("polish_without_screens")
def test_a_part_that_a_language_does_not_have_is_read_in_english() -> None:
    polish, english = form_texts("pl"), form_texts("en")
    assert polish("form.begin") == "Zacznij"
    assert polish("screens.sign_out") == english("screens.sign_out")
    assert polish.plural("common.answers", 5) == "5 odpowiedzi"
    for unknown in ("xx", "../en"):
        assert form_texts(unknown)("form.begin") == english("form.begin")


@pytest.mark.usefixtures("polish_without_screens")
def test_staff_read_english_where_a_language_does_not_have_every_part() -> None:
    assert texts("ar").language == "ar"
    for language in ("pl", "xx"):
        assert texts(language).language == "en"


@pytest.mark.usefixtures("polish_without_screens")
def test_reports_take_the_languages_that_staff_can_read_whole() -> None:
    assert with_every_part(("pl", "de", "en")) == ("de", "en")
    assert with_every_part(("pl",)) == ("pl",)
    assert offered(small_instrument()) == ("en", "de")


@pytest.mark.parametrize(
    ("language", "written"),
    [("en", "3 May 2026"), ("de", "3. Mai 2026"), ("pl", "3 maja 2026"), ("tr", "3 Mayıs 2026")],
)
def test_a_day_is_written_as_the_language_does(language: str, written: str) -> None:
    from datetime import date

    assert day(date(2026, 5, 3), language) == written
