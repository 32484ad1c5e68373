"""Nobody's answer follows from a row at the end of the scale: tried by going through all cases."""

from collections import defaultdict
from itertools import product

import pytest

from analytics.disclosure.extremes import (
    End,
    Exact,
    ends_touched,
    granularity,
    secret_offset,
    swap_ends,
)

HEALTH = granularity(1, yes_no_health=True)


def test_the_grain_is_two_people_and_one_for_yes_no_questions_on_health() -> None:
    assert (granularity(1, yes_no_health=True), granularity(48, yes_no_health=False)) == (3, 49)


def test_nobody_of_9_is_published_as_0_to_2_and_the_rest_stays_exact() -> None:
    nobody, some = swap_ends([Exact(9, 0), Exact(11, 5)], 1, HEALTH, lambda _end: 0)
    assert (nobody.low, nobody.high, nobody.exact) == (0, 2, False)
    assert (some.total, some.exact) == (5, True)


def test_everybody_of_12_is_published_as_10_to_12() -> None:
    (everybody,) = swap_ends([Exact(12, 12)], 1, HEALTH, lambda _end: 0)
    assert (everybody.low, everybody.high) == (10, 12)


def test_the_largest_of_the_small_sums_are_raised_first() -> None:
    rows = swap_ends([Exact(9, 1), Exact(9, 2), Exact(9, 0)], 1, HEALTH, lambda _end: 0)
    assert [row.total for row in rows] == [0, 3, 0]
    assert [(row.low, row.high) for row in rows] == [(0, 2), (1, 3), (0, 2)]


def test_a_true_3_looks_like_a_raised_2() -> None:
    (true_three,) = swap_ends([Exact(9, 3)], 1, HEALTH, lambda _end: 0)
    assert (true_three.low, true_three.high) == (1, 3)


@pytest.mark.parametrize("offset", range(HEALTH))
@pytest.mark.parametrize("end", list(End))
def test_a_sum_of_exactly_g_or_more_is_not_swapped_and_moves_nobody_else(
    end: End, offset: int
) -> None:
    """A swap of sums below g alone; of g - 1 it may make 0 or g."""

    def shown(*sums: int) -> list[int]:
        turned = [9 - total if end is End.TOP else total for total in sums]
        rows = swap_ends([Exact(9, total) for total in turned], 1, HEALTH, lambda _end: offset)
        return [9 - row.total if end is End.TOP else row.total for row in rows]

    assert shown(HEALTH - 1) == [0 if offset == 0 else HEALTH]
    for large in (HEALTH, HEALTH + 1):
        assert shown(large, 1, 1) == [large, *shown(1, 1)]


@pytest.mark.parametrize("sizes", [(6,), (6, 6), (6, 7), (10, 11), (6, 6, 7)])
def test_no_output_settles_an_answer_even_for_a_colleague_who_knows_one(
    sizes: tuple[int, ...],
) -> None:
    """The reader knows the procedure, all sizes and one answer; only the offset is secret."""
    worlds = defaultdict(set)
    for sums in product(*(range(n + 1) for n in sizes)):
        blocks = [Exact(n, total) for n, total in zip(sizes, sums, strict=True)]
        for bottom, top in product(range(HEALTH), repeat=2):
            offsets = {End.BOTTOM: bottom, End.TOP: top}
            shown = swap_ends(blocks, 1, HEALTH, offsets.__getitem__)
            worlds[tuple(row.total for row in shown)].add(sums)
    for possible in worlds.values():
        for at, n in enumerate(sizes):
            totals = {sums[at] for sums in possible}
            for known in (0, 1):
                others = {t - known for t in totals if known <= t <= n - 1 + known}
                assert others != {0}
                assert others != {n - 1}


def test_published_rows_never_move_a_department_by_more_than_g_minus_1_an_end() -> None:
    for sums in product(range(7), range(7), range(8)):
        blocks = [Exact(6, sums[0]), Exact(6, sums[1]), Exact(7, sums[2])]
        for offset in range(HEALTH):
            shown = swap_ends(blocks, 1, HEALTH, lambda _end, offset=offset: offset)
            moved = sum(row.total for row in shown) - sum(sums)
            assert abs(moved) <= (HEALTH - 1) * ends_touched(shown, 1, HEALTH)
            assert all(row.low <= total <= row.high for row, total in zip(shown, sums, strict=True))


def test_the_swap_is_fair_over_the_offsets() -> None:
    blocks = [Exact(9, 1), Exact(9, 2), Exact(9, 2), Exact(9, 4)]
    totals = [
        sum(row.total for row in swap_ends(blocks, 1, HEALTH, lambda _end, o=o: o))
        for o in range(HEALTH)
    ]
    assert sum(totals) / HEALTH == 9


def test_the_offset_depends_on_the_key_and_stays_the_same_under_it() -> None:
    places = [(f"D{at}", "pain") for at in range(30)]
    one = [secret_offset(b"one", *place, HEALTH)(End.BOTTOM) for place in places]
    again = [secret_offset(b"one", *place, HEALTH)(End.BOTTOM) for place in places]
    other = [secret_offset(b"two", *place, HEALTH)(End.BOTTOM) for place in places]
    assert one == again != other
    assert set(one) == {0, 1, 2}
