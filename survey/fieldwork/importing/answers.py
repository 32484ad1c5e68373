"""From a file and its mapping to units and answers, ready for the store. Nothing is kept here.

No message repeats what somebody answered: a value that the mapping does not know is named by its
place and by what would be known there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import ClassVar

import numpy as np

from survey.errors import BearingError, Said
from survey.fieldwork.importing.given import last_day
from survey.fieldwork.importing.mapping import Filter, ItemSource, Mapping
from survey.fieldwork.importing.people import one_row_each, pivoted
from survey.fieldwork.importing.recoding import (
    NO_ANSWER,
    UNKNOWN,
    Codes,
    compared,
    known_values,
    recoded,
    rule_for,
)
from survey.fieldwork.importing.selection import RowsMissing, chosen_rows, described, filters_of
from survey.fieldwork.importing.unit_names import (
    Names,
    Rows,
    check_names,
    places_in,
    refuse_twins,
    refuse_without,
)
from survey.fieldwork.other_people import Others
from survey.fieldwork.tables.columns import read_columns
from survey.fieldwork.tables.opening import Source, open_sheet
from survey.fieldwork.tables.table import WORDS, HeadingRows, Table, as_heading
from survey.fieldwork.tables.values import flaw
from survey.instruments.model import Instrument
from survey.store.protocol import Unit


class ValueUnknown(BearingError):
    """An answer column holds a value that the mapping does not know."""

    code: ClassVar[str] = "IMPORT-VALUE"


class ColumnsDisagree(BearingError):
    """Several columns hold one item's answer, and a row has different values in two of them."""

    code: ClassVar[str] = "IMPORT-COLUMNS-DISAGREE"


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
    rows_note = _rows_note(table, filters, chosen)
    given_on = last_day(table, mapping.given, chosen, date.today()) if mapping.given else None
    twins = 0
    if mapping.person and mapping.long:
        table = pivoted(table, mapping, mapping.long, mapping.person, chosen)
        chosen = np.ones(len(table.lines), dtype=bool)
    else:
        _refuse_second_headings(table, mapping)
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
    matrix, answered = _answers(table, mapping, kept)
    silent = int((kept & ~answered).sum())
    kept &= answered
    if not kept.any():
        raise RowsMissing(
            "{file}: no row holds any answer in the columns of the mapping.", file=table.file
        )
    units, unit_ids = _units(departments[kept], teams[kept])
    rows = [
        tuple([None if value == NO_ANSWER else value for value in row])
        for row in matrix[kept].tolist()
    ]
    left_out = int(without.sum())
    return ImportedAnswers(
        instrument=mapping.instrument.asking(mapping.sources),
        units=units,
        answers=tuple(zip(unit_ids, rows, strict=True)),
        left_out=left_out + silent,
        notes=(
            *table.notes,
            rows_note,
            *_left_out_notes(twins, silent),
            _units_note(kept, left_out, units),
            *_items_notes(mapping),
        ),
        given_on=given_on,
        others=mapping.others,
    )


def _name_columns(mapping: Mapping, departments: Names, teams: Names) -> list[tuple[str, Names]]:
    unit = mapping.unit
    first = [(unit.department, departments)] if unit.department else []
    team = unit.team or (unit.department if unit.divided_by else None)
    return [*first, *([(team, teams)] if team else [])]


def _left_out_notes(twins: int, silent: int) -> tuple[Said, ...]:
    said = []
    if twins:
        said.append(Said("{twins} further rows of the same people left out.", twins=twins))
    if silent:
        said.append(Said("{silent} rows left out in which nothing was answered.", silent=silent))
    return tuple(said)


def _wanted(mapping: Mapping, filters: list[Filter]) -> list[str]:
    long = mapping.long
    headings = [
        *mapping.unit.columns,
        *(each.column for each in filters),
        *(each.column for each in (mapping.person, mapping.given) if each),
        *((long.question, long.answer) if long else mapping.answer_columns),
    ]
    return list(dict.fromkeys(headings))


def _refuse_second_headings(table: Table, mapping: Mapping) -> None:
    """Refuse a first row that holds words wherever the mapping knows most of the other answers.

    A value that comes again is an answer, whatever it is: then the mapping lacks it.
    """
    filled = {
        heading: key
        for key, source in mapping.sources.items()
        for heading in source.columns
        if rule_for(key, mapping)(table.columns[heading][0]) != NO_ANSWER
    }
    if len(filled) < min(2, len(mapping.sources)):
        return
    for heading, key in filled.items():
        first, *others = table.columns[heading]
        codes = recoded(others, rule_for(key, mapping)) if others else np.empty(0)
        known = int((codes >= 0).sum())
        words = sum(letter.isalpha() for letter in first) > 1
        if not words or known * 2 < len(others) or first in others:
            return
        if rule_for(key, mapping)(first) != UNKNOWN:
            return
    raise HeadingRows(
        "{file}, {word} {line}, column {column!r} and others:"
        " this looks like a second row of headings. Delete it, or write skip_below = 1 in the"
        " mapping (2, where the row below is none of answers either).",
        file=table.file,
        word=WORDS[table.word],
        line=table.lines[0],
        column=next(iter(filled)),
    )


