"""From a file and its mapping to units and answers, ready for the store. Nothing is kept here."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from survey.errors import Said
from survey.fieldwork.importing.given import last_day
from survey.fieldwork.importing.item_values import item_values, refuse_second_headings
from survey.fieldwork.importing.mapping import Filter, Mapping
from survey.fieldwork.importing.notes import on_items, on_left_out, on_rows, on_units
from survey.fieldwork.importing.people import one_row_each, pivoted
from survey.fieldwork.importing.recoding import NO_ANSWER, Codes
from survey.fieldwork.importing.selection import RowsMissing, chosen_rows, filters_of
from survey.fieldwork.importing.unit_names import (
    Names,
    check_names,
    places_in,
    refuse_twins,
    refuse_without,
)
from survey.fieldwork.other_people import Others
from survey.fieldwork.tables.columns import read_columns
from survey.fieldwork.tables.opening import Source, open_sheet
from survey.fieldwork.tables.table import as_heading
from survey.instruments.model import Instrument
from survey.store.protocol import Unit

PIECE: Final = 10_000
"""Rows that are held twice at once."""


@dataclass(frozen=True)
class ImportedAnswers:
    """What a file held, in the words of an instrument.

    Attributes
    ----------
    instrument
        The one that the mapping names, as far as the file's questions go (``not_asked``).
    units
        The teams that occur, by department and name; a file has no head-counts.
    answers
        Unit id and one entry an item in the instrument's order, None for no answer or not asked.
        In the order of the file: the store shuffles them.
    left_out
        How many rows had no department or team.
    notes
        Lines for whoever imports: what was read and what was not.
    given_on
        Day of the last answer, where the mapping names a column that says it.
    others
        Why its people are in no earlier wave, where the mapping says so.
    """

    instrument: Instrument
    units: tuple[Unit, ...]
    answers: tuple[tuple[int, tuple[int | None, ...]], ...]
    left_out: int
    notes: tuple[Said, ...]
    given_on: date | None = None
    others: Others | None = None


def read_answers(
    file: Path | Source, mapping: Mapping, where: tuple[str, str] | None = None
) -> ImportedAnswers:
    """Return the answers in a file of any kind that ``tables.opening`` knows.

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
    filters = filters_of(mapping, where)
    source = file if isinstance(file, Source) else Source.at(file)
    wanted = _wanted(mapping, filters)
    names = set(map(as_heading, wanted))
    sheet = open_sheet(source, mapping.layout, lambda row: len(names & set(map(as_heading, row))))
    table = read_columns(sheet, mapping.layout, wanted)
    chosen = chosen_rows(table, filters, mapping)
    rows_note = on_rows(table, filters, chosen)
    given_on = last_day(table, mapping.given, chosen, date.today()) if mapping.given else None
    twins = 0
    if mapping.person and mapping.long:
        table = pivoted(table, mapping, mapping.long, mapping.person, chosen)
        chosen = np.ones(len(table.lines), dtype=bool)
    else:
        refuse_second_headings(table, mapping)
        if mapping.person:
            chosen, twins = one_row_each(table, mapping.person, chosen)
    departments, teams = places_in(table, mapping)
    without = chosen & ((departments == "") | (teams == ""))
    columns = _name_columns(mapping, departments, teams)
    if mapping.unit.rows_without == "error":
        refuse_without(table, columns, without)
    kept = chosen & ~without
    if not kept.any():
        raise RowsMissing("{file}: every row lacks a department or a team.", file=table.file)
    for heading, found in columns:
        check_names(table, heading, found, kept)
    refuse_twins(table, departments, teams, kept)
    matrix, answered = item_values(table, mapping, kept)
    silent = int((kept & ~answered).sum())
    kept &= answered
    if not kept.any():
        raise RowsMissing(
            "{file}: no row holds any answer in the columns of the mapping.", file=table.file
        )
    units, unit_ids = _units(departments[kept], teams[kept])
    left_out = int(without.sum())
    return ImportedAnswers(
        instrument=mapping.instrument.asking(mapping.sources),
        units=units,
        answers=tuple(zip(unit_ids, _rows(matrix, np.flatnonzero(kept)), strict=True)),
        left_out=left_out + silent,
        notes=(
            *table.notes,
            rows_note,
            *on_left_out(twins, silent),
            on_units(kept, left_out, units),
            *on_items(mapping),
        ),
        given_on=given_on,
        others=mapping.others,
    )


def _name_columns(mapping: Mapping, departments: Names, teams: Names) -> list[tuple[str, Names]]:
    unit = mapping.unit
    first = [(unit.department, departments)] if unit.department else []
    team = unit.team or (unit.department if unit.divided_by else None)
    return [*first, *([(team, teams)] if team else [])]


def _wanted(mapping: Mapping, filters: list[Filter]) -> list[str]:
    long = mapping.long
    headings = [
        *mapping.unit.columns,
        *(each.column for each in filters),
        *(each.column for each in (mapping.person, mapping.given) if each),
        *((long.question, long.answer) if long else mapping.answer_columns),
    ]
    return list(dict.fromkeys(headings))


def _units(departments: Names, teams: Names) -> tuple[tuple[Unit, ...], list[int]]:
    pairs = list(zip(departments.tolist(), teams.tolist(), strict=True))
    ids = {pair: at for at, pair in enumerate(sorted(set(pairs)), start=1)}
    units = tuple(Unit(at, *pair, headcount=None) for pair, at in ids.items())
    return units, [ids[pair] for pair in pairs]


def _rows(matrix: Codes, kept: npt.NDArray[np.intp]) -> Iterator[tuple[int | None, ...]]:
    """Yield some rows as an entry an item, None for no answer."""
    for begin in range(0, len(kept), PIECE):
        for row in matrix[kept[begin : begin + PIECE]].tolist():
            yield tuple([None if value == NO_ANSWER else value for value in row])
