"""One sheet for readers: a title, what it says, a heading row that stays, rows, widths.

Texts are written as texts, so that no name turns into a formula or a link.
"""

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from analytics.charts.theme import BANDS, LIGHT, Band

WIDEST: Final = 60
POINTS: Final = 15.0
"""A line of a heading."""
FIRST_ROW: Final = 3
"""The heading row of a table: above it stand the title and what the sheet says."""


@dataclass
class Formats:
    """The formats of a workbook, each made once."""

    book: Any
    made: dict[tuple[tuple[str, Any], ...], Any] = field(default_factory=dict)

    def of(self, **properties: Any) -> Any:
        """Return the format with these properties."""
        key = tuple(sorted(properties.items()))
        if key not in self.made:
            self.made[key] = self.book.add_format({"valign": "top", **properties})
        return self.made[key]

    def band(self, band: Band, number: str) -> Any:
        """Return the format of a number that compares so, in the colours of every picture."""
        if band not in BANDS or band == 0:
            return self.of(num_format=number)
        fill = LIGHT.fill(band)
        return self.of(num_format=number, bg_color=fill, font_color=LIGHT.text_on(fill))


@dataclass(frozen=True)
class Column:
    """A column of a table: its heading, its width in characters, and whether it is folded."""

    heading: str
    width: int = 12
    folded: bool = False


def begin(book: Any, formats: Formats, name: str, title: str, said: str) -> Any:
    """Add a sheet with its title and a sentence on how to read it; return it."""
    sheet = book.add_worksheet(name)
    sheet.write_string(0, 0, title, formats.of(bold=True, font_size=14))
    sheet.write_string(1, 0, said, formats.of(italic=True))
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    return sheet


def head(sheet: Any, formats: Formats, columns: Sequence[Column], rows: int, fixed: int) -> None:
    """Write the heading row: it stays while one scrolls, with ``fixed`` columns, and filters."""
    bold = formats.of(bold=True, bottom=1, text_wrap=True, valign="bottom")
    fit(sheet, FIRST_ROW, [(column.heading, column.width) for column in columns])
    for at, column in enumerate(columns):
        sheet.write_string(FIRST_ROW, at, column.heading, bold)
        options = {"level": 1, "hidden": True} if column.folded else {}
        sheet.set_column(at, at, min(column.width, WIDEST), None, options)
    sheet.freeze_panes(FIRST_ROW + 1, fixed)
    sheet.repeat_rows(FIRST_ROW)
    sheet.autofilter(FIRST_ROW, 0, FIRST_ROW + max(rows, 1), len(columns) - 1)


def fit(sheet: Any, line: int, texts: Iterable[tuple[str, int]]) -> None:
    """Make a row as high as its texts need, each broken at the width of its column.

    Spreadsheets do that by themselves only when they are asked to; a reader would not know.
    """
    sheet.set_row(line, POINTS * max(_lines(text, width) for text, width in texts))


def _lines(text: str, width: int) -> int:
    """Return how many lines of so many characters a text takes at most."""
    return len(textwrap.wrap(text, max(4, width - 2))) or 1
