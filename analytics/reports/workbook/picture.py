"""Departments as a chart of the spreadsheet's own, with intervals, and the numbers it draws."""

from typing import Any, Final

from analytics.charts.theme import LIGHT
from analytics.charts.words import group_name, in_language
from analytics.release.model import TOTAL, Cell, CellStatus, Statistic
from analytics.reports.findings import main_outcome
from analytics.reports.scope import Scope
from analytics.reports.workbook.groups import PER_CENT, WHOLE
from analytics.reports.workbook.sheet import FIRST_ROW, Column, Formats, begin, head

HEADINGS: Final = ("value", "minus", "plus", "answers_alone")
MOST: Final = 40
"""Departments drawn; with more, the table goes on and the chart names how many it has."""


def write_picture(book: Any, formats: Formats, scope: Scope) -> None:
    """Add the sheet with the main outcome by department; none without such numbers."""
    outcome = main_outcome(scope)
    rows = _rows(scope, outcome) if outcome else []
    if outcome is None or not rows:
        return
    texts = scope.texts
    name = in_language(scope.release.measure(outcome).name, texts.language)
    sheet = begin(
        book, formats, texts("workbook.sheet.picture"),
        texts("workbook.title.picture", measure=name), texts("workbook.picture.how"),
    )  # fmt: skip
    columns = [Column(texts("workbook.column.department"), 32)]
    columns += [Column(texts(f"workbook.column.{key}", measure=name), 16) for key in HEADINGS]
    head(sheet, formats, columns, len(rows), fixed=1)
    for line, cell in enumerate(rows, start=FIRST_ROW + 1):
        _row(sheet, formats, line, cell, group_name(cell.department, cell.team, texts))
    sheet.insert_chart(FIRST_ROW, 6, _chart(book, texts("workbook.sheet.picture"), name, rows))


def _rows(scope: Scope, outcome: str) -> list[Cell]:
    """The organisation, then its departments, the highest first; only exact numbers."""
    cells = [
        cell
        for cell in scope.cells
        if cell.measure == outcome
        and cell.team == TOTAL
        and cell.status is CellStatus.SHOWN
        and None not in (cell.value, cell.low, cell.high)
    ]
    return sorted(cells, key=lambda cell: (cell.department != TOTAL, -(cell.value or 0.0)))


def _times(cell: Cell) -> tuple[int, str]:
    return (100, PER_CENT) if cell.statistic is Statistic.SHARE else (1, WHOLE)


def _row(sheet: Any, formats: Formats, line: int, cell: Cell, name: str) -> None:
    times, number = _times(cell)
    value, low, high = (float(one or 0.0) * times for one in (cell.value, cell.low, cell.high))
    sheet.write_string(line, 0, name)
    for at, one in enumerate((value, value - low, high - value), start=1):
        sheet.write_number(line, at, round(one, 1), formats.of(num_format=number))
    if cell.n is not None:
        sheet.write_number(line, 4, cell.n, formats.of(num_format=WHOLE))


def _chart(book: Any, sheet: str, name: str, rows: list[Cell]) -> Any:
    first, last = FIRST_ROW + 1, FIRST_ROW + min(len(rows), MOST)
    chart = book.add_chart({"type": "bar"})
    column = {at: [sheet, first, at, last, at] for at in range(4)}
    chart.add_series(
        {
            "name": name,
            "categories": column[0],
            "values": column[1],
            "fill": {"color": LIGHT.accent},
            "gap": 60,
            "x_error_bars": {
                "type": "custom",
                "minus_values": _reference(sheet, first, last, "C"),
                "plus_values": _reference(sheet, first, last, "D"),
            },
        }
    )
    chart.set_title({"name": name, "overlay": False})
    chart.set_legend({"none": True})
    chart.set_y_axis({"reverse": True})
    chart.set_x_axis({"min": 0, "num_format": _times(rows[0])[1], "label_position": "low"})
    chart.set_size({"width": 720, "height": 140 + 26 * (last - first + 1)})
    return chart


def _reference(sheet: str, first: int, last: int, letter: str) -> str:
    quoted = sheet.replace("'", "''")
    return f"='{quoted}'!${letter}${first + 1}:${letter}${last + 1}"
