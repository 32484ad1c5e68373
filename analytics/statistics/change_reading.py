"""What changed since the wave before, in words: higher or lower only where that is clear."""

from enum import StrEnum

from analytics.release.model import Analysis, MeasureEntry
from survey.i18n.catalogue import Texts
from survey.i18n.numbers import decimal
from survey.vocabulary import GoodEnd


class Move(StrEnum):
    """How the newest number lies to the one before."""

    HIGHER = "higher"
    LOWER = "lower"
    SAME = "same"
    UNKNOWN = "unknown"


def is_clear(row: Analysis) -> bool:
    """Tell whether the interval of a change leaves out no change."""
    return row.low is not None and row.high is not None and not row.low <= 0 <= row.high


def latest_move(row: Analysis | None) -> Move:
    """Return how the newest number lies to the one before; higher or lower only when clear."""
    if row is None or row.value is None or row.low is None or row.high is None:
        return Move.UNKNOWN
    if not is_clear(row):
        return Move.SAME
    return Move.HIGHER if row.value > 0 else Move.LOWER


def change_words(row: Analysis | None, entry: MeasureEntry, text: Texts) -> str:
    """Return a change with its interval: "about the same (-3 to 4)", "5 lower (2 to 8)"."""
    if row is None or row.value is None or row.low is None or row.high is None:
        return text("screens.change.unknown")
    times = 100 if entry.kind == "yes_no" else 1
    value, low, high = (decimal(one * times, 0, text.language) for one in (
        abs(row.value), row.low, row.high
    ))  # fmt: skip
    if not is_clear(row):
        return text("screens.change.same", low=low, high=high)
    side = "higher" if row.value > 0 else "lower"
    good = (row.value > 0) == (entry.good_end is GoodEnd.HIGH)
    word = text(f"charts.{'better' if good else 'worse'}.alone")
    return text(f"screens.change.{side}", value=value, low=low, high=high, word=word)
