"""Groups by measures as on the screen: a coloured number, and what it rests on beside it."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from analytics.charts.grid import compare, lay_out, row_of
from analytics.charts.theme import LIGHT
from analytics.charts.whereabouts import Row, together_with
from analytics.charts.words import cell_short, cell_words, in_language
from analytics.release.model import TOTAL, Cell, CellStatus, MeasureEntry, Statistic
from analytics.reports.scope import Scope
from analytics.reports.workbook.sheet import FIRST_ROW, Column, Formats, begin, fit, head
from survey.vocabulary import MeasureRole

WHOLE: Final = "0"
PER_CENT: Final = "0 %"
"""A share is the release's own number, from 0 to 1; the spreadsheet shows it as per cent."""
ASIDE: Final = {"italic": True, "font_color": LIGHT.muted}
"""How what is no exact number is set."""
Place = tuple[str, str, str]
"""Department, team and measure."""
NAMES: Final = 30
DETAILS: Final = ("low", "high", "answers")


def write_groups(book: Any, formats: Formats, scope: Scope, role: MeasureRole) -> None:
    """Add the sheet of the working conditions or of health; none where nothing is shown."""
    texts, measures = scope.texts, scope.measures(role)
    if not measures:
        return
    part = "conditions" if role is MeasureRole.FACTOR else "health"
    wave = scope.release.manifest.wave
    sheet = begin(
        book, formats, texts(f"workbook.sheet.{part}"),
        texts(f"workbook.title.{part}", wave=wave), texts("workbook.groups.how"),
    )  # fmt: skip
    rows = lay_out(scope.cells, measures, texts, None, scope.release.groups).units
    head(sheet, formats, _columns(scope, measures), len(rows), fixed=2)
    placed = {(*row_of(cell), cell.measure): cell for cell in scope.cells}
    for line, row in enumerate(rows, start=FIRST_ROW + 1):
        _names(sheet, formats, line, row, texts("charts.organisation"))
        if nothing := _nothing(row, measures, placed, scope):
            sheet.write_string(line, 2, nothing, formats.of(**ASIDE))
            continue
        for at, entry in enumerate(measures):
            cell = placed.get((*row, entry.key))
            if cell is not None:
                whole = placed.get((TOTAL, TOTAL, entry.key))
                _cell(sheet, formats, (line, 2 + 4 * at), (cell, whole, entry), scope)


def _nothing(
    row: Row, measures: Sequence[MeasureEntry], placed: Mapping[Place, Cell], scope: Scope
) -> str:
    """Return what stands once for a row of which no measure is shown, empty for every other."""
    cells = [(placed.get((*row, entry.key)), entry) for entry in measures]
    if any(cell is not None and cell.status is not CellStatus.WITHHELD for cell, _ in cells):
        return ""
    said = {_words(cell, entry, scope) for cell, entry in cells if cell is not None}
    return said.pop() if len(said) == 1 else ""


def _words(cell: Cell, entry: MeasureEntry, scope: Scope) -> str:
    return cell_words(cell, scope.texts, together_with(cell, entry, scope.release.groups))


def _columns(scope: Scope, measures: Sequence[MeasureEntry]) -> list[Column]:
    texts = scope.texts
    columns = [
        Column(texts("workbook.column.department"), NAMES),
        Column(texts("workbook.column.team"), NAMES),
    ]
    for entry in measures:
        name = in_language(entry.name, texts.language)
        good = texts(f"charts.good.{entry.good_end}")
        columns.append(Column(f"{name} ({good})", 16))
        columns += [
            Column(texts(f"workbook.column.{detail}", measure=name), 12, folded=True)
            for detail in DETAILS
        ]
    return columns


def _names(sheet: Any, formats: Formats, line: int, row: Row, organisation: str) -> None:
    department, team = row
    strong = formats.of(bold=team == TOTAL, text_wrap=True)
    sheet.write_string(line, 0, organisation if department == TOTAL else department, strong)
    if team != TOTAL:
        sheet.write_string(line, 1, team, strong)
    fit(sheet, line, [(department, NAMES), (team, NAMES)])


def _cell(
    sheet: Any,
    formats: Formats,
    place: tuple[int, int],
    found: tuple[Cell, Cell | None, MeasureEntry],
    scope: Scope,
) -> None:
    """Write a number in its colour with interval and answers, or the words of what is not one."""
    (line, at), (cell, whole, entry) = place, found
    number = PER_CENT if cell.statistic is Statistic.SHARE else WHOLE
    if cell.status is CellStatus.SHOWN and cell.value is not None:
        band = 0 if cell is whole else compare(cell, whole, entry.good_end)
        sheet.write_number(line, at, cell.value, formats.band(band, number))
    else:
        withheld = cell.status is CellStatus.WITHHELD
        words = _words(cell, entry, scope) if withheld else cell_short(cell, scope.texts)
        sheet.write_string(line, at, words, formats.of(align="right", **ASIDE))
    plain = formats.of(num_format=number)
    for step, value in enumerate((cell.low, cell.high), start=1):
        if value is not None and cell.status is not CellStatus.WITHHELD:
            sheet.write_number(line, at + step, value, plain)
    if cell.n is not None and cell.status is not CellStatus.WITHHELD:
        sheet.write_number(line, at + 3, cell.n, formats.of(num_format=WHOLE))
