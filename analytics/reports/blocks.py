"""What a report is made of: headings, paragraphs, lists, tables and figures, in reading order."""

from dataclasses import dataclass, field
from typing import Literal

from analytics.charts.picture import Picture
from analytics.release.model import CellStatus


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 opens a section."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    """Running text: plain, intro (stays with what follows), lead (muted) or aside (framed)."""

    text: str
    style: Literal["plain", "intro", "lead", "aside"] = "plain"


@dataclass(frozen=True)
class Bullets:
    """A list of short paragraphs."""

    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True)
class Entry:
    """One place in a table, ``span`` columns wide; its status marks what is no exact number."""

    text: str
    status: CellStatus = CellStatus.SHOWN
    span: int = 1


@dataclass(frozen=True)
class Table:
    """A table with a heading row. ``widths`` are shares of the page, one a column."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Entry, ...], ...]
    widths: tuple[int, ...]
    small: bool = False
    first_row_bold: bool = False


@dataclass(frozen=True)
class Figure:
    """A picture with its caption; its words for those who do not see it are the picture's own."""

    caption: str
    picture: Picture
    width: int = field(default=640)
    """Pixels of the drawing without its headings; it is set as wide as the text."""


Block = Heading | Paragraph | Bullets | Table | Figure
