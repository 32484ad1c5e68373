"""From a sheet to the columns that are wanted: its headings found, its rows made even."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from operator import itemgetter
from typing import Final

from survey.errors import Said
from survey.fieldwork.tables.table import (
    WORDS,
    ColumnMissing,
    HeadingRows,
    HeadingTwice,
    Layout,
    RowUneven,
    Sheet,
    Table,
    as_heading,
    column_name,
    refuse_empty,
    refuse_uneven,
)

PIECE: Final = 10_000
"""Rows that are held as rows and as columns at once."""


def read_columns(sheet: Sheet, layout: Layout, wanted: Sequence[str]) -> Table:
    """Return the wanted columns of a sheet as text.

    Raises ``ColumnMissing``, ``HeadingTwice``, ``HeadingRows``, ``RowUneven`` or ``FileEmpty``.
    """
    rows = iter(sheet.rows)
    line, headings = _headings(sheet, rows, layout)
    first = next(rows, None)
    found = _find(sheet, line, headings, wanted, first[1] if first else [])
    if first is None:
        raise refuse_empty(sheet.file, sheet.word, line)
    lines, values, beyond = _picked(
        sheet, chain([first], rows), headings, layout, [found[each] for each in wanted]
    )
    if not lines:
        raise refuse_empty(sheet.file, sheet.word, line)
    notes = sheet.notes
    if beyond:
        notes += (
            Said(
                "{file}: column {column} has no heading and was not read.",
                file=sheet.file,
                column=column_name(beyond),
            ),
        )
    return Table(
        sheet.file, sheet.word, lines, dict(zip(wanted, values, strict=True)),
        {heading: position + 1 for heading, position in found.items()}, sheet.labels, notes,
    )  # fmt: skip


def _headings(
    sheet: Sheet, rows: Iterator[tuple[int, Sequence[str]]], layout: Layout
) -> tuple[int, list[str]]:
    for line, row in rows:
        if layout.headings is None or line >= layout.headings:
            names = [""] if layout.row_names and row and row[0].strip() else []
            headings = [*names, *map(as_heading, row)]
            while headings and not headings[-1]:
                headings.pop()
            return line, headings
    raise refuse_empty(sheet.file, sheet.word, layout.headings)


def _picked(
    sheet: Sheet,
    rows: Iterable[tuple[int, Sequence[str]]],
    headings: Sequence[str],
    layout: Layout,
    places: Sequence[int],
) -> tuple[list[int], list[list[str]], int]:
    """Return the rows' numbers, the columns, and the first column filled beyond the headings."""
    pick = itemgetter(*places, 0)  # the 0 makes it a tuple
    known: dict[str, str] = {}
    lines: list[int] = []
    columns: list[list[str]] = [[] for _ in places]
    picked: list[tuple[str, ...]] = []
    beyond, width = 0, len(headings)
    for at, (line, row) in enumerate(rows):
        if at < layout.skip_below:
            continue
        if len(row) != width:
            beyond = beyond or _beyond(row, width)
            if sheet.word == "line" and (len(row) < width or _beyond(row, width)):
                raise _uneven(sheet, line, row, width)
        lines.append(line)
        even = row if len(row) >= width else [*row, *[""] * (width - len(row))]
        picked.append(tuple([known.setdefault(value, value) for value in pick(even)[:-1]]))
        if len(picked) == PIECE:
            _add(columns, picked)
    _add(columns, picked)
    return lines, columns, beyond


def _add(columns: Sequence[list[str]], rows: list[tuple[str, ...]]) -> None:
    """Move the values of some rows to the columns."""
    if rows:
        for column, values in zip(columns, zip(*rows, strict=True), strict=True):
            column.extend(values)
    rows.clear()


def _beyond(row: Sequence[str], width: int) -> int:
    return next((at for at, value in enumerate(row, 1) if at > width and value.strip()), 0)


def _uneven(sheet: Sheet, line: int, row: Sequence[str], width: int) -> RowUneven:
    failure = refuse_uneven(sheet.file, sheet.word, line, len(row), width)
    if len(row) == width + 1:
        return RowUneven(
            "{uneven} If every row begins with a number of its own, as R writes them,"
            " write row_names = true in the mapping.",
            uneven=failure.said,
        )
    return failure


def _find(
    sheet: Sheet, line: int, headings: Sequence[str], wanted: Sequence[str], below: Sequence[str]
) -> dict[str, int]:
    """Return the position (from 0) of each wanted column among the headings.

    ``below`` is the row under them. No message repeats a heading of the file: in a file without
    headings the first row is somebody's answers.
    """
    names = {each: as_heading(each) for each in wanted}
    missing = [each for each, name in names.items() if name not in headings]
    if missing and set(names.values()) <= set(map(as_heading, below)):
        raise HeadingRows(
            "{file} has its headings below {word} {line}: delete the {word}s"
            " above them, or write headings = and the number of the"
            " {word} that holds them in the mapping.",
            file=sheet.file,
            word=WORDS[sheet.word],
            line=line,
        )
    if missing:
        raise _missing(sheet, line, headings, missing)
    for name in names.values():
        places = [at for at, heading in enumerate(headings, 1) if heading == name]
        if len(places) > 1:
            raise HeadingTwice(
                "{file}, {word} {line}: the columns {first} and"
                " {second} have the same heading. Rename or delete one.",
                file=sheet.file,
                word=WORDS[sheet.word],
                line=line,
                first=column_name(places[0]),
                second=column_name(places[1]),
            )
    return {each: headings.index(name) for each, name in names.items()}


def _missing(
    sheet: Sheet, line: int, headings: Sequence[str], missing: Sequence[str]
) -> ColumnMissing:
    listed = ", ".join(repr(heading) for heading in missing)
    more: Said | str = ""
    if len(headings) == 1 and sheet.word == "line":
        more = Said(
            " The whole line is one field: if fields are parted by something else than comma,"
            ' semicolon, tab or |, name it, as in separator = " ".'
        )
    return ColumnMissing(
        "{file} has no column {listed} among the headings in {word} {line}: correct"
        " the headings of the file, or the column names in the mapping and after --where.{more}",
        file=sheet.file,
        listed=listed,
        word=WORDS[sheet.word],
        line=line,
        more=more,
    )
