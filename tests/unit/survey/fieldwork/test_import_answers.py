"""A file and its mapping become units and answers, whatever kind of file it is."""

from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pyreadstat
import pytest

from survey.fieldwork.importing import answers
from survey.fieldwork.importing.answers import ImportedAnswers, read_answers
from survey.fieldwork.importing.mapping import Mapping
from survey.fieldwork.importing.mapping_file import load_mapping
from survey.fieldwork.tables import columns
from survey.fieldwork.tables.values import as_text, canonical, number

FILES = Path(__file__).parents[2] / "files"
HEADINGS = ["Dept", "Team", "year", "q1", "q2"]
ROWS: list[list[Any]] = [
    ["Nursing", "Night", 2024, "often", 1],
    ["Nursing", "Day", 2024, "2.0", 0],
    ["Stores", "Night", 2025, "9", None],
    ["Nursing", "Night", 2025, "-9", 1],
]


def mapping(**changes: Any) -> Mapping:
    """The mapping of these tests, with some of its entries changed."""
    good = load_mapping(FILES / "ward_mapping.toml")
    return Mapping.model_validate({**good.model_dump(), **changes})


def as_csv(folder: Path, rows: list[list[Any]] = ROWS, separator: str = ",") -> Path:
    lines = [separator.join("" if cell is None else str(cell) for cell in row) for row in rows]
    path = folder / "answers.csv"
    path.write_text("\n".join([separator.join(HEADINGS), *lines]) + "\n", "utf-8")
    return path


def as_xlsx(folder: Path, rows: list[list[Any]] = ROWS) -> Path:
    book = openpyxl.Workbook()
    for row in [HEADINGS, *rows]:
        book.active.append(row)
    book.save(folder / "answers.xlsx")
    return folder / "answers.xlsx"


def as_sav(folder: Path, rows: list[list[Any]] = ROWS) -> Path:
    path = folder / "answers.sav"
    pyreadstat.write_sav(pd.DataFrame(rows, columns=HEADINGS), str(path))
    return path


def expected(imported: ImportedAnswers) -> None:
    assert [(unit.id, unit.department, unit.team) for unit in imported.units] == [
        (1, "Nursing", "Day"),
        (2, "Nursing", "Night"),
        (3, "Stores", "Night"),
    ]
    assert imported.answers == (
        (2, (3, 1, None)),
        (1, (2, 0, None)),
        (3, (1, None, None)),
        (2, (None, 1, None)),
    )


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_csv_file_is_read_with_any_of_three_separators(tmp_path: Path, separator: str) -> None:
    expected(read_answers(as_csv(tmp_path, separator=separator), mapping()))


def test_an_excel_workbook_gives_the_same_answers(tmp_path: Path) -> None:
    expected(read_answers(as_xlsx(tmp_path), mapping()))


def test_an_spss_file_gives_the_same_answers(tmp_path: Path) -> None:
    expected(read_answers(as_sav(tmp_path), mapping()))


def test_the_units_have_no_head_counts(tmp_path: Path) -> None:
    imported = read_answers(as_csv(tmp_path), mapping())
    assert {unit.headcount for unit in imported.units} == {None}


@pytest.mark.parametrize("year", ["2025", "2025.0", " 2025 "])
def test_where_takes_only_the_rows_with_one_value(tmp_path: Path, year: str) -> None:
    imported = read_answers(as_csv(tmp_path), mapping(), ("year", year))
    assert imported.answers == ((2, (1, None, None)), (1, (None, 1, None)))
    assert str(imported.notes[0]).startswith("2 of 4 rows have year")


def test_the_mapping_may_fix_a_filter_and_where_narrows_it(tmp_path: Path) -> None:
    fixed = mapping(filter={"column": "year", "value": 2024})
    assert len(read_answers(as_csv(tmp_path), fixed).answers) == 2
    assert len(read_answers(as_csv(tmp_path), fixed, ("Team", "Day")).answers) == 1


def test_values_in_rows_that_are_not_asked_for_are_not_looked_at(tmp_path: Path) -> None:
    rows = [*ROWS, ["Nursing", "Night", 1999, "often", 77]]
    assert len(read_answers(as_csv(tmp_path, rows), mapping(), ("year", "2024")).answers) == 2


def test_rows_without_a_department_or_team_are_left_out_and_counted_if_the_mapping_says_so(
    tmp_path: Path,
) -> None:
    rows = [*ROWS, ["", "Night", 2024, "often", 1], ["Stores", "n/a", 2024, "often", 1]]
    unit = {"department": "Dept", "team": "Team", "rows_without": "leave out"}
    imported = read_answers(as_csv(tmp_path, rows), mapping(unit=unit))
    expected(imported)
    assert imported.left_out == 2
    assert "2 rows left out" in str(imported.notes[1])


def test_items_that_the_mapping_does_not_name_were_not_asked(tmp_path: Path) -> None:
    [*_, last] = read_answers(as_csv(tmp_path), mapping()).notes
    assert str(last) == "Not asked in this file: age."


