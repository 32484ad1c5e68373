"""E-values: the examples of VanderWeele and Ding 2017, and drawn confounders as a second way."""

import random

import pytest

from analytics.statistics.intervals import CountsImpossible
from analytics.statistics.unmeasured import bias_factor, e_value


@pytest.mark.parametrize(
    ("ratio", "published"),
    [
        # Formula-feeding and deaths of infants by respiratory infection: 3.9 (1.8 to 8.7).
        (3.9, 7.26),
        (1.8, 3.0),
        # Breast-feeding and leukaemia of children: 0.80 (0.71 to 0.91).
        (0.80, 1.81),
        (0.91, 1.43),
    ],
)
def test_the_examples_of_the_paper(ratio: float, published: float) -> None:
    assert round(e_value(ratio), 2) == published


def test_no_drawn_confounder_biases_more_than_the_bound() -> None:
    """A yes/no confounder, no effect of the condition: what is seen is bias alone."""
    drawn = random.Random(20)  # noqa: S311
    closest = 0.0
    for _ in range(20_000):
        with_it, without = (drawn.uniform(0.001, 0.999) for _ in range(2))
        among, others = (drawn.uniform(0.001, 0.999) for _ in range(2))
        seen = (with_it * among + (1 - with_it) * others) / (
            without * among + (1 - without) * others
        )
        seen = max(seen, 1 / seen)
        condition = max(with_it / without, without / with_it)
        condition = max(condition, (1 - with_it) / (1 - without), (1 - without) / (1 - with_it))
        bound = bias_factor(condition, max(among / others, others / among))
        assert seen <= bound + 1e-9
        # Whoever is weaker than the E-value on both sides cannot have made what is seen.
        assert max(condition, among / others, others / among) >= e_value(seen) - 1e-9
        closest = max(closest, (seen - 1) / (bound - 1))
    assert closest > 0.9


@pytest.mark.parametrize("ratio", [1.05, 1.4, 3.0, 0.6])
def test_both_as_strong_as_the_e_value_explain_the_ratio_exactly(ratio: float) -> None:
    needed = e_value(ratio)
    assert bias_factor(needed, needed) == pytest.approx(max(ratio, 1 / ratio), abs=1e-12)


@pytest.mark.parametrize("ratio", [0.0, -1.0, float("inf"), float("nan")])
def test_what_is_no_ratio_has_no_e_value(ratio: float) -> None:
    with pytest.raises(CountsImpossible):
        e_value(ratio)


def test_a_bias_below_one_is_refused() -> None:
    with pytest.raises(CountsImpossible):
        bias_factor(0.9, 2.0)
