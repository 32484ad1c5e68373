"""What holds of the statistics whatever the counts."""

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st

from analytics.statistics.categories import joined
from analytics.statistics.intervals import wilson
from analytics.statistics.logistic import fit_logistic
from analytics.statistics.multiplicity import holm
from analytics.statistics.patterns import Patterns
from analytics.statistics.rounding import nearest_ten, rounded, whole_tens_below
from analytics.statistics.separation import separated
from analytics.statistics.two_by_two import TwoByTwo, odds_ratio, risk_difference

patiently = settings(deadline=None)

counts = st.integers(1, 500)
cells = st.tuples(counts, counts, counts, counts)


@patiently
@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_a_wilson_interval_holds_the_share_and_stays_in_range(pair: tuple[int, int]) -> None:
    events, n = pair
    interval = wilson(events, n)
    assert 0 <= interval.low <= events / n <= interval.high <= 1


@patiently
@given(cells)
def test_turning_the_exposure_round_turns_the_odds_ratio_over(
    table: tuple[int, int, int, int],
) -> None:
    a, b, c, d = table
    one, other = odds_ratio(TwoByTwo(a, b, c, d)), odds_ratio(TwoByTwo(c, d, a, b))
    assert np.isclose(one.estimate * other.estimate, 1)
    assert np.isclose(one.interval.low * other.interval.high, 1)


@patiently
@given(cells)
def test_a_risk_difference_stays_between_minus_one_and_one(
    table: tuple[int, int, int, int],
) -> None:
    effect = risk_difference(TwoByTwo(*table))
    assert -1 <= effect.interval.low <= effect.estimate <= effect.interval.high <= 1


@patiently
@given(st.lists(st.floats(0, 1), max_size=12))
def test_holm_never_makes_a_p_smaller_and_keeps_their_order(p: list[float]) -> None:
    adjusted = holm(p)
    assert all(before <= after <= 1 for before, after in zip(p, adjusted, strict=True))
    order = sorted(range(len(p)), key=lambda i: (p[i], adjusted[i]))
    assert [adjusted[i] for i in order] == sorted(adjusted)


@patiently
@given(st.dictionaries(st.integers(1, 9), st.integers(0, 30)))
def test_joined_categories_have_ten_people_or_are_one_and_are_neighbours(
    people: dict[int, int],
) -> None:
    place = joined(people)
    sizes = [sum(people[s] for s in place if place[s] == group) for group in set(place.values())]
    assert len(sizes) <= 1 or min(sizes) >= 10
    groups = [place[step] for step in sorted(people)]
    assert groups == sorted(groups)


@patiently
@given(st.floats(-1e6, 1e6, allow_subnormal=False))
def test_three_digits_are_within_half_a_per_cent(value: float) -> None:
    assert abs(rounded(value) - value) <= 0.00501 * abs(value)


@patiently
@given(st.integers(0, 10_000))
def test_counts_in_tens_hide_the_last_digit(n: int) -> None:
    assert whole_tens_below(n) % 10 == nearest_ten(n) % 10 == 0
    assert whole_tens_below(n) <= n
    assert abs(nearest_ten(n) - n) <= 5


@patiently
@given(st.tuples(*[st.integers(0, 60)] * 4))
@example((1, 55, 1, 0))
@example((0, 1, 1, 0))
def test_a_two_by_two_model_is_its_table_and_split_tables_are_penalised(
    table: tuple[int, int, int, int],
) -> None:
    a, b, c, d = table
    if 0 in (a + b, c + d, a + c, b + d):
        return
    patterns = Patterns(
        np.array([[1.0, 1], [1, 1], [1, 0], [1, 0]]),
        np.array([1.0, 0, 1, 0]),
        np.array(table, dtype=float),
    )
    fit = fit_logistic(patterns)
    assert fit.penalised == separated(patterns) == (0 in table)
    more = 0.5 if fit.penalised else 0.0
    expected = np.log((a + more) * (d + more) / ((b + more) * (c + more)))
    assert np.isclose(fit.coefficients[1], expected, atol=1e-7)
