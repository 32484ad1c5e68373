"""From a file's values to an item's: one rule a distinct value, applied to whole columns."""

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from survey.fieldwork.importing.mapping import ItemSource, Mapping, Range, Score
from survey.fieldwork.importing.values import canonical, number

NO_ANSWER: Final = -1
UNKNOWN: Final = -2
Codes = npt.NDArray[np.int64]


def recoded(values: Sequence[str], rule: Callable[[str], int]) -> Codes:
    """Return ``rule`` of every value; it is asked once for each distinct one."""
    codes, distinct = pd.factorize(np.asarray(values, dtype=object))
    return np.array([rule(value) for value in distinct], dtype=np.int64)[codes]


def rule_for(key: str, mapping: Mapping) -> Callable[[str], int]:
    """Return what a value of an item's column means: an item value, NO_ANSWER or UNKNOWN."""
    source = mapping.items[key]
    missing = mapping.missing_values | set(map(canonical, source.missing))
    options = mapping.instrument.options_of(key).values
    meaning = _meaning(source, options)

    def rule(value: str) -> int:
        plain = canonical(value)
        return NO_ANSWER if plain in missing else meaning(plain)

    return rule


def known_values(key: str, mapping: Mapping) -> str:
    """Return in words which values of an item's column the mapping knows."""
    source = mapping.items[key]
    options = mapping.instrument.options_of(key).values
    if source.ranges:
        least = "" if source.lowest is None else f"from {source.lowest:g} "
        known = f"numbers {least}up to {source.ranges[-1].upto:g}"
    elif source.score:
        known = f"numbers from {source.score.low:g} to {source.score.high:g}"
    else:
        known = ", ".join(source.recode or map(str, options))
    missing = sorted({canonical(each) for each in (*mapping.missing, *source.missing)} - {""})
    return f"{known}; for no answer: {', '.join(['nothing', *missing])}"


def _meaning(source: ItemSource, options: tuple[int, ...]) -> Callable[[str], int]:
    if source.ranges:
        return _in_ranges(source.ranges, source.lowest)
    if source.score:
        return _on_steps(source.score, options)
    recode = source.recode or {str(value): value for value in options}
    table = {canonical(value): meant for value, meant in recode.items()}
    return lambda plain: table.get(plain, UNKNOWN)


def _in_ranges(ranges: tuple[Range, ...], lowest: float | None) -> Callable[[str], int]:
    def meaning(plain: str) -> int:
        amount = number(plain)
        if amount is None or (lowest is not None and amount < lowest):
            return UNKNOWN
        return next((part.value for part in ranges if amount <= part.upto), UNKNOWN)

    return meaning


def _on_steps(score: Score, options: tuple[int, ...]) -> Callable[[str], int]:
    """Return the step nearest to a ready score that is moved to the item's lowest to highest."""
    first, last = options[0], options[-1]

    def meaning(plain: str) -> int:
        amount = number(plain)
        if amount is None or not score.low <= amount <= score.high:
            return UNKNOWN
        moved = first + (amount - score.low) / (score.high - score.low) * (last - first)
        return min(options, key=lambda step: (abs(step - moved), -step))

    return meaning
