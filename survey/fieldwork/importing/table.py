"""A file's columns as text, with the place of every row, and what may be wrong with headings."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Final, Literal

from survey.errors import BearingError

RowWord = Literal["line", "row"]
COLUMN_LETTERS: Final = 26


class FileEmpty(BearingError):
    """The file holds nothing, or headings and no rows."""

    code: ClassVar[str] = "IMPORT-EMPTY"


class ColumnMissing(BearingError):
    """A column that the mapping or --where names is not among the headings."""

    code: ClassVar[str] = "IMPORT-COLUMN"


class HeadingTwice(BearingError):
    """Two columns have the same heading."""

    code: ClassVar[str] = "IMPORT-HEADING-TWICE"


class HeadingRows(BearingError):
    """There is more than one row of headings, or they do not stand in the first row."""

    code: ClassVar[str] = "IMPORT-TWO-HEADINGS"


class RowUneven(BearingError):
    """A row has more or fewer fields than there are headings."""

    code: ClassVar[str] = "IMPORT-UNEVEN-ROW"


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
        By heading, the names that an SPSS file gives to its codes.
    notes
        What the reader decided, for people.
    """

    file: str
    word: RowWord
    lines: Sequence[int]
    columns: dict[str, Sequence[str]]
    places: dict[str, int]
    labels: dict[str, dict[str, str]]
    notes: tuple[str, ...] = ()

    def where(self, line: int, heading: str) -> str:
        """Return "line 17, column 'stress' (number 30, AD)" for a message."""
        return f"{self.word} {line}, column {heading!r} ({column_name(self.places[heading])})"


def column_name(place: int) -> str:
    """Return a column's number with its letters in a spreadsheet: "number 30, AD"."""
    letters, rest = "", place
    while rest:
        rest, letter = divmod(rest - 1, COLUMN_LETTERS)
        letters = chr(ord("A") + letter) + letters
    return f"number {place}, {letters}"


def find_columns(
    file: Path,
    place: tuple[RowWord, int],
    headings: Sequence[str],
    wanted: Sequence[str],
    below: Sequence[str],
) -> dict[str, int]:
    """Return the position (from 0) of each wanted column among the headings.

    ``place`` says where the headings stand, ``below`` is the row under them. No message repeats
    a heading of the file: in a file without headings the first row is somebody's answers.
    Raises ``ColumnMissing``, ``HeadingTwice`` or ``HeadingRows``.
    """
    word, line = place
    names = [heading.strip() for heading in headings]
    missing = [heading for heading in wanted if heading not in names]
    if missing and set(wanted) <= {heading.strip() for heading in below}:
        raise HeadingRows(
            f"{file.name} has its headings below {word} {line}: delete the {word}s above them, so"
            " that the first one holds the headings and the next one answers."
        )
    if missing:
        listed = ", ".join(repr(heading) for heading in missing)
        raise ColumnMissing(
            f"{file.name} has no column {listed} among the headings in {word} {line}: correct the"
            " headings of the file, or the column names in the mapping and after --where."
        )
    _refuse_twice(file, place, names)
    return {heading: names.index(heading) for heading in wanted}


def _refuse_twice(file: Path, place: tuple[RowWord, int], names: Sequence[str]) -> None:
    first: dict[str, int] = {}
    for position, name in enumerate(names, start=1):
        if name and first.setdefault(name, position) != position:
            raise HeadingTwice(
                f"{file.name}, {place[0]} {place[1]}: the columns {column_name(first[name])} and"
                f" {column_name(position)} have the same heading. Rename or delete one."
            )


def refuse_uneven(file: Path, word: RowWord, line: int, found: int, headings: int) -> RowUneven:
    """Return the failure of a row whose fields do not fit the headings."""
    return RowUneven(
        f"{file.name}, {word} {line}: there are {found} fields, but {headings} headings"
        f" (up to column {column_name(headings)}). Look for a missing or extra separator there."
    )


def refuse_empty(file: Path, word: RowWord, line: int | None) -> FileEmpty:
    """Return the failure of a file without anything, or without rows below its headings."""
    if line is None:
        return FileEmpty(
            f"{file.name} is empty: not even {word} 1 holds headings. Export the answers again."
        )
    return FileEmpty(
        f"{file.name} has headings in {word} {line} and no answers below them: export it again."
    )
