"""A list with named columns, from text or a workbook: staff, moves, addresses."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import islice
from typing import Final

from survey.errors import BearingError, Said
from survey.fieldwork.tables.opening import LIST_ENDINGS, Source, open_sheet
from survey.fieldwork.tables.table import WORDS, FileEmpty, Layout, Sheet, TableRefused
from survey.fieldwork.tables.text_file import TOP

BLANKS: Final = re.compile(r"[\s_\-–]+")


@dataclass(frozen=True)
class ListLine:
    """A line of a list: where it stands, and its cells by the names of the columns asked for."""

    place: Said
    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class NamedList:
    """The lines of a list that hold anything, and what was decided in reading it."""

    lines: tuple[ListLine, ...]
    notes: tuple[Said, ...]


def read_list(
    raw: bytes,
    name: str,
    columns: Sequence[str],
    failure: type[BearingError],
    chosen: Mapping[str, str] | None = None,
) -> NamedList:
    """Return a list's lines; more columns than those asked for do no harm.

    The headings may be in English or German (``headings.toml``) and may stand below a title;
    ``chosen`` names the heading of a column that is called otherwise. Fields may be parted by
    commas, semicolons, tabs or bars; a workbook (.xlsx) is read as well.

    Raises ``failure`` with the line that cannot be read, or the first column that is missing.
    """
    source = Source(name, raw)
    if not source.ending:
        source = Source(f"{name}.csv", raw)
    names = _Names(columns, chosen or {})
    try:
        sheet = open_sheet(source, Layout(), names.known, LIST_ENDINGS)
        return _lines(sheet, names, failure)
    except FileEmpty:
        raise failure(
            _missing(name, Said("line {number}", number=1), columns, columns[0])
        ) from None
    except TableRefused as refused:
        raise failure(refused.said) from None


def headings_in(raw: bytes, name: str, failure: type[BearingError]) -> tuple[str, ...]:
    """Return what may be the headings of a list: its first row with the most cells filled.

    Raises ``failure`` where the file cannot be read at all.
    """
    source = Source(name, raw)
    try:
        sheet = open_sheet(source, Layout(), _filled, LIST_ENDINGS)
        rows = [row for _, row in islice(sheet.rows, TOP)]
    except TableRefused as refused:
        raise failure(refused.said) from None
    best = max(rows, key=_filled, default=())
    return tuple(dict.fromkeys(cell.strip() for cell in best if cell.strip()))


def _filled(row: Sequence[str]) -> int:
    return sum(bool(cell.strip()) for cell in row)


@dataclass(frozen=True)
class _Names:
    """What the headings of the columns may be."""

    columns: Sequence[str]
    chosen: Mapping[str, str]

    def known(self, row: Sequence[str]) -> int:
        return len(self.places(row))

    def places(self, row: Sequence[str]) -> dict[str, int]:
        """Return where each column stands whose heading is in a row."""
        cells = [_plain(cell) for cell in row]
        found = {}
        for column in self.columns:
            called = [_plain(self.chosen[column])] if column in self.chosen else _called(column)
            here = [name for name in called if name in cells]
            if here:
                found[column] = cells.index(here[0])
        return found


def _called(column: str) -> list[str]:
    return [_plain(name) for name in (column, *_headings().get(column, ()))]


@cache
def _headings() -> dict[str, list[str]]:
    text = files("survey.fieldwork").joinpath("headings.toml").read_text("utf-8")
    return tomllib.loads(text)


def _plain(heading: str) -> str:
    return BLANKS.sub(" ", heading).strip().casefold()


def _lines(sheet: Sheet, names: _Names, failure: type[BearingError]) -> NamedList:
    top: list[tuple[int, Sequence[str]]] = []
    rows = iter(sheet.rows)
    places: dict[str, int] = {}
    for number, row in rows:
        top.append((number, row))
        places = names.places(row)
        if len(places) == len(names.columns) or len(top) == TOP:
            break
    if len(places) < len(names.columns):
        number, row = max(top, key=lambda each: names.known(each[1]), default=(1, ()))
        there = names.places(row)
        absent = next(column for column in names.columns if column not in there)
        place = Said("{word} {number}", word=WORDS[sheet.word], number=number)
        raise failure(_missing(sheet.file, place, names.columns, absent))
    notes = sheet.notes
    if len(top) > 1:
        above = ", ".join(str(number) for number, _ in top[:-1])
        notes += (
            Said(
                "{file}: {word} {above} stands above the headings: not read.",
                file=sheet.file,
                word=WORDS[sheet.word],
                above=above,
            ),
        )
    heading = top[-1][1]
    lines = tuple(_line(sheet, number, row, places, len(heading), failure) for number, row in rows)
    return NamedList(lines, notes)


def _line(
    sheet: Sheet,
    number: int,
    row: Sequence[str],
    places: Mapping[str, int],
    width: int,
    failure: type[BearingError],
) -> ListLine:
    place = Said("{file}, {word} {number}", file=sheet.file, word=WORDS[sheet.word], number=number)
    if sheet.word == "line" and any(cell.strip() for cell in row[width:]):
        raise failure(
            "{place}: there are {fields} fields, but {width} headings. Put a name that holds"
            " the separator in quotation marks.",
            place=place,
            fields=len(row),
            width=width,
        )
    cells = {name: row[at] if at < len(row) else "" for name, at in places.items()}
    return ListLine(place, number, cells)


def _missing(file: str, place: Said, columns: Sequence[str], absent: str) -> Said:
    return Said(
        "{file}, {place}: column {absent} is missing. The first line must be: {columns}",
        file=file,
        place=place,
        absent=absent,
        columns=",".join(columns),
    )
