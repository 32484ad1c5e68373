"""How fragile a link is: which links, in which order, and in which words."""

import pytest

from analytics.release.model import Estimate
from analytics.statistics.fragility_reading import fragility_sentences, left_sentence
from analytics.statistics.unmeasured import bias_factor, e_values
from survey.i18n.catalogue import texts
from tests.unit.analytics.statistics.test_statistics_reading import MEASURES, estimate


def ratio(**changes: object) -> Estimate:
    numbers = {"measure": "prevalence_ratio", "estimate": 1.4, "low": 1.2, "high": 1.63}
    return estimate(**{**numbers, **changes})


def test_only_clear_ratios_of_shares_of_one_step_count() -> None:
    clear = ratio()
    others = [
        ratio(low=0.98),
        ratio(contrast="per 10 points"),
        ratio(model="unadjusted"),
        ratio(measure="odds_ratio"),
    ]
    assert [one.estimate for one in e_values([*others, clear], clear.outcome)] == [clear]


def test_the_least_fragile_stands_first_whichever_way_it_goes() -> None:
    weak, strong = ratio(low=1.01), ratio(estimate=0.6, low=0.5, high=0.7)
    assert [one.estimate for one in e_values([weak, strong], weak.outcome)] == [strong, weak]


def test_a_link_is_told_with_what_would_explain_it_away() -> None:
    told = fragility_sentences(e_values([ratio()], "pain"), MEASURES, texts("en"))
    assert told == (
        "Workload: 2.1 times each; 1.7 times each would make the link unclear.",
        "To compare: nothing that was asked is stronger than Workload. Where “Workload” is"
        " clearly higher (towards “Far too much”), “Back pain in the past 12 months” is 1.4"
        " times as frequent.",
    )


def test_the_strongest_may_be_one_that_protects() -> None:
    found = e_values([ratio(), ratio(estimate=0.5, low=0.4, high=0.63)], "pain")
    assert fragility_sentences(found, MEASURES, texts("en"))[-1].endswith(
        "Elsewhere “Back pain in the past 12 months” is 2.0 times as frequent as where"
        " “Workload” is clearly higher (towards “Far too much”)."
    )


def test_without_a_clear_link_nothing_is_told() -> None:
    assert fragility_sentences(e_values([ratio(low=0.9)], "pain"), MEASURES, texts("en")) == ()


@pytest.mark.parametrize(
    ("strength", "end"),
    [
        (1.0, "would become 1.40 (1.20 to 1.63). The link would stay."),
        (1.8, "would become 1.12 (0.96 to 1.31). The link would be unclear."),
        (3.0, "would become 0.78 (0.67 to 0.91). The link would be gone, or turned round."),
    ],
)
def test_what_is_left_after_a_confounder_of_some_strength(strength: float, end: str) -> None:
    said = left_sentence(ratio(), bias_factor(strength, strength), MEASURES, texts("en"))
    assert said == f"Workload: 1.40 times as frequent {end}"


def test_a_protective_link_moves_up_towards_one() -> None:
    said = left_sentence(
        ratio(estimate=0.5, low=0.4, high=0.63), bias_factor(2.0, 2.0), MEASURES, texts("en")
    )
    assert "0.50 times as frequent would become 0.67 (0.53 to 0.84)" in said
