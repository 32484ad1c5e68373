"""When the answers of a file were given: the last day that a column of it names."""

from datetime import date
from typing import ClassVar

import numpy as np

from survey.errors import BearingError
from survey.fieldwork.importing.mapping import Given
from survey.fieldwork.importing.selection import day_of
from survey.fieldwork.importing.unit_names import Rows
from survey.fieldwork.tables.table import Table
from survey.fieldwork.tables.values import canonical


class DayUnclear(BearingError):
    """A row does not say when it was given, in the column that should."""

    code: ClassVar[str] = "IMPORT-DAY"


def last_day(table: Table, given: Given, rows: Rows, today: date) -> date:
    """Return the day of the last answer among some rows.

    Of a year alone it is the last day of it, or today in a year that is not over: a wave is never
    taken to be further from the next one than it is.

    Raises ``DayUnclear`` for a value that is neither a date nor a year, or lies in the future.
    """
    days: dict[str, date] = {}
    for at in np.flatnonzero(rows).tolist():
        value = canonical(table.columns[given.column][at])
        if value not in days:
            found = _day(value, given.dates, today)
            if found is None or found > today:
                raise DayUnclear(
                    "{file}, {place}: this"
                    " is no day that has been. Write dates as 2026-11-27 or years as 2026, or say"
                    ' how they are written: dates = "day first" or "month first" under [given] in'
                    " the mapping.",
                    file=table.file,
                    place=table.where(table.lines[at], given.column),
                )
            days[value] = found
    return max(days.values())


def _day(value: str, dates: str | None, today: date) -> date | None:
    if len(value) == 4 and value.isascii() and value.isdigit() and value != "0000":
        year = int(value)
        return today if year == today.year else date(year, 12, 31)
    return day_of(value, dates)
