"""Files that real people's tools make: each is read right, or refused with place and remedy."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from survey.__main__ import _condition
from survey.errors import BearingError
from survey.fieldwork.importing.answers import ImportedAnswers, read_answers
from survey.fieldwork.importing.mapping import Mapping
from survey.fieldwork.importing.mapping_file import load_mapping

CASES = Path(__file__).parents[2] / "files" / "cases"


def read(file: str, mapping: str, **changes: Any) -> ImportedAnswers:
    path = CASES / file
    good = load_mapping(path.parent / mapping)
    document = {**good.model_dump(), **changes}
    if unit := changes.get("unit"):
        document["unit"] = {**{"department": "Dept", "team": "Team"}, **unit}
    return read_answers(path, Mapping.model_validate(document))


def values(imported: ImportedAnswers, item: str = "workload_fast") -> Counter[int | None]:
    at = list(imported.instrument.item_by_key).index(item)
    return Counter(answers[at] for _, answers in imported.answers)


def places(imported: ImportedAnswers) -> set[tuple[str, str]]:
    return {(unit.department, unit.team) for unit in imported.units}


UNIT = {"department": "Dept", "team": "Team"}
FAST = {"column": "q1"}
READ: list[Any] = [
    ("05-qualtrics-three-rows/a.csv", "m.toml", {"skip_below": 2}),
    ("06-incomplete-responses/a.csv", "m.toml", {}),
    ("110-other-tools-exports/redcap.csv", "redcap-filter.toml", {}),
    (
        "06-incomplete-responses/a.csv",
        "m.toml",
        {"filter": {"column": "submitdate", "empty": False}},
    ),
    ("08-decimal-comma-66,667/a.csv", "m.toml", {}),
    ("09-one-team-two-spellings/a.csv", "m.toml", {"unit": {"ignore_case": True}}),
    ("12-unused-duplicate-headings/a.csv", "m.toml", {}),
    ("14-excel-quirks/hidden.xlsx", "m.toml", {}),
    ("14-excel-quirks/merged.xlsx", "m.toml", {}),
    ("15-answer-codes/lime.csv", "m.toml", {}),
    ("15-answer-codes/kobo.xlsx", "mk.toml", {}),
    ("14-excel-quirks/dates.xlsx", "ml.toml", {}),
    ("16-no-team-column/a.csv", "m1.toml", {}),
    ("16-no-team-column/a.csv", "m2.toml", {}),
    ("18-formula-like-team-names/a.csv", "m.toml", {}),
    ("22-same-file-twice/a.csv", "m.toml", {}),
    ("22-same-file-twice/b.csv", "m.toml", {}),
    ("23-excel-headings/blankcol.xlsx", "m.toml", {}),
    ("23-excel-headings/bool.xlsx", "mbool.toml", {}),
    ("23-excel-headings/bool.xlsx", "mbool2.toml", {}),
    ("23-excel-headings/nl.xlsx", "mnl.toml", {}),
    ("23-excel-headings/num.xlsx", "mnum.toml", {}),
    ("102-r-write-table/write_csv.csv", "m.toml", {}),
    ("102-r-write-table/write_table.txt", "m.toml", {"row_names": True}),
    ("102-r-write-table/write_table_space.txt", "m.toml", {"row_names": True, "separator": " "}),
    ("103-workbook-kinds/plain.xlsx", "m.toml", {}),
    ("103-workbook-kinds/booleans.xlsx", "m.toml", {}),
    ("103-workbook-kinds/chartsheet-first.xlsx", "m.toml", {}),
    ("103-workbook-kinds/chartsheet-with-chart-first.xlsx", "m.toml", {}),
    ("103-workbook-kinds/strict.xlsx", "m.toml", {}),
    ("103-workbook-kinds/filtered.xlsx", "m.toml", {}),
    ("103-workbook-kinds/merged-group-row.xlsx", "m.toml", {"headings": 2}),
    ("103-workbook-kinds/numbers-as-text-nbsp.xlsx", "m.toml", {}),
    ("103-workbook-kinds/rich-text-heading.xlsx", "m.toml", {}),
    ("103-workbook-kinds/rows-of-spaces.xlsx", "m.toml", {}),
    ("103-workbook-kinds/percent.xlsx", "m-percent.toml", {}),
    ("110-other-tools-exports/ctrl-z.csv", "ctrl-z.toml", {}),
    ("110-other-tools-exports/formbricks.csv", "formbricks.toml", {}),
    ("110-other-tools-exports/inch.csv", "inch.toml", {}),
    ("110-other-tools-exports/kobo.csv", "kobo.toml", {}),
    ("110-other-tools-exports/nul.csv", "nul.toml", {}),
    ("110-other-tools-exports/otree.csv", "otree.toml", {}),
    ("110-other-tools-exports/split-question.csv", "split-question.toml", {}),
    (
        "110-other-tools-exports/one-unit-column.csv",
        "one-unit-column.toml",
        {"unit": {"department": "unit", "team": None, "divided_by": ">"}},
    ),
    (
        "110-other-tools-exports/redcap.csv",
        "redcap.toml",
        {
            "unit": {"department": "dept", "team": "team"},
            "filter": {"column": "redcap_repeat_instrument", "empty": True},
            "person": {"column": "record_id"},
        },
    ),
    ("115-one-team-renamed/2025.csv", "m.toml", {}),
    ("115-one-team-renamed/2026.csv", "m.toml", {"unit": {"ignore_case": True}}),
    ("122-panel-data/a.csv", "m.toml", {"person": {"column": "person", "twins": "keep last"}}),
    ("123-score-of-a-scale/a.csv", "m.toml", {}),
    (
        "126-three-years-in-one-file/a.csv",
        "m.toml",
        {"filter": {"column": "Timestamp", "from": "2026-01-01", "upto": "2026-12-31"}},
    ),
    ("29-where/a.csv", "m.toml", {"filter": {"column": "a=b", "value": "x"}}),
]  # fmt: skip


@pytest.mark.parametrize(("file", "mapping", "changes"), READ)
def test_a_file_is_read(file: str, mapping: str, changes: dict[str, Any]) -> None:
    imported = read(file, mapping, **changes)
    assert imported.answers
    assert any(value is not None for _, answers in imported.answers for value in answers)


REFUSED: list[Any] = [
    ("05-qualtrics-three-rows/a.csv", "m.toml", {}, "IMPORT-", ["line 2", "skip_below"]),
    ("06-incomplete-responses/a.csv", "m2.toml", {}, "IMPORT-NO-ROWS", ["no row holds any answer"]),
    ("09-one-team-two-spellings/a.csv", "m.toml", {}, "IMPORT-UNIT-TWINS", ["line 4", "line 2"]),
    ("09-one-team-two-spellings/b.csv", "m.toml", {}, "IMPORT-UNIT-TWINS", ["line 4", "line 2"]),
    ("14-excel-quirks/errors.xlsx", "m.toml", {}, "IMPORT-", ["row ", "error value"]),
    ("14-excel-quirks/errors.xlsx", "ml.toml", {}, "IMPORT-UNIT-NAME", ["row 14", "error value"]),
    ("14-excel-quirks/formulas.xlsx", "m.toml", {}, "IMPORT-VALUE", ["row 2", "formula"]),
    ("14-excel-quirks/dates.xlsx", "mt.toml", {}, "IMPORT-", ["row ", "column"]),
    ("15-answer-codes/label.csv", "ml.toml", {}, "IMPORT-VALUE", ["line 2", "'Q1'"]),
    ("16-no-team-column/a.csv", "m.toml", {}, "IMPORT-COLUMN", ["'Team'", "line 1"]),
    ("16-no-team-column/a.csv", "m3.toml", {}, "IMPORT-COLUMN", ["'=Hospital'", "line 1"]),
    ("17-odd-team-names/cjk.csv", "m.toml", {}, "IMPORT-UNIT-NAME", ["line 2", "U+75C5"]),
    ("17-odd-team-names/emoji.csv", "m.toml", {}, "IMPORT-UNIT-NAME", ["line 2", "U+1F691"]),
    ("17-odd-team-names/nbhyphen.csv", "m.toml", {}, "IMPORT-UNIT-NAME", ["line 22", "U+2460"]),
    ("17-odd-team-names/thai.csv", "m.toml", {}, "IMPORT-UNIT-NAME", ["line 2", "U+0E40"]),
    ("23-excel-headings/top.xlsx", "m.toml", {}, "IMPORT-TWO-HEADINGS", ["row 1"]),
    ("27-text-answers-called-headings/a.csv", "m.toml", {}, "IMPORT-VALUE", ["line 2", "It knows"]),
    (
        "27-text-answers-called-headings/a.csv",
        "m2.toml",
        {},
        "IMPORT-VALUE",
        ["line 2", "It knows often"],
    ),
    (
        "110-other-tools-exports/two-languages.csv",
        "two-languages.toml",
        {"ignore_case": True},
        "IMPORT-VALUE",
        ["line 5", "5 more values"],  # Don't with another apostrophe, "Rarely."
    ),
    ("102-r-write-table/write_table.txt", "m.toml", {}, "IMPORT-UNEVEN-ROW", ["row_names"]),
    ("102-r-write-table/write_table_space.txt", "m.toml", {}, "IMPORT-QUOTES", ["separator"]),
    ("102-r-write-table/na.csv", "m.toml", {}, "IMPORT-VALUE", ["line "]),
    ("103-workbook-kinds/percent.xlsx", "m.toml", {}, "IMPORT-VALUE", ["row 2", "'q1'"]),
    ("103-workbook-kinds/total-row.xlsx", "m.toml", {}, "IMPORT-NO-UNIT", ["row 42"]),
    (
        "103-workbook-kinds/team-as-date-and-number.xlsx",
        "m.toml",
        {},
        "IMPORT-UNIT-NAME",
        ["row 2", "is a date"],
    ),
    ("126-three-years-in-one-file/sep.csv", "m.toml", {}, "IMPORT-EMPTY", ["sep.csv is empty"]),
    ("110-other-tools-exports/half-points.csv", "half-points.toml", {}, "IMPORT-VALUE", ["line 2"]),
    (
        "110-other-tools-exports/stata-missing.csv",
        "stata-missing.toml",
        {},
        "IMPORT-VALUE",
        ["line 4"],
    ),
    (
        "122-panel-data/a.csv",
        "m.toml",
        {"person": {"column": "person"}},
        "IMPORT-PERSON-TWICE",
        ["line 3", "line 2", "keep first"],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("file", "mapping", "changes", "code", "said"), REFUSED)
def test_a_file_is_refused_with_its_place(
    file: str, mapping: str, changes: dict[str, Any], code: str, said: list[str]
) -> None:
    with pytest.raises(BearingError) as refused:
        read(file, mapping, **changes)
    assert refused.value.code.startswith(code)
    assert all(words in refused.value.message for words in said), refused.value.message


def test_rows_without_an_answer_are_left_out_and_counted() -> None:
    imported = read("06-incomplete-responses/a.csv", "m.toml")
    assert imported.left_out > 0
    assert None not in values(imported)
    assert any("nothing was answered" in str(note) for note in imported.notes)


def test_decimals_within_a_score_leave_no_doubt() -> None:
    imported = read("08-decimal-comma-66,667/a.csv", "m.toml")
    assert set(values(imported)) <= {1, 2, 3, 4, 5}
    first = imported.answers[0][1][list(imported.instrument.item_by_key).index("workload_fast")]
    assert first == 2  # 33.333 of 100 lies nearest to the second of five steps


def test_one_name_however_it_is_written() -> None:
    unit = {"ignore_case": True}
    assert places(read("09-one-team-two-spellings/a.csv", "m.toml", unit=unit)) == {
        ("Küche", "Früh")
    }


def test_a_hidden_first_sheet_is_not_read() -> None:
    imported = read("14-excel-quirks/hidden.xlsx", "m.toml")
    assert {department for department, _ in places(imported)} == {"Ward"}
    assert any("'_old'" in str(note) for note in imported.notes)


def test_merged_cells_lose_nobody() -> None:
    assert len(read("14-excel-quirks/merged.xlsx", "m.toml").answers) == 12


def test_the_department_may_be_the_only_unit() -> None:
    imported = read("16-no-team-column/a.csv", "m.toml", unit={"team": None})
    assert places(imported) == {("Ward", "Ward")}
    hospital = {"department": None, "in_department": "Hospital", "team": "Dept"}
    imported = read("16-no-team-column/a.csv", "m.toml", unit=hospital)
    assert places(imported) == {("Hospital", "Ward")}


def test_one_column_names_both() -> None:
    unit = {"department": "unit", "team": None, "divided_by": ">"}
    file, mapping = "110-other-tools-exports/one-unit-column.csv", "one-unit-column.toml"
    assert ("Sales", "North") in places(read(file, mapping, unit=unit))


def test_a_field_that_lists_answers_is_asked_for_one() -> None:
    column = "Where does it hurt? (tick all)"
    items = {"pain_week": {"column": column, "contains": "Back"}}
    imported = read("13-multi-select/a.csv", "m.toml", items=items)
    first = [values(imported, "pain_week")[value] for value in (0, 1)]
    text = (CASES / "13-multi-select" / "a.csv").read_text("utf-8")
    assert first[1] == text.count("Back")
    assert first[0] == len(text.splitlines()) - 1 - text.count("Back") - text.count(',""')


def test_a_percent_is_not_the_lowest_step() -> None:
    assert len(values(read("103-workbook-kinds/percent.xlsx", "m-percent.toml"))) > 2


def test_hidden_rows_are_read_and_said() -> None:
    imported = read("103-workbook-kinds/filtered.xlsx", "m.toml")
    assert len(imported.answers) == 40
    assert any("27 rows are hidden" in str(note) for note in imported.notes)


RENAMED = {
    "ignore_case": True,
    "rename_departments": {"Kitchen & Service": "Kitchen"},
}


def test_a_department_renamed_between_two_waves_stays_one_group() -> None:
    before = read("115-one-team-renamed/2025.csv", "m.toml")
    after = read("115-one-team-renamed/2026.csv", "m.toml", unit=RENAMED)
    assert places(before) == places(after)


def test_only_the_year_asked_for_is_read() -> None:
    whole = read("126-three-years-in-one-file/a.csv", "m.toml")
    column = "Timestamp"
    ranged = read(
        "126-three-years-in-one-file/a.csv", "m.toml",
        filter={"column": column, "from": "2026-01-01", "upto": "2026-12-31"},
    )  # fmt: skip
    begun = read(
        "126-three-years-in-one-file/a.csv", "m.toml", filter={"column": column, "begins": "2026"}
    )
    assert 0 < len(ranged.answers) == len(begun.answers) < len(whole.answers)


def test_a_long_file_becomes_a_row_a_person(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_text(
        "who,Dept,Team,question,answer\n"
        "a,Ward,Day,q1,2\na,Ward,Day,q2,4\nb,Ward,Day,q1,5\nb,Ward,Day,q2,\n"
    )
    good = load_mapping(CASES / "126-three-years-in-one-file" / "m.toml")
    document = {
        **good.model_dump(),
        "person": {"column": "who"},
        "long": {"question": "question", "answer": "answer"},
    }
    imported = read_answers(path, Mapping.model_validate(document))
    assert values(imported) == {2: 1, 5: 1}
    assert values(imported, "stress_tense") == {4: 1, None: 1}


def test_a_column_with_an_equals_sign_can_be_named() -> None:
    assert _condition('"a=b"=x') == ("a=b", "x")
    path = CASES / "29-where" / "a.csv"
    mapping = load_mapping(path.parent / "m.toml")
    assert read_answers(path, mapping, _condition('"a=b"=x')).answers
