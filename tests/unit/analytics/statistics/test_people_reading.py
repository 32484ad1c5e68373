"""A link is told in people before it is told in ratios."""

import re

import pytest

from analytics.release.model import Cell, CellStatus, Estimate, Statistic
from analytics.statistics.people_reading import differences, people_sentence
from survey.i18n.catalogue import READING_PARTS, texts
from survey.instruments.catalogue import load
from tests.unit.analytics.statistics.test_statistics_reading import MEASURES, estimate


def difference(**changes: object) -> Estimate:
    numbers = {"measure": "risk_difference", "estimate": 0.034, "low": 0.011, "high": 0.056}
    return estimate(**{**numbers, **changes})


def share(value: float | None = 0.442) -> Cell:
    return Cell.model_construct(
        measure="pain", statistic=Statistic.SHARE, status=CellStatus.SHOWN, value=value
    )


def read(one: Estimate | None, cell: Cell | None = None, language: str = "en") -> str | None:
    say = texts(language, *READING_PARTS)
    return people_sentence(one, share() if cell is None else cell, MEASURES, say)


def test_more_people_where_the_score_is_clearly_higher() -> None:
    assert read(difference()) == (
        "Back pain in the past 12 months: of 100 people, 44 as they answered and 47 where"
        " “Workload” is clearly higher (towards “Far too much”). That is 3 more (1 to 6)."
    )


def test_fewer_people_and_yes_rather_than_no() -> None:
    said = read(
        difference(factor="night", contrast="yes vs no", estimate=-0.05, low=-0.082, high=-0.017)
    )
    assert said == (
        "Back pain in the past 12 months: of 100 people, 44 as they answered and 39 where the"
        " answer to “Night work” is “Yes”. That is 5 fewer (2 to 8)."
    )


def test_what_would_round_to_nobody_has_a_decimal() -> None:
    assert "0.4 more (0.1 to 0.7)" in str(read(difference(estimate=0.004, low=0.001, high=0.007)))


@pytest.mark.parametrize(
    "changes",
    [{"low": -0.01}, {"low": 0.0}, {"estimate": None, "low": None, "high": None}],
)
def test_an_unclear_or_missing_number_has_no_sentence(changes: dict[str, object]) -> None:
    empty = {"p": None, "p_adjusted": None} if changes.get("low", 0) is None else {}
    assert read(difference(**changes, **empty)) is None


def test_without_a_published_share_nothing_is_told_in_people() -> None:
    assert read(difference(), share(None)) is None
    assert read(None) is None


def test_the_difference_told_is_the_adjusted_one_per_standard_deviation() -> None:
    wanted = difference()
    others = [
        estimate(),
        difference(contrast="per 10 points"),
        difference(model="unadjusted"),
        difference(outcome="support"),
    ]
    assert differences([*others, wanted], "pain") == {"workload": wanted}


@pytest.mark.parametrize("language", load("core").languages)
def test_the_sentence_stands_in_every_language(language: str) -> None:
    for one in (difference(), difference(estimate=-0.05, low=-0.08, high=-0.02)):
        said = str(read(one, language=language))
        assert re.findall(r"\d+", said)[:4] != []
        assert "{" not in said
        assert "44" in said
