"""An export holds what the release holds, in the columns that were promised, and runs nothing."""

import csv
import hashlib
import time
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pyreadstat
import pytest

from analytics.release.content import Release
from analytics.release.model import Cell, Estimate, Manifest, MeasureEntry
from analytics.reports import exports
from analytics.reports.exports import ExportFolderUnusable, export_release
from analytics.reports.exports.spss import cut
from analytics.reports.exports.text_tables import written
from analytics.statistics.reading import sentence
from survey.i18n.catalogue import READING_PARTS, texts

FILES = [
    "cells.csv", "estimates.csv", "codebook.csv", "cells.xlsx", "cells.sav",
    "cells.parquet", "README.txt", "datapackage.json",
]  # fmt: skip
CELL_COLUMNS = (
    "wave,department,team,breakdown,category,measure,statistic,n,value,low,high,status,reason"
)
ESTIMATE_COLUMNS = (
    "wave,population,outcome,model,factor,contrast,measure,estimate,low,high,p,p_adjusted,"
    "n,events,clusters,method"
)
LONG_NAME = "Workload, " + "which is how much there is to do, " * 10


def cell(**changes: Any) -> Cell:
    shown = {"wave": "2026", "measure": "workload", "statistic": "mean", "status": "shown"}
    return Cell.model_validate({**shown, "n": 12, "value": 54.25, "low": 41.0, **changes})


def estimate(**changes: Any) -> Estimate:
    adjusted = {
        "wave": "2026",
        "population": "all",
        "outcome": "back_pain",
        "model": "adjusted",
        "factor": "workload",
        "contrast": "per 10 points",
        "measure": "risk_difference",
        "estimate": -0.031,
        "low": -0.06,
        "high": -0.002,
        "p": 0.00004,
        "p_adjusted": None,
        "n": 276,
        "events": 112,
        "clusters": None,
        "method": "logistic",
    }
    return Estimate.model_validate({**adjusted, **changes})


def measure(key: str, name: str, kind: str) -> MeasureEntry:
    return MeasureEntry.model_validate(
        {
            "key": key,
            "kind": kind,
            "role": "factor" if kind == "scale" else "outcome",
            "sensitivity": "conditions" if kind == "scale" else "health",
            "good_end": "low",
            "name": {"en": name, "de": f"{name} (de)"},
            "low_end": {"en": "Little", "de": "Wenig"} if kind == "scale" else None,
            "definition": {"en": "=Asked as is", "de": "Wörtlich gefragt"},
            "source": "Made for tests",
        }
    )


