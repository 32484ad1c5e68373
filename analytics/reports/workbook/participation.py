"""Who took part: the steps that are published, by department."""

from typing import Any, Final

from analytics.charts.words import cell_words, group_name
from analytics.reports.scope import Scope
from analytics.reports.workbook.sheet import FIRST_ROW, Column, Formats, begin, head

COLUMNS: Final = (("group", 32), ("invited", 14), ("took_part", 28))


def write_participation(book: Any, formats: Formats, scope: Scope) -> None:
    """Add the sheet of participation; none where head-counts are not known."""
    texts = scope.texts
    if not scope.participation:
        return
    sheet = begin(
        book, formats, texts("workbook.sheet.participation"),
        texts("workbook.title.participation"), texts("workbook.participation.how"),
    )  # fmt: skip
    columns = [Column(texts(f"report.column.{key}"), width) for key, width in COLUMNS]
    head(sheet, formats, columns, len(scope.participation), fixed=1)
    for line, cell in enumerate(scope.participation, start=FIRST_ROW + 1):
        sheet.write_string(line, 0, group_name(cell.department, cell.team, texts))
        if cell.n is not None:
            sheet.write_number(line, 1, cell.n, formats.of(num_format="0"))
        sheet.write_string(line, 2, cell_words(cell, texts), formats.of(indent=1))
