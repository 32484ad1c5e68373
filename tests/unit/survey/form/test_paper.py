"""The form on paper: what is printed, and a typed line a form that nobody can see again."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from survey.form.answers import AnswerSheet
from survey.form.paper import LineRefused, PaperLanguageMissing, enter, read_line, write_paper_forms
from survey.instruments.catalogue import load
from survey.store.opening import close_store
from survey.store.protocol import CodeStanding
from tests.form_wave import UNITS, WAVE, Field, open_field
from tests.instruments import small_instrument

CORE = load("core")
SHEET = AnswerSheet(CORE)
ASKED = len(CORE.items)
FIRST = [CORE.options_of(item.key).values[0] for item in CORE.items]
WHOLE = " ".join(map(str, FIRST))
needs_pdftotext = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="pdftotext is not installed"
)


@pytest.fixture
def field(tmp_path: Path) -> Iterator[Field]:
    made = open_field(tmp_path / "workspace", codes=3)
    yield made
    close_store(made.workspace)


# Printed ---------------------------------------------------------------------------------------


@needs_pdftotext
@pytest.mark.parametrize("language", ["en", "de"])
def test_each_team_has_one_form_with_every_question_and_number(
    field: Field, tmp_path: Path, language: str
) -> None:
    path = tmp_path / "form.pdf"
    assert write_paper_forms(field.store.wave(WAVE), path, language) == len(UNITS)
    done = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, check=True)
    text = " ".join(done.stdout.decode().split())
    for item in CORE.items:
        assert text.count(item.text[language]) == len(UNITS), item.key
    assert re.search(r"\b1 (Almost never|Never or almost never|Nie oder fast nie)", text)
    assert field.store.wave(WAVE).policy.sha256[:12] in text


def test_the_copies_of_a_form_cannot_be_told_apart(field: Field, tmp_path: Path) -> None:
    paths = [tmp_path / "one.pdf", tmp_path / "two.pdf"]
    for path in paths:
        write_paper_forms(field.store.wave(WAVE), path, "en")
    assert paths[0].read_bytes() == paths[1].read_bytes()
    assert field.store.codes_issued(WAVE) == 3, "no code was made for paper"


def test_a_form_is_printed_in_one_language_or_not_at_all(field: Field, tmp_path: Path) -> None:
    """The questionnaire of this wave has two languages; the words around it have eight."""
    wave = replace(field.store.wave(WAVE), instrument=small_instrument())
    with pytest.raises(PaperLanguageMissing, match=r"'pl'.*: en, de\."):
        write_paper_forms(wave, tmp_path / "form.pdf", "pl")
    assert not (tmp_path / "form.pdf").exists()


# Typed in --------------------------------------------------------------------------------------


def test_the_numbers_of_a_form_are_its_answers_in_order() -> None:
    assert read_line(SHEET, WHOLE) == tuple(FIRST)


@pytest.mark.parametrize("mark", ["-", "x", "*"])
def test_a_question_without_a_tick_is_no_answer(mark: str) -> None:
    line = " ".join([mark, *WHOLE.split()[1:]])
    assert read_line(SHEET, line) == (None, *FIRST[1:])


@pytest.mark.parametrize("between", ["  ", ",", ", ", "+", "/", ".", "\t"])
def test_what_stands_between_the_numbers_is_free(between: str) -> None:
    assert read_line(SHEET, f" {between.join(WHOLE.split())} ") == tuple(FIRST)


def test_a_line_with_too_few_or_too_many_numbers_is_refused() -> None:
    for line in (WHOLE.rpartition(" ")[0], f"{WHOLE} 1", "1"):
        with pytest.raises(LineRefused, match=f"for {ASKED} questions") as refusal:
            read_line(SHEET, line)
        assert refusal.value.wrong == ()


@pytest.mark.parametrize("entry", ["77", "-1", "1e0", "²", "yes", "999999", "٣"])
def test_a_number_that_a_question_does_not_offer_is_named_by_its_place(entry: str) -> None:
    entries = WHOLE.split()
    entries[4] = entry
    with pytest.raises(LineRefused) as refusal:
        read_line(SHEET, " ".join(entries))
    assert refusal.value.wrong == (5,)
    assert entry not in refusal.value.message.replace(str(ASKED), "")


def test_a_form_is_stored_under_a_code_of_its_own(field: Field) -> None:
    for _ in range(2):
        assert enter(field.store, WAVE, 2, read_line(SHEET, WHOLE)) is CodeStanding.FRESH
    assert field.store.response_counts(WAVE) == {2: 2}
    assert field.store.codes_issued(WAVE) == 3