RELEASE = Release(
    manifest=Manifest.model_validate(
        {
            "id": "a" * 64,
            "wave": "2026",
            "instrument": "ward",
            "instrument_version": "1.0.0",
            "instrument_title": {"en": "Ward", "de": "Station"},
            "instrument_notice": {"en": "Not validated.", "de": "Nicht validiert."},
            "validated": False,
            "languages": ("en", "de"),
            "policy": {
                "conditions": 6,
                "health": 10,
                "participation_step": 5,
                "participation_cap": 90,
            },
            "policy_sha256": "b" * 64,
            "units_sha256": "c" * 64,
            "responses": 276,
            "files": {},
        }
    ),
    cells=(
        cell(high=67.5),
        cell(department='=HYPERLINK("http://example.org")', team="@Küche", high=67.5),
        cell(department="+1", team="-2", breakdown="age", category="\t50", high=67.5),
        cell(
            department="Stores", team="http://example.org/" + "Night + " * 60 + "Stores", high=67.5
        ),
        cell(
            measure="back_pain",
            statistic="share",
            status="bounded",
            value=None,
            low=0.0,
            high=0.1818,
            reason="near_the_end",
        ),
        cell(
            department="Office",
            measure="back_pain",
            statistic="share",
            status="withheld",
            n=None,
            value=None,
            low=None,
            reason="too_few_answers",
        ),
    ),
    participation=(),
    estimates=(estimate(), estimate(estimate=None, low=None, high=None, p=None, method="=none")),
    groups=(),
    measures=(
        measure("workload", LONG_NAME, "scale"),
        measure("back_pain", "Back pain", "yes_no"),
    ),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("export") / "new" / "folder"
    export_release(RELEASE, path)
    return path


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_an_export_is_these_files(folder: Path) -> None:
    assert sorted(path.name for path in folder.iterdir()) == sorted(FILES)


def test_cells_csv_has_the_promised_columns_and_a_row_a_cell(folder: Path) -> None:
    assert (folder / "cells.csv").read_text("utf-8").split("\n")[0] == CELL_COLUMNS
    assert len(rows(folder / "cells.csv")) == len(RELEASE.cells)


def test_a_sheet_tells_each_estimate_in_each_language_of_the_measures(folder: Path) -> None:
    sheet = openpyxl.load_workbook(folder / "cells.xlsx")["sentences"]
    headings, *lines = sheet.iter_rows(values_only=True)
    told = [dict(zip(map(str, headings), line, strict=True)) for line in lines]
    assert list(told[0]) == ["table", "wave", "outcome", "factor", "en", "de"]
    assert len(told) == len(RELEASE.estimates) + len(RELEASE.analyses)
    measures = {entry.key: entry for entry in RELEASE.measures}
    for row, one in zip(told, RELEASE.estimates, strict=False):
        assert (row["table"], row["factor"]) == ("estimates", one.factor)
        for language in ("en", "de"):
            said = sentence(one, measures, texts(language, *READING_PARTS))
            assert row[language] == said


def test_estimates_csv_has_the_promised_columns_and_a_row_an_estimate(folder: Path) -> None:
    assert (folder / "estimates.csv").read_text("utf-8").split("\n")[0] == ESTIMATE_COLUMNS
    assert len(rows(folder / "estimates.csv")) == len(RELEASE.estimates)


def test_a_total_is_a_star_and_no_number_is_an_empty_field(folder: Path) -> None:
    first, *_, withheld = rows(folder / "cells.csv")
    assert (first["department"], first["team"], first["category"]) == ("*", "*", "*")
    assert (first["n"], first["value"], first["low"]) == ("12", "54.25", "41.0")
    assert [withheld[name] for name in ("n", "value", "low", "high")] == ["", "", "", ""]
    assert (withheld["status"], withheld["reason"]) == ("withheld", "too_few_answers")


def test_a_bounded_cell_has_its_bounds_and_no_value(folder: Path) -> None:
    bounded = rows(folder / "cells.csv")[4]
    assert (bounded["value"], bounded["low"], bounded["high"]) == ("", "0.0", "0.1818")


def test_numbers_keep_their_digits_and_their_sign(folder: Path) -> None:
    first, without = rows(folder / "estimates.csv")
    assert (first["estimate"], first["p"], first["clusters"]) == ("-0.031", "0.00004", "")
    assert without["estimate"] == ""


def test_a_text_that_a_spreadsheet_would_run_gets_an_apostrophe(folder: Path) -> None:
    _, second, third, *_ = rows(folder / "cells.csv")
    assert second["department"] == '\'=HYPERLINK("http://example.org")'
    assert second["team"] == "'@Küche"
    assert (third["department"], third["team"], third["category"]) == ("'+1", "'-2", "'\t50")
    assert rows(folder / "estimates.csv")[1]["method"] == "'=none"
    assert rows(folder / "codebook.csv")[-1]["part"] == "reason"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_no_field_or_heading_of_a_csv_begins_a_formula(start: str) -> None:
    assert written(f"{start}1+1") == f"'{start}1+1"


@pytest.mark.parametrize("plain", ["*", "Night + Stores", "Küche", "'quoted", "a=b", ""])
def test_other_texts_stay_as_they_are(plain: str) -> None:
    assert written(plain) == plain


def test_the_workbook_holds_the_same_and_no_formula_and_no_link(folder: Path) -> None:
    book = openpyxl.load_workbook(folder / "cells.xlsx")
    assert book.sheetnames[-4:] == ["cells", "estimates", "codebook", "sentences"]
    sheet = book["cells"]
    assert [heading.value for heading in sheet[1]] == CELL_COLUMNS.split(",")
    assert [heading.value for heading in book["estimates"][1]] == ESTIMATE_COLUMNS.split(",")
    assert sheet["B3"].value == '=HYPERLINK("http://example.org")'
    every = [each for page in book for row in page.iter_rows() for each in row]
    assert {each.data_type for each in every} <= {"s", "n"}
    assert all(each.hyperlink is None for each in every)
    assert (sheet["A2"].value, sheet["H2"].value, sheet["I2"].value) == ("2026", 12, 54.25)
    assert [sheet[f"{letter}7"].value for letter in "HIJK"] == [None] * 4


def test_the_parquet_file_holds_the_cells_with_their_types(folder: Path) -> None:
    table = pq.read_table(folder / "cells.parquet")
    assert table.column_names == CELL_COLUMNS.split(",")
    assert [Cell.model_validate(row) for row in table.to_pylist()] == list(RELEASE.cells)


def test_the_spss_file_holds_the_cells_with_labels(folder: Path) -> None:
    frame, about = pyreadstat.read_sav(folder / "cells.sav")
    assert list(frame.columns) == CELL_COLUMNS.split(",")
    back = [
        Cell.model_validate({key: None if pd.isna(each) else each for key, each in row.items()})
        for row in frame.to_dict("records")
    ]
    assert back == list(RELEASE.cells)
    assert about.column_names_to_labels["n"] == "How many answers the number stands on."
    labels = about.variable_value_labels
    assert labels["measure"]["back_pain"] == "Back pain"
    assert labels["status"]["withheld"].startswith("There is no number")
    assert about.variable_measure["value"] == "scale"


def test_labels_too_long_for_spss_are_cut_in_sight_and_whole_in_the_codebook(folder: Path) -> None:
    _, about = pyreadstat.read_sav(folder / "cells.sav")
    label = about.variable_value_labels["measure"]["workload"]
    assert len(label.encode()) <= 120
    assert label.endswith("…")
    entry = next(row for row in rows(folder / "codebook.csv") if row["key"] == "workload")
    assert entry["name_en"] == LONG_NAME


@pytest.mark.parametrize("text", ["ü" * 200, "€" * 100, "x" * 121])
def test_cutting_keeps_whole_characters(text: str) -> None:
    short = cut(text, 120)
    assert 115 < len(short.encode()) <= 120
    assert text.startswith(short.removesuffix("…"))
    assert cut("x" * 120, 120) == "x" * 120


def test_the_codebook_explains_measures_columns_and_words_in_every_language(folder: Path) -> None:
    book = rows(folder / "codebook.csv")
    explained = {(row["part"], row["key"]) for row in book}
    wanted = {("column", f"cells.{name}") for name in CELL_COLUMNS.split(",")}
    wanted |= {("column", f"estimates.{name}") for name in ESTIMATE_COLUMNS.split(",")}
    wanted |= {("statistic", name) for name in ("mean", "sd", "share", "median")}
    wanted |= {("status", name) for name in ("shown", "bounded", "withheld")}
    wanted |= {("reason", name) for name in ("", "shown_together", "too_few_answers")}
    wanted |= {("measure", "workload"), ("measure", "back_pain"), ("release", "notice")}
    assert wanted <= explained
    for row in book:
        assert row["definition_en"], row
        assert row["definition_de"], row


def test_the_codebook_says_what_a_measure_is(folder: Path) -> None:
    pain = next(row for row in rows(folder / "codebook.csv") if row["key"] == "back_pain")
    assert (pain["kind"], pain["role"], pain["sensitivity"]) == ("yes_no", "outcome", "health")
    assert (pain["good_end"], pain["source"]) == ("low", "Made for tests")
    assert pain["name_de"] == "Back pain (de)"
    assert pain["definition_en"] == "'=Asked as is"


def test_the_codebook_says_under_which_rules_the_release_was_made(folder: Path) -> None:
    values = {(row["part"], row["key"]): row["value"] for row in rows(folder / "codebook.csv")}
    assert values["policy", "health"] == "10"
    assert values["release", "validated"] == "no"
    assert values["release", "id"] == "a" * 64


def hashes(path: Path) -> dict[str, str]:
    return {
        each.name: hashlib.sha256(each.read_bytes()).hexdigest() for each in sorted(path.iterdir())
    }


def test_the_same_release_gives_the_same_bytes_at_another_time(
    folder: Path, tmp_path: Path
) -> None:
    time.sleep(1.1)  # SPSS files and workbooks would hold the second of their making
    export_release(RELEASE, tmp_path)
    assert hashes(tmp_path) == hashes(folder)


def test_a_release_without_estimates_or_cells_has_its_headings(tmp_path: Path) -> None:
    empty = Release(RELEASE.manifest, (), (), (), (), RELEASE.measures)
    export_release(empty, tmp_path)
    assert (tmp_path / "cells.csv").read_text() == CELL_COLUMNS + "\n"
    assert (tmp_path / "estimates.csv").read_text() == ESTIMATE_COLUMNS + "\n"
    assert list(pyreadstat.read_sav(tmp_path / "cells.sav")[0].columns) == CELL_COLUMNS.split(",")


def test_a_new_export_replaces_an_old_one_and_leaves_other_files(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    (tmp_path / "cells.csv").write_text("old")
    paths = export_release(RELEASE, tmp_path)
    assert paths == [tmp_path / name for name in FILES]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([*FILES, "mine.txt"])
    assert (tmp_path / "mine.txt").read_text() == "mine"
    assert (tmp_path / "cells.csv").read_text("utf-8").startswith("wave,")


def test_a_failure_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(path: Path, release: Release) -> None:
        raise RuntimeError

    (tmp_path / "cells.csv").write_text("old")
    monkeypatch.setitem(exports.WRITERS, "cells.parquet", broken)
    with pytest.raises(RuntimeError):
        export_release(RELEASE, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["cells.csv"]
    assert (tmp_path / "cells.csv").read_text() == "old"


def test_a_folder_that_cannot_be_used_is_said_before_anything_is_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("a file")
    (tmp_path / "taken" / "cells.xlsx").mkdir(parents=True)
    for folder in (tmp_path / "file", tmp_path / "file" / "below", tmp_path / "taken"):
        with pytest.raises(ExportFolderUnusable, match="name another one after --to"):
            export_release(RELEASE, folder)
    assert (tmp_path / "file").read_text() == "a file"
    assert [path.name for path in (tmp_path / "taken").iterdir()] == ["cells.xlsx"]
