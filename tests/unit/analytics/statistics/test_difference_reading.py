"""A difference is written by one rule: its side, its amount, its ends, and how many decimals."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from analytics.release.model import Analysis, AnalysisKind
from analytics.statistics.apart import side_of
from analytics.statistics.difference_reading import amount
from survey.i18n.catalogue import texts

EN = texts("en")


def difference(value: float, low: float, high: float) -> Analysis:
    return Analysis(
        wave="w", analysis=AnalysisKind.CHANGE, outcome="workload", statistic="change",
        value=value, low=low, high=high,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (-5.1, -0.9, (-1, "3", "1", "5")),
        (0.3, 2.7, (1, "1.5", "0.3", "2.7")),
        (-0.4, 3.2, (0, "1.4", "-0.4", "3.2")),
        (-4.4, 1.2, (0, "-2", "-4", "1")),
        (0.04, 8.0, (1, "4.02", "0.04", "8.00")),
    ],
)
def test_a_clear_difference_is_an_amount_and_no_end_is_rounded_to_nothing(
    low: float, high: float, said: tuple[int, str, str, str]
) -> None:
    found = amount(difference((low + high) / 2, low, high), EN, yes_no=False)
    assert found is not None
    assert (found.side, found.value, found.low, found.high) == said


def test_shares_are_told_in_points_of_a_hundred() -> None:
    found = amount(difference(-0.05, -0.09, -0.01), EN, yes_no=True)
    assert found is not None
    assert (found.value, found.low, found.high) == ("5", "1", "9")


@given(low=st.floats(-99, 99), width=st.floats(0.1, 50))
def test_whoever_reads_the_ends_comes_to_the_same_verdict(low: float, width: float) -> None:
    high = low + width
    assume(all(abs(end) > 0.01 for end in (low, high)))
    found = amount(difference((low + high) / 2, low, high), EN, yes_no=False)
    assert found is not None
    ends = [float(one.replace(",", "")) for one in (found.low, found.high)]
    assert abs(side_of(*ends, 0.0)) == abs(found.side)
    assert found.side == side_of(low, high, 0.0)
    if found.side:
        assert all(end > 0 for end in ends), "an amount has no sign: the word beside it says which"


def test_without_an_interval_there_is_nothing_to_write() -> None:
    row = difference(1, 0, 2).model_copy(update={"value": None, "low": None, "high": None})
    assert amount(row, EN, yes_no=False) is None
