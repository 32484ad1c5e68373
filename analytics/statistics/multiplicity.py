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


def false_discovery(p_values: Sequence[float]) -> tuple[float, ...]:
    """Return each p value as the false discovery rate at which it would just be kept.

    The i-th smallest of m is multiplied by m / i, and never lies above the one after it: of what
    is kept at 0.05, one in twenty is expected to be chance. Benjamini & Hochberg 1995, J R Stat
    Soc B 57:289, for tests that are independent or rise together. Checked against the paper's
    fifteen p values (four kept, three by Bonferroni) and statsmodels' ``fdr_bh``.
    """
    count, adjusted, after = len(p_values), [0.0] * len(p_values), 1.0
    ranks = sorted(range(count), key=lambda i: p_values[i])
    for rank in range(count, 0, -1):
        index = ranks[rank - 1]
        after = min(after, count / rank * p_values[index])
        adjusted[index] = after
    return tuple(adjusted)
