"""The reports page: what its buttons would save, made when they are pressed."""

import hashlib
import io
import json
import zipfile

import pytest

from analytics.reports.sheets.kind import Sheet
from pages.shell.files import Taker, exports_zip, report_file, sheet_file
from survey.access.ledger import entries
from survey.i18n.catalogue import texts
from survey.vocabulary import Purpose, Role
from tests.charts_release import made_up_release
from tests.pages.conftest import MakeWorkspace, Open
from tests.pages.reading import words_on


@pytest.mark.parametrize("role", [Role.HR, Role.OCCUPATIONAL_HEALTH])
def test_the_report_and_the_tables_are_offered_to_both_readers(
    make_workspace: MakeWorkspace, open_page: Open, role: Role
) -> None:
    page = open_page("occupational_health/reports.py", role, make_workspace())
    said = words_on(page)
    for kind in ("pdf", "docx", "pptx"):
        assert texts("en")(f"screens.reports.save_{kind}") in said
    assert texts("en")("screens.reports.save_tables") in said
    for sheet in Sheet:
        assert texts("en")(f"screens.reports.save_{sheet}_sheet") in said
    assert page.selectbox[0].options == ["The whole organisation", "Office", "Production"]
    assert page.selectbox[1].value == "en"


def test_the_report_is_a_pdf_and_stands_in_the_ledger(make_workspace: MakeWorkspace) -> None:
    workspace = make_workspace()
    assert report_file(workspace, made_up_release(), "de", None).startswith(b"%PDF-")
    [entry] = workspace.ledger.read_text("utf-8").splitlines()
    assert json.loads(entry)["action"] == "report written"


@pytest.mark.parametrize("ending", [".docx", ".pptx"])
def test_the_report_to_edit_and_to_present_stand_in_the_ledger_too(
    make_workspace: MakeWorkspace, ending: str
) -> None:
    workspace = make_workspace()
    content = report_file(workspace, made_up_release(), "en", "Office", ending=ending)
    assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None
    [entry] = entries(workspace)
    assert entry.details["sha256"] == hashlib.sha256(content).hexdigest()


def test_what_is_saved_is_in_the_trail_with_purpose_role_and_hash(
    make_workspace: MakeWorkspace,
) -> None:
    workspace, release = make_workspace(), made_up_release()
    taker = Taker(Purpose.WORKS_COUNCIL, Role.OCCUPATIONAL_HEALTH)
    saved = (
        report_file(workspace, release, "de", None, taker),
        exports_zip(workspace, release, taker),
    )
    for entry, content in zip(entries(workspace), saved, strict=True):
        told = {name: entry.details[name] for name in ("purpose", "role", "sha256")}
        assert told == {
            "purpose": "works_council",
            "role": "occupational_health",
            "sha256": hashlib.sha256(content).hexdigest(),
        }


def test_the_tables_come_in_one_archive_and_stand_in_the_ledger(
    make_workspace: MakeWorkspace,
) -> None:
    workspace = make_workspace()
    content = exports_zip(workspace, made_up_release())
    names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    assert {"cells.csv", "estimates.csv", "codebook.csv"} <= set(names)
    [entry] = workspace.ledger.read_text("utf-8").splitlines()
    assert json.loads(entry)["action"] == "release exported"


@pytest.mark.parametrize(("sheet", "place"), [(Sheet.TEAM, ("Office", "Office")), ("staff", None)])
def test_a_sheet_is_made_when_its_button_is_pressed_and_stands_in_the_ledger(
    make_workspace: MakeWorkspace, sheet: str, place: tuple[str, str] | None
) -> None:
    workspace, release = make_workspace(), made_up_release()
    place = place and (release.groups[0].department, release.groups[0].team)
    taker = Taker(Purpose.TEAMS, Role.HR)
    content = sheet_file(workspace, release, Sheet(sheet), language="ar", place=place, taker=taker)
    assert content.startswith(b"%PDF-")
    [entry] = entries(workspace)
    assert entry.details["sheet"] == sheet
    assert entry.details["sha256"] == hashlib.sha256(content).hexdigest()
