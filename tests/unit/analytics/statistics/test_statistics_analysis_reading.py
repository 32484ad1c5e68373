"""Every row of analyses has a sentence in plain words, in every language of the questionnaire."""

from datetime import date

import pytest

from analytics.release.model import Analysis, AnalysisKind
from analytics.statistics.analysis_reading import analysis_sentence, trial_sentence
from analytics.statistics.evidence import trials
from analytics.statistics.rows.between_waves import Programme, action_rows, change_rows
from survey.i18n.catalogue import READING_PARTS, texts
from tests.statistics_release import CORE, release
from tests.statistics_sentences import require_whole

PROGRAMME = Programme(
    "Fewer lines", date(2025, 6, 1), date(2026, 1, 31), frozenset({("Hub Brookside", "*")})
)


def all_rows() -> list[Analysis]:
    first, last = release(0), release(2)
    return [*first.analyses, *change_rows(first, last), *action_rows(PROGRAMME, first, last)]


def sentence(row: Analysis, language: str = "en") -> str:
    measures = {entry.key: entry for entry in release(0).measures}
    return analysis_sentence(row, measures, texts(language, *READING_PARTS))


def made(kind: AnalysisKind, statistic: str, **values: object) -> str:
    row = {"wave": "2026", "analysis": kind, "statistic": statistic, **values}
    return sentence(Analysis.model_validate(row))


@pytest.mark.parametrize("language", CORE.languages)
def test_every_row_of_the_sample_organisation_reads_as_a_sentence(language: str) -> None:
    rows = all_rows()
    assert {row.analysis for row in rows} == set(AnalysisKind)
    for row in rows:
        said = sentence(row, language)
        require_whole(said, language)
        named = [CORE.measures[key].name[language] for key in (row.outcome, row.factor) if key]
        assert any(name in said for name in named), (row, said)


def test_what_would_be_expected_holds_only_if_the_association_is_causal() -> None:
    assert "only if the association is causal" in texts("en")("analyses.what_if.only_if")
    assert "nur, wenn der Zusammenhang ursächlich ist" in texts("de")("analyses.what_if.only_if")


def test_an_interval_that_holds_one_is_no_clear_link() -> None:
    place = {"outcome": "back_pain_12m", "factor": "workload", "category": "between"}
    unclear = made(AnalysisKind.LEVELS, "odds_ratio", value=1.2, low=0.9, high=1.5, **place)
    clear = made(AnalysisKind.LEVELS, "odds_ratio", value=1.2, low=1.1, high=1.5, **place)
    assert "no clear link" in unclear
    assert "goes with a higher share" in clear


def test_a_product_below_one_says_where_control_is_low() -> None:
    place = {"outcome": "back_pain_12m", "factor": "workload", "category": "control"}
    said = made(AnalysisKind.INTERACTION, "product", value=0.8, low=0.7, high=0.95, **place)
    assert "where the score on “Control over work” is lower" in said
    assert "more strongly" in said


def test_a_fall_is_told_as_a_positive_number_with_its_ends_in_order() -> None:
    said = made(
        AnalysisKind.CHANGE, "change", outcome="back_pain_12m", category="2025",
        value=-0.05, low=-0.09, high=-0.01,
    )  # fmt: skip
    assert said == (
        "The organisation, “Low back pain in the past 12 months”: 5 percentage points lower"
        " (1 to 9) than in “2025”."
    )


def test_a_withheld_row_says_what_and_why_and_no_number() -> None:
    said = made(AnalysisKind.DEPARTMENTS, "odds_ratio", outcome="chronic_back_pain",
                factor="control", reason="too_few_departments")  # fmt: skip
    assert said == (
        "The link over departments, “Chronic low back pain” and “Control over work”: there"
        " are too few departments that are large enough for this."
    )


def test_a_scale_below_its_mark_is_flagged_in_words() -> None:
    said = made(AnalysisKind.RELIABILITY, "omega", factor="physical_load", value=0.41, low=0.3,
                high=0.5, method="below the mark of 0.7; convention")  # fmt: skip
    assert "do not hold together well" in said
    assert "0.70" in said


def test_the_trial_is_told_as_7_of_11_people() -> None:
    (trial,) = trials()
    assert "7 of 11" in trial_sentence(trial, texts("en"))
    assert "35 to 85 %" in trial_sentence(trial, texts("en"))
    assert "7 von 11" in trial_sentence(trial, texts("de"))
