"""A file's columns as text, with the place of every row, and what may be wrong with headings."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Final, Literal

from survey.errors import BearingError, Said

RowWord = Literal["line", "row"]
WORDS: Final[Mapping[RowWord, Said]] = {"line": Said("line"), "row": Said("row")}
COLUMN_LETTERS: Final = 26


class TableRefused(BearingError):
    """A file that cannot be read as a table; each reason is a class of its own."""

    code: ClassVar[str] = "IMPORT-TABLE"


class FileEmpty(TableRefused):
    """The file holds nothing, or headings and no rows."""

    code: ClassVar[str] = "IMPORT-EMPTY"


class ColumnMissing(TableRefused):
    """A column that the mapping or --where names is not among the headings."""

    code: ClassVar[str] = "IMPORT-COLUMN"


class HeadingTwice(TableRefused):
    """Two columns have the same heading."""

    code: ClassVar[str] = "IMPORT-HEADING-TWICE"


class HeadingRows(TableRefused):
    """There is more than one row of headings, or they do not stand in the first row."""

    code: ClassVar[str] = "IMPORT-TWO-HEADINGS"


class RowUneven(TableRefused):
    """A row has more or fewer fields than there are headings."""

    code: ClassVar[str] = "IMPORT-UNEVEN-ROW"


@dataclass(frozen=True)
class Layout:
    """How a file is laid out, as far as somebody has said it.

    Attributes
    ----------
    encoding
        Of a text file; None tries UTF-8, then Windows text.
    separator
        Between the fields of a text file; None finds it.
    sheet
        Of a workbook; None takes the first that is not hidden.
    headings
        The line or row in which the headings stand; None is the first that holds anything.
    skip_below
        How many further rows of headings stand below.
    row_names
        Whether each row begins with a name or number that has no heading, as R writes tables.
    """

    encoding: str | None = None
    separator: str | None = None
    sheet: str | None = None
    headings: int | None = None
    skip_below: int = 0
    row_names: bool = False


@dataclass(frozen=True)
class Sheet:
    """A file's rows that hold anything, with their numbers, before anybody looked for headings."""

    file: str
    word: RowWord
    rows: Iterable[tuple[int, Sequence[str]]]
    notes: tuple[Said, ...] = ()
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Table:
    """The columns that were asked for, as text.

    Attributes
    ----------
    file
        Name of the file, for messages.
    word
        What the program people open it with calls a row: "line" in a text, "row" in a sheet.
    lines
        The number of each row there, counted from 1.
    columns
        By heading, the values in the order of the rows; "" where there is none.
    places
        By heading, the position of the column, counted from 1.
    labels
        By heading, the names that a statistics file gives to its codes.
    notes
        What the reader decided, for people.
    """

    file: str
    word: RowWord
    lines: Sequence[int]
    columns: dict[str, Sequence[str]]
    places: dict[str, int]
    labels: Mapping[str, Mapping[str, str]]
    notes: tuple[Said, ...] = ()

    def where(self, line: int, heading: str) -> Said:
        """Return "line 17, column 'stress' (number 30, AD)" for a message."""
        return Said(
            "{word} {line}, column {heading!r} ({place})",
            word=WORDS[self.word],
            line=line,
            heading=heading,
            place=column_name(self.places[heading]),
        )


def column_name(place: int) -> Said:
    """Return a column's number with its letters in a spreadsheet: "number 30, AD"."""
    letters, rest = "", place
    while rest:
        rest, letter = divmod(rest - 1, COLUMN_LETTERS)
        letters = chr(ord("A") + letter) + letters
    return Said("number {place}, {letters}", place=place, letters=letters)


def as_heading(text: str) -> str:
    """Return the form in which headings are compared: one blank for any run of blanks."""
    return " ".join(text.split())


def refuse_uneven(file: str, word: RowWord, line: int, found: int, headings: int) -> RowUneven:
    """Return the failure of a row whose fields do not fit the headings."""
    return RowUneven(
        "{file}, {word} {line}: there are {found} fields, but {headings} headings"
        " (up to column {last}). Look for a missing or extra separator there.",
        file=file,
        word=WORDS[word],
        line=line,
        found=found,
        headings=headings,
        last=column_name(headings),
    )


def refuse_empty(file: str, word: RowWord, line: int | None) -> FileEmpty:
    """Return the failure of a file without anything, or without rows below its headings."""
    if line is None:
        return FileEmpty(
            "{file} is empty: not even {word} 1 holds headings. Export it again.",
            file=file,
            word=WORDS[word],
        )
    return FileEmpty(
        "{file} has headings in {word} {line} and nothing below them: export it again.",
        file=file,
        word=WORDS[word],
        line=line,
    )
