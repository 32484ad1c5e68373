"""The made-up organisation: its teams, its staff and how they answer."""

import re
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from sample_data.organisation import organisation, units
from sample_data.people import people
from sample_data.planted import FACTORS, planted
from sample_data.responses import Row, SampleQuestionUnknown, answers
from survey.instruments.catalogue import load
from survey.instruments.model import Instrument, YesNo

DOCUMENT = Path(__file__).parents[3] / "docs/sample-organisation.md"


@pytest.fixture(scope="module")
def core() -> Instrument:
    return load("core")


@pytest.fixture(scope="module")
def waves(core: Instrument) -> list[list[Row]]:
    return [list(answers(core, wave)) for wave in range(4)]


def share(rows: list[Row], outcome: YesNo, core: Instrument) -> float:
    places = [(list(core.item_by_key).index(c.item), c.values) for c in outcome.all_of]
    known = [row for _, row in rows if all(row[place] is not None for place, _ in places)]
    return float(np.mean([all(row[place] in values for place, values in places) for row in known]))


def test_there_are_six_departments_and_about_45_teams_of_3_to_60() -> None:
    sizes = [unit.headcount or 0 for unit in units()]
    assert len(organisation().departments) == 6
    assert 43 <= len(sizes) <= 47
    assert (min(sizes), max(sizes)) == (3, 60)
    assert sum(size < 6 for size in sizes) >= 4, "some are tiny"
    assert 900 <= sum(sizes) <= 1000


def test_team_names_differ_and_can_be_joined_with_a_plus() -> None:
    names = [unit.team for unit in units()] + [part.name for part in organisation().departments]
    assert len(set(names)) == len(names)
    assert not any("+" in name or "*" in name for name in names)


def test_shares_of_the_kinds_of_work_add_up() -> None:
    for department in organisation().departments:
        assert sum(department.work) == pytest.approx(1)
        for team in department.teams:
            assert team.work is None or sum(team.work) == pytest.approx(1)


def test_planted_changes_name_waves_and_departments_that_exist() -> None:
    names = {department.name for department in organisation().departments}
    assert set(planted().departments) == names
    for change in planted().changes:
        assert change.department in names
        assert change.from_wave in {wave.name for wave in organisation().waves}


def test_the_same_seed_gives_the_same_answers_and_another_seed_others(core: Instrument) -> None:
    assert answers(core, 0, 1) == answers(core, 0, 1)
    assert answers(core, 0, 1) != answers(core, 0, 2)
    assert answers(core, 0, 1) != answers(core, 1, 1)


def test_answers_fit_the_questionnaire(core: Instrument, waves: list[list[Row]]) -> None:
    allowed = [{*core.options_of(item.key).values, None} for item in core.items]
    for _, row in waves[0]:
        assert len(row) == len(core.items)
        assert all(answer in steps for answer, steps in zip(row, allowed, strict=True))


def test_every_step_of_every_question_is_chosen_by_somebody(
    core: Instrument, waves: list[list[Row]]
) -> None:
    for place, item in enumerate(core.items):
        chosen = {row[place] for rows in waves for _, row in rows}
        assert chosen >= set(core.options_of(item.key).values), item.key


def test_at_least_40_teams_answer_and_nobody_twice(waves: list[list[Row]]) -> None:
    headcounts = {unit.id: unit.headcount or 0 for unit in units()}
    for rows in waves:
        counts = Counter(unit for unit, _ in rows)
        assert len(counts) >= 40
        assert all(count <= headcounts[unit] for unit, count in counts.items())


def test_about_seven_in_ten_answer_and_one_in_fifty_questions_is_left_out(
    waves: list[list[Row]],
) -> None:
    staff = sum(unit.headcount or 0 for unit in units())
    for rows in waves:
        assert 0.65 <= len(rows) / staff <= 0.80
        left_out = np.mean([[answer is None for answer in row] for _, row in rows])
        assert left_out == pytest.approx(planted().item_missing, abs=0.004)


@pytest.mark.parametrize(
    ("outcome", "low", "high"),
    [
        ("back_pain_12m", 0.41, 0.51),
        ("back_pain_7d", 0.21, 0.30),
        ("chronic_back_pain", 0.09, 0.15),
    ],
)
def test_back_pain_is_as_common_as_planted(
    core: Instrument, waves: list[list[Row]], outcome: str, low: float, high: float
) -> None:
    measure = core.measures[outcome]
    assert isinstance(measure, YesNo)
    for rows in waves:
        assert low <= share(rows, measure, core) <= high


def test_nobody_contradicts_themselves_about_pain(core: Instrument, waves: list[list[Row]]) -> None:
    keys = list(core.item_by_key)
    year, week = keys.index("pain_year"), keys.index("pain_week")
    others = [keys.index(f"pain_{name}") for name in ("length", "days", "strength", "in_the_way")]
    for _, row in waves[0]:
        assert (row[year], row[week]) != (0, 1)
        if row[year] == 0:
            assert all(row[place] in (0, None) for place in others)


def test_staff_grow_older_and_stay_the_same_people() -> None:
    staff = people(7)
    first, last = organisation().waves[0].moment, organisation().waves[-1].moment
    assert (staff.age_band(last) >= staff.age_band(first)).all()
    assert (staff.age_band(last) > staff.age_band(first)).any()
    assert (staff.tenure_band(last) >= staff.tenure_band(first)).all()
    assert people(7) is staff


def test_an_instrument_with_fewer_questions_gets_answers_to_those(core: Instrument) -> None:
    short = core.model_copy(update={"items": core.items[:3]})
    assert {len(row) for _, row in answers(short, 0)} == {3}


def test_an_instrument_with_other_questions_is_refused(core: Instrument) -> None:
    strange = core.items[0].model_copy(update={"key": "favourite_colour"})
    other = core.model_copy(update={"items": (*core.items, strange)})
    with pytest.raises(SampleQuestionUnknown, match="favourite_colour"):
        answers(other, 0)


def test_the_documentation_states_the_planted_odds_ratios() -> None:
    rows = dict(re.findall(r"^\| (.+?) \| (.+) \|$", DOCUMENT.read_text("utf-8"), re.M))
    effects = planted().outcomes.values()
    for factor in FACTORS:
        stated = [float(number) for number in rows[f"`{factor}`"].split("|")]
        assert stated == [getattr(effect, factor) for effect in effects], factor
    ages = [numbers.split("|") for row, numbers in rows.items() if row.startswith("age")]
    assert [[float(number) for number in row] for row in ages] == [
        [effect.age[band] for effect in effects] for band in (1, 2, 3)
    ]


def test_the_documentation_states_the_size_of_the_staff() -> None:
    staff = sum(unit.headcount or 0 for unit in units())
    stated = f"{staff} people in {len(organisation().departments)} departments and {len(units())}"
    assert f"{stated} teams of 3 to 60" in DOCUMENT.read_text("utf-8")
