"""Several tests at once."""

from collections.abc import Sequence


def holm(p_values: Sequence[float]) -> tuple[float, ...]:
    """Return p values that hold for the whole family of tests, in the order given.

    The i-th smallest of m is multiplied by m - i + 1, never falls below the one before it and
    is at most 1. Holm 1979, Scand J Stat 6:65. Checked against statsmodels'
    ``multipletests(method="holm")``, which turns everything to NaN if one p is missing: leave
    missing ones out.
    """
    adjusted, before = [0.0] * len(p_values), 0.0
    for place, index in enumerate(sorted(range(len(p_values)), key=lambda i: p_values[i])):
        before = max(before, min(1.0, (len(p_values) - place) * p_values[index]))
        adjusted[index] = before
    return tuple(adjusted)
