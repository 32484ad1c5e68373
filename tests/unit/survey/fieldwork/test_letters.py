"""Invitation letters: a page a code, nobody's name, no order, and readable by their owner alone."""

import re
import shutil
import stat
import subprocess
from pathlib import Path

import pikepdf
import pytest

from survey.fieldwork.codes import display, new_code
from survey.fieldwork.invitations import IssuedCode
from survey.fieldwork.letters import LettersEmpty, letter, write_letters
from survey.fieldwork.qr_code import qr_code
from survey.i18n.catalogue import LETTER_PARTS, languages, texts

BASE_URL = "https://survey.example.org/"
PRINTED_CODE = re.compile(r"\b(?:[0-9A-Z]{4} ){3}[0-9A-Z]{4}\b")
needs_pdftotext = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="pdftotext is not installed"
)


def issued(team: str, count: int) -> list[IssuedCode]:
    return [IssuedCode("Production", team, new_code()) for _ in range(count)]


def pages_of(path: Path) -> list[str]:
    done = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, check=True)
    return done.stdout.decode().split("\f")[:-1]


def written(tmp_path: Path, codes: list[IssuedCode], language: str = "en") -> Path:
    path = tmp_path / "letters.pdf"
    write_letters(codes, "2026 autumn", BASE_URL, path, language)
    return path


@needs_pdftotext
def test_each_code_has_one_page_with_code_and_link(tmp_path: Path) -> None:
    codes = [*issued("Stores", 3), *issued("Assembly", 2)]
    pages = pages_of(written(tmp_path, codes))
    assert len(pages) == 5
    for one in codes:
        shown = display(one.code)
        (page,) = [page for page in pages if shown.replace("-", " ") in page]
        assert f"https://survey.example.org/s/{shown}" in page
        assert one.team in page


@needs_pdftotext
def test_letters_lie_by_team_and_in_random_order_within_it(tmp_path: Path) -> None:
    codes = [*issued("Stores", 30), *issued("Assembly", 1)]
    pages = pages_of(written(tmp_path, codes))
    assert "Assembly" in pages[0]
    printed = [PRINTED_CODE.findall(page)[0].replace(" ", "") for page in pages[1:]]
    given = [one.code for one in codes[:30]]
    assert sorted(printed) == sorted(given)
    assert printed != given  # the same order by chance: once in 30! tries


def test_the_square_holds_the_link_of_its_own_letter() -> None:
    import segno

    one = IssuedCode("Production", "Stores", "ABCDEFGHJKMNPQRS")
    said = letter._letter(one, BASE_URL, letter.texts("en"))
    link = "https://survey.example.org/s/ABCD-EFGH-JKMN-PQRS"
    assert said["link"] == link
    assert said["alt"].endswith(link)
    drawn = qr_code(link)
    assert segno.make(link, error="m", micro=False).svg_inline(border=4) in drawn.replace(
        'xmlns="http://www.w3.org/2000/svg" ', ""
    )


@needs_pdftotext
@pytest.mark.parametrize(
    ("language", "promise"),
    [
        ("en", "Nobody is told whether you took part."),
        ("de", "Niemand erfährt, ob Sie mitgemacht haben."),
    ],
)
def test_the_promise_is_on_every_letter(tmp_path: Path, language: str, promise: str) -> None:
    pages = pages_of(written(tmp_path, issued("Stores", 2), language))
    assert all(promise in " ".join(page.split()) for page in pages)


def test_letters_are_accessible_and_archivable(tmp_path: Path) -> None:
    with pikepdf.open(written(tmp_path, issued("Stores", 1), "de")) as document:
        assert str(document.Root.Lang) == "de"
        with document.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"


def test_only_their_owner_may_read_them(tmp_path: Path) -> None:
    path = written(tmp_path, issued("Stores", 1))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_nothing_but_the_letters_is_left_behind(tmp_path: Path) -> None:
    path = written(tmp_path, issued("Stores", 1))
    assert list(tmp_path.iterdir()) == [path]


def test_no_codes_no_letters(tmp_path: Path) -> None:
    with pytest.raises(LettersEmpty, match="no codes"):
        write_letters([], "2026 autumn", BASE_URL, tmp_path / "letters.pdf", "en")
    assert list(tmp_path.iterdir()) == []


@needs_pdftotext
def test_a_long_team_name_and_address_stay_on_one_page(tmp_path: Path) -> None:
    name = "Instandhaltung und Fuhrpark der Niederlassung Altfeld, Nachtschicht und Wochenende"
    codes = [IssuedCode("Verwaltung und zentrale Dienste", name, new_code())]
    path = tmp_path / "letters.pdf"
    write_letters(codes, "w", "https://a-rather-long-name.survey.example.org/bearing", path, "de")
    assert len(pages_of(path)) == 1


@pytest.mark.parametrize("language", languages(*LETTER_PARTS))
def test_a_letter_offers_the_choice_that_the_form_has(language: str) -> None:
    """A question left open is asked again; what one may choose is named as it stands there."""
    say = texts(language, *LETTER_PARTS, "form")
    assert say("form.prefer_not_to_say") in say("letters.step.answer")