def _units(departments: Names, teams: Names) -> tuple[tuple[Unit, ...], list[int]]:
    pairs = list(zip(departments.tolist(), teams.tolist(), strict=True))
    ids = {pair: at for at, pair in enumerate(sorted(set(pairs)), start=1)}
    units = tuple(Unit(at, *pair, headcount=None) for pair, at in ids.items())
    return units, [ids[pair] for pair in pairs]


def _answers(table: Table, mapping: Mapping, kept: Rows) -> tuple[Codes, Rows]:
    """Return the items' values, a row each, and which rows answer anything."""
    codes = {
        key: recoded(_values(table, source, mapping, kept), rule_for(key, mapping))
        for key, source in mapping.sources.items()
    }
    _refuse_unknown(table, mapping, codes, kept)
    not_asked = np.full(len(table.lines), NO_ANSWER)
    matrix = np.column_stack([codes.get(key, not_asked) for key in mapping.instrument.item_by_key])
    said: Rows = (matrix != NO_ANSWER).any(axis=1)
    return matrix, said


def _values(table: Table, source: ItemSource, mapping: Mapping, kept: Rows) -> Sequence[str]:
    """Return an item's values: of one column, or of whichever of several is filled."""
    columns = [table.columns[heading] for heading in source.columns]
    if len(columns) == 1:
        return columns[0]
    found = []
    for row, values in enumerate(zip(*columns, strict=True)):
        given = {compared(value, mapping): value for value in values if value.strip()}
        if len(given) > 1 and kept[row]:
            raise ColumnsDisagree(
                "{file}, {place}: this and"
                " another column of the same item hold different answers. Correct one of them.",
                file=table.file,
                place=table.where(table.lines[row], source.columns[0]),
            )
        found.append(next(iter(given.values()), ""))
    return found


def _refuse_unknown(table: Table, mapping: Mapping, codes: dict[str, Codes], kept: Rows) -> None:
    unknown = {key: np.flatnonzero((column == UNKNOWN) & kept) for key, column in codes.items()}
    wrong = {key: rows for key, rows in unknown.items() if rows.size}
    if not wrong:
        return
    key = min(wrong, key=lambda each: int(wrong[each][0]))
    row = int(wrong[key][0])
    heading = next(
        (each for each in mapping.sources[key].columns if table.columns[each][row].strip()),
        mapping.sources[key].columns[0],
    )
    others = sum(rows.size for rows in wrong.values()) - 1
    reason = flaw(table.columns[heading][row])
    raise ValueUnknown(
        "{file}, {place}: {reason}. It knows {known}."
        " Correct the file, or add the value under [{entry}] in the mapping.{more}",
        file=table.file,
        place=table.where(table.lines[row], heading),
        reason=reason or Said("the mapping does not know the value there"),
        known=known_values(key, mapping),
        entry=mapping.entry_of(key),
        more=Said(" {others} more values are not known.", others=others) if others else "",
    )


def _rows_note(table: Table, filters: list[Filter], chosen: Rows) -> Said:
    said = [
        described(each) if each.value is None else f"{each.column} = {each.value}"
        for each in filters
    ]
    if not said:
        return Said("{rows} rows read.", rows=len(table.lines))
    return Said(
        "{chosen} of {rows} rows have {said}.",
        chosen=chosen.sum(),
        rows=len(table.lines),
        said=said,
    )


def _units_note(kept: Rows, left_out: int, units: tuple[Unit, ...]) -> Said:
    departments = len({unit.department for unit in units})
    return Said(
        "{left_out} rows left out for want of a department or team; {answers} answers from"
        " {teams} teams in {departments} departments.",
        left_out=left_out,
        answers=kept.sum(),
        teams=len(units),
        departments=departments,
    )


def _items_notes(mapping: Mapping) -> tuple[Said, ...]:
    asked = mapping.instrument.asking(mapping.sources)
    if not asked.not_asked:
        return ()
    notes = [Said("Not asked in this file: {items}.", items=", ".join(asked.not_asked))]
    for whole, own in zip(mapping.instrument.scales, asked.scales, strict=True):
        if len(own.items) < len(whole.items):
            made_of = ", ".join(entry.item for entry in own.items)
            notes.append(
                Said(
                    "The scale {scale} is made of {own} of its {whole} questions: {made_of}.",
                    scale=own.key,
                    own=len(own.items),
                    whole=len(whole.items),
                    made_of=made_of,
                )
            )
    if none := sorted(asked.measures_not_asked):
        notes.append(
            Said("Without a value, since not asked: {measures}.", measures=", ".join(none))
        )
    return tuple(notes)
