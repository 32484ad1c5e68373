"""What followed already from an earlier wave: a tick wider or narrower decides."""

import pytest

from analytics.disclosure.audit.over_time import Seen, attack_over_time
from analytics.disclosure.audit.over_time.foregone import Earlier, is_foregone, reach
from analytics.disclosure.audit.over_time.trees import Known
from analytics.disclosure.audit.reading.sums import Interval
from analytics.disclosure.audit.reading.table import Row, Says, Table
from analytics.release.model import TOTAL

K = 6
ONE, TWO = ("D", "One"), ("D", "Two")


def known(n: int, low: int, high: int, *teams: tuple[str, str], name: str = "") -> Known:
    labels = ("D", name or " + ".join(team for _, team in teams))
    return Known(frozenset(teams), TOTAL, TOTAL, labels, n, Interval(low, high))


def table(n: int, low: int, high: int) -> Table:
    row = Row("D", "One", TOTAL, TOTAL, frozenset({ONE}), frozenset(), n,
              low / n, high / n, Says.TRUTH)  # fmt: skip
    return Table("q", 1, K, False, (row,), {ONE: None})


@pytest.mark.parametrize(
    ("n", "within"),
    [
        (10, (3, 7)),  # 2 left and 2 joined at most
        (9, (2, 7)),  # 3 and 2
        (11, (3, 8)),
        (5, (0, 5)),  # 5 left, nobody joined
        (3, (-2, 5)),  # 7 left, more than k: they, and nobody else
    ],
)
def test_a_row_is_within_reach_of_what_fewer_than_k_can_change(
    n: int, within: tuple[int, int]
) -> None:
    found = reach(known(10, 5, 5, ONE), n, K, 1)
    assert (found.low, found.high) == within


@pytest.mark.parametrize(
    ("low", "high", "foregone"), [(3, 7, True), (2, 8, True), (4, 7, False), (3, 6, False)]
)
def test_a_row_one_step_narrower_than_its_reach_is_news(
    low: int, high: int, foregone: bool
) -> None:
    then = Earlier([known(10, 5, 5, ONE)], {ONE})
    assert is_foregone(known(10, low, high, ONE), [then], K, 1) is foregone


def test_a_row_must_follow_from_every_earlier_wave_that_tells_of_it() -> None:
    one, other = (Earlier([known(10, at, at, ONE)], {ONE}) for at in (5, 6))
    row = known(10, 3, 7, ONE)
    assert is_foregone(row, [one], K, 1)
    assert not is_foregone(row, [one, other], K, 1)
    assert is_foregone(known(10, 3, 8, ONE), [one, other], K, 1)
    silent = Earlier([], {ONE})
    assert is_foregone(row, [one, silent], K, 1)
    assert not is_foregone(row, [silent], K, 1)


def test_rows_cut_anew_are_held_against_all_rows_that_they_hold() -> None:
    apart = [known(10, 5, 5, ONE), known(8, 2, 2, TWO)]
    together = known(18, 5, 9, ONE, TWO)
    assert is_foregone(together, [Earlier(apart, {ONE, TWO})], K, 1)
    part = Earlier([together], {ONE, TWO})
    assert part.readings(known(10, 3, 7, ONE)) == []
    assert part.readings(known(10, 3, 7, ONE, name="One + Two")) == [together]


def test_a_renamed_team_is_read_as_the_same_and_as_another() -> None:
    then = Earlier([known(18, 7, 7, ONE, TWO, name=TOTAL), known(10, 5, 5, ONE)], {ONE})
    now = known(17, 5, 9, ONE, ("D", "New"), name=TOTAL)
    assert [one.n for one in then.readings(now)] == [10, 18]
    gone = Earlier([known(10, 5, 5, ONE), known(8, 2, 2, TWO)], {ONE, ("D", "New")})
    assert [one.n for one in gone.readings(now)] == [10]


def test_news_of_a_few_is_found_beside_two_waves_though_each_alone_allows_it() -> None:
    first, second = Seen("a", table(10, 5, 5)), Seen("b", table(10, 3, 7))
    last = Seen("c", table(10, 4, 6))
    assert attack_over_time([first], Seen("c", last.table)) == []
    found = attack_over_time([first, second], last)
    assert [finding.code for finding in found] == ["AUDIT-TIME-NEWS"]
    assert attack_over_time([first, second], Seen("c", table(4, 0, 3))) == []


def test_all_rows_of_a_published_group_are_no_less_than_that_group() -> None:
    """A team changed its name: the rows are fewer by name, and all of them once had a row."""
    rows = [known(18, 7, 7, ONE, TWO, name=TOTAL), known(10, 3, 7, ONE), known(8, 0, 4, TWO)]
    then = Earlier(rows, {ONE, ("D", "New")})
    now = known(18, 5, 9, ONE, TWO, ("D", "New"), name="All")
    assert [(one.n, one.sums) for one in then.readings(now)] == [(18, Interval(7, 7))]
