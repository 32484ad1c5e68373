"""A name in a chart is nearer to its own bar than to the one above it."""

from collections.abc import Callable

import pytest

from analytics.charts.forest_plot import forest_plot
from analytics.charts.forest_rows import odds_ratios
from analytics.charts.headings import column_axis, wrapped
from analytics.charts.interval_rows import Axis, IntervalRow, interval_rows
from analytics.charts.participation_bands import participation
from analytics.charts.picture import Picture
from analytics.charts.published import published_sources
from analytics.charts.theme import LIGHT
from survey.i18n.catalogue import texts
from tests.charts_release import MEASURES, made_up_release
from tests.text_boxes import laid_out, marks_at

EN = texts("en")
RELEASE = made_up_release()
LETTERS = 13
LONG = "Low back pain of 4 or more out of 10 in the past 7 days, at work or at home (low is good)"


def rows() -> Picture:
    """Return rows with intervals, among them one with a name of several lines."""
    drawn = [IntervalRow(name, "44 (40 to 48)", 44, 40, 48, 50) for name in ("One", LONG, "Three")]
    return interval_rows(drawn, Axis(0, 100), ("name", "number"), EN, LIGHT)


def ratios() -> Picture:
    """Return the forest plot with published figures."""
    found = odds_ratios(RELEASE.estimates, "back_pain_12m")
    known = [one for one in found if one.estimate is not None]
    return forest_plot(known, MEASURES, EN, LIGHT, published_sources())


def steps() -> Picture:
    """Return participation in steps."""
    return participation(RELEASE.participation, EN, LIGHT)


@pytest.mark.parametrize("width", [358, 820])
@pytest.mark.parametrize("picture", [rows, ratios, steps], ids=lambda one: one.__name__)
def test_a_name_is_nearest_to_what_stands_below_it(
    picture: Callable[[], Picture], width: int
) -> None:
    spec = picture().chart.to_dict()
    layout, height = laid_out(spec, width), 1000
    names = [one for one in layout.boxes if one.role == "mark" and one.left < 4]
    places = marks_at(spec, width)
    assert len(names) > 2
    for name in names:
        first, last = name.top + LETTERS / 2, name.bottom - LETTERS / 2
        above = min((first - at for at in places if at < first), default=height)
        below = min((at - last for at in places if at > last), default=height)
        assert below < above, f"{name.words!r} is nearer to what stands above it"


def test_no_heading_is_broken_within_a_word() -> None:
    heads = ["Unterstützung durch die Führungskraft", "Arbeitsunfähigkeitsbescheinigung"]
    for head in heads:
        for characters in (9, 12, 20):
            assert " ".join(wrapped(head, characters)) == head
            assert set(" ".join(wrapped(head, characters)).split()) == set(head.split())
    assert "Führungskr" not in str(column_axis(heads).to_dict()["labelExpr"]).replace(
        "Führungskraft", ""
    )
