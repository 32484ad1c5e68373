"""Every row of analyses has a sentence in plain words, in both languages."""

import re
from datetime import date

import pytest

from analytics.release.model import Analysis, AnalysisKind
from analytics.statistics.analysis_reading import analysis_sentence, trial_sentence
from analytics.statistics.evidence import trials
from analytics.statistics.rows.change import Programme, action_rows, change_rows
from survey.i18n.catalogue import texts
from tests.unit.statistics_release import release

PROGRAMME = Programme(
    "Fewer lines", date(2025, 6, 1), date(2026, 1, 31), frozenset({("Hub Brookside", "*")})
)
BANNED = re.compile(
    r"\bcauses?\b|\bcaused\b|due to|times more|times as|more likely|less likely"
    r"|verursach|aufgrund|führt zu|mal so|mal häufiger|wahrscheinlicher",
    re.IGNORECASE,
)


def all_rows() -> list[Analysis]:
    first, last = release(0), release(2)
    return [*first.analyses, *change_rows(first, last), *action_rows(PROGRAMME, first, last)]


def sentence(row: Analysis, language: str = "en") -> str:
    measures = {entry.key: entry for entry in release(0).measures}
    return analysis_sentence(row, measures, texts(language))


def made(kind: AnalysisKind, statistic: str, **values: object) -> str:
    row = {"wave": "2026", "analysis": kind, "statistic": statistic, **values}
    return sentence(Analysis.model_validate(row))


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_row_of_the_sample_organisation_reads_as_a_sentence(language: str) -> None:
    rows = all_rows()
    assert {row.analysis for row in rows} == set(AnalysisKind)
    for row in rows:
        said = sentence(row, language)
        assert said.endswith("."), row
        assert not re.search(r"[{}]|None|nan", said), said
        assert not BANNED.search(said), said


@pytest.mark.parametrize("language", ["en", "de"])
def test_no_text_of_the_analyses_or_the_evidence_speaks_of_causes(language: str) -> None:
    wording = texts(language).singular
    found = {
        k: v for k, v in wording.items() if k.startswith(("analyses.", "evidence.", "reading."))
    }
    assert len(found) > 80
    assert {key for key, text in found.items() if BANNED.search(text)} == set()


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_reason_in_place_of_a_number_has_words(language: str) -> None:
    reasons = {
        "too_few_answers", "too_few_events", "constant", "not_apart", "saturated", "too_few_teams",
        "too_few_departments", "too_few_groups", "no_headcounts", "more_answers_than_people",
        "too_many_to_impute", "not_exact",
    }  # fmt: skip
    for reason in reasons:
        assert texts(language)(f"analyses.reason.{reason}").endswith(".")


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
        "The organisation, “Low back pain in the past 12 months”: 5.0 percentage points lower"
        " (1.0 to 9.0) than in “2025”."
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
