"""What other people found, as the product keeps it: evidence.toml against the papers."""

import math

import pytest

from analytics.statistics.analysis_reading import finding_sentence
from analytics.statistics.evidence import counter_evidence, sources, trials
from survey.i18n.catalogue import texts
from survey.vocabulary import GoodEnd


def test_buruck_2019_pooled_odds_ratios_on_their_own_coding() -> None:
    """Doi 10.1186/s12891-019-2826-3: workload 1.32, control 0.81, support 0.75 to 0.78."""
    (buruck,) = [source for source in sources() if source.key == "buruck_2019"]
    assert buruck.doi == "10.1186/s12891-019-2826-3"
    assert buruck.figures("workload", GoodEnd.LOW) == (1.32,)
    assert buruck.figures("control", GoodEnd.HIGH) == (0.81,)
    assert buruck.figures("decision_authority", GoodEnd.HIGH) == (0.72,)
    assert buruck.figures("support", GoodEnd.HIGH) == (0.75, 0.78)


def test_a_measure_coded_the_other_way_round_gets_no_figure() -> None:
    assert all(source.figures("workload", GoodEnd.HIGH) == () for source in sources())


def test_donnino_2021_is_7_of_11_people() -> None:
    """Doi 10.1097/PR9.0000000000000959: 63.6, 25.0 and 16.7 %; derived p .0995 and .0361."""
    (trial,) = trials()
    assert (trial.treated.events, trial.treated.n, trial.weeks) == (7, 11, 26)
    shares = [round(100 * arm.events / arm.n, 1) for arm in (trial.treated, *trial.others)]
    assert shares == [63.6, 25.0, 16.7]
    assert [round(trial.p_against(arm), 4) for arm in trial.others] == [0.0995, 0.0361]
    assert math.floor(100 * trial.treated.interval.low) == 35


@pytest.mark.parametrize("language", ["en", "de"])
def test_each_counter_finding_has_a_source_and_a_sentence(language: str) -> None:
    assert {counter.key for counter in counter_evidence()} == {
        "jahn_2024", "magnusson_hanson_2017", "shockey_2024", "mikkelsen_2011",
    }  # fmt: skip
    for found in (*sources(), *counter_evidence()):
        assert texts(language)(f"evidence.{found.key}").endswith(".")
        assert finding_sentence(found, texts(language)).endswith(
            f"{found.doi or found.cite.removesuffix('.')}."
        )
