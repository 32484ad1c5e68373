"""The cells of a worksheet as text: what the workbook stored, and how the sheet shows it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import IO, Any, Final
from xml.etree import ElementTree as ET

from survey.fieldwork.tables.values import UNCOMPUTED, as_text

LETTERS: Final = re.compile("[A-Z]+")
AREA: Final = re.compile(r"([A-Z]+)(\d+):([A-Z]+)(\d+)")


@dataclass(frozen=True)
class Looks:
    """What a workbook says of its cells: shared texts, and which styles show dates or percents."""

    texts: Sequence[str]
    dates: frozenset[int]
    percents: frozenset[int]
    epoch: Any


@dataclass
class Cells:
    """A worksheet's rows by number, how many filled ones are hidden, and which areas are merged."""

    rows: dict[int, list[str]] = field(default_factory=dict)
    hidden: int = 0
    merged: list[str] = field(default_factory=list)


def read_cells(source: IO[bytes], looks: Looks) -> Cells:
    """Return the cells of a worksheet's XML, merged areas filled down from their first row."""
    cells = Cells()
    number = 0
    for element in _elements(source):
        kind = local(element.tag)
        if kind == "row":
            number = int(element.get("r", number + 1))
            values = _row(element, looks)
            if any(value.strip() for value in values):
                cells.rows[number] = values
                cells.hidden += element.get("hidden") in ("1", "true")
        elif kind == "mergeCell":
            _fill_down(cells, element.get("ref", ""))
    return cells


def local(tag: str) -> str:
    """Return a tag without its namespace, which strict and usual workbooks name differently."""
    return tag.rpartition("}")[2]


def text_of(element: "ET.Element[str]") -> str:
    """Return the text of a shared or inline string, in one or several runs, without readings."""
    return "".join(
        part.text or ""
        for child in element
        if local(child.tag) in ("t", "r")
        for part in (child.iter() if local(child.tag) == "r" else (child,))
        if local(part.tag) == "t"
    )


def _elements(source: IO[bytes]) -> "Iterator[ET.Element[str]]":
    data = None
    for event, element in ET.iterparse(source, events=("start", "end")):  # noqa: S314
        kind = local(element.tag)
        if event == "start":
            data = element if kind == "sheetData" else data
        elif kind in ("row", "mergeCell"):
            yield element
            if kind == "row" and data is not None:
                data.clear()  # rows that were read need no memory


def _row(row: "ET.Element[str]", looks: Looks) -> list[str]:
    values: list[str] = []
    for cell in row:
        letters = LETTERS.match(cell.get("r", ""))
        place = column_number(letters[0]) if letters else len(values) + 1
        values.extend([""] * (place - len(values) - 1))
        values.append(_value(cell, looks))
    return values


def _value(cell: "ET.Element[str]", looks: Looks) -> str:
    kind, style = cell.get("t", "n"), int(cell.get("s", 0))
    stored: str | None = None
    formula = False
    for part in cell:
        name = local(part.tag)
        if name == "v":
            stored = part.text
        elif name == "is":
            return text_of(part)
        formula = formula or name == "f"
    if stored is None:
        return UNCOMPUTED if formula and kind != "str" else ""
    if kind == "s":
        return looks.texts[int(stored)]
    if kind == "b":
        return as_text(stored in ("1", "true"))
    return _number(float(stored), style, looks) if kind == "n" else stored


def _number(amount: float, style: int, looks: Looks) -> str:
    if style in looks.percents:
        return f"{as_text(amount * 100)}%"
    if style in looks.dates:
        from openpyxl.utils.datetime import from_excel

        return str(from_excel(amount, looks.epoch))
    return as_text(amount)


def _fill_down(cells: Cells, area: str) -> None:
    found = AREA.fullmatch(area)
    if not found or found[2] == found[4]:
        return
    column, first, last = column_number(found[1]), int(found[2]), int(found[4])
    value = next(iter(cells.rows.get(first, [])[column - 1 : column]), "")
    if not value:
        return
    for number in range(first + 1, last + 1):
        row = cells.rows.get(number)
        if row is not None:
            row.extend([""] * (column - len(row)))
            row[column - 1] = value
    cells.merged.append(area)


def column_number(letters: str) -> int:
    """Return the number of a column from its letters: A is 1, AD is 30."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
