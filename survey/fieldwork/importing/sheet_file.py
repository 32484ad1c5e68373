"""Excel workbooks (.xlsx), read as they stand: what cells show is not computed again."""

import warnings
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, ClassVar, Final
from zipfile import BadZipFile

from survey.errors import BearingError
from survey.fieldwork.importing.table import (
    Table,
    find_columns,
    refuse_empty,
    refuse_uneven,
)
from survey.fieldwork.importing.values import as_texts

BLANK: Final = (None, "", " ")

Row = tuple[int, tuple[Any, ...]]
"""A row's number and its cells."""


class WorkbookBroken(BearingError):
    """The file ends in .xlsx and is no workbook that can be read."""

    code: ClassVar[str] = "IMPORT-NOT-XLSX"


class SheetMissing(BearingError):
    """The mapping names a sheet that the workbook does not have."""

    code: ClassVar[str] = "IMPORT-SHEET"


def read_sheet(file: Path, sheet: str | None, wanted: Sequence[str]) -> Table:
    """Return the wanted columns of a worksheet: the one named, else the first.

    Rows without any value are passed over. Raises the errors of this module and of ``table``.
    """
    rows, notes = _rows(file, sheet)
    if not rows:
        raise refuse_empty(file, "row", None)
    (heading_line, top), *body = rows
    headings = as_texts(_trimmed(top))
    below = as_texts(body[0][1]) if body else []
    found = find_columns(file, ("row", heading_line), headings, wanted, below)
    if not body:
        raise refuse_empty(file, "row", heading_line)
    for line, row in body:
        if len(row) > len(headings) and len(_trimmed(row)) > len(headings):
            raise refuse_uneven(file, "row", line, len(_trimmed(row)), len(headings))
    columns = {
        heading: as_texts(row[position] if position < len(row) else None for _, row in body)
        for heading, position in found.items()
    }
    places = {heading: position + 1 for heading, position in found.items()}
    lines = [line for line, _ in body]
    return Table(file.name, "row", lines, dict(columns), places, {}, notes)


def _rows(file: Path, sheet: str | None) -> tuple[list[Row], tuple[str, ...]]:
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # styles that do not matter here
            book = openpyxl.load_workbook(file, read_only=True, data_only=True)
            try:
                chosen, notes = _choose(file, book, sheet)
                return list(_filled(chosen)), notes
            finally:
                book.close()
    except (BadZipFile, zlib.error, InvalidFileException, KeyError, ValueError, SyntaxError):
        raise WorkbookBroken(
            f"{file.name} is not a readable Excel workbook, or is locked by a password: open it in"
            " Excel, save it as .xlsx without a password, and import that file."
        ) from None


def _choose(file: Path, book: Any, sheet: str | None) -> tuple[Any, tuple[str, ...]]:
    names = [each.title for each in book.worksheets]
    if sheet is not None and sheet not in names:
        raise SheetMissing(
            f"{file.name} has no sheet {sheet!r}: correct sheet in the mapping. The sheets are"
            f" {', '.join(repr(name) for name in names)}."
        )
    if not names:
        raise refuse_empty(file, "row", None)
    chosen = book.worksheets[names.index(sheet) if sheet else 0]
    if sheet is None and len(names) > 1:
        return chosen, (f"{file.name} has {len(names)} sheets; the first one was read.",)
    return chosen, ()


def _filled(sheet: Any) -> Iterator[Row]:
    sheet.reset_dimensions()  # programs write a wrong size into the file
    for line, row in enumerate(sheet.iter_rows(values_only=True), start=1):
        if any(value not in BLANK for value in row):
            yield line, row


def _trimmed(row: Sequence[Any]) -> Sequence[Any]:
    """Return a row without the empty cells at its end."""
    return row[: max(at for at, value in enumerate(row, start=1) if value not in BLANK)]
