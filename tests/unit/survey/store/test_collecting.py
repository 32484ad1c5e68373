"""Answers that come all at once are laid down in the order of those that were collected."""

import duckdb
import numpy as np

from survey.store.collecting import answers_table


def test_a_table_of_answers_is_in_the_order_in_which_the_engine_sorts_them() -> None:
    draw, given = np.random.default_rng(3), (None, 0, 1, 2)
    rows = [
        (unit, tuple(given[at] for at in row))
        for unit, row in zip(
            draw.integers(1, 7, 400).tolist(), draw.integers(0, 4, (400, 4)).tolist(), strict=True
        )
    ]
    table = answers_table(rows)
    with duckdb.connect() as connection:
        connection.register("batch", table)
        expected = connection.execute("SELECT * FROM batch ORDER BY unit, answers").fetchall()
    found = zip(table["unit"].to_pylist(), table["answers"].to_pylist(), strict=True)
    assert list(found) == expected
    assert sorted(map(repr, rows)) == sorted(repr((unit, tuple(own))) for unit, own in expected)


def test_no_answers_are_an_empty_table() -> None:
    assert answers_table([]).num_rows == 0
