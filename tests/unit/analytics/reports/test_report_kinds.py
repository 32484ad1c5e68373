"""The report to edit and to present: the same words and released numbers, alike on any day."""

import re
import time
from pathlib import Path
from typing import Any

import docx
import pptx
import pytest

from analytics.release.content import Release
from analytics.release.model import TOTAL
from analytics.reports.blocks import Bullets, Figure, Heading, Paragraph, Table
from analytics.reports.contents import blocks
from analytics.reports.kinds import KINDS, ReportKindUnknown, write_report
from analytics.reports.scope import DepartmentUnknown, Scope
from analytics.reports.slides import slides
from survey.i18n.catalogue import texts
from survey.i18n.typesetting import NotTypeset
from tests.charts_release import made_up_release
from tests.pages.releases import full_release

RELEASE = full_release()
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
OFFICE = [".docx", ".pptx"]


def blocks_of(release: Release, language: str = "en", department: str | None = None) -> list[Any]:
    return list(blocks(Scope.of(release, texts(language), department)))


def written(folder: Path, ending: str, release: Release = RELEASE, language: str = "en") -> Path:
    path = folder / f"report{ending}"
    write_report(release, path, language)
    return path


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return docx.Document(str(written(tmp_path_factory.mktemp("word"), ".docx")))


@pytest.fixture(scope="module")
def show(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return pptx.Presentation(str(written(tmp_path_factory.mktemp("show"), ".pptx")))


def test_the_document_says_what_the_report_says_in_its_order(document: Any) -> None:
    said = [one.text for one in document.paragraphs if one.text][4:]
    wanted: list[str] = []
    for block in blocks_of(RELEASE):
        if isinstance(block, (Heading, Paragraph)):
            wanted.append(block.text)
        elif isinstance(block, Bullets):
            wanted += block.items
        else:
            wanted.append(block.caption)
    assert said == wanted


def test_its_tables_hold_the_report_s_cells_under_a_heading_that_repeats(document: Any) -> None:
    wanted = [block for block in blocks_of(RELEASE) if isinstance(block, Table)]
    assert len(document.tables) == len(wanted) > 3
    for table, block in zip(document.tables, wanted, strict=True):
        assert tuple(cell.text for cell in table.rows[0].cells) == block.columns
        assert table.rows[0]._tr.xpath("./w:trPr/w:tblHeader")
        for row, entries in zip(list(table.rows)[1:], block.rows, strict=True):
            told = [cell.text for cell in row.cells]
            assert told == [entry.text for entry in entries for _ in range(entry.span)]


def test_every_picture_has_the_words_of_the_chart(document: Any) -> None:
    wanted = [block.picture.alt for block in blocks_of(RELEASE) if isinstance(block, Figure)]
    found = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert found == wanted != []


def test_every_bar_of_a_slide_is_a_released_number(show: Any) -> None:
    outcome = RELEASE.estimates[0].outcome
    shares = {
        round(100 * cell.value, 1)
        for cell in RELEASE.cells
        if (cell.measure, cell.team, cell.breakdown) == (outcome, TOTAL, TOTAL) and cell.value
    }
    means = {
        round(cell.value, 1)
        for cell in RELEASE.cells
        if (cell.department, cell.breakdown, cell.statistic) == (TOTAL, TOTAL, "mean")
        and cell.value is not None
    }
    charts = [shape.chart for page in show.slides for shape in page.shapes if shape.has_chart]
    assert len(charts) >= 2
    assert set(charts[0].plots[0].series[0].values) <= shares
    assert set(charts[1].plots[0].series[0].values) <= means
    for chart in charts:
        assert all(re.search(r"\d+ (to|of) \d+", name) for name in chart.plots[0].categories)


def test_every_number_in_a_slide_s_words_stands_in_the_report_or_a_paper(show: Any) -> None:
    report = " ".join(
        [str(block) for block in blocks_of(RELEASE)]
        + [
            point
            for slide in slides(Scope.of(RELEASE, texts("en"), None))
            for point in slide.points
        ]
    )
    known = set(NUMBER.findall(report))
    for page in show.slides:
        for shape in page.shapes:
            if shape.has_text_frame:
                assert set(NUMBER.findall(shape.text_frame.text)) <= known


def test_every_slide_has_a_title_and_says_how_to_read_it(show: Any) -> None:
    assert 6 <= len(show.slides) <= 8
    for page in show.slides:
        assert page.shapes.title.text
        assert page.notes_slide.notes_text_frame.text
        for shape in page.shapes:
            if shape.has_chart:
                assert len(shape._element.nvGraphicFramePr.cNvPr.get("descr")) > 20


@pytest.mark.parametrize("ending", OFFICE)
def test_the_same_release_gives_the_same_bytes_at_another_time(ending: str, tmp_path: Path) -> None:
    first = written(tmp_path, ending).read_bytes()
    time.sleep(2.1)  # an archive keeps every other second
    assert written(tmp_path, ending).read_bytes() == first


@pytest.mark.parametrize("ending", OFFICE)
def test_it_is_written_in_german_and_of_one_department(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"office{ending}"
    write_report(RELEASE, path, "de", "Office")
    if ending == ".docx":
        said = " ".join(one.text for one in docx.Document(str(path)).paragraphs)
    else:
        pages = pptx.Presentation(str(path)).slides
        said = " ".join(
            s.text_frame.text for page in pages for s in page.shapes if s.has_text_frame
        )
    assert "Office" in said
    assert texts("de")("report.findings") in said
    with pytest.raises(DepartmentUnknown):
        write_report(RELEASE, tmp_path / f"none{ending}", "de", "Nowhere")
    assert not (tmp_path / f"none{ending}").exists()


@pytest.mark.parametrize("ending", OFFICE)
@pytest.mark.parametrize(
    "name", ["=cmd|' /C calc'!A0", "مستودع", "*bold* #let x", "Team 🦊", "x" * 80]
)
def test_any_name_a_team_may_have_is_written_as_it_is(
    ending: str, name: str, tmp_path: Path
) -> None:
    plain = made_up_release()
    renamed = Release(
        **{
            **{field: getattr(plain, field) for field in plain.__dataclass_fields__},
            "cells": tuple(
                one.model_copy(update={"department": name})
                if one.department == "Production"
                else one
                for one in plain.cells
            ),
        }
    )
    path = written(tmp_path, ending, renamed)
    if ending == ".docx":
        told = [c.text for t in docx.Document(str(path)).tables for r in t.rows for c in r.cells]
    else:
        told = [
            str(category)
            for page in pptx.Presentation(str(path)).slides
            for shape in page.shapes
            if shape.has_chart
            for category in shape.chart.plots[0].categories
        ]
    assert any(name in one for one in told)


def test_an_ending_that_says_nothing_is_refused_with_those_that_do(tmp_path: Path) -> None:
    with pytest.raises(ReportKindUnknown, match=r"Use one of: \.pdf, \.docx, \.pptx"):
        write_report(RELEASE, tmp_path / "report.txt", "en")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("ending", sorted(KINDS))
def test_a_folder_in_the_place_of_the_file_is_said(ending: str, tmp_path: Path) -> None:
    (tmp_path / f"report{ending}").mkdir()
    with pytest.raises(NotTypeset, match="is a folder"):
        written(tmp_path, ending)
