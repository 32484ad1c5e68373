"""Every estimate and every analysis has its sentence in each language of the questionnaire."""

import itertools
import re
from collections.abc import Iterator

import pytest

from analytics.composing.codebook import measure_entries
from analytics.release.model import Analysis, AnalysisKind, Estimate
from analytics.statistics.analysis_reading import analysis_sentence, trial_sentence
from analytics.statistics.evidence import trials
from analytics.statistics.reading import sentence
from analytics.statistics.sufficiency import CONSTANT, NOT_APART
from survey.i18n.catalogue import READING_PARTS, Texts, texts
from survey.instruments.catalogue import load
from tests.statistics_sentences import FORBIDDEN, require_whole

CORE = load("core")
LANGUAGES = CORE.languages
MEASURES = {entry.key: entry for entry in measure_entries(CORE)}
CAUSAL = {
    "en": "causal", "de": "ursächlich", "nl": "oorzakelijk", "fr": "causal", "es": "causal",
    "pl": "przyczynowy", "tr": "nedensel", "ar": "سببي",
}  # fmt: skip
HELD_BACK = (
    "too_few_answers", "too_few_events", "constant", "not_apart", "saturated", "too_few_teams",
    "too_few_departments", "too_few_groups", "no_headcounts", "more_answers_than_people",
    "too_many_to_impute", "not_exact",
)  # fmt: skip


def say(language: str) -> Texts:
    return texts(language, *READING_PARTS)


def named(key: str, language: str) -> str:
    return CORE.measures[key].name[language]


def estimates() -> Iterator[Estimate]:
    """Every measure, contrast, model, direction and size, and every reason for no number."""
    row = {
        "wave": "2026", "population": "organisation", "outcome": "back_pain_12m", "p": 0.01,
        "p_adjusted": 0.02, "n": 812, "events": 300, "clusters": 45, "method": "logistic",
    }  # fmt: skip
    for measure, contrast, model, value in itertools.product(
        ("odds_ratio", "prevalence_ratio", "risk_difference"),
        ("per 1 SD", "per 10 points", "yes vs no"),
        ("adjusted", "unadjusted"),
        (-0.1, 0.05, 0.4, 0.9, 1.0, 1.15, 1.32, 2.49, 12.4),
    ):
        if value <= 0 and measure != "risk_difference":
            continue
        factor = "often_stressed" if contrast == "yes vs no" else "workload"
        yield Estimate.model_validate(
            row | {"measure": measure, "contrast": contrast, "model": model, "factor": factor,
                   "estimate": value, "low": value - 0.03, "high": value + 0.03}
        )  # fmt: skip
    for method in ("too few answers", CONSTANT, NOT_APART):
        yield Estimate.model_validate(
            row | {"measure": "odds_ratio", "contrast": "per 1 SD", "model": "adjusted",
                   "factor": "workload", "estimate": None, "low": None, "high": None, "p": None,
                   "p_adjusted": None, "method": method}
        )  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_of_the_questionnaire_has_the_sentences(language: str) -> None:
    assert say(language).language == language


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_estimate_reads_as_a_sentence(language: str) -> None:
    made = set()
    for estimate in estimates():
        said = sentence(estimate, MEASURES, say(language))
        require_whole(said, language)
        assert said.startswith(named("back_pain_12m", language))
        assert named(estimate.factor, language) in said
        made.add(said)
    assert len(made) > 100, "directions, sizes, steps and models are told apart"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_in_place_of_a_number_has_a_sentence(language: str) -> None:
    for kind, reason in itertools.product(AnalysisKind, HELD_BACK):
        row = {"wave": "2026", "analysis": kind, "reason": reason, "statistic": "odds_ratio"}
        for place in ({"outcome": "back_pain_12m", "factor": "control"}, {"factor": "control"}):
            made = Analysis.model_validate(row | place)
            require_whole(analysis_sentence(made, MEASURES, say(language)), language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_published_trial_is_told_in_every_language(language: str) -> None:
    for trial in trials():
        said = trial_sentence(trial, say(language))
        require_whole(said, language)
        assert str(trial.treated.events) in said
        assert str(trial.treated.n) in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_language_speaks_of_causes_or_of_times_more_likely(language: str) -> None:
    banned, own = re.compile(FORBIDDEN[language], re.IGNORECASE), say(language).singular
    found = {k: v for k, v in own.items() if k.startswith(("analyses.", "evidence.", "reading."))}
    assert len(found) > 130
    assert {key for key, wording in found.items() if banned.search(wording)} == set()


@pytest.mark.parametrize(
    ("language", "wording"),
    [
        ("en", "Work causes pain."),
        ("de", "Arbeit verursacht Schmerz."),
        ("nl", "Werk veroorzaakt pijn."),
        ("fr", "Le travail cause la douleur."),
        ("es", "El trabajo causa dolor."),
        ("pl", "Praca powoduje ból."),
        ("tr", "İş ağrıya neden olur."),
        ("ar", "العمل يسبب الألم."),
    ],
)
def test_the_words_that_are_looked_for_are_found_where_they_stand(
    language: str, wording: str
) -> None:
    assert re.search(FORBIDDEN[language], wording, re.IGNORECASE)


@pytest.mark.parametrize("language", LANGUAGES)
def test_only_what_if_speaks_of_causation_and_says_that_a_survey_cannot_show_it(
    language: str,
) -> None:
    said = say(language)("analyses.what_if.only_if")
    assert CAUSAL[language] in said
