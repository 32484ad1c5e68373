"""Which rows of a file are read: those that fulfil every filter of the mapping and ``--where``."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import ClassVar, Final

import numpy as np

from survey.errors import BearingError, Said
from survey.fieldwork.importing.mapping import Filter, Mapping
from survey.fieldwork.importing.recoding import compared, recoded
from survey.fieldwork.importing.unit_names import Rows
from survey.fieldwork.tables.table import Table
from survey.fieldwork.tables.values import UNCOMPUTED, number

YEAR_FIRST: Final = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
GERMAN: Final = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?!\d)")
YEAR_LAST: Final = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d\d)(?!\d)")
YES, NO, UNCLEAR = 1, 0, -1


class RowsMissing(BearingError):
    """No row is left once filters, --where and rows without a unit or an answer are taken away."""

    code: ClassVar[str] = "IMPORT-NO-ROWS"


class FilterUnclear(BearingError):
    """A filter compares with a value that is neither a number nor a date that can be told."""

    code: ClassVar[str] = "IMPORT-FILTER"


def filters_of(mapping: Mapping, where: tuple[str, str] | None) -> list[Filter]:
    """Return the filters of a mapping, and the one that the command line adds."""
    if where is None:
        return list(mapping.filter)
    return [*mapping.filter, Filter(column=where[0].strip(), value=where[1])]


def chosen_rows(table: Table, filters: Sequence[Filter], mapping: Mapping) -> Rows:
    """Return which rows fulfil every filter. Raises ``RowsMissing`` or ``FilterUnclear``."""
    chosen = np.ones(len(table.lines), dtype=bool)
    for each in filters:
        found = recoded(table.columns[each.column], _rule(each, mapping))
        unclear = np.flatnonzero((found == UNCLEAR) & chosen)
        if unclear.size:
            raise FilterUnclear(
                "{file}, {place}: the"
                " filter cannot compare what stands there: it needs a number, or a date with the"
                ' year in four digits. Write dates = "day first" or "month first" under [filter]'
                " where a date could be either.",
                file=table.file,
                place=table.where(table.lines[int(unclear[0])], each.column),
            )
        chosen &= found == YES
        if not chosen.any():
            raise RowsMissing(
                "{file}: no row has {condition}"
                " ({rows} rows looked at). Check --where and the mapping's [filter].",
                file=table.file,
                condition=described(each),
                rows=len(table.lines),
            )
    return chosen


def described(each: Filter) -> Said:
    """Return in words what a filter asks."""
    said: list[object] = []
    if each.value is not None:
        said.append(repr(each.value))
    if each.values:
        said.append(Said("one of {values}", values=tuple(map(repr, each.values))))
    if each.empty is not None:
        said.append(Said("nothing") if each.empty else Said("something"))
    if each.begins:
        said.append(Said("a value that begins with {begins!r}", begins=each.begins))
    if each.least:
        said.append(Said("a value from {least} on", least=each.least))
    if each.upto:
        said.append(Said("a value up to {upto}", upto=each.upto))
    return Said("{said} in column {column!r}", said=said, column=each.column)


def _rule(each: Filter, mapping: Mapping) -> Callable[[str], int]:
    wanted = None if each.value is None else compared(each.value, mapping)
    several = {compared(value, mapping) for value in each.values or ()}

    def rule(value: str) -> int:
        if value == UNCOMPUTED:
            return UNCLEAR
        plain = compared(value, mapping)
        fits = (
            (wanted is None or plain == wanted)
            and (not several or plain in several)
            and (each.empty is None or (not plain) == each.empty)
            and (each.begins is None or value.strip().startswith(each.begins))
        )
        return _in_range(value, each) if fits else NO

    return rule


def _in_range(value: str, each: Filter) -> int:
    for end, below in ((each.least, True), (each.upto, False)):
        if end is None:
            continue
        if not value.strip():
            return NO
        order = _order(value, end, each.dates)
        if order is None:
            return UNCLEAR
        if (order < 0) if below else (order > 0):
            return NO
    return YES


def _order(value: str, end: str, dates: str | None) -> float | None:
    """Return how far a value lies above an end (below 0: beneath); None if they do not compare."""
    amount, bound = number(value), number(end)
    if amount is not None and bound is not None:
        return amount - bound
    day, last = day_of(value, dates), day_of(end, None)
    return None if day is None or last is None else (day - last).days


def day_of(text: str, dates: str | None) -> date | None:
    """Return the day that a text names; ``dates`` says how days of two digits are written."""
    text = text.strip()
    if found := YEAR_FIRST.match(text):
        year, month, day = map(int, found.groups())
    elif (found := GERMAN.match(text)) and dates is None:
        day, month, year = map(int, found.groups())
    elif (found := YEAR_LAST.match(text)) and dates is not None:
        day, month, year = map(int, found.groups())
        day, month = (day, month) if dates == "day first" else (month, day)
        year += 2000 if year < 100 else 0
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
