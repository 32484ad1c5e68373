"""Letters, posters, messages and forms on paper: whole in every language of the form."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest

from survey.fieldwork.codes import display
from survey.fieldwork.invitations import IssuedCode
from survey.fieldwork.letters import write_letters
from survey.fieldwork.mailing.message import invitation, reminder
from survey.fieldwork.posters import write_posters
from survey.form.languages import form_languages
from survey.form.paper import write_paper_forms
from survey.i18n.catalogue import (
    LETTER_PARTS,
    MAIL_PARTS,
    PAPER_PARTS,
    POSTER_PARTS,
    PROMISE_PARTS,
    READING_PARTS,
    SURFACES,
    languages,
    texts,
)
from survey.i18n.writing import direction, isolated
from survey.store.opening import close_store
from tests.form_wave import UNITS, WAVE, Field, open_field
from tests.unit.app.test_command_line import run

BASE_URL = "https://survey.example.org"
ALL = form_languages()
ISSUED = IssuedCode("Production", "Stores", "7430XBEFKVAJNXYN")
needs_pdftotext = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="pdftotext is not installed"
)


@pytest.fixture(scope="module")
def field(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Field]:
    made = open_field(tmp_path_factory.mktemp("print") / "workspace", codes=1)
    yield made
    close_store(made.workspace)


def words_of(path: Path) -> str:
    done = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


def language_and_pages(path: Path) -> tuple[str, int]:
    with pikepdf.open(path) as document:
        return str(document.Root.Lang), len(document.pages)


@pytest.mark.parametrize("surface", sorted(SURFACES))
def test_whoever_is_asked_in_a_language_gets_everything_in_it(surface: str) -> None:
    assert set(languages(*SURFACES[surface])) == set(ALL)


def test_staff_words_are_not_needed_for_what_employees_read() -> None:
    of_employees = {*LETTER_PARTS, *MAIL_PARTS, *PAPER_PARTS, *POSTER_PARTS, *PROMISE_PARTS}
    assert of_employees.isdisjoint({"screens", "paper_entry", "planner", "report", "export"})
    assert set(READING_PARTS) == {"analyses", "reading"}


@pytest.mark.parametrize("language", ALL)
def test_a_letter_is_one_page(tmp_path: Path, language: str) -> None:
    path = tmp_path / "letters.pdf"
    write_letters([ISSUED], "2026 autumn", BASE_URL, path, language)
    assert language_and_pages(path) == (language, 1)


@pytest.mark.parametrize("language", ALL)
def test_a_poster_is_one_page_a_team(field: Field, tmp_path: Path, language: str) -> None:
    path = tmp_path / "posters.pdf"
    write_posters(field.store, field.store.wave(WAVE), BASE_URL, path, language)
    assert language_and_pages(path) == (language, len(UNITS))


@pytest.mark.parametrize("language", ALL)
def test_the_form_on_paper_is_one_sheet_a_team(field: Field, tmp_path: Path, language: str) -> None:
    path = tmp_path / "form.pdf"
    write_paper_forms(field.store.wave(WAVE), path, language)
    assert language_and_pages(path) == (language, 2 * len(UNITS))


@needs_pdftotext
@pytest.mark.parametrize("language", ALL)
def test_a_code_and_its_link_read_from_left_to_right_in_every_letter(
    tmp_path: Path, language: str
) -> None:
    path = tmp_path / "letters.pdf"
    write_letters([ISSUED], "2026 autumn", BASE_URL, path, language)
    said = words_of(path)
    assert display(ISSUED.code).replace("-", " ") in said
    assert f"{BASE_URL}/s/{display(ISSUED.code)}" in said


@needs_pdftotext
@pytest.mark.parametrize("language", [one for one in ALL if direction(one) == "ltr"])
def test_the_letters_of_each_alphabet_are_printed(tmp_path: Path, language: str) -> None:
    path, say = tmp_path / "letters.pdf", texts(language, *LETTER_PARTS)
    write_letters([ISSUED], "2026 autumn", BASE_URL, path, language)
    said = words_of(path)
    for key in ("lead", "step.open", "promise", "promise.voluntary", "promise.work", "kind"):
        assert " ".join(say(f"letters.{key}").split()) in said, key


@pytest.mark.parametrize("language", ALL)
def test_a_message_has_the_code_the_way_and_the_promise(language: str) -> None:
    say = texts(language, *MAIL_PARTS)
    assert say.language == language
    said = invitation(ISSUED, "a@example.org", "b@example.org", BASE_URL, say).get_content()
    assert f"{BASE_URL}/s/{display(ISSUED.code)}\n" in said
    assert say("mail.code", code=display(ISSUED.code), start=f"{BASE_URL}/s") in said
    for key in ("voluntary", "no_name", "code", "groups"):
        assert say(f"letters.promise.{key}") in said


@pytest.mark.parametrize("language", ALL)
def test_a_reminder_has_no_code_and_says_that_it_goes_to_all(language: str) -> None:
    say = texts(language, *MAIL_PARTS)
    said = reminder("a@example.org", "b@example.org", BASE_URL, say).get_content()
    assert say("mail.reminder.all") in said
    assert display(ISSUED.code) not in said


def test_a_name_keeps_its_own_order_only_among_words_from_right_to_left() -> None:
    assert isolated("2026 autumn", "pl") == "2026 autumn"
    assert isolated("2026 autumn", "ar") == "\u20682026 autumn\u2069"


@pytest.mark.parametrize("command", ["posters", "paper"])
def test_the_commands_take_each_language_and_refuse_any_other(
    field: Field, tmp_path: Path, command: str
) -> None:
    done = run(command, WAVE, "--out", str(tmp_path / "x.pdf"), "--lang", "xx",
               workspace=field.workspace.root)  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.strip().endswith(f"'xx' is not one of: {', '.join(ALL)}.")
    assert not (tmp_path / "x.pdf").exists()
