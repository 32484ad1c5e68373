"""Every estimate has a sentence in plain words."""

import itertools
import re

import pytest

from analytics.release.model import Estimate, MeasureEntry
from analytics.statistics.reading import sentence
from analytics.statistics.sufficiency import CONSTANT, NOT_APART
from survey.i18n.catalogue import texts
from survey.vocabulary import GoodEnd, MeasureRole, Sensitivity


def entry(key: str, names: tuple[str, str], ends: tuple[str, ...] = ()) -> MeasureEntry:
    wordings = [{"en": end, "de": f"{end} (de)"} for end in ends] or [None, None]
    return MeasureEntry(
        key=key, kind="scale" if ends else "yes_no", role=MeasureRole.FACTOR,
        sensitivity=Sensitivity.CONDITIONS, good_end=GoodEnd.LOW,
        name={"en": names[0], "de": names[1]}, low_end=wordings[0], high_end=wordings[1],
        definition={"en": ""},
    )  # fmt: skip


MEASURES = {
    "workload": entry("workload", ("Workload", "Arbeitsmenge"), ("Time enough", "Far too much")),
    "support": entry("support", ("Support", "Unterstützung"), ("Left alone", "Well supported")),
    "night": entry("night", ("Night work", "Nachtarbeit")),
    "pain": entry("pain", ("Back pain in the past 12 months", "Rückenschmerzen in 12 Monaten")),
}


def estimate(**changes: object) -> Estimate:
    return Estimate.model_validate({
        "wave": "spring", "population": "organisation", "outcome": "pain", "model": "adjusted",
        "factor": "workload", "contrast": "per 1 SD", "measure": "odds_ratio", "estimate": 1.32,
        "low": 1.1, "high": 1.58, "p": 0.003, "p_adjusted": 0.01, "n": 812, "events": 300,
        "clusters": 45, "method": "logistic", **changes,
    })  # fmt: skip


def read(language: str = "en", **changes: object) -> str:
    return sentence(estimate(**changes), MEASURES, texts(language))


def test_a_clear_link_says_direction_and_towards_which_end() -> None:
    assert read() == (
        "Back pain in the past 12 months: a higher score on “Workload” (towards “Far too much”)"
        " goes with a higher share. Odds ratio 1.32 (1.10 to 1.58) per step of one standard"
        " deviation, at equal values of everything else in the model."
    )


def test_the_same_in_german_with_commas_in_the_numbers() -> None:
    assert read("de") == (
        "Rückenschmerzen in 12 Monaten: Ein höherer Wert bei „Arbeitsmenge“ (in Richtung „Far too"
        " much (de)“) geht mit einem höheren Anteil einher. Chancenverhältnis (Odds Ratio) 1,32"
        " (1,10 bis 1,58) je Schritt von einer Standardabweichung, bei gleichen Werten in allem"
        " anderen, was das Modell enthält."
    )


def test_a_protective_factor_goes_with_a_lower_share() -> None:
    text = read(factor="support", estimate=0.78, low=0.65, high=0.93)
    assert "(towards “Well supported”) goes with a lower share" in text


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ((1.15, 1.01, 1.3), "a slightly higher share"),
        ((0.9, 0.85, 0.95), "a slightly lower share"),
        ((1.5, 1.2, 1.9), "a much higher share"),
        ((0.6, 0.5, 0.7), "a much lower share"),
    ],
)
def test_size_has_a_word_per_standard_deviation(
    numbers: tuple[float, float, float], words: str
) -> None:
    estimate_, low, high = numbers
    assert words in read(estimate=estimate_, low=low, high=high)


@pytest.mark.parametrize("ends", [(0.9, 1.4), (1.0, 1.4), (0.9, 1.0)])
def test_an_interval_that_holds_one_shows_no_clear_link(ends: tuple[float, float]) -> None:
    text = read(estimate=1.0, low=ends[0], high=ends[1])
    assert "no clear link" in text
    assert "goes with" not in text


def test_a_difference_is_unclear_around_zero_and_not_around_one() -> None:
    difference = {"measure": "risk_difference", "estimate": 0.027, "low": 0.013, "high": 0.042}
    assert "2.7 percentage points (1.3 to 4.2)" in read(**difference)
    assert "no clear link" in read(**difference | {"low": -0.001})


def test_yes_against_no_names_both_answers() -> None:
    text = read(factor="night", contrast="yes vs no")
    assert "“Yes” on “Night work” (rather than “No”) goes with a higher share" in text
    assert "Odds ratio 1.32 (1.10 to 1.58), at equal values" in text


def test_a_withheld_estimate_says_why_and_shows_no_number() -> None:
    none = {"estimate": None, "low": None, "high": None, "p": None, "p_adjusted": None}
    too_few = read(**none, method="too few answers: this model needs at least 100 …")
    assert too_few == (
        "Back pain in the past 12 months: too few answers to say what goes with “Workload”."
    )
    assert "same score" in read(**none, method=CONSTANT)
    assert "apart" in read(**none, method=NOT_APART)
    assert not re.search(r"\d{2,}", read(**none, method=NOT_APART).replace("12 months", ""))


@pytest.mark.parametrize("language", ["en", "de"])
def test_no_sentence_speaks_of_causes_or_of_times_more_likely(language: str) -> None:
    banned = re.compile(r"caus|due to|times|likel|verursach|wegen|führt|mal so|wahrscheinlich")
    for measure, contrast, model, value in itertools.product(
        ("odds_ratio", "prevalence_ratio", "risk_difference"),
        ("per 1 SD", "per 10 points", "yes vs no"),
        ("adjusted", "unadjusted"),
        (0.4, 0.9, 1.3, 2.49),
    ):
        text = read(
            language, measure=measure, contrast=contrast, model=model,
            estimate=value, low=value - 0.05, high=value + 0.05,
        )  # fmt: skip
        assert not banned.search(text)
        assert text.endswith(".")


def test_both_languages_have_the_same_texts() -> None:
    keys = [{k for k in texts(lang).singular if k.startswith("reading.")} for lang in ("en", "de")]
    assert keys[0] == keys[1] != set()
