"""The sheets of the workbook that a person reads: what the release says, and nothing else."""

import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from analytics.charts.grid import compare
from analytics.charts.theme import LIGHT
from analytics.release.content import Release
from analytics.release.model import TOTAL, Cell, CellStatus, Statistic
from analytics.reports.exports.workbook import write_workbook
from tests.charts_release import made_up_release
from tests.pages.releases import full_release, ranged_release

HEADING = 4
"""The row of the headings, below the title and what the sheet says."""
NAMES = {
    "en": ["Working conditions", "Health", "Chart", "Links", "Participation", "Methods"],
    "de": [
        *("Arbeitsbedingungen", "Gesundheit", "Diagramm"),
        *("Zusammenhänge", "Beteiligung", "Methoden"),
    ],
}


def written(release: Release, folder: Path, language: str = "en") -> Any:
    path = folder / "cells.xlsx"
    write_workbook(path, release, language)
    return openpyxl.load_workbook(path)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return written(full_release(), tmp_path_factory.mktemp("book"))


@pytest.mark.parametrize("language", sorted(NAMES))
def test_what_is_read_stands_first_in_the_language_asked_for(language: str, tmp_path: Path) -> None:
    found = written(full_release(), tmp_path, language)
    assert found.sheetnames[:-4] == NAMES[language]
    assert found.sheetnames[-4:] == ["cells", "estimates", "codebook", "sentences"]


def test_every_number_by_group_is_the_release_s(book: Any) -> None:
    release = full_release()
    names = {entry.name["en"]: entry.key for entry in release.measures}
    checked = 0
    for title in ("Working conditions", "Health"):
        sheet = book[title]
        for at in range(3, sheet.max_column + 1, 4):
            measure = names[sheet.cell(HEADING, at).value.rsplit(" (", 1)[0]]
            for line in range(HEADING + 1, sheet.max_row + 1):
                cell = _cell_at(release, sheet, line, measure)
                numbers = [sheet.cell(line, at + step).value for step in range(4)]
                assert _alike(numbers, _expected(cell, numbers[0]))
                checked += cell is not None and cell.status is CellStatus.SHOWN
    shown = [cell for cell in _main(release) if cell.status is CellStatus.SHOWN]
    assert checked == len(shown) > 30


def _alike(found: list[Any], wanted: list[Any]) -> bool:
    """Whether both are the same but for what a workbook drops: it keeps sixteen digits."""
    return all(
        one == other
        or (isinstance(one, (int, float)) and math.isclose(one, other or math.nan, rel_tol=1e-14))
        for one, other in zip(found, wanted, strict=True)
    )


def _main(release: Release) -> list[Cell]:
    main = (Statistic.MEAN, Statistic.SHARE)
    return [one for one in release.cells if one.breakdown == TOTAL and one.statistic in main]


def _cell_at(release: Release, sheet: Any, line: int, measure: str) -> Cell | None:
    department, team = sheet.cell(line, 1).value, sheet.cell(line, 2).value or TOTAL
    place = (TOTAL if department == "Organisation" else department, team, measure)
    found = [one for one in _main(release) if (one.department, one.team, one.measure) == place]
    return found[0] if found else None


def _expected(cell: Cell | None, words: object) -> list[object]:
    """A shown cell: all four numbers. Bounded: words, then the rest. Withheld: words or nothing."""
    if cell is None or cell.status is CellStatus.WITHHELD:
        assert words is None or isinstance(words, str)
        return [words, None, None, None]
    if cell.status is CellStatus.BOUNDED:
        assert isinstance(words, str)
        return [words, cell.low, cell.high, cell.n]
    return [cell.value, cell.low, cell.high, cell.n]


def test_a_clearly_worse_group_has_the_colour_of_every_picture(book: Any) -> None:
    release = full_release()
    sheet = book["Working conditions"]
    entry = next(one for one in release.measures if one.name["en"] in sheet.cell(HEADING, 3).value)
    whole = _cell_at(release, sheet, HEADING + 1, entry.key)
    bands = set()
    for line in range(HEADING + 2, sheet.max_row + 1):
        cell = _cell_at(release, sheet, line, entry.key)
        if cell is None or cell.status is not CellStatus.SHOWN:
            continue
        band = compare(cell, whole, entry.good_end)
        fill = sheet.cell(line, 3).fill.fgColor.rgb
        assert fill == ("00000000" if band == 0 else f"FF{LIGHT.fill(band)[1:].upper()}")
        bands.add(band > 0 if band else None)
    assert len(bands) > 1


def test_headings_stay_filter_and_fold_what_a_number_rests_on(book: Any) -> None:
    sheet = book["Working conditions"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref[:2]) == ("C5", "A4")
    folded = [sheet.column_dimensions[letter] for letter in "DEF"]
    assert any(one.hidden and one.outlineLevel == 1 for one in folded)
    assert not sheet.column_dimensions["C"].hidden


def test_a_row_that_shows_nothing_says_so_once(tmp_path: Path) -> None:
    found = written(ranged_release(), tmp_path)["Health"]
    rows = [[one.value for one in row] for row in found.iter_rows(min_row=HEADING + 1)]
    nothing = [row for row in rows if not any(isinstance(one, (int, float)) for one in row)]
    assert nothing
    assert all(row[2] for row in nothing)


def test_without_models_or_head_counts_their_sheets_are_left_out(tmp_path: Path) -> None:
    bare = replace(made_up_release(), estimates=(), participation=())
    assert written(bare, tmp_path).sheetnames[:-4] == ["Working conditions", "Health", "Methods"]


def test_the_chart_draws_released_shares_with_their_intervals(book: Any) -> None:
    release, sheet = full_release(), book["Chart"]
    outcome = release.estimates[0].outcome
    for line in range(HEADING + 1, sheet.max_row + 1):
        name, *numbers = (sheet.cell(line, at).value for at in range(1, 6))
        place = (TOTAL if name == "Organisation" else name, TOTAL, outcome)
        cell = next(c for c in _main(release) if (c.department, c.team, c.measure) == place)
        assert _alike(numbers, [cell.value, cell.low, cell.high, cell.n])
    assert len(sheet._charts) == 1 and sheet.max_row > HEADING + 1


def test_no_name_becomes_a_formula_or_a_link(tmp_path: Path) -> None:
    release = made_up_release()
    evil = "=cmd|' /C calc'!A0"
    team = next(one for one in _main(release) if one.team != TOTAL)
    cells = tuple(
        one.model_copy(update={"team": evil})
        if (one.department, one.team) == (team.department, team.team)
        else one
        for one in release.cells
    )
    found = written(replace(release, cells=cells), tmp_path)
    every = [one for page in found for row in page.iter_rows() for one in row]
    assert any(one.value == evil for one in every)
    assert {one.data_type for one in every} <= {"s", "n"}
    assert all(one.hyperlink is None for one in every)
