"""What limits a link, in words: the silent, what was not seen, what was held constant."""

from dataclasses import replace

import pytest

from analytics.charts.adjustment import adjustment_picture
from analytics.charts.theme import LIGHT
from analytics.release.content import Release
from analytics.release.model import Analysis, AnalysisKind, BreakdownEntry, Estimate
from analytics.reports.blocks import Bullets, Figure, Heading
from analytics.reports.caveats import limits
from analytics.reports.scope import Scope
from analytics.statistics.adjustment import adjustment
from analytics.statistics.limits_reading import silent_sentences, unseen_sentences
from survey.i18n.catalogue import texts
from tests.charts_release import CORE, made_up_release

EN = texts("en")
OUTCOME = "back_pain_12m"
METHOD = (
    "logistic, patterns with frequencies, cluster-robust (CR1, 46 teams, t with 45 df), adjusted"
    " for each other (workload, control) and for age_band; left out for too few answers: tenure;"
    " p_adjusted: Holm over the factors of this outcome, model and measure"
)


def ratio(factor: str, value: float, low: float, high: float) -> Estimate:
    return Estimate(
        wave="w", population="*", outcome=OUTCOME, model="adjusted", factor=factor,
        contrast="per 1 SD", measure="odds_ratio", estimate=value, low=low, high=high, p=0.01,
        p_adjusted=0.02, n=700, events=300, clusters=46, method=METHOD,
    )  # fmt: skip


def release(low: float = 0.3, high: float = 0.6) -> Release:
    """Seventy of a hundred answered."""
    made = made_up_release()
    bounds = Analysis(
        wave="w", analysis=AnalysisKind.SILENCE, outcome=OUTCOME, statistic="bounds", low=low,
        high=high,
    )  # fmt: skip
    entries = tuple(
        BreakdownEntry(key=one.key, name=one.name, categories=()) for one in CORE.breakdowns
    )
    unasked = tuple(one.name for one in CORE.model.unmeasured)
    return replace(
        made,
        estimates=(ratio("workload", 1.4, 1.2, 1.63), ratio("control", 0.95, 0.8, 1.13)),
        analyses=(bounds,),
        breakdowns=entries,
        manifest=made.manifest.model_copy(update={"unmeasured": unasked}),
    )


def test_it_says_what_was_held_constant_and_what_was_not() -> None:
    found = adjustment(release(), OUTCOME)
    assert found is not None
    assert [one["en"] for one in found.conditions] == ["Workload", "Control over work"]
    assert [one["en"] for one in found.people] == ["Age"]
    assert [one["en"] for one in found.left_out] == ["Time in the organisation"]
    assert "Smoking" in [one["en"] for one in found.unmeasured]
    assert adjustment(release(), "often_stressed") is None


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_picture_names_each_of_them_and_what_was_done(language: str) -> None:
    found = adjustment(release(), OUTCOME)
    assert found is not None
    said = texts(language)
    picture = adjustment_picture(found, release().measure(OUTCOME).name, said, LIGHT)
    named = [*found.conditions, *found.people, *found.left_out, *found.unmeasured]
    assert list(picture.table.iloc[:, 0]) == [one[language] for one in named]
    assert picture.table.iloc[-1, 1] == said("charts.adjustment.not_asked")
    assert all(one[language] in picture.alt for one in named)
    drawn = str(picture.chart.to_dict())
    assert all(word in drawn for one in named for word in one[language].split())


def test_the_silent_are_told_for_the_share_and_for_each_clear_link() -> None:
    said = silent_sentences(release(0.3, 0.7), OUTCOME, EN)
    assert len(said) == 2
    assert "of those who did not answer would have to have it" in said[0]
    assert said[1].startswith("Workload: who answers can make a link that is none.")
    assert "of 100 of all others" in said[1]


def test_a_link_too_strong_for_so_few_silent_says_so() -> None:
    strong = replace(release(0.4, 0.5), estimates=(ratio("workload", 3.0, 2.5, 3.6),))
    assert "even if everybody with both" in silent_sentences(strong, OUTCOME, EN)[1]
    assert "fewer than none" in silent_sentences(release(0.425, 0.435), OUTCOME, EN)[0]


def test_without_head_counts_nobody_can_speak_for_the_silent() -> None:
    assert silent_sentences(replace(release(), analyses=()), OUTCOME, EN) == ()


def test_only_unclear_links_could_have_been_missed() -> None:
    """Control: √(1.13/0.8) per half, t(45) = 2.014: 1.1885^(1 + 0.8416/2.014) = 1.277."""
    names = {one.key: one for one in release().measures}
    said = unseen_sentences(release().estimates, OUTCOME, 0.4, names, EN)
    assert said == (
        "Control over work: from 40 of 100 people to 46 or more, or to 34 or fewer, for a clear"
        " step of the condition (odds ratio 1.28).",
    )
    assert unseen_sentences(release().estimates, OUTCOME, None, names, EN) == ()


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_report_has_all_three(language: str) -> None:
    said = texts(language)
    blocks = list(limits(Scope.of(release(), said, None), OUTCOME))
    headings = [one.text for one in blocks if isinstance(one, Heading)]
    keys = ("fragility.adjusted", "fragility.silent", "fragility.unseen.title")
    assert headings == [said(key) for key in keys]
    assert sum(isinstance(one, Figure) for one in blocks) == 1
    assert sum(isinstance(one, Bullets) for one in blocks) == 2
