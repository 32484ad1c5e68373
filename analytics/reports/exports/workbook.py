"""A release as an Excel workbook: sheets to read first, then the long tables, a sheet each.

Texts are written as texts, so that no name turns into a formula or a link.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from analytics.release.content import Release
from analytics.release.schema import CELLS, ESTIMATES
from analytics.reports.exports.codebook import codebook, codebook_headings
from analytics.reports.exports.sentences import sentence_table
from analytics.reports.exports.text_tables import Field, rows_of
from analytics.reports.office import NO_DATE
from analytics.reports.scope import Scope
from analytics.reports.workbook.groups import write_groups
from analytics.reports.workbook.links import write_links
from analytics.reports.workbook.methods import write_methods
from analytics.reports.workbook.participation import write_participation
from analytics.reports.workbook.picture import write_picture
from analytics.reports.workbook.sheet import WIDEST, Formats
from survey.i18n.catalogue import texts
from survey.vocabulary import MeasureRole

NARROWEST: Final = 8
OPTIONS: Final = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def write_workbook(path: Path, release: Release, language: str = "en") -> None:
    """Write cells.xlsx; the sheets to read are in ``language``, the long tables in all of them."""
    import xlsxwriter

    headings = codebook_headings(release.manifest.languages)
    entries = [[entry.get(heading) for heading in headings] for entry in codebook(release)]
    with xlsxwriter.Workbook(str(path), OPTIONS) as book:
        book.set_properties({"title": release.manifest.wave, "created": NO_DATE})
        _write_read(book, Scope.of(release, texts(language), None))
        _sheet(book, "cells", CELLS.names, rows_of(release.cells, CELLS.names))
        _sheet(book, "estimates", ESTIMATES.names, rows_of(release.estimates, ESTIMATES.names))
        _sheet(book, "codebook", headings, entries)
        _sheet(book, "sentences", *sentence_table(release))


def _write_read(book: Any, scope: Scope) -> None:
    formats = Formats(book)
    write_groups(book, formats, scope, MeasureRole.FACTOR)
    write_groups(book, formats, scope, MeasureRole.OUTCOME)
    for write in (write_picture, write_links, write_participation, write_methods):
        write(book, formats, scope)


def write_table(
    path: Path, title: str, headings: Sequence[str], rows: Sequence[Sequence[Field]]
) -> None:
    """Write one table as a workbook of one sheet."""
    import xlsxwriter

    with xlsxwriter.Workbook(str(path), OPTIONS) as book:
        book.set_properties({"title": title, "created": NO_DATE})
        _sheet(book, "cells", headings, rows)


def _sheet(book: Any, name: str, headings: Sequence[str], rows: Sequence[Sequence[Field]]) -> None:
    sheet = book.add_worksheet(name)
    bold = book.add_format({"bold": True, "bottom": 1})
    for at, heading in enumerate(headings):
        sheet.write_string(0, at, heading, bold)
    for line, row in enumerate(rows, start=1):
        for at, field in enumerate(row):
            _write(sheet, line, at, field)
    for at, heading in enumerate(headings):
        words = [heading, *(str(row[at]) for row in rows if row[at] is not None)]
        sheet.set_column(at, at, min(max(NARROWEST, *map(len, words)) + 2, WIDEST))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(rows), 1), len(headings) - 1)
    everything = f"A1:{_last_column(len(headings))}{len(rows) + 1}"
    sheet.ignore_errors({"number_stored_as_text": everything})  # a wave may be named 2026


def _write(sheet: Any, line: int, at: int, field: Field) -> None:
    if isinstance(field, bool):
        sheet.write_string(line, at, "yes" if field else "no")
    elif isinstance(field, (int, float)):
        sheet.write_number(line, at, field)
    elif field:
        sheet.write_string(line, at, field)


def _last_column(count: int) -> str:
    from xlsxwriter.utility import xl_col_to_name

    return str(xl_col_to_name(count - 1))
