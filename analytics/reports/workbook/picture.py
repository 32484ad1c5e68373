"""Departments as a chart of the spreadsheet's own, with intervals, and the numbers it draws."""

from typing import Any, Final

from analytics.charts.theme import LIGHT
from analytics.charts.words import group_name
from analytics.release.model import TOTAL, Cell, CellStatus, Statistic
from analytics.reports.findings import main_outcome
from analytics.reports.scope import Scope
from analytics.reports.workbook.groups import PER_CENT, WHOLE
from analytics.reports.workbook.sheet import FIRST_ROW, Column, Formats, begin, head

HEADINGS: Final = ("value", "from", "to", "answers_alone")
MOST: Final = 40
"""Departments drawn; with more, the table goes on and the chart names how many it has."""


def write_picture(book: Any, formats: Formats, scope: Scope) -> None:
    """Add the sheet with the main outcome by department; none without such numbers."""
    outcome = main_outcome(scope)
    rows = _rows(scope, outcome) if outcome else []
    if outcome is None or not rows:
        return
    texts = scope.texts
    name = scope.name_of(outcome)
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


def _format(cell: Cell) -> str:
    return PER_CENT if cell.statistic is Statistic.SHARE else WHOLE


def _row(sheet: Any, formats: Formats, line: int, cell: Cell, name: str) -> None:
    sheet.write_string(line, 0, name)
    for at, one in enumerate((cell.value, cell.low, cell.high), start=1):
        sheet.write_number(line, at, one, formats.of(num_format=_format(cell)))
    if cell.n is not None:
        sheet.write_number(line, 4, cell.n, formats.of(num_format=WHOLE))


def _chart(book: Any, sheet: str, name: str, rows: list[Cell]) -> Any:
    drawn = rows[:MOST]
    first, last = FIRST_ROW + 1, FIRST_ROW + len(drawn)
    chart = book.add_chart({"type": "bar"})
    column = {at: [sheet, first, at, last, at] for at in range(4)}
    # A spreadsheet draws an interval by its two lengths, which are no numbers of the release.
    minus = [(one.value or 0.0) - (one.low or 0.0) for one in drawn]
    plus = [(one.high or 0.0) - (one.value or 0.0) for one in drawn]
    chart.add_series(
        {
            "name": name,
            "categories": column[0],
            "values": column[1],
            "fill": {"color": LIGHT.accent},
            "gap": 60,
            "x_error_bars": {"type": "custom", "minus_values": minus, "plus_values": plus},
        }
    )
    chart.set_title({"name": name, "overlay": False})
    chart.set_legend({"none": True})
    chart.set_y_axis({"reverse": True})
    chart.set_x_axis({"min": 0, "num_format": _format(rows[0]), "label_position": "low"})
    chart.set_size({"width": 720, "height": 140 + 26 * len(drawn)})
    return chart
