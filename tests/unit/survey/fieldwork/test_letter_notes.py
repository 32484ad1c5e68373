"""What a letter says beside its code, on any paper, with the longest names that there can be."""

import re
import shutil
import subprocess
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pikepdf
import pytest

from survey.errors import BearingError
from survey.fieldwork.codes import new_code
from survey.fieldwork.invitations import IssuedCode
from survey.fieldwork.letters import Notes, notes_of, write_letters
from survey.fieldwork.policy import Policy
from survey.fieldwork.posters import write_posters
from survey.fieldwork.waves import open_wave
from survey.form.contacts import Contact, write_contacts
from survey.form.paper import write_paper_forms
from survey.i18n.catalogue import LETTER_PARTS, languages, texts
from survey.i18n.dates import day
from survey.i18n.paper import Paper, PaperUnfit
from survey.organisation.letterhead import Letterhead, letterhead_of
from survey.organisation.profile import Profile, keep_profile, read_profile
from survey.settings import Workspace
from survey.store.opening import close_store, open_store
from survey.store.protocol import Unit, Wave
from tests.instruments import small_instrument
from tests.unit.app.test_command_line import failed, run

LONG = "Universitätsklinikum der Hansestadt Altfeld, Medizinische Verwaltungsdienste GmbH"[:80]
TEAM = "Instandhaltung und Fuhrpark der Niederlassung Altfeld, Nachtschicht und Wochenende"[:80]
BASE_URL = "https://a-rather-long-name.survey.example.org/bearing"
HEALTH = Contact(
    name={"en": "Occupational health of the whole organisation", "de": "Betriebsärztlicher Dienst"},
    phone="+49 30 123456",
    email="health@example.org",
)
COUNCIL = Contact(name={"de": "Personalrat"}, web="https://intranet.example.org/personalrat")
THIRD = Contact(name={"en": "Somebody else"}, phone="1")
LAST = date(2026, 12, 22)
SIZES = {Paper.A4: (595, 842), Paper.A5: (420, 595), Paper.LETTER: (612, 792)}
needs_pdftotext = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="pdftotext is not installed"
)


@pytest.fixture
def wave(workspace: Workspace) -> Wave:
    return open_wave(
        workspace,
        open_store(workspace),
        "autumn",
        instrument=small_instrument(),
        policy=Policy(),
        units=(Unit(0, "Zentrale Dienste und Verwaltung", TEAM, 9),),
    )


def letter(path: Path, language: str, paper: Paper | None = None, **notes: Any) -> list[str]:
    """Return the words of a letter's pages."""
    codes = [IssuedCode("Zentrale Dienste", TEAM, new_code())]
    head = Letterhead(LONG, paper=paper)
    write_letters(codes, "autumn", BASE_URL, path, language, head, notes=Notes(**notes))
    done = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, check=True)
    return [" ".join(page.split()) for page in done.stdout.decode().split("\f")[:-1]]


@needs_pdftotext
@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize("language", languages(*LETTER_PARTS))
def test_who_asks_until_when_and_whom_to_ask_stand_on_one_page(
    tmp_path: Path, language: str, paper: Paper
) -> None:
    path = tmp_path / "letter.pdf"
    (page,) = letter(
        path, language, paper, contacts=(HEALTH, COUNCIL, THIRD), last_day=LAST
    )  # more than one page would not unpack
    assert "health@example.org" in page
    assert "Somebody else" not in page
    if language != "ar":  # pdftotext gives Arabic in another order
        said = texts(language, *LETTER_PARTS)("letters.until", day=day(LAST, language))
        assert " ".join(said.split()) in page
        assert page.count(LONG) == 2
        assert "+49 30 123456" in page and "Personalrat" in page
    with pikepdf.open(path) as document:
        assert tuple(round(float(side)) for side in document.pages[0].mediabox[2:]) == SIZES[paper]


@needs_pdftotext
def test_what_is_not_known_is_not_said(tmp_path: Path) -> None:
    say = texts("en")
    codes = [IssuedCode("Stores", "Day", new_code())]
    assert not list(Notes().lines("", say))
    write_letters(codes, "autumn", BASE_URL, tmp_path / "letter.pdf", "en")
    with pikepdf.open(tmp_path / "letter.pdf") as document:
        (page,) = document.pages
        assert tuple(round(float(side)) for side in page.mediabox[2:]) == SIZES[Paper.A5]


