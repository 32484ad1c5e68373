"""What to do first follows one rule, of published numbers only."""

import pytest

from analytics.release.model import TOTAL, Cell, Estimate, MeasureEntry, Statistic
from analytics.statistics.priorities import Known, priorities, worse_by
from survey.vocabulary import GoodEnd, MeasureRole, Sensitivity
from tests.unit.analytics.statistics.test_statistics_reading import estimate


def entry(key: str, good_end: GoodEnd = GoodEnd.LOW) -> MeasureEntry:
    return MeasureEntry(
        key=key, kind="scale", role=MeasureRole.FACTOR, sensitivity=Sensitivity.CONDITIONS,
        good_end=good_end, name={"en": key}, low_end=None, high_end=None, definition={"en": ""},
    )  # fmt: skip


MEASURES = [entry("workload"), entry("control", GoodEnd.HIGH), entry("noise")]


def cell(measure: str, value: float, n: int = 40, team: str = "Dock", apart: float = 5) -> Cell:
    return Cell.model_construct(
        department="Hub", team=team, measure=measure, statistic=Statistic.MEAN, n=n,
        value=value, low=value - apart, high=value + apart,
    )  # fmt: skip


WHOLE = {one.key: cell(one.key, 50.0, 900, apart=1) for one in MEASURES}


def step(factor: str, difference: float, low: float, high: float) -> Estimate:
    return estimate(
        factor=factor, measure="risk_difference", contrast="per 10 points", estimate=difference,
        low=low, high=high,
    )  # fmt: skip


def ranked(cells: list[Cell], *estimates: Estimate) -> list[tuple[str, str, Known]]:
    found = priorities(cells, WHOLE, MEASURES, estimates, "pain")
    return [(one.cell.team, one.entry.key, one.known) for one in found]


@pytest.mark.parametrize(
    ("value", "good_end", "points"),
    [(60, GoodEnd.LOW, 5), (60, GoodEnd.HIGH, 0), (42, GoodEnd.HIGH, 3), (54, GoodEnd.LOW, 0)],
)
def test_worse_counts_from_the_nearer_end_of_the_interval(
    value: float, good_end: GoodEnd, points: float
) -> None:
    assert worse_by(cell("x", value), WHOLE["noise"], good_end) == pytest.approx(points)


def test_what_goes_with_pain_here_comes_before_published_work_and_that_before_the_rest() -> None:
    cells = [cell("noise", 90.0, 400), cell("workload", 70.0), cell("control", 40.0)]
    clear = step("control", -0.02, -0.03, -0.01)
    assert ranked(cells, clear) == [
        ("Dock", "control", Known.HERE),
        ("Dock", "workload", Known.PUBLISHED),
        ("Dock", "noise", Known.NOTHING),
    ]


def test_a_link_that_is_unclear_or_points_the_other_way_is_not_known_here() -> None:
    for wrong in (step("noise", 0.02, -0.01, 0.05), step("noise", -0.02, -0.03, -0.01)):
        assert ranked([cell("noise", 70.0)], wrong) == [("Dock", "noise", Known.NOTHING)]


def test_people_times_points_times_strength_ranks_what_is_equally_known() -> None:
    cells = [cell("workload", 65.0, 20, "Few"), cell("workload", 60.0, 60, "Many")]
    # 20 people x 10 points stand against 60 people x 5 points.
    assert [team for team, *_ in ranked(cells)] == ["Many", "Few"]
    strong, weak = step("workload", 0.05, 0.01, 0.09), step("noise", 0.01, 0.001, 0.02)
    cells = [cell("noise", 65.0, 40, "Loud"), cell("workload", 60.0, 40, "Busy")]
    # 40 x 10 x 1 stands against 40 x 5 x 5.
    assert [team for team, *_ in ranked(cells, strong, weak)] == ["Busy", "Loud"]


def test_nobody_who_is_not_clearly_worse_is_named_and_at_most_five_are() -> None:
    better = [cell("workload", 30.0), cell("workload", 52.0)]
    whole = [WHOLE["workload"].model_copy(update={"department": TOTAL, "low": 60.0})]
    assert ranked([*better, *whole]) == []
    assert len(ranked([cell("workload", 70.0, team=f"T{at}") for at in range(9)])) == 5
