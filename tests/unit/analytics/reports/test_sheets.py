"""Sheets to hang up: one page in every language, with released numbers and no group named alone."""

import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from analytics.release.model import TOTAL, CellStatus
from analytics.release.sight import DepartmentUnknown, seen
from analytics.reports.background import ALONE, Background
from analytics.reports.blocks import Block, Bullets, Table
from analytics.reports.scope import Scope
from analytics.reports.sheets.kind import Sheet
from analytics.reports.sheets.staff import StaffSheet
from analytics.reports.sheets.team import TeamSheet, TeamUnknown
from analytics.reports.sheets.words import figure_words
from analytics.reports.sheets.written import write_sheet
from survey.access.scope import Scope as Limit
from survey.form.languages import form_languages
from survey.i18n.catalogue import SHEET_PARTS, texts
from survey.vocabulary import Sensitivity
from tests.charts_release import bounded, made_up_release, share
from tests.unit.analytics.reports.test_report_over_time import ACTION, BESIDE, LATER

NOW = made_up_release()
EN = texts("en", *SHEET_PARTS)
NUMBER = re.compile(r"\d+")
TEAMS = sorted({(one.department, one.team) for one in NOW.groups})
needs_pdftotext = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="pdftotext is not installed"
)


def team_sheet(department: str, team: str, beside: Background = BESIDE) -> TeamSheet:
    return TeamSheet(Scope.of(NOW, EN, department, beside), team)


def tables(blocks: list[Block]) -> list[Table]:
    return [one for one in blocks if isinstance(one, Table)]


@pytest.mark.parametrize("language", form_languages())
@pytest.mark.parametrize("sheet", list(Sheet))
def test_a_sheet_is_one_page_in_every_language_of_the_form(
    tmp_path: Path, language: str, sheet: Sheet
) -> None:
    path = tmp_path / "sheet.pdf"
    department, team = TEAMS[0]
    write_sheet(NOW, sheet, path, language=language, department=department, team=team,
                beside=BESIDE)  # fmt: skip
    with pikepdf.open(path) as document, document.open_metadata() as metadata:
        assert str(document.Root.Lang) == language
        assert len(document.pages) == 1
        assert metadata["pdfuaid:part"] == "1"


@pytest.mark.parametrize(("department", "team"), TEAMS)
def test_a_team_sheet_has_the_row_that_counts_the_team_and_names_its_companions(
    department: str, team: str
) -> None:
    sheet = team_sheet(department, team)
    said = list(sheet.blocks())
    for table, sensitivity in zip(tables(said), Sensitivity, strict=True):
        row = sheet.row(sensitivity)
        cells = {
            one.measure: one for one in NOW.cells
            if (one.department, one.team) == row and one.breakdown == TOTAL
        }  # fmt: skip
        shown = {figure_words(one, EN) for one in cells.values()} | {EN("sheets.too_few")}
        assert {line[1].text for line in table.rows} <= shown
        if row != (department, team):
            assert any(row[1] in str(one) or row[1] == TOTAL for one in said)


def test_a_team_sheet_says_what_is_done_for_this_team_alone() -> None:
    def done(department: str, team: str) -> str:
        return str([one for one in team_sheet(department, team).blocks()
                    if isinstance(one, Bullets)])  # fmt: skip

    for department, team in TEAMS:
        assert (ACTION.aim in done(department, team)) is (department == "Production")
        assert (LATER.aim in done(department, team)) is (department == "Office")


def test_the_sheet_for_all_has_every_measure_every_action_and_what_moved() -> None:
    said = list(StaffSheet(Scope.of(NOW, EN, None, BESIDE)).blocks())
    [table] = tables(said)
    workload = next(row for row in table.rows if row[0].text.startswith("Workload"))
    assert workload[-1].text == EN("sheets.moved.better")
    assert ACTION.aim in str(said)
    assert LATER.aim in str(said)
    first = list(StaffSheet(Scope.of(NOW, EN, None, ALONE)).blocks())
    assert EN("sheets.column.moved") not in tables(first)[0].columns
    assert EN("sheets.no_action") in str(first)


def test_a_number_has_its_interval_and_its_base_and_a_range_no_value() -> None:
    whole = (TOTAL, TOTAL)
    assert figure_words(share("back_pain", 9, 24, 0.21, 0.57, whole), EN) == (
        "9 of 24 (38 %, 21 to 57)"
    )
    near = bounded("back_pain", 0, 2, 9, whole)
    assert near.status is CellStatus.BOUNDED
    assert figure_words(near, EN) == "between 0 and 22 %"
    assert figure_words(None, EN) == EN("sheets.too_few")


def test_an_unknown_team_or_none_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    path = tmp_path / "sheet.pdf"
    with pytest.raises(TeamUnknown, match="'Production' has no team 'Moon'"):
        write_sheet(NOW, Sheet.TEAM, path, language="en", department="Production", team="Moon")
    with pytest.raises(TeamUnknown, match="name both"):
        write_sheet(NOW, Sheet.TEAM, path, language="en")
    with pytest.raises(DepartmentUnknown):
        write_sheet(NOW, Sheet.TEAM, path, language="en", department="Yard", team="x")
    assert list(tmp_path.iterdir()) == []


def test_somebody_limited_gets_no_sheet_of_a_team_elsewhere(tmp_path: Path) -> None:
    limited = seen(NOW, Limit.of(["Office"]))
    team = next(team for department, team in TEAMS if department == "Production")
    with pytest.raises(DepartmentUnknown):
        write_sheet(limited, Sheet.TEAM, tmp_path / "sheet.pdf", language="en",
                    department="Production", team=team)  # fmt: skip


@needs_pdftotext
@pytest.mark.parametrize("name", ["=cmd|' /C calc'!A0", "#panic() *bold* $x$", "مستودع", "x" * 80])
def test_any_name_a_team_may_have_is_text(tmp_path: Path, name: str) -> None:
    department, team = TEAMS[0]
    groups = tuple(
        one.model_copy(update={"team": name if one.team == team else one.team})
        for one in NOW.groups
    )
    path = tmp_path / "sheet.pdf"
    write_sheet(replace(NOW, groups=groups), Sheet.TEAM, path, language="en",
                department=department, team=name)  # fmt: skip
    with pikepdf.open(path) as document:
        assert len(document.pages) == 1


@needs_pdftotext
def test_every_number_on_a_sheet_is_a_released_one_or_of_the_wording(tmp_path: Path) -> None:
    path = tmp_path / "sheet.pdf"
    write_sheet(NOW, Sheet.STAFF, path, language="en", beside=ALONE)
    done = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, check=True)
    known = {*NUMBER.findall(" ".join(EN.singular.values())), *NUMBER.findall(NOW.manifest.wave)}
    known |= set(NUMBER.findall(f"{NOW.manifest.responses} {NOW.manifest.id[:12]}"))
    known |= {n for one in NOW.measures for n in NUMBER.findall(one.name["en"])}
    for cell in NOW.cells:
        if (cell.department, cell.team) == (TOTAL, TOTAL):
            known |= set(NUMBER.findall(figure_words(cell, EN)))
    for one in NOW.estimates:
        for number in (one.estimate, one.low, one.high):
            known |= set(NUMBER.findall(f"{number or 0:.2f}"))
    assert set(NUMBER.findall(done.stdout.decode())) <= known
