"""What changed since the wave before, in words: higher or lower only where that is clear."""

from enum import StrEnum
from typing import Final

from analytics.release.model import Analysis, MeasureEntry
from analytics.statistics.apart import side_of
from analytics.statistics.difference_reading import amount
from survey.i18n.catalogue import Texts
from survey.vocabulary import GoodEnd


class Move(StrEnum):
    """How the newest number lies to the one before."""

    HIGHER = "higher"
    LOWER = "lower"
    SAME = "same"
    UNKNOWN = "unknown"


MOVES: Final = {-1: Move.LOWER, 0: Move.SAME, 1: Move.HIGHER}


def is_clear(row: Analysis) -> bool:
    """Tell whether the interval of a change leaves out no change."""
    return side_of(row.low, row.high, 0.0) != 0


def latest_move(row: Analysis | None) -> Move:
    """Return how the newest number lies to the one before; higher or lower only when clear."""
    if row is None or row.value is None or row.low is None or row.high is None:
        return Move.UNKNOWN
    return MOVES[side_of(row.low, row.high, 0.0)]


def change_words(row: Analysis | None, entry: MeasureEntry, text: Texts) -> str:
    """Return a change with its interval: "about the same (-3 to 4)", "5 lower, better (2 to 8)"."""
    found = None if row is None else amount(row, text, yes_no=entry.kind == "yes_no")
    if found is None:
        return text("screens.change.unknown")
    if not found.side:
        return text("screens.change.same", low=found.low, high=found.high)
    good = (found.side > 0) == (entry.good_end is GoodEnd.HIGH)
    word = text(f"charts.{'better' if good else 'worse'}.alone")
    return text(
        f"screens.change.{MOVES[found.side]}",
        value=found.value,
        low=found.low,
        high=found.high,
        word=word,
    )
