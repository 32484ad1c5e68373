"""An organisation of 57 gets links that say something true, on the page's and report's words."""

import pytest

from analytics.charts.few_answers import few_answers
from analytics.charts.theme import LIGHT
from analytics.reports.blocks import Paragraph
from analytics.reports.odds_ratios import links
from analytics.reports.scope import Scope
from analytics.statistics.rows.few_answers import group_points, small_links
from survey.i18n.catalogue import texts
from tests.few_answers_release import ANSWERS, small_release

OUTCOME = "back_pain_12m"


def test_it_has_no_model_and_still_says_whose_evidence_stands_there() -> None:
    release = small_release()
    assert release.manifest.responses == ANSWERS
    assert not any(one.estimate is not None for one in release.estimates)
    found = few_answers(release, OUTCOME, texts("en"), LIGHT)
    assert found is not None
    assert found.lead.startswith("57 answers are too few")
    assert all("Buruck" in one for one in found.findings)


def test_the_groups_enter_with_everybody_once_and_lie_around_the_organisation() -> None:
    points = group_points(small_release(), OUTCOME, "workload")
    assert len(points) >= 2
    assert sum(one.n for one in points) <= ANSWERS
    middle = sum(one.n * one.at for one in points) / sum(one.n for one in points)
    assert abs(middle) < 0.1


def test_the_published_link_weighs_most_and_the_interval_is_not_wider_than_its_own() -> None:
    for link in small_links(small_release(), OUTCOME):
        assert 0.5 < link.updated.prior_weight <= 1
        assert link.updated.interval.low < link.published < link.updated.interval.high
        assert link.needed is not None
        assert link.needed > 100


def test_an_outcome_of_which_no_paper_speaks_has_none() -> None:
    assert few_answers(small_release(), "high_stress", texts("en"), LIGHT) is None


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_report_says_the_same(language: str) -> None:
    scope = Scope.of(small_release(), texts(language), None)
    found = few_answers(small_release(), OUTCOME, texts(language), LIGHT)
    said = [block.text for block in links(scope) if isinstance(block, Paragraph)]
    assert found is not None
    assert found.warning in said
