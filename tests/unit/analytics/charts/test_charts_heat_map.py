"""The heat map: what it shows, what it never drops, and what it ships to the browser."""

import json

import pytest

from analytics.charts.grid import compare
from analytics.charts.heat_map import heat_map
from analytics.charts.picture import Picture
from analytics.charts.theme import LIGHT
from survey.i18n.catalogue import texts
from survey.vocabulary import GoodEnd
from tests.charts_release import BY_KEY, FACTORS, ORGANISATION, made_up_release, mean, share

RELEASE = made_up_release()
COLUMNS = [BY_KEY[key] for key in (*FACTORS, "back_pain_12m")]
TEAM = ("Production", "Assembly")


def picture(language: str = "en", sort_by: str | None = None) -> Picture:
    return heat_map(
        RELEASE.cells, COLUMNS, texts(language), LIGHT, sort_by=sort_by, groups=RELEASE.groups
    )


def rows_sent(drawn: Picture) -> list[dict[str, object]]:
    (dataset,) = drawn.chart.to_dict()["datasets"].values()
    return list(dataset)


def test_the_organisation_stands_on_top_and_pooled_names_in_full() -> None:
    groups = list(picture().table["Group"])
    assert groups[0] == "Organisation"
    assert "Night shift + Stores" in groups


def test_every_cell_of_the_frame_is_in_the_table_word_for_word() -> None:
    drawn = picture()
    table = drawn.table.set_index("Group")
    for row in rows_sent(drawn):
        assert table.loc[row["group"], row["measure"]] == row["words"]


def test_withheld_and_bounded_cells_are_sent_and_say_so() -> None:
    pain = picture().table.set_index("Group")["Low back pain in the past 12 months"]
    assert pain["Night shift + Stores"] == "0–2 of 11"
    assert pain["Office"] == "Too few answers"
    assert pain["Maintenance"] == "Shown together with Assembly"
    assert pain["Assembly"] == "Shown together with Maintenance"


def test_a_row_whose_parts_have_rows_of_their_own_says_so_beside_what_it_does_show() -> None:
    union = picture().table.set_index("Group").loc["Assembly + Maintenance"]
    assert union["Workload"] == "Shown in other rows"
    assert union["Low back pain in the past 12 months"] == "18 of 42 (43 %, 29 to 58)"


def test_a_row_that_shows_nothing_because_its_parts_are_shown_is_left_out() -> None:
    factors = [BY_KEY[key] for key in FACTORS]
    drawn = heat_map(RELEASE.cells, factors, texts("en"), LIGHT, groups=RELEASE.groups)
    assert "Assembly + Maintenance" not in set(drawn.table["Group"])
    assert {"Assembly", "Maintenance"} <= set(drawn.table["Group"])


def test_a_row_that_is_shown_in_a_wider_one_keeps_its_place() -> None:
    pain = [BY_KEY["back_pain_12m"]]
    drawn = heat_map(RELEASE.cells, pain, texts("en"), LIGHT, groups=RELEASE.groups)
    assert {"Assembly", "Maintenance"} <= set(drawn.table["Group"])


def test_no_number_of_a_bounded_cell_reaches_the_browser_but_its_range() -> None:
    (row,) = [row for row in rows_sent(picture()) if row["status"] == "bounded"]
    assert (row["band"], row["short"], row["compared"]) == (0, "0–2 of 11", "")


def test_the_chart_ships_as_many_rows_as_there_are_cells_and_no_other_column() -> None:
    sent = rows_sent(picture())
    assert len(sent) == len(RELEASE.cells)
    assert set(sent[0]) == {"group", "measure", "status", "band", "short", "words", "compared"}


def test_rectangles_keep_cells_without_a_value() -> None:
    marks = [layer["mark"] for layer in picture().chart.to_dict()["layer"]]
    rectangles = [mark for mark in marks if mark["type"] == "rect"]
    assert rectangles
    assert all(mark["invalid"] is None for mark in rectangles)


def test_the_description_counts_what_the_eye_would_see() -> None:
    drawn = picture()
    assert drawn.chart.to_dict()["description"] == drawn.alt
    assert "given as a range: 1; not shown alone: 8" in drawn.alt


@pytest.mark.parametrize(("key", "first"), [("workload", "Assembly"), ("control", "Assembly")])
def test_sorting_puts_the_worse_end_first_under_the_organisation(key: str, first: str) -> None:
    assert list(picture(sort_by=key).table["Group"])[:2] == ["Organisation", first]


def test_unsorted_groups_stand_under_their_department() -> None:
    groups = list(picture().table["Group"])
    assert groups[:4] == ["Organisation", "Office", "Production", "Assembly"]
    assert groups[4:] == sorted(groups[4:])


def test_sorting_puts_groups_without_a_value_last() -> None:
    last = list(picture(sort_by="back_pain_12m").table["Group"])[-4:]
    assert sorted(last) == ["Assembly", "Maintenance", "Night shift + Stores", "Office"]


def test_a_difference_inside_the_interval_has_no_colour() -> None:
    organisation = mean("workload", 54, 2, 276, ORGANISATION)
    assert compare(mean("workload", 70, 17, 8, TEAM), organisation, GoodEnd.LOW) == 0


def test_more_is_worse_where_low_is_good_and_better_where_high_is_good() -> None:
    organisation = mean("workload", 54, 2, 276, ORGANISATION)
    team = mean("workload", 70, 5, 60, TEAM)
    assert compare(team, organisation, GoodEnd.LOW) == -3
    assert compare(team, organisation, GoodEnd.HIGH) == 3


def test_shares_are_compared_in_percentage_points() -> None:
    organisation = share("back_pain_12m", 100, 250, 0.34, 0.46, ORGANISATION)
    team = share("back_pain_12m", 50, 100, 0.405, 0.59, TEAM)
    assert compare(team, organisation, GoodEnd.LOW) == -2


def test_two_departments_with_a_team_of_one_name_stay_apart() -> None:
    cells = [
        mean("workload", 54, 2, 276, ORGANISATION),
        mean("workload", 50, 9, 20, ("Office", "North")),
        mean("workload", 60, 9, 20, ("Plant", "North")),
    ]
    drawn = heat_map(cells, [BY_KEY["workload"]], texts("en"), LIGHT)
    assert list(drawn.table["Group"]) == ["Organisation", "North (Office)", "North (Plant)"]


def test_the_specification_is_plain_json_and_fits_its_container() -> None:
    specification = json.loads(picture("de").chart.to_json())
    assert specification["width"] == "container"


def test_a_measure_without_a_single_cell_is_an_empty_column() -> None:
    drawn = heat_map(RELEASE.cells, [*COLUMNS, BY_KEY["stress"]], texts("en"), LIGHT)
    assert set(drawn.table["Stress"]) == {""}
