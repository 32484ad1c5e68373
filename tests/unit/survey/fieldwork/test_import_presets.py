"""Each preset reads an export of its tool, and the page on importing names every one."""

from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pyreadstat
import pytest

from survey.errors import BearingError
from survey.fieldwork.importing.answers import ImportedAnswers, read_answers
from survey.fieldwork.importing.mapping_file import load_mapping
from survey.fieldwork.importing.presets import presets, with_preset

PAGE = (Path(__file__).parents[4] / "docs" / "importing.md").read_text("utf-8")
UNIT = '[unit]\ndepartment = "Dept"\nteam = "Team"\n'
QUALTRICS = (
    "RecordedDate,Status,Finished,ResponseId,Dept,Team,Q1\n"
    'Recorded Date,Response Type,Finished,Response ID,"Which\ndepartment?",Team,How often?\n'
    '"{""ImportId"":""recordedDate""}",,,,,,"{""ImportId"":""QID3""}"\n'
    "2026-05-01 10:00:01,0,1,R_1,Ward,Day,2\n"
    "2026-05-02 10:00:01,0,0,R_2,Ward,Day,\n"
    "2026-05-02 10:00:01,1,1,R_3,Ward,Day,5\n"
    "2026-05-03 10:00:01,0,1,R_4,Ward,Day,4\n"
)
LIME = (
    '"id","submitdate","Dept","Team","Q1"\n'
    '"1","1980-01-01 00:00:00","Ward","Day","A2"\n'
    '"2","","Ward","Day","A5"\n'
    '"3","1980-01-01 00:00:00","Ward","Day","A4"\n'
)
GOOGLE = (
    "Timestamp,Dept,Team,Q1\n"
    "2026/05/01 10:00:01 AM GMT+2,Ward,Day,2\n"
    "2026/05/03 11:30:00 AM GMT+2,Ward,Day,4\n"
)


def read(folder: Path, preset: str, file: Path, more: str = "") -> ImportedAnswers:
    path = folder / "mapping.toml"
    items = '[items.workload_fast]\ncolumn = "Q1"\n'
    path.write_text(f'instrument = "core"\npreset = "{preset}"\n{UNIT}{more}{items}', "utf-8")
    return read_answers(file, load_mapping(path))


def first_items(imported: ImportedAnswers) -> list[int | None]:
    return [answers[0] for _, answers in imported.answers]


@pytest.mark.parametrize(
    ("preset", "text", "given"),
    [
        ("qualtrics", QUALTRICS, "2026-05-03"),
        ("limesurvey", LIME, "None"),
        ("google-forms", GOOGLE, "2026-05-03"),
    ],
)
def test_a_text_export_is_read_by_its_preset(
    tmp_path: Path, preset: str, text: str, given: str
) -> None:
    file = tmp_path / "export.csv"
    file.write_text(text, "utf-8-sig")
    imported = read(tmp_path, preset, file)
    assert first_items(imported) == [2, 4]
    assert str(imported.given_on) == given


def test_an_excel_file_of_microsoft_forms_is_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    rows: list[list[Any]] = [
        ["ID", "Start time", "Completion time", "Email", "Name", "Dept", "Team", "Q1"],
        [1, None, pd.Timestamp("2026-05-01 10:00"), "anonymous", None, "Ward", "Day", 2],
        [2, None, pd.Timestamp("2026-05-03 10:00"), "anonymous", None, "Ward", "Day", 4],
    ]
    for row in rows:
        book.active.append(row)
    book.save(tmp_path / "export.xlsx")
    imported = read(tmp_path, "microsoft-forms", tmp_path / "export.xlsx")
    assert first_items(imported) == [2, 4]
    assert str(imported.given_on) == "2026-05-03"


def test_an_spss_file_names_its_places_by_their_labels(tmp_path: Path) -> None:
    frame = pd.DataFrame({"Dept": [1.0, 1.0], "Team": [1.0, 2.0], "Q1": [2.0, 4.0]})
    labels = {"Dept": {1: "Ward"}, "Team": {1: "Day", 2: "Night"}}
    pyreadstat.write_sav(frame, str(tmp_path / "a.sav"), variable_value_labels=labels)
    imported = read(tmp_path, "spss", tmp_path / "a.sav")
    assert {(unit.department, unit.team) for unit in imported.units} == {
        ("Ward", "Day"),
        ("Ward", "Night"),
    }


def test_the_mapping_goes_before_its_preset_and_filters_add_up(tmp_path: Path) -> None:
    file = tmp_path / "export.csv"
    file.write_text(QUALTRICS.replace("RecordedDate", "Aufgezeichnet"), "utf-8")
    more = '[given]\ncolumn = "Aufgezeichnet"\n[filter]\ncolumn = "Q1"\nvalue = 4\n'
    imported = read(tmp_path, "qualtrics", file, more)
    assert (first_items(imported), str(imported.given_on)) == ([4], "2026-05-03")
    assert with_preset({"preset": "spss", "unit": {"team": "T"}})["unit"] == {
        "team": "T",
        "value_labels": True,
    }


def test_an_unknown_preset_is_said_with_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(BearingError, match="google-forms, limesurvey") as refused:
        read(tmp_path, "surveymonkey", tmp_path / "none.csv")
    assert refused.value.code == "MAPPING-PRESET"


def test_every_preset_is_on_the_page() -> None:
    assert all(f"| `{name}` |" in PAGE for name in presets())
