"""The forest plot: its words, its axis, what it says without a number, what was published."""

import pytest

from analytics.charts.forest_plot import forest_plot
from analytics.charts.forest_rows import odds_ratios, ratio_words
from analytics.charts.picture import Picture
from analytics.charts.published import published_sources
from analytics.charts.theme import LIGHT
from analytics.release.model import Estimate
from survey.i18n.catalogue import texts
from survey.vocabulary import GoodEnd
from tests.charts_release import BY_KEY, MEASURES, estimate, made_up_release

RELEASE = made_up_release()
ENGLISH = texts("en")
ADJUSTED = odds_ratios(RELEASE.estimates, "back_pain_12m")
(BURUCK,) = [source for source in published_sources() if source.key == "buruck_2019"]


def picture(estimates: list[Estimate], *, published: bool = False) -> Picture:
    sources = published_sources() if published else ()
    return forest_plot(estimates, MEASURES, ENGLISH, LIGHT, sources)


def rows_sent(drawn: Picture) -> list[dict[str, object]]:
    (dataset,) = drawn.chart.to_dict()["datasets"].values()
    return list(dataset)


def domains(drawn: Picture) -> set[tuple[float, ...]]:
    layers = drawn.chart.to_dict()["layer"]
    return {
        tuple(layer["encoding"]["x"]["scale"]["domain"])
        for layer in layers
        if "scale" in layer["encoding"]["x"]
    }


def test_an_odds_ratio_reads_with_its_interval() -> None:
    assert ratio_words(ADJUSTED[0], ENGLISH) == "1.32 (1.10 to 1.58)"
    assert ratio_words(ADJUSTED[0], texts("de")) == "1,32 (1,10 bis 1,58)"


def test_an_estimate_without_a_number_is_a_line_of_words_and_no_mark() -> None:
    (row,) = [row for row in rows_sent(picture(ADJUSTED)) if row["kind"] == "no_number"]
    assert row["words"] == "No estimate: too few with or without it"
    assert (row["value"], row["low"], row["high"]) == (None, None, None)


def test_one_model_and_one_contrast_are_chosen_for_a_plot() -> None:
    assert {estimate.model for estimate in ADJUSTED} == {"adjusted"}
    assert odds_ratios(RELEASE.estimates, "back_pain_12m", standardised=True) == []


def test_every_number_of_the_plot_stands_in_the_table() -> None:
    drawn = picture(ADJUSTED)
    in_table = set(drawn.table["Odds ratio (95 % interval)"])
    assert {row["words"] for row in rows_sent(drawn)} == in_table


def test_a_link_is_coloured_only_where_the_interval_leaves_out_one() -> None:
    apart = {row["label"]: row["apart"] for row in rows_sent(picture(ADJUSTED))}
    assert apart["Workload"] is True
    assert apart["Support from the manager"] is False


def test_the_axis_holds_a_half_and_two_even_when_the_numbers_are_close_to_one() -> None:
    ((low, high),) = domains(picture([estimate("workload", "adjusted", (1.0, 0.9, 1.1))]))
    assert low < 0.5
    assert 2 < high < 4


def test_the_axis_doubles_until_it_holds_a_wide_interval_but_not_for_ever() -> None:
    ((_, high),) = domains(picture([estimate("workload", "adjusted", (3.0, 1.1, 7.9))]))
    assert 8 < high < 16
    ((_, widest),) = domains(picture([estimate("workload", "adjusted", (3.0, 0.001, 4000.0))]))
    assert widest < 64


def test_both_ends_of_the_axis_say_what_they_mean() -> None:
    specification = picture(ADJUSTED).chart.to_json()
    assert "less pain" in specification
    assert "more pain" in specification


def test_two_models_in_one_plot_are_told_apart() -> None:
    both = [ADJUSTED[0], estimate("workload", "unadjusted", (1.4, 1.2, 1.7))]
    labels = [row["label"] for row in rows_sent(picture(both))]
    assert labels == ["Workload, adjusted", "Workload, unadjusted"]


@pytest.mark.parametrize(
    ("factor", "values"),
    [
        ("workload", (1.32,)),
        ("control", (0.81,)),
        ("support_manager", (0.75, 0.78)),
        ("physical_load", ()),
    ],
)
def test_published_figures_are_those_of_the_paper(factor: str, values: tuple[float, ...]) -> None:
    assert BURUCK.doi == "10.1186/s12891-019-2826-3"
    assert BURUCK.values_for(BY_KEY[factor]) == values


def test_a_measure_coded_the_other_way_round_gets_no_published_figure() -> None:
    turned = BY_KEY["workload"].model_copy(update={"good_end": GoodEnd.HIGH})
    assert BURUCK.values_for(turned) == ()


def test_a_published_figure_is_drawn_without_an_interval() -> None:
    published = [
        row for row in rows_sent(picture(ADJUSTED, published=True)) if row["kind"] == "published"
    ]
    assert {row["words"] for row in published} >= {"Buruck et al. 2019: 1.32"}
    assert all(row["low"] is None and row["high"] is None for row in published)


def test_the_description_reads_every_row() -> None:
    drawn = picture(ADJUSTED)
    assert "Workload: 1.32 (1.10 to 1.58)" in drawn.alt
    assert drawn.chart.to_dict()["description"] == drawn.alt
