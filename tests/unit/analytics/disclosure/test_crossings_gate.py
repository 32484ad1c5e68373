"""The gate refuses what sums and differences would take apart, and knows no answer."""

from itertools import permutations

import pytest

from analytics.disclosure.crossings.gate import Decision, gate

WOMEN, MEN = 0, 1


def people(cells: dict[tuple[int, ...], int]) -> dict[tuple[int, ...], tuple[int, ...]]:
    """A crossing with one measure, answered by all."""
    return {place: (count,) for place, count in cells.items()}


def test_everyone_minus_women_where_3_are_men_is_refused() -> None:
    crossing = people({(0, WOMEN): 20, (0, MEN): 3})
    assert gate(crossing, 6) == Decision(passes=False, smallest=3)


def test_one_man_in_a_team_is_found_by_team_totals_and_totals_by_gender() -> None:
    """Team A less all women leaves: + the man in A, - the women elsewhere. All but 2 in team B are
    women of A or men of B, so the totals single out three people, though no row is small."""
    crossing = people({(0, WOMEN): 9, (0, MEN): 1, (1, WOMEN): 2, (1, MEN): 8})
    assert gate(crossing, 6) == Decision(passes=False, smallest=3)


def test_one_man_in_a_team_is_no_harm_where_both_live_in_many_teams() -> None:
    crossing = people(
        {(0, WOMEN): 9, (0, MEN): 1, (1, WOMEN): 5, (1, MEN): 6, (2, WOMEN): 4, (2, MEN): 7}
    )
    assert gate(crossing, 6).passes


def three_ways() -> dict[tuple[int, ...], tuple[int, ...]]:
    """Team A or B, woman or man, early or late: eight of each of three kinds, and Ada.

    Ada is the one woman of team A on the late shift.
    """
    return people({(0, 0, 0): 8, (0, 1, 1): 8, (1, 0, 1): 8, (0, 0, 1): 1})


def test_three_breakdowns_of_which_each_pair_is_harmless_are_refused_together() -> None:
    """Team A + all women + the late shift, less twice everybody, is Ada's answer."""
    crossing = three_ways()
    for kept in ((0, 1), (0, 2), (1, 2)):
        pair: dict[tuple[int, ...], tuple[int, ...]] = {}
        for place, (count,) in crossing.items():
            short = tuple(place[partition] for partition in kept)
            pair[short] = (pair.get(short, (0,))[0] + count,)
        assert gate(pair, 6).passes
    assert gate(crossing, 6) == Decision(passes=False, smallest=1)


def test_a_filter_asked_for_later_is_judged_with_all_that_stand_already() -> None:
    """The shift alone may be shown, and gender alone, but not the shift when gender stands."""
    crossing = three_ways()
    shift = {(place[0], place[2]): (0,) for place in crossing}
    for place, (count,) in crossing.items():
        shift[place[0], place[2]] = (shift[place[0], place[2]][0] + count,)
    assert gate(shift, 6).passes
    assert not gate(crossing, 6).passes


@pytest.mark.parametrize("men", [5, 6])
def test_a_row_of_exactly_k_passes_and_one_of_k_less_1_does_not(men: int) -> None:
    crossing = people({(0, WOMEN): 20, (0, MEN): men})
    assert gate(crossing, 6).passes is (men == 6)


@pytest.mark.parametrize("strangers", [2, 3])
def test_a_cut_of_exactly_k_passes_and_one_of_k_less_1_does_not(strangers: int) -> None:
    """Three teams, one category each, and a few in the next one's: 3 on either side of each."""
    crossing = people({(0, 0): 9, (1, 1): 9, (2, 2): 9, (0, 1): 3, (1, 2): 3, (2, 0): strangers})
    assert gate(crossing, 6) == (Decision(True) if strangers == 3 else Decision(False, 5))


@pytest.mark.parametrize("adas", [5, 6])
def test_a_group_of_exactly_k_in_three_partitions_passes_and_one_of_k_less_1_does_not(
    adas: int,
) -> None:
    decision = gate({**three_ways(), (0, 0, 1): (adas,)}, 6)
    assert decision == (Decision(True) if adas == 6 else Decision(False, 5))


def test_silence_on_one_question_counts() -> None:
    """Everybody answered the first question, but only three men the second."""
    crossing = {(0, WOMEN): (20, 19), (0, MEN): (9, 3)}
    assert gate(crossing, 6) == Decision(passes=False, smallest=3)


def test_questions_are_judged_each_by_itself_where_their_fewest_would_be_too_few() -> None:
    """Half were asked one question and half the other: each has enough, though no cell has both."""
    crossing = {(0, WOMEN): (9, 0), (0, MEN): (9, 0), (1, WOMEN): (0, 9), (1, MEN): (0, 9)}
    assert gate(crossing, 6).passes


def test_departments_that_share_nobody_do_not_stand_in_each_others_way() -> None:
    crossing = people({(0, 0): 7, (1, 1): 8})
    assert gate(crossing, 6).passes


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_decision_does_not_depend_on_the_order_of_the_partitions(
    order: tuple[int, ...],
) -> None:
    turned = {tuple(place[at] for at in order): n for place, n in three_ways().items()}
    assert gate(turned, 6) == Decision(passes=False, smallest=1)
