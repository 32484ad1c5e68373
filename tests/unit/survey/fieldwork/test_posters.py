"""Posters: a page a team, a square to the start or to an open link, and a plain word about it."""

import shutil
import subprocess
from pathlib import Path

import pikepdf
import pytest

from survey.fieldwork.codes import display
from survey.fieldwork.policy import Policy
from survey.fieldwork.posters import write_posters
from survey.fieldwork.ways import CODES_ONLY, WayNotAllowed, Ways
from survey.settings import Workspace
from survey.store.errors import WaveStateWrong
from survey.store.opening import close_store, open_store
from survey.store.protocol import Store, Unit
from tests.instruments import small_instrument
from tests.unit.app.test_command_line import run

BASE_URL = "https://survey.example.org/"
UNITS = (
    Unit(0, "Stores", "Day", 9),
    Unit(1, "Stores", "Night", 8),
    Unit(2, "Verwaltung", "Instandhaltung und Fuhrpark der Niederlassung Altfeld-Nord", 7),
)
needs_pdftotext = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="pdftotext is not installed"
)


def opened(workspace: Workspace, ways: Ways = CODES_ONLY) -> Store:
    store = open_store(workspace)
    store.open_wave("2026", small_instrument(), Policy(), UNITS, ways)
    return store


def pages_of(store: Store, path: Path, language: str = "en") -> list[str]:
    write_posters(store, store.wave("2026"), BASE_URL, path, language)
    done = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, check=True)
    return [" ".join(page.split()) for page in done.stdout.decode().split("\f")[:-1]]


@needs_pdftotext
def test_a_poster_leads_to_the_page_where_a_code_is_typed(
    workspace: Workspace, tmp_path: Path
) -> None:
    pages = pages_of(opened(workspace), tmp_path / "posters.pdf")
    assert len(pages) == len(UNITS)
    for unit, page in zip(UNITS, pages, strict=True):
        assert unit.team in page
        assert "https://survey.example.org/s " in page
        assert "type the code from your letter" in page


@needs_pdftotext
@pytest.mark.parametrize(
    ("language", "warning"),
    [
        ("en", "it cannot stop anybody from answering twice"),
        ("de", "nicht verhindern, dass jemand zweimal antwortet"),
    ],
)
def test_with_open_links_each_poster_has_its_own_and_says_what_it_cannot_do(
    workspace: Workspace, tmp_path: Path, language: str, warning: str
) -> None:
    store = opened(workspace, Ways(open_links=True))
    pages = pages_of(store, tmp_path / "posters.pdf", language)
    for unit, page in zip(UNITS, pages, strict=True):
        token = store.team_links("2026")[unit.id]
        assert f"https://survey.example.org/s/team/{display(token)}" in page
        assert warning in page


def test_a_poster_can_be_printed_again_with_the_same_link(
    workspace: Workspace, tmp_path: Path
) -> None:
    store = opened(workspace, Ways(open_links=True))
    paths = [tmp_path / "first.pdf", tmp_path / "second.pdf"]
    for path in paths:
        assert write_posters(store, store.wave("2026"), BASE_URL, path, "en") == len(UNITS)
    assert paths[0].read_bytes() == paths[1].read_bytes()


def test_posters_are_accessible(workspace: Workspace, tmp_path: Path) -> None:
    store, path = opened(workspace), tmp_path / "posters.pdf"
    write_posters(store, store.wave("2026"), BASE_URL, path, "de")
    with pikepdf.open(path) as document:
        assert str(document.Root.Lang) == "de"
        with document.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"


def test_a_language_that_posters_do_not_have_gives_a_poster_that_is_english(
    workspace: Workspace, tmp_path: Path
) -> None:
    store, path = opened(workspace), tmp_path / "posters.pdf"
    write_posters(store, store.wave("2026"), BASE_URL, path, "xx")
    with pikepdf.open(path) as document:
        assert str(document.Root.Lang) == "en"


def test_a_wave_opened_without_open_links_never_gets_them(workspace: Workspace) -> None:
    store = opened(workspace)
    with pytest.raises(WayNotAllowed):
        store.team_links("2026")
    close_store(workspace)
    assert open_store(workspace).wave("2026").ways == CODES_ONLY


def test_what_was_allowed_at_opening_survives_a_restart(workspace: Workspace) -> None:
    ways = Ways(open_links=True)
    tokens = opened(workspace, ways).team_links("2026")
    close_store(workspace)
    again = open_store(workspace)
    assert again.wave("2026").ways == ways
    assert again.team_links("2026") == tokens


def test_an_open_link_knows_its_team_until_the_wave_closes(workspace: Workspace) -> None:
    store = opened(workspace, Ways(open_links=True))
    token = store.team_links("2026")[1]
    link = store.team_of_link(token)
    assert link is not None
    assert (link.wave, link.unit) == ("2026", UNITS[1])
    assert store.team_of_link("0" * 16) is None
    store.close_wave("2026")
    assert store.team_of_link(token) is None


def test_there_are_no_posters_of_a_closed_wave(workspace: Workspace, tmp_path: Path) -> None:
    store = opened(workspace)
    store.close_wave("2026")
    with pytest.raises(WaveStateWrong):
        write_posters(store, store.wave("2026"), BASE_URL, tmp_path / "posters.pdf", "en")
    assert not (tmp_path / "posters.pdf").exists()


def test_posters_and_paper_forms_come_from_the_command_line(tmp_path: Path) -> None:
    workspace, units = tmp_path / "w", tmp_path / "units.csv"
    units.write_text("department,team,headcount\nStores,Day,6\nStores,Night,4\n")
    run("init", workspace=workspace)
    ways = ["--open-links", "--blind-tickets"]
    assert run("wave", "open", "w", "--units", str(units), *ways, workspace=workspace).stdout
    address = ["--base-url", "https://survey.example.org"]
    for command, more, said in (
        ("posters", address, "Wrote 2 posters"),
        ("paper", [], "Wrote 2 forms"),
    ):
        out = tmp_path / f"{command}.pdf"
        done = run(command, "w", "--out", str(out), "--language", "de", *more, workspace=workspace)
        assert (done.returncode, said in done.stdout, done.stderr) == (0, True, "")
        assert out.read_bytes().startswith(b"%PDF-")
    ledger = (workspace / "ledger.jsonl").read_text("utf-8")
    assert '"ways":"codes, open links, blind tickets"' in ledger
