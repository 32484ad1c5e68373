"""Rows of a breakdown are moved by a secret amount and still add up as published."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from analytics.disclosure.crossings.noise import moved, secret_draws, width
from analytics.disclosure.extremes import Exact, ends_touched, swap_ends

KEY = b"a key of the tests"


@st.composite
def departments(draw: st.DrawFn) -> tuple[list[Exact], int, int, int]:
    """Rows with true sums, ticks of one person, the published sum and how far rows may move."""
    full = draw(st.sampled_from([1, 4, 48]))
    g = full + 1
    rows = [
        Exact(n, draw(st.integers(0, n * full)))
        for n in draw(st.lists(st.integers(0, 12), min_size=1, max_size=6))
    ]
    true, ceiling = sum(row.total for row in rows), sum(row.n for row in rows) * full
    limit = width(g, draw(st.integers(0, 2)))
    published = draw(st.integers(max(0, true - limit), min(ceiling, true + limit)))
    return rows, full, published, limit


@given(departments(), st.text(max_size=5))
def test_rows_add_up_to_the_department_as_published(
    department: tuple[list[Exact], int, int, int], name: str
) -> None:
    rows, full, published, limit = department
    sums = moved(rows, full, published, limit, secret_draws(KEY, name, "age", "pain", [9, 8]))
    assert sum(sums) == published
    for row, total in zip(rows, sums, strict=True):
        assert 0 <= total <= row.n * full
        assert abs(total - row.total) <= limit


def test_same_answers_in_six_waves_give_the_same_six_figures() -> None:
    rows = [Exact(9, 3), Exact(12, 0), Exact(8, 8)]
    waves = {
        tuple(moved(rows, 1, 12, 2, secret_draws(KEY, "Stores", "age", "pain", [9, 8])))
        for _ in range(6)
    }
    assert len(waves) == 1


def test_another_key_department_question_or_attendance_moves_otherwise() -> None:
    rows = [Exact(40, 20 * 48)] * 4

    def figures(
        key: bytes, department: str, measure: str, sizes: tuple[int, ...] = (40, 40)
    ) -> tuple[int, ...]:
        draws = secret_draws(key, department, "age", measure, sizes)
        return tuple(moved([Exact(40, 960)] * 4, 48, 4 * 960, 48, draws))

    every = {
        figures(KEY, "Stores", "pain"),
        figures(KEY + b".", "Stores", "pain"),
        figures(KEY, "Fleet", "pain"),
        figures(KEY, "Stores", "stress"),
        figures(KEY, "Stores", "pain", (39, 41)),
    }
    assert len(every) == 5
    assert rows == [Exact(40, 960)] * 4


def test_draws_are_even() -> None:
    counts = [0] * 6
    draw = secret_draws(KEY, "Stores", "age", "pain", [9, 8])
    for _ in range(6000):
        counts[draw(6)] += 1
    assert max(abs(count - 1000) for count in counts) < 150


def test_no_output_of_a_small_department_settles_anybodys_answer() -> None:
    """By enumeration: the reader knows everything but the answers, the offset and the draws.

    Two teams of six, by two categories of six, three people in each cell, a yes/no question on
    health. For every output there is a world in which somebody of the cell said yes, and one in
    which somebody did not: nobody's answer follows. (Where rows lean to the ends against each
    other it may; the audit looks for that in every release.)
    """
    worlds: dict[tuple[tuple[int, ...], tuple[int, ...]], set[tuple[int, ...]]] = defaultdict(set)
    for cells in product(range(4), repeat=4):
        for output in outputs(cells, 3):
            worlds[output].add(cells)
    assert len(worlds) > 30
    for possible in worlds.values():
        for cell in range(4):
            assert any(world[cell] > 0 for world in possible)
            assert any(world[cell] < 3 for world in possible)


def outputs(cells: tuple[int, ...], g: int) -> Iterator[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Everything that may be published of four cells: team A by category, then team B."""
    a_x, a_y, b_x, b_y = cells
    teams = [Exact(6, a_x + a_y), Exact(6, b_x + b_y)]
    categories = (a_x + b_x, a_y + b_y)
    for bottom, top in product(range(g), repeat=2):
        shown = swap_ends(teams, 1, g, lambda end, b=bottom, t=top: b if end == "bottom" else t)
        limit = width(g, ends_touched(shown, 1, g))
        published = sum(team.total for team in shown)
        for first in range(max(0, categories[0] - limit), min(6, categories[0] + limit) + 1):
            second = published - first
            if 0 <= second <= 6 and abs(second - categories[1]) <= limit:
                yield tuple(team.total for team in shown), (first, second)
