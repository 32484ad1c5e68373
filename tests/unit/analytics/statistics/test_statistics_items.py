"""Answers to a scale's items, counted for reliability and agreement."""

import duckdb
import pandas as pd
import pytest

from analytics.composing.tally import count_patterns
from survey.instruments.catalogue import load

CORE = load("core")
SUPPORT = ("colleagues_hand", "colleagues_open", "colleagues_out")


def counted(*people: tuple[int, tuple[int | None, int | None, int | None]]):
    """Return the item counts of ``support_colleagues``; its last item is turned."""
    connection = duckdb.connect()
    connection.execute("CREATE TABLE answer (unit INTEGER, answers INTEGER[])")
    for unit, given in people:
        answers = dict(zip(SUPPORT, given, strict=True))
        row = [answers.get(key) for key in CORE.item_by_key]
        connection.execute("INSERT INTO answer VALUES (?, ?)", [unit, row])
    return count_patterns(connection, CORE).items["support_colleagues"]


def test_equal_answers_are_one_pattern_and_turned_items_are_turned() -> None:
    items = counted((1, (5, 4, 1)), (2, (5, 4, 1)), (1, (1, 1, 5)))
    expected = pd.DataFrame([[0, 0, 0, 1], [4, 3, 4, 2]], columns=[*SUPPORT, "count"])
    pd.testing.assert_frame_equal(items.patterns, expected)
    assert items.ranges == dict.fromkeys(SUPPORT, 4)


def test_who_left_an_item_out_is_not_counted() -> None:
    items = counted((1, (5, None, 1)), (1, (3, 3, 3)))
    assert items.patterns["count"].tolist() == [1]
    assert items.by_unit["n"].tolist() == [1]


def test_sums_by_unit_give_each_items_variance() -> None:
    given = [(5, 4, 1), (2, 4, 3), (1, 1, 5), (4, 2, 2)]
    row = counted(*((7, one) for one in given)).by_unit.set_index("unit").loc[7]
    steps = pd.DataFrame([(a - 1, b - 1, 5 - c) for a, b, c in given], columns=SUPPORT)
    for item in SUPPORT:
        variance = (row[f"{item}_squares"] - row[f"{item}_total"] ** 2 / row["n"]) / (row["n"] - 1)
        assert variance == pytest.approx(steps[item].var())


def test_a_scale_of_one_item_has_no_items_to_compare() -> None:
    connection = duckdb.connect()
    connection.execute("CREATE TABLE answer (unit INTEGER, answers INTEGER[])")
    assert "pain_intensity" not in count_patterns(connection, CORE).items
