"""From a file and its mapping to units and answers, ready for the store. Nothing is kept here.

No message repeats what somebody answered: a value that the mapping does not know is named by its
place and by what would be known there.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import numpy as np

from survey.errors import BearingError
from survey.fieldwork.importing.mapping import Mapping
from survey.fieldwork.importing.recoding import (
    NO_ANSWER,
    UNKNOWN,
    Codes,
    known_values,
    recoded,
    rule_for,
)
from survey.fieldwork.importing.source_file import read_table
from survey.fieldwork.importing.table import HeadingRows, Table
from survey.fieldwork.importing.unit_names import (
    Names,
    Rows,
    check_names,
    names_in,
    refuse_without,
)
from survey.fieldwork.importing.values import canonical, number
from survey.instruments.model import Instrument
from survey.store.protocol import Unit


class ValueUnknown(BearingError):
    """An answer column holds a value that the mapping does not know."""

    code: ClassVar[str] = "IMPORT-VALUE"


class RowsMissing(BearingError):
    """No row is left once the filter, --where and the rows without a unit are taken away."""

    code: ClassVar[str] = "IMPORT-NO-ROWS"


@dataclass(frozen=True)
class ImportedAnswers:
    """What a file held, in the words of an instrument.

    Attributes
    ----------
    instrument
        The one that the mapping names.
    units
        The teams that occur, by department and name; a file has no head-counts.
    answers
        Unit id and one entry an item in the instrument's order, None for no answer or not asked.
        In the order of the file: the store shuffles them.
    left_out
        How many rows had no department or team.
    notes
        Lines for whoever imports: what was read and what was not.
    """

    instrument: Instrument
    units: tuple[Unit, ...]
    answers: tuple[tuple[int, tuple[int | None, ...]], ...]
    left_out: int
    notes: tuple[str, ...]


def read_answers(
    file: Path, mapping: Mapping, where: tuple[str, str] | None = None
) -> ImportedAnswers:
    """Return the answers in a CSV, XLSX or SAV file.

    Parameters
    ----------
    file
        Its ending says its kind; its content has to agree.
    mapping
        What its columns and values mean.
    where
        Only rows with this value in this column, besides the mapping's own filter.

    Raises
    ------
    BearingError
        One of the errors of this package, for the first place that is wrong. Values of rows that
        are not asked for are not looked at.
    """
    filters = _filters(mapping, where)
    table = read_table(file, mapping, _wanted(mapping, filters))
    _refuse_second_headings(table, mapping)
    chosen = _chosen(table, filters)
    columns = [
        (heading, names_in(table, heading, mapping))
        for heading in (mapping.unit.department, mapping.unit.team)
    ]
    (_, departments), (_, teams) = columns
    without = chosen & ((departments == "") | (teams == ""))
    if mapping.unit.rows_without == "error":
        refuse_without(table, columns, without)
    kept = chosen & ~without
    if not kept.any():
        raise RowsMissing(f"{table.file}: every row lacks a department or a team.")
    for heading, names in columns:
        check_names(table, heading, names, kept)
    units, unit_ids = _units(departments[kept], teams[kept])
    rows = _answers(table, mapping, kept)
    left_out = int(without.sum())
    return ImportedAnswers(
        instrument=mapping.instrument,
        units=units,
        answers=tuple(zip(unit_ids, rows, strict=True)),
        left_out=left_out,
        notes=(
            *table.notes,
            _rows_note(table, filters, chosen),
            _units_note(kept, left_out, units),
            *_items_notes(mapping),
        ),
    )


def _filters(mapping: Mapping, where: tuple[str, str] | None) -> list[tuple[str, str]]:
    fixed = [(mapping.filter.column, mapping.filter.value)] if mapping.filter else []
    return [*fixed, (where[0].strip(), where[1])] if where else fixed


def _wanted(mapping: Mapping, filters: list[tuple[str, str]]) -> list[str]:
    headings = [
        mapping.unit.department,
        mapping.unit.team,
        *(column for column, _ in filters),
        *(source.column for source in mapping.items.values()),
    ]
    return list(dict.fromkeys(headings))


def _refuse_second_headings(table: Table, mapping: Mapping) -> None:
    """Refuse a first row that holds words wherever the mapping knows other answers."""
    filled = {
        key: table.columns[source.column][0]
        for key, source in mapping.items.items()
        if rule_for(key, mapping)(table.columns[source.column][0]) != NO_ANSWER
    }
    enough = min(2, len(mapping.items))
    if len(filled) >= enough and all(
        number(value) is None and rule_for(key, mapping)(value) == UNKNOWN
        for key, value in filled.items()
    ):
        raise HeadingRows(
            f"{table.file}, {table.word} {table.lines[0]}, column"
            f" {mapping.items[next(iter(filled))].column!r} and others: this looks like a second"
            f" row of headings. Delete it, so that answers begin below the first {table.word}."
        )


def _chosen(table: Table, filters: list[tuple[str, str]]) -> Rows:
    chosen = np.ones(len(table.lines), dtype=bool)
    for column, value in filters:
        chosen &= _rows_with(table, column, canonical(value))
        if not chosen.any():
            raise RowsMissing(
                f"{table.file}: no row has {value!r} in column {column!r}"
                f" ({len(table.lines)} rows looked at). Check --where and the mapping's [filter]."
            )
    return chosen


def _rows_with(table: Table, column: str, wanted: str) -> Rows:
    same: Rows = recoded(table.columns[column], lambda value: canonical(value) == wanted) == 1
    return same


def _units(departments: Names, teams: Names) -> tuple[tuple[Unit, ...], list[int]]:
    pairs = list(zip(departments.tolist(), teams.tolist(), strict=True))
    ids = {pair: at for at, pair in enumerate(sorted(set(pairs)), start=1)}
    units = tuple(Unit(at, *pair, headcount=None) for pair, at in ids.items())
    return units, [ids[pair] for pair in pairs]


def _answers(table: Table, mapping: Mapping, kept: Rows) -> list[tuple[int | None, ...]]:
    codes = {
        key: recoded(table.columns[source.column], rule_for(key, mapping))
        for key, source in mapping.items.items()
    }
    _refuse_unknown(table, mapping, codes, kept)
    not_asked = np.full(len(table.lines), NO_ANSWER)
    matrix = np.column_stack([codes.get(key, not_asked) for key in mapping.instrument.item_by_key])
    return [
        tuple([None if value == NO_ANSWER else value for value in row])
        for row in matrix[kept].tolist()
    ]


def _refuse_unknown(table: Table, mapping: Mapping, codes: dict[str, Codes], kept: Rows) -> None:
    unknown = {key: np.flatnonzero((column == UNKNOWN) & kept) for key, column in codes.items()}
    wrong = {key: rows for key, rows in unknown.items() if rows.size}
    if not wrong:
        return
    key = min(wrong, key=lambda each: int(wrong[each][0]))
    others = sum(rows.size for rows in wrong.values()) - 1
    raise ValueUnknown(
        f"{table.file}, {table.where(table.lines[int(wrong[key][0])], mapping.items[key].column)}:"
        f" the mapping does not know the value there. It knows {known_values(key, mapping)}."
        f" Correct the file, or add the value under [items.{key}] in the mapping."
        + (f" {others} more values are not known." if others else "")
    )


def _rows_note(table: Table, filters: list[tuple[str, str]], chosen: Rows) -> str:
    said = " and ".join(f"{column} = {value}" for column, value in filters)
    if not said:
        return f"{len(table.lines)} rows read."
    return f"{chosen.sum()} of {len(table.lines)} rows have {said}."


def _units_note(kept: Rows, left_out: int, units: tuple[Unit, ...]) -> str:
    departments = len({unit.department for unit in units})
    return (
        f"{left_out} rows left out for want of a department or team; {kept.sum()} answers from"
        f" {len(units)} teams in {departments} departments."
    )


def _items_notes(mapping: Mapping) -> tuple[str, ...]:
    not_asked = [key for key in mapping.instrument.item_by_key if key not in mapping.items]
    return (f"Not asked in this file: {', '.join(not_asked)}.",) if not_asked else ()
