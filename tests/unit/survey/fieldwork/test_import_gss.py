"""The mapping of the real survey: high means much of it, and nothing is lost on the way.

The file itself is not part of the project; where ../shared is missing, the tests that need it
are skipped and say so. The directions are tried on rows made by hand.
"""

from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from survey.fieldwork.importing.answers import ImportedAnswers, read_answers
from survey.fieldwork.importing.mapping import Mapping
from survey.fieldwork.importing.mapping_file import load_mapping
from survey.instruments.model import Instrument, Scale
from survey.vocabulary import GoodEnd, MeasureRole

ROOT = Path(__file__).parents[4]
SURVEY = ROOT.parent / "shared" / "data" / "gss_qwl_2006_2010_2018.csv"
YEARS = ("2006", "2010", "2018")

MUCH_OF_ALL = "A,North,female,25,1,1,1,1,1,1,1,1,1,1,1"
"""Strongly agrees, very true, often, always, yes: in the file 1 throughout."""
LITTLE_OF_ALL = "A,North,male,25,4,4,4,4,4,4,4,4,5,2,2"
HEADINGS = (
    "year,sector,region,sex,age,workfast,overwork,toofewwk,wkdecide,wkfreedm,supcares,cowrkhlp,"
    "cowrkint,stress,hvylift,backpain"
)

needs_survey = [
    pytest.mark.shared,
    pytest.mark.skipif(not SURVEY.is_file(), reason="the real survey in ../shared/data is missing"),
]


@cache
def mapping() -> Mapping:
    return load_mapping(ROOT / "sample_data" / "mappings" / "gss_qwl.toml")


@cache
def imported(year: str | None) -> ImportedAnswers:
    return read_answers(SURVEY, mapping(), ("year", year) if year else None)


def imported_rows(folder: Path, *rows: str) -> list[dict[str, int | None]]:
    """Import rows made by hand and return each as answers by item."""
    path = folder / "rows.csv"
    path.write_text("\n".join([HEADINGS, *(f"2018,{row}" for row in rows)]) + "\n", "utf-8")
    result = read_answers(path, mapping())
    keys = list(result.instrument.item_by_key)
    return [dict(zip(keys, answers, strict=True)) for _, answers in result.answers]


def score(instrument: Instrument, scale: Scale, answers: dict[str, int | None]) -> float:
    """A scale's score as the model defines it, written out here a second time."""
    parts = []
    for place in scale.items:
        answer = answers[place.item]
        low, *_, high = instrument.options_of(place.item).values
        assert answer is not None
        share = (answer - low) / (high - low)
        parts.append(1 - share if place.turned else share)
    return 100 * sum(parts) / len(parts)


@pytest.mark.parametrize("key", ["workload", "control", "support", "physical_load", "stress"])
def test_the_high_end_of_each_scale_is_much_of_it(tmp_path: Path, key: str) -> None:
    much, little = imported_rows(tmp_path, MUCH_OF_ALL, LITTLE_OF_ALL)
    instrument = mapping().instrument
    scale = next(scale for scale in instrument.scales if scale.key == key)
    assert score(instrument, scale, much) == 100
    assert score(instrument, scale, little) == 0


def test_the_good_end_is_low_for_loads_and_high_for_control_and_support() -> None:
    ends = {scale.key: scale.good_end for scale in mapping().instrument.scales}
    assert ends == {
        "workload": GoodEnd.LOW,
        "control": GoodEnd.HIGH,
        "support": GoodEnd.HIGH,
        "physical_load": GoodEnd.LOW,
        "stress": GoodEnd.LOW,
    }


def test_yes_is_yes_and_always_or_often_is_often_stressed(tmp_path: Path) -> None:
    rows = [f"A,North,female,25,1,1,1,1,1,1,1,1,{stress},2,1" for stress in range(1, 6)]
    answers = imported_rows(tmp_path, *rows)
    often, pain = (
        {outcome.key: outcome for outcome in mapping().instrument.outcomes}[key].all_of[0]
        for key in ("often_stressed", "back_pain")
    )
    assert [row[often.item] in often.values for row in answers] == [True, True, False, False, False]
    assert all(row[pain.item] in pain.values for row in answers)
    (without,) = imported_rows(tmp_path, LITTLE_OF_ALL)
    assert without[pain.item] not in pain.values


@pytest.mark.parametrize(("age", "band"), [(18, 1), (29, 1), (30, 2), (39, 2), (49, 3), (50, 4)])
def test_ages_fall_into_bands(tmp_path: Path, age: int, band: int) -> None:
    (answers,) = imported_rows(tmp_path, LITTLE_OF_ALL.replace(",25,", f",{age}.0,"))
    assert answers["age"] == band


def test_stress_is_an_outcome_and_never_a_factor() -> None:
    instrument = mapping().instrument
    assert instrument.measures["stress"].role is MeasureRole.OUTCOME
    assert instrument.model.factors == ("workload", "control", "support", "physical_load")
    assert set(instrument.model.outcomes) == {"back_pain", "often_stressed"}


def test_every_item_of_the_instrument_has_a_column() -> None:
    assert set(mapping().items) == set(mapping().instrument.item_by_key)


class TestTheRealFile:
    pytestmark = needs_survey

    @pytest.mark.parametrize(
        ("year", "answers", "left_out"),
        [("2006", 1133, 5), ("2010", 1153, 7), ("2018", 1411, 3), (None, 3697, 15)],
    )
    def test_every_row_is_an_answer_or_left_out(
        self, year: str | None, answers: int, left_out: int
    ) -> None:
        result = imported(year)
        assert (len(result.answers), result.left_out) == (answers, left_out)
        assert f"{left_out} rows left out" in " ".join(map(str, result.notes))

    def test_the_answers_are_of_the_year_that_the_file_says(self) -> None:
        assert imported("2006").given_on == date(2006, 12, 31)
        assert imported(None).given_on == date(2018, 12, 31)

    @pytest.mark.parametrize("year", YEARS)
    def test_each_item_has_the_counts_that_the_file_has(self, year: str) -> None:
        frame = pd.read_csv(SURVEY)
        frame = frame[(frame["year"] == int(year)) & frame["sector"].notna()]
        result = imported(year)
        for position, (key, item) in enumerate(result.instrument.item_by_key.items()):
            got = Counter(answers[position] for _, answers in result.answers)
            values = result.instrument.options_of(item.key).values
            column = frame[mapping().items[key].column]
            assert got.pop(None, 0) == column.isna().sum(), key
            assert [got[value] for value in values] == counts(key, column), key

    @pytest.mark.parametrize("year", YEARS)
    def test_each_team_has_the_people_that_the_file_has(self, year: str) -> None:
        frame = pd.read_csv(SURVEY)
        expected = frame[frame["year"] == int(year)].groupby(["sector", "region"]).size()
        result = imported(year)
        sizes = Counter(unit_id for unit_id, _ in result.answers)
        assert {(unit.department, unit.team): sizes[unit.id] for unit in result.units} == dict(
            expected
        )


def counts(key: str, column: "pd.Series[float]") -> list[int]:
    """How often each item value should occur, lowest first, counted without the mapping."""
    if key == "age":
        bands = pd.cut(column, [0, 29, 39, 49, 120], labels=[1, 2, 3, 4])
        return [int((bands == band).sum()) for band in (1, 2, 3, 4)]
    if key == "sex":
        return [int((column == sex).sum()) for sex in ("female", "male")]
    highest = {"feels_stressed": 5, "heavy_lifting": 2, "pain_in_the_back": 2}.get(key, 4)
    return [int((column == code).sum()) for code in range(highest, 0, -1)]
