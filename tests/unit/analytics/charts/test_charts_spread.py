"""Answers spread over steps: merged steps stay merged, and the worse end is always on the left."""

import pytest

from analytics.charts.picture import Picture
from analytics.charts.spread import Asked, lean, spread
from analytics.charts.theme import LIGHT
from analytics.release.model import Distribution
from survey.i18n.catalogue import texts

STEPS = {1: "Never", 2: "Rarely", 3: "Sometimes", 4: "Often", 5: "Always"}
FAST = Asked("fast", "How often do you have to hurry?", STEPS, high_is_good=False)
BREAKS = Asked("breaks", "How often can you take a break?", STEPS, high_is_good=True)
UNKNOWN = Asked("q7", "q7", {}, None)


def row(item: str, low: int, high: int, count: int, n: int = 100) -> Distribution:
    return Distribution(
        measure="workload", item=item, n=n, low_step=low, high_step=high, count=count
    )


ROWS = [
    row(item, low, high, count)
    for item in ("fast", "breaks", "q7")
    for low, high, count in ((1, 2, 30), (3, 3, 25), (4, 4, 35), (5, 5, 10))
]


def picture(language: str = "en") -> Picture:
    return spread(ROWS, [FAST, BREAKS, UNKNOWN], texts(language), LIGHT)


def sent(drawn: Picture) -> list[dict[str, object]]:
    return max(drawn.chart.to_dict()["datasets"].values(), key=len)


def test_each_item_begins_with_its_worse_end_whichever_way_it_was_asked() -> None:
    fast, breaks, _ = picture().table["Answers, from the worse end"]
    assert fast.startswith("Always: 10 of 100 (10 %); Often")
    assert breaks.startswith("Never + Rarely: 30 of 100 (30 %); Sometimes")


def test_merged_steps_are_written_as_such_and_an_unknown_wording_by_its_numbers() -> None:
    *_, unknown = picture().table["Answers, from the worse end"]
    assert unknown.startswith("1 + 2: 30 of 100")


@pytest.mark.parametrize(
    ("low", "high", "side"),
    [(1, 1, 3), (2, 2, 2), (1, 2, 2), (1, 3, 1), (3, 3, 0), (2, 4, 0), (3, 5, -1), (5, 5, -3)],
)
def test_a_part_leans_to_the_side_of_the_neutral_step_that_it_lies_on(
    low: int, high: int, side: int
) -> None:
    part = row("fast", low, high, 10)
    ends = [part, row("fast", 1, 1, 6), row("fast", 5, 5, 6)]
    assert lean(part, ends, FAST) == side
    assert lean(part, ends, BREAKS) == -side
    assert lean(part, ends, UNKNOWN) == 0


def test_the_browser_is_sent_the_published_counts_and_adds_them_up_itself() -> None:
    rows = sent(picture())
    assert len(rows) == len(ROWS)
    assert {one["count"] for one in rows} == {30, 25, 35, 10}
    assert {one["n"] for one in rows} == {100}
    assert not {"share", "start", "end"} & set(rows[0])


def test_the_words_are_the_same_counts_in_german() -> None:
    fast, *_ = picture("de").table["Antworten, vom ungünstigeren Ende an"]
    assert "35 von 100 (35 %)" in fast
