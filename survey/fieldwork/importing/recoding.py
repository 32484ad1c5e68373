"""From a file's values to an item's: one rule a distinct value, applied to whole columns."""

import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from survey.errors import Said
from survey.fieldwork.importing.mapping import ItemSource, Mapping, Range, Score
from survey.fieldwork.tables.values import canonical, readings, with_decimal

NO_ANSWER: Final = -1
UNKNOWN: Final = -2
Codes = npt.NDArray[np.int64]
ANSWER_CODE: Final = re.compile(r"[A-Z]{1,2}0*(\d+)")
"""LimeSurvey's codes of answers and sub-questions: A1, AO01, SQ003."""
PARTING: Final = r"[,;|\n]"
TRUE: Final = frozenset({"true", "wahr"})
FALSE: Final = frozenset({"false", "falsch"})


def recoded(values: Sequence[str], rule: Callable[[str], int]) -> Codes:
    """Return ``rule`` of every value; it is asked once for each distinct one."""
    codes, distinct = pd.factorize(np.asarray(values, dtype=object))
    return np.array([rule(value) for value in distinct], dtype=np.int64)[codes]


def compared(value: str, mapping: Mapping) -> str:
    """Return the form in which the mapping compares values of the file."""
    plain = canonical(with_decimal(value, mapping.decimal))
    return plain.casefold() if mapping.ignore_case else plain


def rule_for(key: str, mapping: Mapping) -> Callable[[str], int]:
    """Return what a value of an item's column means: an item value, NO_ANSWER or UNKNOWN."""
    source = mapping.sources[key]
    form = partial(compared, mapping=mapping)
    missing = {form(value) for value in (*mapping.missing_values, *source.missing)}
    meaning = _meaning(source, mapping.instrument.options_of(key).values, mapping)

    def rule(value: str) -> int:
        plain = form(value)
        if not plain and source.empty is not None:
            return source.empty
        return NO_ANSWER if plain in missing else meaning(plain)

    return rule


def known_values(key: str, mapping: Mapping) -> Said:
    """Return in words which values of an item's column the mapping knows."""
    source = mapping.sources[key]
    options = mapping.instrument.options_of(key).values
    known: Said | tuple[str, ...]
    if source.ranges and source.lowest is None:
        known = Said("numbers up to {upto:g}", upto=source.ranges[-1].upto)
    elif source.ranges:
        known = Said(
            "numbers from {low:g} to {high:g}", low=source.lowest, high=source.ranges[-1].upto
        )
    elif source.score:
        known = Said(
            "numbers from {low:g} to {high:g}", low=source.score.low, high=source.score.high
        )
    elif source.contains:
        known = Said("lists of answers")
    else:
        known = tuple(source.recode or map(str, options))
    missing = sorted({canonical(each) for each in (*mapping.missing, *source.missing)} - {""})
    return Said(
        "{known}; for no answer: {missing}", known=known, missing=(Said("nothing"), *missing)
    )


def _meaning(
    source: ItemSource, options: tuple[int, ...], mapping: Mapping
) -> Callable[[str], int]:
    if source.ranges:
        return _in_ranges(source.ranges, source.lowest)
    if source.score:
        return _on_steps(source.score, options)
    if source.contains:
        return _among(tuple(compared(each, mapping) for each in source.contains))
    recode = source.recode or {str(value): value for value in options}
    table = {compared(value, mapping): meant for value, meant in recode.items()}
    if source.recode:
        return lambda plain: table.get(plain, UNKNOWN)

    def own(plain: str) -> int:
        for form in (plain, *_codes(plain, options, mapping)):
            if form in table:
                return table[form]
        return UNKNOWN

    return own


def _codes(plain: str, options: tuple[int, ...], mapping: Mapping) -> list[str]:
    """Return what a value that is none of the item's own may stand for: TRUE is 1, A2 is 2."""
    found = []
    small = plain.casefold()
    yes, no = TRUE, FALSE
    if mapping.answer_codes:
        yes, no = yes | {"y"}, no | {"n"}
        if code := ANSWER_CODE.fullmatch(plain.upper()):
            found.append(code[1])
    if options == (0, 1) and small in yes | no:
        found.append("1" if small in yes else "0")
    return found


def _among(wanted: tuple[str, ...]) -> Callable[[str], int]:
    """Return 1 where one of the answers wanted stands in a list, whole; they may hold commas."""
    names = "|".join(re.escape(each) for each in wanted)
    listed = re.compile(rf"(?:^|{PARTING})\s*(?:{names})\s*(?:$|{PARTING})")
    return lambda plain: int(listed.search(plain) is not None)


def _in_ranges(ranges: tuple[Range, ...], lowest: float | None) -> Callable[[str], int]:
    last = ranges[-1].upto

    def meaning(plain: str) -> int:
        amount = _within(plain, lowest, last)
        if amount is None:
            return UNKNOWN
        return next(part.value for part in ranges if amount <= part.upto)

    return meaning


def _within(plain: str, low: float | None, high: float) -> float | None:
    """Return the number within the bounds that a text writes; None where none or two are."""
    fitting = [
        amount for amount in readings(plain) if amount <= high and (low is None or amount >= low)
    ]
    return fitting[0] if len(fitting) == 1 else None


def _on_steps(score: Score, options: tuple[int, ...]) -> Callable[[str], int]:
    """Return the step nearest to a ready score that is moved to the item's lowest to highest."""
    first, last = (options[-1], options[0]) if score.turned else (options[0], options[-1])

    def meaning(plain: str) -> int:
        amount = _within(plain, score.low, score.high)
        if amount is None:
            return UNKNOWN
        moved = first + (amount - score.low) / (score.high - score.low) * (last - first)
        upwards = 1 if last > first else -1
        return min(options, key=lambda step: (abs(step - moved), -upwards * step))

    return meaning
