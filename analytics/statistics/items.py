"""What reliability and agreement need of the answers to a scale's items: counts, never rows."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True)
class ItemCounts:
    """Complete answers to the items of one scale, turned items turned, in steps from 0.

    Attributes
    ----------
    patterns
        One row a distinct answer: a column an item, and ``count``.
    by_unit
        By unit: ``n``, and the sum over items of each item's ``total`` and ``squares``, as the
        columns ``ITEM_total`` and ``ITEM_squares``.
    ranges
        Steps between the lowest and the highest answer, by item.
    """

    patterns: pd.DataFrame
    by_unit: pd.DataFrame
    ranges: Mapping[str, int]
