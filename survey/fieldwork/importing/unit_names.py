"""Names of departments and teams in a file, and which names cannot be used."""

from collections.abc import Sequence
from typing import ClassVar

import numpy as np
import numpy.typing as npt
import pandas as pd

from survey.errors import BearingError
from survey.fieldwork.importing.mapping import Mapping
from survey.fieldwork.names import one_form, problem, same_place
from survey.fieldwork.tables.table import WORDS, Table
from survey.fieldwork.tables.values import canonical

Names = npt.NDArray[np.object_]
Rows = npt.NDArray[np.bool_]


class UnitMissing(BearingError):
    """A row names no department or no team, and the mapping does not say to leave it out."""

    code: ClassVar[str] = "IMPORT-NO-UNIT"


class UnitNameUnusable(BearingError):
    """A department or team has a name that releases use for something else."""

    code: ClassVar[str] = "IMPORT-UNIT-NAME"


class UnitTwins(BearingError):
    """Two departments, or two teams of one, have names that differ in capital letters only."""

    code: ClassVar[str] = "IMPORT-UNIT-TWINS"


def places_in(table: Table, mapping: Mapping) -> tuple[Names, Names]:
    """Return the departments and the teams in a file, one a row; "" where a row has none."""
    unit = mapping.unit
    if unit.divided_by and unit.department:
        whole = [
            _divided(name, unit.divided_by) for name in _names(table, unit.department, mapping)
        ]
        departments, teams = (
            np.array([pair[side] for pair in whole], dtype=object) for side in (0, 1)
        )
    elif unit.department:
        departments = _names(table, unit.department, mapping)
        teams = _names(table, unit.team, mapping) if unit.team else departments
    else:
        teams = _names(table, str(unit.team), mapping)
        departments = np.full(len(teams), one_form(unit.in_department or ""), dtype=object)
    only = unit.team is None and not unit.divided_by
    departments = _renamed(departments, unit.rename_departments)
    teams = departments if only else _renamed(teams, unit.rename_teams)
    if unit.ignore_case:
        departments, teams = _first_spelling(departments), _first_spelling(teams)
    return departments, teams


def refuse_twins(table: Table, departments: Names, teams: Names, rows: Rows) -> None:
    """Raise ``UnitTwins`` for the first of the rows whose name differs in capitals only."""
    first: dict[tuple[str, ...], tuple[tuple[str, ...], int]] = {}
    at = np.flatnonzero(rows)
    seen = pd.DataFrame({"d": departments[at], "t": teams[at]}).drop_duplicates()
    for place, department, team in zip(at[seen.index], seen["d"], seen["t"], strict=True):
        for name in ((department,), (department, team)):
            form = tuple(same_place(part) for part in name)
            known, row = first.setdefault(form, (name, int(place)))
            if known != name:
                raise UnitTwins(
                    "{file}, {word} {line}: the name of this department"
                    " or team and that in {word} {earlier} differ in capital"
                    " letters only. If they are one, write ignore_case = true under [unit] in the"
                    " mapping; if they are two, rename one with rename_departments or"
                    " rename_teams.",
                    file=table.file,
                    word=WORDS[table.word],
                    line=table.lines[place],
                    earlier=table.lines[row],
                )


def _names(table: Table, heading: str, mapping: Mapping) -> Names:
    labels = table.labels.get(heading, {}) if mapping.unit.value_labels else {}

    def name(value: str) -> str:
        plain = canonical(value)
        if plain in mapping.missing_values:
            return ""
        return one_form(labels.get(plain, value))

    codes, distinct = pd.factorize(np.asarray(table.columns[heading], dtype=object))
    return np.array([name(value) for value in distinct], dtype=object)[codes]


def _divided(name: str, mark: str) -> tuple[str, str]:
    department, _, team = name.partition(mark)
    return one_form(department), one_form(team)


def _renamed(names: Names, renamed: "dict[str, str]") -> Names:
    table = {one_form(old): one_form(new) for old, new in renamed.items()}
    return np.array([table.get(name, name) for name in names], dtype=object)


def _first_spelling(names: Names) -> Names:
    first: dict[str, str] = {}
    return np.array([first.setdefault(same_place(name), name) for name in names], dtype=object)


def check_names(table: Table, heading: str, names: Names, rows: Rows) -> None:
    """Raise ``UnitNameUnusable`` for the first of the given rows with a name that will not do."""
    codes, distinct = pd.factorize(names)
    wrong = np.array([problem(name) is not None for name in distinct])[codes] & rows
    if wrong.any():
        first = int(np.flatnonzero(wrong)[0])
        wrong_name = problem(names[first])
        raise UnitNameUnusable(
            "{file}, {place}: this name"
            " {wrong_name}. Change it in the file, or correct the column in the mapping.",
            file=table.file,
            place=table.where(table.lines[first], heading),
            wrong_name=wrong_name,
        )


def refuse_without(table: Table, columns: Sequence[tuple[str, Names]], rows: Rows) -> None:
    """Raise ``UnitMissing`` for the first of the given rows that lacks a name."""
    for row in np.flatnonzero(rows)[:1]:
        heading = next(heading for heading, names in columns if not names[row])
        others = int(rows.sum()) - 1
        raise UnitMissing(
            "{file}, {place}: this row has no department"
            " or no team, and so have {others} others. Fill them in, or write"
            ' rows_without = "leave out" under [unit] in the mapping.',
            file=table.file,
            place=table.where(table.lines[row], heading),
            others=others,
        )
