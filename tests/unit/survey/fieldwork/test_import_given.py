"""A file says when its answers were given, by a column that its mapping names."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest
from pydantic import ValidationError

from survey.fieldwork.importing.answers import read_answers
from survey.fieldwork.importing.given import DayUnclear, last_day
from survey.fieldwork.importing.mapping import Given
from survey.fieldwork.other_people import Others
from survey.fieldwork.tables.table import Table
from tests.unit.survey.fieldwork.test_import_answers import as_csv, mapping


def test_the_last_day_among_the_rows_that_are_taken_counts(tmp_path: Path) -> None:
    file = as_csv(tmp_path)
    dated = mapping(given=Given(column="year"))
    assert read_answers(file, dated).given_on == date(2025, 12, 31)
    assert read_answers(file, dated, ("year", "2024")).given_on == date(2024, 12, 31)
    assert read_answers(file, mapping()).given_on is None


def test_the_mapping_may_say_that_the_people_are_others(tmp_path: Path) -> None:
    file = as_csv(tmp_path)
    assert read_answers(file, mapping()).others is None
    assert read_answers(file, mapping(others="sample")).others is Others.SAMPLE
    with pytest.raises(ValidationError, match="others"):
        mapping(others="because")


@pytest.mark.parametrize(
    ("written", "dates", "day"),
    [
        ("2024-03-05", None, date(2024, 3, 5)),
        ("05.03.2024", None, date(2024, 3, 5)),
        ("05/03/2024", "day first", date(2024, 3, 5)),
        ("05/03/2024", "month first", date(2024, 5, 3)),
        ("2026", None, date(2026, 6, 1)),
    ],
)
def test_dates_and_years_are_read_as_they_are_written(
    tmp_path: Path, written: str, dates: str | None, day: date
) -> None:
    assert _last(tmp_path, written, dates) == day


@pytest.mark.parametrize("written", ["", "spring", "05/03/2024", "2026-06-02", "2027", "0000"])
def test_what_is_no_day_that_has_been_is_refused_with_its_place(
    tmp_path: Path, written: str
) -> None:
    with pytest.raises(DayUnclear, match=r"line 2, column 'year' .*: this is no day") as refused:
        _last(tmp_path, written, None)
    assert not written or repr(written) not in refused.value.message


def _last(folder: Path, written: str, dates: str | None) -> date:
    given = Given.model_validate({"column": "year", "dates": dates})
    table = Table("a.csv", "line", [2], {"year": [written]}, {"year": 1}, {})
    return last_day(table, given, np.array([True]), date(2026, 6, 1))
