"""From the columns of a file to the values of an instrument's items.

No message repeats what somebody answered: a value that the mapping does not know is named by its
place and by what would be known there.
"""

from collections.abc import Sequence
from typing import ClassVar

import numpy as np

from survey.errors import BearingError, Said
from survey.fieldwork.importing.mapping import ItemSource, Mapping
from survey.fieldwork.importing.recoding import (
    NO_ANSWER,
    UNKNOWN,
    Codes,
    compared,
    known_values,
    recoded,
    rule_for,
)
from survey.fieldwork.importing.unit_names import Rows
from survey.fieldwork.tables.table import WORDS, HeadingRows, Table
from survey.fieldwork.tables.values import flaw


class ValueUnknown(BearingError):
    """An answer column holds a value that the mapping does not know."""

    code: ClassVar[str] = "IMPORT-VALUE"


class ColumnsDisagree(BearingError):
    """Several columns hold one item's answer, and a row has different values in two of them."""

    code: ClassVar[str] = "IMPORT-COLUMNS-DISAGREE"


def item_values(table: Table, mapping: Mapping, kept: Rows) -> tuple[Codes, Rows]:
    """Return the items' values, a row each, and which rows answer anything."""
    items = mapping.instrument.item_by_key
    matrix = np.full((len(table.lines), len(items)), NO_ANSWER, order="F")
    place = {key: at for at, key in enumerate(items)}
    codes = {key: matrix[:, place[key]] for key in mapping.sources}
    for key, source in mapping.sources.items():
        codes[key][:] = recoded(_values(table, source, mapping, kept), rule_for(key, mapping))
    _refuse_unknown(table, mapping, codes, kept)
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


def refuse_second_headings(table: Table, mapping: Mapping) -> None:
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
