"""A file that is wrong gets one message with its place, and never an answer in it."""

import io
import shutil
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pyreadstat
import pytest

from survey.errors import BearingError
from survey.fieldwork.importing.answers import read_answers
from survey.fieldwork.importing.mapping import Mapping
from survey.fieldwork.importing.mapping_file import load_mapping

FILES = Path(__file__).parents[2] / "files"
GOOD = """\
Dept,Team,year,q1,q2
Nursing,Night,2024,often,1
Nursing,Day,2024,2,0
Stores,Night,2025,9,
"""


def mapping(**changes: Any) -> Mapping:
    good = load_mapping(FILES / "ward_mapping.toml")
    return Mapping.model_validate({**good.model_dump(), **changes})


def failure_of(
    folder: Path, content: str | bytes, name: str = "answers.csv", **changes: Any
) -> BearingError:
    """Save a file, read it, and return the failure."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(BearingError) as failure:
        read_answers(path, mapping(**changes))
    return failure.value


def changed(old: str, new: str) -> str:
    assert GOOD.count(old) == 1
    return GOOD.replace(old, new)


BAD_TEXTS = [
    pytest.param("", "IMPORT-EMPTY", ["line 1"], id="empty"),
    pytest.param("\n  \n", "IMPORT-EMPTY", ["line 1"], id="blank lines only"),
    pytest.param(GOOD.splitlines()[0], "IMPORT-EMPTY", ["line 1"], id="headings only"),
    pytest.param(changed("q1", "q3"), "IMPORT-COLUMN", ["line 1", "'q1'"], id="missing column"),
    pytest.param(
        changed("year", "q2"),
        "IMPORT-HEADING-TWICE",
        ["line 1", "number 3, C", "number 5, E"],
        id="one heading twice",
    ),
    pytest.param(
        "Who,,,What,\n" + GOOD, "IMPORT-TWO-HEADINGS", ["line 1"], id="a row above the headings"
    ),
    pytest.param(
        changed("q2\n", "q2\nWard?,Shift?,When?,How fast?,Does it hurt?\n"),
        "IMPORT-TWO-HEADINGS",
        ["line 2", "'q1'"],
        id="a second row of headings",
    ),
    pytest.param(
        changed("Day,2024,2,0", "Day,2024,2"),
        "IMPORT-UNEVEN-ROW",
        ["line 3", "4 fields", "5 headings"],
        id="a field too few",
    ),
    pytest.param(
        changed("Day,2024,2,0", "Day,2024,2,0,0"),
        "IMPORT-UNEVEN-ROW",
        ["line 3", "6 fields"],
        id="a field too many",
    ),
    pytest.param(
        changed("2024,2,0", "2024,77,0"),
        "IMPORT-VALUE",
        ["line 3", "'q1'", "number 4, D", "often, 2, 9", "nothing, -9, n/a"],
        id="unknown value under a recode",
    ),
    pytest.param(
        changed("2024,2,0", "2024,2,77"),
        "IMPORT-VALUE",
        ["line 3", "'q2'", "number 5, E", "It knows 0, 1;"],
        id="unknown value where the item's own are expected",
    ),
    pytest.param(
        changed("Nursing,Day", '"Nursing\nchildren",Day').replace("9,", "77,"),
        "IMPORT-VALUE",
        ["line 5"],
        id="lines are counted as an editor does, also across a quoted line end",
    ),
    pytest.param(
        changed("2024,2,0", '2024,"2,0'), "IMPORT-QUOTES", ["line 3"], id="quotation mark left open"
    ),
    pytest.param(
        changed("Nursing,Day", "Nursing,"),
        "IMPORT-NO-UNIT",
        ["line 3", "'Team'", "leave out"],
        id="no team, and the mapping does not leave such rows out",
    ),
    pytest.param(
        changed("Stores", "*"), "IMPORT-UNIT-NAME", ["line 4", "'Dept'"], id="the name of a total"
    ),
    pytest.param(
        changed("Stores", "Stores + Yard"), "IMPORT-UNIT-NAME", ["line 4"], id="a joined name"
    ),
    pytest.param(
        changed("Stores", "S" * 81), "IMPORT-UNIT-NAME", ["line 4", "80"], id="a very long name"
    ),
]


@pytest.mark.parametrize(("content", "code", "said"), BAD_TEXTS)
def test_a_bad_text_file_gets_one_message_with_its_place(
    tmp_path: Path, content: str, code: str, said: list[str]
) -> None:
    failure = failure_of(tmp_path, content)
    assert failure.code == code
    assert all(words in failure.message for words in ["answers.csv", *said]), failure.message
    assert "\n" not in failure.message


@pytest.mark.parametrize(
    ("text", "encoding", "named", "line"),
    [
        pytest.param("Küche", "cp1252", "utf-8", 3, id="Windows text read as UTF-8"),
        pytest.param("Küche", "utf-8", "cp1252", 3, id="UTF-8 read as Windows text"),
        pytest.param("Küche", "utf-8-sig", "cp1252", 1, id="UTF-8 with a mark"),
        pytest.param("Kitchen", "utf-16", "utf-8", 1, id="two-byte text with a mark"),
        pytest.param("Kitchen", "utf-16-le", "utf-8", 1, id="two-byte text without a mark"),
        pytest.param("Kitchen", "utf-8", "utf-16", 1, id="one-byte text read as two-byte"),
    ],
)
def test_a_wrong_encoding_names_the_line(
    tmp_path: Path, text: str, encoding: str, named: str, line: int
) -> None:
    content = changed("Nursing,Day", f"{text},Day").encode(encoding)
    failure = failure_of(tmp_path, content, encoding=named)
    assert failure.code == "IMPORT-ENCODING"
    assert f"line {line}:" in failure.message


def test_a_wrong_byte_far_down_names_its_line(tmp_path: Path) -> None:
    content = GOOD.encode() + b"Nursing,Day,2024,2,0\n" * 40_000 + b"K\xfcche,Day,2024,2,0\n"
    assert "line 40005:" in failure_of(tmp_path, content).message


def test_a_message_never_holds_an_answer(tmp_path: Path) -> None:
    secret = "secret-answer"
    wrong = [
        changed("2024,2,0", f"2024,{secret},0"),
        changed("2024,2,0", f"2024,2,{secret}"),
        changed("2024,2,0", f"2024,2,{secret},"),
        changed("2024,2,0", f'2024,2,"{secret}'),
        "\n".join([f"Nursing,Day,2024,{secret},{secret}"] * 3),  # no headings at all
        changed("Nursing,Day", f"*,{secret}"),
        changed("Nursing,Day", f"{secret} + {secret},Day"),
    ]
    for content in wrong:
        assert secret not in failure_of(tmp_path, content).message


def test_several_unknown_values_are_one_message_for_the_first_line(tmp_path: Path) -> None:
    content = changed("2024,often,1", "2024,often,7").replace("2024,2,0", "2024,77,8")
    message = failure_of(tmp_path, content).message
    assert "line 2, column 'q2'" in message
    assert message.endswith("2 more values are not known.")


def test_no_row_with_the_value_after_where(tmp_path: Path) -> None:
    path = tmp_path / "answers.csv"
    path.write_text(GOOD)
    with pytest.raises(BearingError) as failure:
        read_answers(path, mapping(), ("year", "2031"))
    assert failure.value.code == "IMPORT-NO-ROWS"
    assert "'2031'" in failure.value.message
    assert "'year'" in failure.value.message


def test_a_column_after_where_that_the_file_does_not_have(tmp_path: Path) -> None:
    path = tmp_path / "answers.csv"
    path.write_text(GOOD)
    with pytest.raises(BearingError) as failure:
        read_answers(path, mapping(), ("yeer", "2024"))
    assert failure.value.code == "IMPORT-COLUMN"
    assert "'yeer'" in failure.value.message


def test_rows_that_are_all_without_a_unit_are_no_answers(tmp_path: Path) -> None:
    unit = {"department": "Dept", "team": "Team", "rows_without": "leave out"}
    failure = failure_of(tmp_path, "Dept,Team,q1,q2\n,,2,1\n,,2,0\n", unit=unit)
    assert failure.code == "IMPORT-NO-ROWS"


def workbook(rows: list[list[Any]]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


SHEET: list[list[Any]] = [[*line.split(",")] for line in GOOD.splitlines()]


@pytest.mark.parametrize(
    ("rows", "code", "said"),
    [
        pytest.param([], "IMPORT-EMPTY", "row 1", id="empty"),
        pytest.param(SHEET[:1], "IMPORT-EMPTY", "row 1", id="headings only"),
        pytest.param(
            [[], *SHEET[:2], ["Nursing", "Day", 2024, 77, 0]],
            "IMPORT-VALUE",
            "row 4, column 'q1' (number 4, D)",
            id="unknown value, rows counted as the sheet does",
        ),
        pytest.param(
            [SHEET[0][:3], *SHEET[1:]], "IMPORT-COLUMN", "'q1', 'q2'", id="missing columns"
        ),
        pytest.param([["Title"], *SHEET], "IMPORT-TWO-HEADINGS", "row 1", id="a title above"),
        pytest.param(
            [SHEET[0], ["Ward", "Shift", "When", "Fast?", "Hurts?"], *SHEET[1:]],
            "IMPORT-TWO-HEADINGS",
            "row 2",
            id="a second row of headings",
        ),
    ],
)
def test_a_bad_workbook_gets_one_message_with_its_row(
    tmp_path: Path, rows: list[list[Any]], code: str, said: str
) -> None:
    failure = failure_of(tmp_path, workbook(rows), "answers.xlsx")
    assert failure.code == code
    assert said in failure.message


def zip_of(name: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr(name, "nothing")
    return content.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        pytest.param("a.xlsx", GOOD.encode(), "IMPORT-NOT-XLSX", id="text named xlsx"),
        pytest.param("a.xlsx", workbook(SHEET)[:900], "IMPORT-NOT-XLSX", id="half a workbook"),
        pytest.param("a.xlsx", zip_of("x.txt"), "IMPORT-NOT-XLSX", id="some other zip file"),
        pytest.param("a.xlsx", b"\xd0\xcf\x11\xe0" + b"x" * 99, "IMPORT-NOT-XLSX", id="locked"),
        pytest.param("a.sav", GOOD.encode(), "IMPORT-NOT-SAV", id="text named sav"),
        pytest.param("a.sav", b"$FL2@(#) SPSS" + b"x" * 99, "IMPORT-NOT-SAV", id="half an SPSS"),
        pytest.param("a.csv", workbook(SHEET), "IMPORT-KIND", id="workbook named csv"),
        pytest.param("a.ods", b"PK\x03\x04", "IMPORT-KIND", id="ending that is not known"),
        pytest.param("answers", GOOD.encode(), "IMPORT-KIND", id="no ending"),
        pytest.param("a.sav", b"", "IMPORT-EMPTY", id="empty SPSS"),
        pytest.param("a.xlsx", b"", "IMPORT-EMPTY", id="empty workbook"),
    ],
)
def test_a_file_that_is_not_what_its_ending_says(
    tmp_path: Path, name: str, content: bytes, code: str
) -> None:
    assert failure_of(tmp_path, content, name).code == code


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(BearingError) as failure:
            read_answers(path, mapping())
        assert failure.value.code == "IMPORT-FILE"


def test_a_sheet_that_is_not_there_is_said_with_those_that_are(tmp_path: Path) -> None:
    failure = failure_of(tmp_path, workbook(SHEET), "answers.xlsx", sheet="Answers")
    assert failure.code == "IMPORT-SHEET"
    assert "'Sheet'" in failure.message


def test_an_unknown_value_in_an_spss_file_names_the_row_of_the_data_view(tmp_path: Path) -> None:
    frame = pd.DataFrame(SHEET[1:], columns=SHEET[0])
    frame["q2"] = [1.0, 77.0, float("nan")]
    pyreadstat.write_sav(frame, str(tmp_path / "made.sav"))
    failure = failure_of(tmp_path, (tmp_path / "made.sav").read_bytes(), "answers.sav")
    assert failure.code == "IMPORT-VALUE"
    assert "row 2, column 'q2' (number 5, E)" in failure.message


def test_reading_leaves_the_file_and_its_folder_as_they_were(tmp_path: Path) -> None:
    shutil.copy(FILES / "ward.toml", tmp_path)
    failure_of(tmp_path, changed("q1", "q3"))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["answers.csv", "ward.toml"]
    assert (tmp_path / "answers.csv").read_text() == changed("q1", "q3")
