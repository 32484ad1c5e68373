"""Each entry of a mapping does what the page on importing says, and each refusal has its file."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pyreadstat
import pytest

from survey.errors import BearingError
from survey.fieldwork.importing.answers import ImportedAnswers, read_answers
from survey.fieldwork.importing.mapping import Mapping
from survey.fieldwork.importing.mapping_file import load_mapping

FILES = Path(__file__).parents[2] / "files"
HURRY = {"column": "q1"}
PAIN = {"column": "q2"}


def mapping(**changes: Any) -> Mapping:
    good = load_mapping(FILES / "ward_mapping.toml")
    document = {**good.model_dump(), "items": {"hurry": HURRY, "pain": PAIN}, **changes}
    return Mapping.model_validate(document)


def read(folder: Path, text: str, **changes: Any) -> ImportedAnswers:
    path = folder / "answers.csv"
    path.write_text(text, "utf-8")
    return read_answers(path, mapping(**changes))


def answers(imported: ImportedAnswers) -> list[tuple[int | None, ...]]:
    return [given[:2] for _, given in imported.answers]


FRAME = pd.DataFrame({"Dept": [1.0, 2.0], "Team": ["Day", "Night"], "q1": [3.0, 2.0], "q2": [1, 0]})


def as_dta(path: Path) -> None:
    labels = {"Dept": {1: "Nursing", 2: "Stores"}}
    pyreadstat.write_dta(FRAME, str(path), variable_value_labels=labels)


def as_zsav(path: Path) -> None:
    labels = {"Dept": {1: "Nursing", 2: "Stores"}}
    pyreadstat.write_sav(FRAME, str(path), compress=True, variable_value_labels=labels)


@pytest.mark.parametrize(("ending", "write"), [(".dta", as_dta), (".zsav", as_zsav)])
def test_stata_and_compressed_spss_files_are_read_with_their_labels(
    tmp_path: Path, ending: str, write: Callable[[Path], None]
) -> None:
    path = tmp_path / f"answers{ending}"
    write(path)
    unit = {"department": "Dept", "team": "Team", "value_labels": True}
    imported = read_answers(path, mapping(unit=unit))
    assert [unit.department for unit in imported.units] == ["Nursing", "Stores"]
    assert answers(imported) == [(3, 1), (2, 0)]


def test_values_that_stata_calls_missing_are_no_answer(tmp_path: Path) -> None:
    path = tmp_path / "answers.dta"
    frame = FRAME.assign(q1=[3.0, float("nan")])
    pyreadstat.write_dta(frame, str(path))
    assert answers(read_answers(path, mapping())) == [(3, 1), (None, 0)]


def test_answer_codes_stand_for_their_numbers_and_y_and_n_for_yes_and_no(tmp_path: Path) -> None:
    text = "Dept,Team,q1,q2\nA,B,A2,Y\nA,B,SQ003,N\nA,B,AO01,\n"
    assert answers(read(tmp_path, text, answer_codes=True)) == [(2, 1), (3, 0), (1, None)]
    with pytest.raises(BearingError, match="line 2, column 'q1'"):
        read(tmp_path, text)


@pytest.mark.parametrize(
    ("mark", "step"), [(",", 2), (".", 3)], ids=["33 and a third", "33 thousand"]
)
def test_the_decimal_mark_settles_what_33_333_is(tmp_path: Path, mark: str, step: int) -> None:
    ranges = [{"upto": 10, "value": 1}, {"upto": 100, "value": 2}, {"upto": 99_999, "value": 3}]
    items = {"hurry": {"column": "q1", "ranges": ranges}}
    text = 'Dept;Team;q1\nA;B;"33,333"\n'
    assert answers(read(tmp_path, text, items=items, decimal=mark)) == [(step, None)]
    with pytest.raises(BearingError, match="line 2, column 'q1'"):
        read(tmp_path, text, items=items)


def test_places_can_have_the_name_that_they_have_in_other_waves(tmp_path: Path) -> None:
    unit = {
        "department": "Dept", "team": "Team",
        "rename_departments": {"Care": "Nursing"}, "rename_teams": {"Early": "Day"},
    }  # fmt: skip
    imported = read(tmp_path, "Dept,Team,q1,q2\nCare,Early,1,1\nNursing,Day,2,0\n", unit=unit)
    assert [(unit.department, unit.team) for unit in imported.units] == [("Nursing", "Day")]


def test_an_empty_field_may_mean_no(tmp_path: Path) -> None:
    items = {"hurry": HURRY, "pain": {"column": "q2", "empty": 0}}
    text = "Dept,Team,q1,q2\nA,B,1,\nA,B,2,1\n"
    assert answers(read(tmp_path, text, items=items)) == [(1, 0), (2, 1)]


@pytest.mark.parametrize(("twins", "kept"), [("keep first", (1, 1)), ("keep last", (3, 0))])
def test_one_of_a_persons_rows_is_kept(tmp_path: Path, twins: str, kept: tuple[int, int]) -> None:
    text = "who,Dept,Team,q1,q2\nx,A,B,1,1\ny,A,B,2,0\nx,A,B,3,0\n"
    imported = read(tmp_path, text, person={"column": "who", "twins": twins})
    assert sorted(answers(imported)) == sorted([kept, (2, 0)])
    assert "1 further rows of the same people left out." in [str(note) for note in imported.notes]


LONG = {"long": {"question": "question", "answer": "answer"}, "person": {"column": "who"}}
REFUSED: list[Any] = [
    pytest.param(
        "Dept,Team,q1,q2,q1b\nA,B,1,1,1\nA,B,1,1,2\n",
        {"items": {"hurry": {"column": ["q1", "q1b"]}}},
        "IMPORT-COLUMNS-DISAGREE", ["line 3", "Correct one"],
        id="two columns of one item",
    ),
    pytest.param(
        "who,Dept,Team,q1,q2\nx,A,B,1,1\n,A,B,2,0\n", {"person": {"column": "who"}},
        "IMPORT-NO-PERSON", ["line 3, column 'who'"],
        id="nobody's row",
    ),
    pytest.param(
        "who,Dept,Team,question,answer\nx,A,B,q1,1\nx,A,C,q2,1\n", LONG,
        "IMPORT-PERSON-ROWS", ["line 3, column 'Team'", "line 2"],
        id="a person in two teams",
    ),
    pytest.param(
        "who,Dept,Team,question,answer\nx,A,B,q1,1\nx,A,B,q2,1\nx,A,B,q1,2\n", LONG,
        "IMPORT-PERSON-ROWS", ["line 4", "second answer"],
        id="a question answered twice",
    ),
    pytest.param(
        "who,Dept,Team,question,answer\nx,A,B,q1,1\n", LONG,
        "IMPORT-COLUMN", ["no row with 'q2'"],
        id="a question that nobody was asked",
    ),
    pytest.param(
        "Dept,Team,q1,q2,when\nA,B,1,1,3/4/26\n",
        {"filter": {"column": "when", "from": "2026-01-01"}},
        "IMPORT-FILTER", ["line 2, column 'when'", "day first"],
        id="a date that could be two",
    ),
    pytest.param(
        "Dept,Team,q1,q2,when\nA,B,1,1,soon\n", {"given": {"column": "when"}},
        "IMPORT-DAY", ["line 2, column 'when'"],
        id="no day",
    ),
    pytest.param(
        "Dept,Team,q1,q1,q2\nA,B,1,2,1\n", {},
        "IMPORT-HEADING-TWICE", ["number 3, C", "number 4, D"],
        id="a needed heading twice",
    ),
    pytest.param(
        "Dept,Team,q1,q2\nA,b,1,1\nA,B,1,1\n", {},
        "IMPORT-UNIT-TWINS", ["line 3", "line 2", "ignore_case"],
        id="twins of names",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "changes", "code", "said"), REFUSED)
def test_a_refusal_names_the_place_and_the_remedy(
    tmp_path: Path, text: str, changes: dict[str, Any], code: str, said: list[str]
) -> None:
    with pytest.raises(BearingError) as refused:
        read(tmp_path, text, **changes)
    assert refused.value.code == code
    assert all(words in refused.value.message for words in said), refused.value.message


def test_a_stata_file_that_is_none_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "answers.dta"
    for content in (b"Dept,Team\nA,B\n", b"<stata_dta>nothing more"):
        path.write_bytes(content)
        with pytest.raises(BearingError) as refused:
            read_answers(path, mapping())
        assert refused.value.code == "IMPORT-NOT-DTA"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("Dept,Team,q1,q2\nK\u00c3\u00bcche,B,1,1\n".encode(), ["line 2", "spoilt"]),
        ("Dept,Team,q1,q2\nKüche,B,1,1\n".encode("mac_roman"), ["line 2", "mac_roman"]),
    ],
)
def test_answers_with_spoilt_letters_are_refused(
    tmp_path: Path, content: bytes, said: list[str]
) -> None:
    path = tmp_path / "answers.csv"
    path.write_bytes(content)
    with pytest.raises(BearingError) as refused:
        read_answers(path, mapping())
    assert refused.value.code == "IMPORT-ENCODING"
    assert all(words in refused.value.message for words in said), refused.value.message


@pytest.mark.parametrize("separator", ["|", "\t", ";"])
def test_bars_tabs_and_a_second_mark_are_read(tmp_path: Path, separator: str) -> None:
    lines = [["Dept", "Team", "q1", "q2"], ["A", "B", "1", "0"]]
    text = "\ufeff\ufeff" + "\n".join(separator.join(line) for line in lines)
    imported = read(tmp_path, text)
    assert answers(imported) == [(1, 0)]
    assert any("second byte-order mark" in str(note) for note in imported.notes)