def test_ranges_turn_numbers_into_bands_and_each_end_belongs_to_its_band(tmp_path: Path) -> None:
    ages = {
        "column": "year",
        "lowest": 0,
        "ranges": [{"upto": 29, "value": 1}, {"upto": 49.5, "value": 2}, {"upto": 99, "value": 3}],
    }
    rows = [["A", "B", age, "2", 1] for age in ("0", "29", "29.01", "49,5", "50.0", "99", "")]
    path = as_csv(tmp_path, rows, separator=";")
    imported = read_answers(path, mapping(items={"age": ages}))
    assert [answers[2] for _, answers in imported.answers] == [1, 1, 2, 2, 3, 3]
    assert imported.left_out == 1


def test_a_ready_score_is_moved_to_the_nearest_step(tmp_path: Path) -> None:
    ready = {"column": "year", "score": {"low": 0, "high": 100}}
    rows = [["A", "B", score, "2", 1] for score in (0, 24.9, 25, 74.9, 75, 100)]
    imported = read_answers(as_csv(tmp_path, rows), mapping(items={"hurry": ready}))
    assert [answers[0] for _, answers in imported.answers] == [1, 1, 2, 2, 3, 3]


def test_an_item_may_have_missing_values_of_its_own(tmp_path: Path) -> None:
    own = {"column": "q1", "recode": {"often": 3, "2": 2}, "missing": [9]}
    imported = read_answers(as_csv(tmp_path), mapping(items={"hurry": own}))
    assert [answers[0] for _, answers in imported.answers] == [3, 2]
    assert "2 rows left out in which nothing was answered." in [
        str(note) for note in imported.notes
    ]


def test_quoted_fields_may_hold_separators_and_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "answers.csv"
    path.write_text('"Dept","Team","q1","q2"\r\n"Care,\r\nadults","Night ","often","1"\r\n\r\n')
    imported = read_answers(path, mapping())
    assert (imported.units[0].department, imported.units[0].team) == ("Care, adults", "Night")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_names_survive_the_encodings_that_spreadsheets_write(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "answers.csv"
    path.write_text("Dept;Team;q1;q2\nKüche;Früh;often;1\n", encoding)
    imported = read_answers(path, mapping(encoding=encoding.removesuffix("-sig")))
    assert (imported.units[0].department, imported.units[0].team) == ("Küche", "Früh")


def test_a_workbook_may_have_several_sheets(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["nothing", "here"])
    for row in [HEADINGS, *ROWS]:
        if "second" not in book.sheetnames:
            book.create_sheet("second")
        book["second"].append(row)
    book.move_sheet("second", offset=-1)
    book.save(tmp_path / "answers.xlsx")
    first = read_answers(tmp_path / "answers.xlsx", mapping())
    expected(first)
    assert "2 sheets; the first one was read" in str(first.notes[0])
    named = read_answers(tmp_path / "answers.xlsx", mapping(sheet="second"))
    expected(named)
    assert "sheets" not in str(named.notes[0])


def test_spss_codes_of_units_may_stand_for_their_labels(tmp_path: Path) -> None:
    frame = pd.DataFrame({"Dept": [1.0, 2.0], "Team": [7.0, 7.0], "q1": ["2", "2"], "q2": [1, -9]})
    labels = {"Dept": {1.0: "Nursing", 2.0: "Stores"}, "Team": {7.0: "Night"}}
    path = tmp_path / "answers.sav"
    pyreadstat.write_sav(frame, str(path), variable_value_labels=labels)
    unit = {"department": "Dept", "team": "Team", "value_labels": True}
    labelled = read_answers(path, mapping(unit=unit))
    assert [unit.department for unit in labelled.units] == ["Nursing", "Stores"]
    assert [unit.department for unit in read_answers(path, mapping()).units] == ["1", "2"]


@pytest.mark.parametrize("same", ["1", "1.0", "1,0", " 1 ", "01", "+1", "1.000"])
def test_one_number_has_one_form(same: str) -> None:
    assert canonical(same) == "1"
    assert number(same) == 1


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("-9.0", "-9"),
        ("-0", "0"),
        ("0.50", "0.5"),
        ("1e3", "1e3"),
        ("1,000", "1,000"),
        ("0,125", "0.125"),
        ("Night ", "Night"),
        ("", ""),
    ],
)
def test_other_values_keep_theirs(text: str, form: str) -> None:
    assert canonical(text) == form


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        (float("nan"), ""),
        (3.0, "3"),
        (2.5, "2.5"),
        (True, "true"),
        ("x", "x"),
        (7, "7"),
    ],
)
def test_cells_become_the_text_that_a_text_file_would_hold(cell: object, text: str) -> None:
    assert as_text(cell) == text


@pytest.mark.parametrize("piece", [1, 2, 3, 4, 5])
def test_a_file_in_pieces_of_any_length_is_read_as_in_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, piece: int
) -> None:
    path = as_csv(tmp_path)
    whole = read_answers(path, mapping())
    monkeypatch.setattr(columns, "PIECE", piece)
    monkeypatch.setattr(answers, "PIECE", piece)
    parted = read_answers(path, mapping())
    assert (parted.answers, parted.units) == (whole.answers, whole.units)
    assert list(map(str, parted.notes)) == list(map(str, whole.notes))