def test_notes_are_the_organisations_contacts_and_the_waves_last_day(
    workspace: Workspace, wave: Wave
) -> None:
    assert notes_of(workspace, wave) == Notes()
    write_contacts(workspace.contacts, [HEALTH, COUNCIL, THIRD])
    dated = cast("Wave", SimpleNamespace(dates=SimpleNamespace(last_day=LAST)))
    assert notes_of(workspace, dated) == Notes((HEALTH, COUNCIL), LAST)


def test_a_contact_that_no_letter_can_show_makes_no_code(workspace: Workspace, wave: Wave) -> None:
    write_contacts(workspace.contacts, [Contact(name={"en": "Health ⚕"})])
    close_store(workspace)
    out = workspace.root / "codes.csv"
    letters = ("--letters", workspace.root / "l.pdf", "--base-url", "https://s.example.org")
    said = failed(run("invite", wave.name, "--out", out, *letters, workspace=workspace.root))
    assert "U+2695" in said
    assert not out.exists()
    assert open_store(workspace).codes_by_unit(wave.name) == {}


def boxes(path: Path) -> list[tuple[float, float, float, float, str]]:
    """Return the words of the first page with their left, top, right and bottom."""
    done = subprocess.run(
        ["pdftotext", "-bbox", "-l", "1", path, "-"], capture_output=True, check=True
    )
    word = r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>'
    return [
        (float(left), float(top), float(right), float(bottom), text)
        for left, top, right, bottom, text in re.findall(word, done.stdout.decode())
    ]


@needs_pdftotext
@pytest.mark.parametrize("paper", [Paper.A4, Paper.LETTER])
@pytest.mark.parametrize("language", ["de", "fr"])
def test_the_longest_names_overprint_nothing(
    workspace: Workspace, wave: Wave, tmp_path: Path, language: str, paper: Paper
) -> None:
    store, head, path = open_store(workspace), Letterhead(LONG, paper=paper), tmp_path / "p.pdf"
    write_posters(store, wave, BASE_URL, path, language, head)
    with pikepdf.open(path) as document:
        assert len(document.pages) == 1
        width = float(document.pages[0].mediabox[2])
        assert round(width) == SIZES[paper][0]
    words = boxes(path)
    assert all(left > 0 and right < width for left, _, right, _, _ in words)
    for at, (left, top, right, bottom, _) in enumerate(words):
        for other in words[at + 1 :]:
            beside = other[2] <= left + 0.5 or right <= other[0] + 0.5
            apart = other[1] + 2 >= bottom - 2 or top + 2 >= other[3] - 2
            assert beside or apart, (words[at], other)


def test_half_a_sheet_is_refused_where_a_whole_one_is_needed(
    workspace: Workspace, wave: Wave, tmp_path: Path
) -> None:
    head = Letterhead(paper=Paper.A5)
    for write in (
        lambda path: write_posters(open_store(workspace), wave, BASE_URL, path, "en", head),
        lambda path: write_paper_forms(wave, path, "en", head),
    ):
        with pytest.raises(PaperUnfit, match="a4 or letter"):
            write(tmp_path / "p.pdf")
    assert list(tmp_path.glob("*.pdf")) == []


def test_the_organisations_paper_is_kept_and_another_can_be_asked_for(
    workspace: Workspace, wave: Wave, tmp_path: Path
) -> None:
    keep_profile(workspace, Profile(paper=Paper.LETTER))
    assert read_profile(workspace).paper is letterhead_of(workspace).paper is Paper.LETTER
    close_store(workspace)
    for number, (asked, paper) in enumerate([((), Paper.LETTER), (("--paper", "a4"), Paper.A4)]):
        path = tmp_path / f"form{number}.pdf"
        run("paper", wave.name, "--out", path, *asked, workspace=workspace.root)
        with pikepdf.open(path) as document:
            assert round(float(document.pages[0].mediabox[2])) == SIZES[paper][0]
    (workspace.root / "organisation.toml").write_text('paper = "a5"\n', "utf-8")
    with pytest.raises(BearingError, match=r"organisation.toml, paper: .* a4 or letter"):
        read_profile(workspace)
