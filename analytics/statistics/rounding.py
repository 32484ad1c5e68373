"""How many digits of a model leave the house, and in which steps its counts do."""

import math
from typing import Final

COEFFICIENT_DIGITS: Final = 3
P_DIGITS: Final = 2
P_FLOOR: Final = 0.001
"""The lowest p that is shown: 0.001 stands for "0.001 or less"."""
COUNT_STEP: Final = 10


def rounded(value: float, digits: int = COEFFICIENT_DIGITS) -> float:
    """Return ``value`` with so many significant digits: 1.3179 is 1.32, 0.008123 is 0.00812.

    More digits would carry more about the answers than about the effect (rule 6 of anonymity).
    """
    return float(f"{value:.{digits}g}") + 0.0 if value else 0.0


def rounded_p(p: float) -> float:
    """Return a p value with two significant digits, never below 0.001."""
    return max(P_FLOOR, rounded(p, P_DIGITS))


def whole_tens_below(count: float) -> int:
    """Return a count cut to tens, 0 for anything below ten."""
    return math.floor(count / COUNT_STEP) * COUNT_STEP


def nearest_ten(count: float) -> int:
    """Return a count to the nearest ten, a half going up."""
    return math.floor(count / COUNT_STEP + 0.5) * COUNT_STEP
