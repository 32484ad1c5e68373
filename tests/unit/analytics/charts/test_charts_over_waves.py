"""Pictures over waves and of participation: ranges stay ranges, gaps stay gaps."""

from analytics.charts.over_waves import change
from analytics.charts.participation_bands import participation
from analytics.charts.picture import Picture
from analytics.charts.theme import LIGHT
from analytics.release.model import Cell, Reason
from survey.i18n.catalogue import texts
from tests.charts_release import BY_KEY, ORGANISATION, bounded, made_up_release, mean, withheld

ENGLISH = texts("en")


def in_wave(cell: Cell, wave: str) -> Cell:
    return cell.model_copy(update={"wave": wave})


def rows_sent(drawn: Picture) -> list[dict[str, object]]:
    (dataset,) = drawn.chart.to_dict()["datasets"].values()
    return list(dataset)


def test_waves_keep_the_order_in_which_they_are_given() -> None:
    cells = [in_wave(mean("workload", 54, 4, 90, ORGANISATION), wave) for wave in ("b", "a")]
    assert list(change(cells, BY_KEY["workload"], ENGLISH, LIGHT).table["Wave"]) == ["b", "a"]


def test_no_line_is_drawn_across_a_wave_without_a_value() -> None:
    cells = [
        in_wave(mean("workload", 54, 4, 90, ORGANISATION), "1"),
        in_wave(mean("workload", 55, 4, 90, ORGANISATION), "2"),
        in_wave(withheld("workload", Reason.TOO_FEW_ANSWERS, ORGANISATION), "3"),
        in_wave(mean("workload", 60, 4, 90, ORGANISATION), "4"),
    ]
    rows = rows_sent(change(cells, BY_KEY["workload"], ENGLISH, LIGHT))
    before, beside, gap, after = (row["run"] for row in rows)
    assert str(before) == str(beside) == "0"
    assert after not in (before, None)
    assert rows[2]["value"] is None
    assert gap is not None


def test_a_bounded_wave_has_two_ends_and_no_value() -> None:
    cells = [bounded("back_pain_12m", 0, 2, 10, ORGANISATION)]
    (row,) = rows_sent(change(cells, BY_KEY["back_pain_12m"], ENGLISH, LIGHT))
    assert (row["value"], row["low"], row["high"]) == (None, 0, 20)


def test_participation_is_told_in_steps_and_capped() -> None:
    drawn = participation(made_up_release().participation, ENGLISH, LIGHT)
    assert list(drawn.table["Participation"]) == ["70 to 75 %", "60 to 65 %", "over 90 %"]
    assert "Office: over 90 %" in drawn.alt
    assert set(rows_sent(drawn)[0]) == {"row", "group", "low", "high", "words"}
