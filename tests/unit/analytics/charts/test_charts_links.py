"""Quadrants, what-if, funnel and rows with intervals: drawn from released rows and cells alone."""

import pytest

from analytics.charts.funnel import Middle, funnel, middle_of
from analytics.charts.interval_rows import Axis, IntervalRow, interval_rows
from analytics.charts.picture import Picture
from analytics.charts.quadrants import Strain, quadrants
from analytics.charts.scatter import Side, scatter
from analytics.charts.theme import LIGHT
from analytics.charts.what_if import what_if_picture
from analytics.release.model import Analysis, AnalysisKind, Statistic
from survey.i18n.catalogue import texts
from tests.charts_release import BY_KEY, ORGANISATION, bounded, made_up_release, mean, share

ENGLISH = texts("en")
RELEASE = made_up_release()
WHOLE = share("back_pain_12m", 112, 276, 0.35, 0.46, ORGANISATION)


def part(category: str, value: float) -> Analysis:
    return Analysis(
        wave="w", analysis=AnalysisKind.JOB_STRAIN, outcome="back_pain_12m", statistic="share",
        category=category, n=60, value=value, low=value - 0.1, high=value + 0.1,
    )  # fmt: skip


def rows_sent(drawn: Picture) -> list[dict[str, object]]:
    return max(drawn.chart.to_dict()["datasets"].values(), key=len)


def test_the_quadrants_hold_each_group_at_its_two_published_means() -> None:
    strain = Strain(
        BY_KEY["workload"], BY_KEY["control"], 56, 44, [part("high_strain", 0.52)]
    )  # fmt: skip
    drawn = quadrants(strain, RELEASE.cells, ENGLISH, LIGHT)
    assembly = next(row for row in rows_sent(drawn) if row["group"] == "Assembly")
    assert (assembly["demands"], assembly["control"], assembly["n"]) == (71, 33, 24)
    assert assembly["named"], "it lies in the corner of much to do and little say"
    assert list(drawn.table["Share of its people"]) == ["52 % (42 to 62) of about 60"]


def test_what_if_begins_with_the_share_as_it_is() -> None:
    row = Analysis(
        wave="w", analysis=AnalysisKind.WHAT_IF, outcome="back_pain_12m", factor="workload",
        statistic="expected_share", category="50", value=0.36, low=0.31, high=0.4,
    )  # fmt: skip
    drawn = what_if_picture(WHOLE, [row], "50", ENGLISH, LIGHT)
    assert list(drawn.table["How far"]) == ["now", "50 %"]
    assert [one["chosen"] for one in rows_sent(drawn)] == [False, True]
    assert drawn.table["Share (95 % interval)"][1] == "36 % (31 to 40)"


@pytest.mark.parametrize(
    ("value", "n", "outside"), [(0.5, 20, False), (0.5, 2000, True), (0.406, 2000, False)]
)
def test_a_group_is_outside_only_for_its_size(value: float, n: int, outside: bool) -> None:
    middle = middle_of(WHOLE)
    assert middle is not None
    assert middle.is_outside(value, n) is outside


def test_a_range_is_never_outside_and_has_no_dot() -> None:
    cells = [
        bounded("back_pain_12m", 0, 2, 300, ("Production", "Stores")),
        share("back_pain_12m", 80, 100, 0.7, 0.88, ("Production", "Assembly")),
    ]
    middle = middle_of(WHOLE)
    assert middle is not None
    drawn = funnel(cells, middle, ENGLISH, LIGHT)
    stores, assembly = rows_sent(drawn)
    assert (stores["value"], stores["outside"]) == (None, False)
    assert assembly["outside"]
    assert "Outside the 95 % limits of chance: 1 (Assembly" in drawn.alt


def test_a_row_without_numbers_keeps_its_words() -> None:
    rows = [IntervalRow("Workload", "Too few answers"), IntervalRow("Control", "52", 52, 48, 56)]
    drawn = interval_rows(rows, Axis(0, 100), ("Measure", "Value"), ENGLISH, LIGHT)
    assert list(drawn.table["Value"]) == ["Too few answers", "52"]
    assert "Workload: Too few answers" in drawn.alt


def test_a_mean_is_held_against_the_spread_of_people_and_not_against_a_share() -> None:
    whole = mean("workload", 50, 2, 400, ORGANISATION)
    assert middle_of(whole) is None, "without the standard deviation there are no limits"
    sd = whole.model_copy(update={"statistic": Statistic.SD, "value": 20.0})
    middle = middle_of(whole, sd)
    assert middle == Middle(50.0, 20.0, 100.0)
    assert not middle.is_outside(57, 25), "1.96 · 20 / 5 is 7.84"
    assert middle.is_outside(58, 25)


def test_a_group_in_the_scatter_stands_as_counted_and_drawn_towards_the_organisation() -> None:
    place, other = ("Production", "Assembly"), ("Production", "Stores")
    workload, pain = BY_KEY["workload"], BY_KEY["back_pain_12m"]
    low = {place: mean("workload", 60, 4, 20, place), other: mean("workload", 40, 4, 20, other)}
    up = {
        place: share("back_pain_12m", 12, 20, 0.4, 0.8, place),
        other: bounded("back_pain_12m", 0, 2, 9, other),
    }
    across = Side(workload, 50.0, low, {place: 55.0, other: 45.0})
    drawn = scatter(across, Side(pain, 0.4, up, {place: 0.5, other: 0.3}), ENGLISH, LIGHT)
    datasets = drawn.chart.to_dict()["datasets"].values()
    [row] = [row for rows in datasets for row in rows if "group" in row]
    assert (row["across"], row["to_across"]) == (60.0, 55.0)
    assert (row["up"], row["to_up"]) == (60.0, 50.0)
    assert list(drawn.table.iloc[0]) == ["Assembly", "12 of 20 (60 %, 40 to 80)", "50 %"]
