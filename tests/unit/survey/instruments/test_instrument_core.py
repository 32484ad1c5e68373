"""The bundled questionnaire: what it asks, of whom, and what it says about itself."""

import re

import pytest

from survey.instruments.catalogue import bundled, load
from survey.instruments.checks import findings
from survey.instruments.model import Instrument, Scale, YesNo
from survey.vocabulary import GoodEnd, MeasureRole, Sensitivity


@pytest.fixture(scope="module")
def core() -> Instrument:
    return load("core")


def test_core_is_bundled_and_breaks_no_rule(core: Instrument) -> None:
    assert "core" in bundled()
    assert findings(core) == []


def test_core_asks_28_questions_in_english_and_in_each_language_that_has_a_file(
    core: Instrument,
) -> None:
    assert len(core.items) == 28
    assert core.languages[0] == "en"
    assert "de" in core.languages


@pytest.mark.parametrize("language", ["en", "de"])
def test_questions_are_short_and_in_plain_words(core: Instrument, language: str) -> None:
    for item in core.items:
        words = item.text[language].split()
        assert len(words) <= 20, item.key
        assert max(len(re.sub(r"\W", "", word)) for word in words) <= 16, item.key


@pytest.mark.parametrize(
    ("scale", "items", "turned"),
    [
        ("workload", 4, 2),
        ("control", 4, 1),
        ("support_manager", 4, 1),
        ("support_colleagues", 3, 1),
        ("physical_load", 2, 0),
        ("stress", 2, 0),
    ],
)
def test_scales_hold_their_items_of_five_steps_some_turned(
    core: Instrument, scale: str, items: int, turned: int
) -> None:
    measure = {scale.key: scale for scale in core.scales}[scale]
    assert len(measure.items) == items
    assert sum(placed.turned for placed in measure.items) == turned
    assert all(len(core.options_of(placed.item).steps) == 5 for placed in measure.items)
    assert measure.minimum_answered == 0.5


def test_much_workload_is_bad_and_much_control_and_support_is_good(core: Instrument) -> None:
    ends = {key: core.measures[key].good_end for key in core.model.factors}
    assert ends == {
        "workload": GoodEnd.LOW,
        "control": GoodEnd.HIGH,
        "support_manager": GoodEnd.HIGH,
        "support_colleagues": GoodEnd.HIGH,
        "physical_load": GoodEnd.LOW,
    }


def test_health_is_protected_as_health(core: Instrument) -> None:
    for measure in core.measures.values():
        is_factor = measure.role is MeasureRole.FACTOR
        assert measure.sensitivity is (
            Sensitivity.CONDITIONS if is_factor else Sensitivity.HEALTH
        ), measure.key


def test_every_question_on_pain_has_an_answer_for_somebody_without_pain(core: Instrument) -> None:
    for item in core.items:
        if item.section == "back":
            assert core.options_of(item.key).values[0] == 0, item.key
            assert re.search(r"\bno\b", core.options_of(item.key).steps[0].text["en"], re.I)


def test_chronic_pain_is_three_months_and_half_of_the_days_of_six_months(core: Instrument) -> None:
    chronic = core.measures["chronic_back_pain"]
    assert isinstance(chronic, YesNo)
    chosen = {
        condition.item: [
            step.text["en"]
            for step in core.options_of(condition.item).steps
            if step.value in condition.values
        ]
        for condition in chronic.all_of
    }
    assert chosen == {
        "pain_length": ["3 months or more"],
        "pain_days": ["On half of the days or more", "Every day or nearly every day"],
    }
    assert "Deyo 2014" in (chronic.source or "")


def test_pain_bands_cover_0_to_10_and_say_that_papers_disagree(core: Instrument) -> None:
    [intensity] = [scale for scale in core.scales if scale.key == "pain_intensity"]
    covered = [value for band in intensity.bands for value in range(band.low, band.high + 1)]
    assert covered == list(range(11))
    assert "disagree between papers" in (intensity.source or "")


def test_cut_offs_are_fixed_and_say_where_they_come_from(core: Instrument) -> None:
    cut_offs = {scale.key: scale.cut_off for scale in core.scales if scale.cut_off}
    assert set(cut_offs) == {*core.model.factors, "stress"}
    for cut_off in cut_offs.values():
        assert cut_off.value == 50
        assert "strictly" in cut_off.source


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("en", "not a validated questionnaire"), ("de", "kein validierter Fragebogen")],
)
def test_core_says_plainly_that_it_is_not_validated(
    core: Instrument, language: str, sentence: str
) -> None:
    assert core.validated is False
    assert sentence in core.notice[language]
    assert core.licence == "Apache-2.0"


def test_breakdowns_have_few_categories(core: Instrument) -> None:
    steps = {part.key: len(core.options_of(part.item).steps) for part in core.breakdowns}
    assert steps == {"age_band": 4, "tenure": 4, "kind_of_work": 5}


def test_models_ask_what_goes_with_recent_long_lasting_and_strong_pain_and_with_stress(
    core: Instrument,
) -> None:
    assert core.model.outcomes == (
        "back_pain_12m", "back_pain_7d", "chronic_back_pain", "back_pain_strong", "often_stressed",
    )  # fmt: skip


def test_strong_pain_is_the_moderate_and_the_severe_band(core: Instrument) -> None:
    strong, intensity = core.measures["back_pain_strong"], core.measures["pain_intensity"]
    assert isinstance(strong, YesNo)
    assert isinstance(intensity, Scale)
    bands = {band.key: range(band.low, band.high + 1) for band in intensity.bands}
    assert strong.all_of[0].values == (*bands["moderate"], *bands["severe"])
