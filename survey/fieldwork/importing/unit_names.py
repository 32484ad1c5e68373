"""Names of departments and teams in a file, and which names cannot be used."""

from collections.abc import Sequence
from typing import ClassVar, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from survey.errors import BearingError
from survey.fieldwork.importing.mapping import Mapping
from survey.fieldwork.importing.table import Table
from survey.fieldwork.importing.values import canonical
from survey.fieldwork.units import JOIN, TOTAL

LONGEST: Final = 80
"""Characters. A longer one is no name: most likely the mapping names the wrong column."""

Names = npt.NDArray[np.object_]
Rows = npt.NDArray[np.bool_]


class UnitMissing(BearingError):
    """A row names no department or no team, and the mapping does not say to leave it out."""

    code: ClassVar[str] = "IMPORT-NO-UNIT"


class UnitNameUnusable(BearingError):
    """A department or team has a name that releases use for something else."""

    code: ClassVar[str] = "IMPORT-UNIT-NAME"


def names_in(table: Table, heading: str, mapping: Mapping) -> Names:
    """Return the names in a column, one a row; "" where a row has none."""
    labels = table.labels.get(heading, {}) if mapping.unit.value_labels else {}

    def name(value: str) -> str:
        plain = canonical(value)
        if plain in mapping.missing_values:
            return ""
        return " ".join(labels.get(plain, value).split())

    codes, distinct = pd.factorize(np.asarray(table.columns[heading], dtype=object))
    return np.array([name(value) for value in distinct], dtype=object)[codes]


def check_names(table: Table, heading: str, names: Names, rows: Rows) -> None:
    """Raise ``UnitNameUnusable`` for the first of the given rows with a name that will not do."""
    codes, distinct = pd.factorize(names)
    wrong = np.array([_problem(name) != "" for name in distinct])[codes] & rows
    if wrong.any():
        first = int(np.flatnonzero(wrong)[0])
        raise UnitNameUnusable(
            f"{table.file}, {table.where(table.lines[first], heading)}: this name"
            f" {_problem(names[first])}. Change it in the file, or correct the column in the"
            " mapping."
        )


def refuse_without(table: Table, columns: Sequence[tuple[str, Names]], rows: Rows) -> None:
    """Raise ``UnitMissing`` for the first of the given rows that lacks a name."""
    for row in np.flatnonzero(rows)[:1]:
        heading = next(heading for heading, names in columns if not names[row])
        others = int(rows.sum()) - 1
        raise UnitMissing(
            f"{table.file}, {table.where(table.lines[row], heading)}: this row has no department"
            f" or no team, and so have {others} others. Fill them in, or write"
            ' rows_without = "leave out" under [unit] in the mapping.'
        )


def _problem(name: str) -> str:
    if name == TOTAL:
        return "is *, which stands for the total in every release"
    if JOIN in name:
        return 'has " + " in it, which joins the names of teams that are shown together'
    if len(name) > LONGEST:
        return f"is longer than {LONGEST} characters"
    if not name.isprintable():
        return "has characters in it that cannot be printed"
    return ""
