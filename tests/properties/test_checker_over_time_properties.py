"""What the checker counts of two waves against all worlds of a row, written down one by one."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.disclosure.audit.checker.over_time import counted_of_tables
from analytics.disclosure.audit.reading.table import Row, Says, Table
from analytics.release.model import TOTAL

K = 3
TEAM = ("D", "One")


def table(n: int, low: int, high: int, full: int) -> Table:
    row = Row("D", "One", TOTAL, TOTAL, frozenset({TEAM}), frozenset(), n,
              low / (n * full), high / (n * full), Says.TRUTH)  # fmt: skip
    return Table("q", full, K, False, (row,), {TEAM: None})


def all_agree(then: tuple[int, int, int], now: tuple[int, int, int], full: int) -> bool:
    """Whether no answers of anybody agree with the first wave alone, whoever the few were."""
    for left in range(then[0] + 1):
        joined = now[0] - then[0] + left
        if joined < 0 or left + joined >= K:
            continue
        for answers in product(range(full + 1), repeat=then[0]):
            if not then[1] <= sum(answers) <= then[2]:
                continue
            for come in product(range(full + 1), repeat=joined):
                if not now[1] <= sum(answers[left:]) + sum(come) <= now[2]:
                    return False
    return True


@st.composite
def rows(draw: st.DrawFn, full: int) -> tuple[int, int, int]:
    n = draw(st.integers(1, 4))
    low = draw(st.integers(0, n * full))
    return n, low, draw(st.integers(low, n * full))


@settings(max_examples=300, deadline=None)
@given(st.data(), st.integers(1, 2))
def test_it_accepts_a_row_exactly_where_every_earlier_world_remains(
    data: st.DataObject, full: int
) -> None:
    then, now = data.draw(rows(full)), data.draw(rows(full))
    counted = counted_of_tables("a", table(*then, full), table(*now, full))
    assert (counted.refusals == ()) is all_agree(then, now, full)
    assert (counted.rows == 1) is (abs(then[0] - now[0]) < K)
