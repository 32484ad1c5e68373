"""Text files with separators: comma, semicolon, tab or a bar, whichever finds most headings."""

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import ClassVar, Final

from survey.errors import Said
from survey.fieldwork.tables.decoding import decoded
from survey.fieldwork.tables.table import Sheet, TableRefused, refuse_empty

SEPARATORS: Final = (",", ";", "\t", "|")
SEPARATOR_LINE: Final = re.compile(r'"?sep=(.)"?\r?\n?')
"""A first line that tells Excel the separator and nothing else."""
TOP: Final = 10
"""Records in which headings may stand, below titles."""

Known = Callable[[Sequence[str]], int]
"""How many of the headings that are looked for stand in a record."""


class QuotesBroken(TableRefused):
    """A quotation mark opens a field and does not close it, or stands in the middle of one."""

    code: ClassVar[str] = "IMPORT-QUOTES"


def read_text(
    file: str, content: bytes, encoding: str | None, separator: str | None, known: Known
) -> Sheet:
    """Return a text file as records; the separator is the one under which most headings are found.

    Lines without any value are passed over. Raises ``EncodingWrong``, ``QuotesBroken`` or
    ``FileEmpty``.
    """
    source = decoded(file, content, encoding)
    text, first = source.text, 1
    if told := SEPARATOR_LINE.match(text):
        text, first = text[told.end() :], 2
        separator = separator or told[1]
    best = separator or _separator(file, text, first, known)
    records = _records(file, text, best, first)
    return Sheet(file, "line", records, source.notes)


@dataclass(frozen=True)
class _Top:
    """The first records of a file, as one separator divides them."""

    separator: str
    records: list[list[str]]

    def score(self, known: Known) -> tuple[int, int]:
        return max(map(known, self.records)), len(self.records[0])


def _separator(file: str, text: str, first: int, known: Known) -> str:
    tops: list[_Top] = []
    broken: QuotesBroken | None = None
    for separator in SEPARATORS:
        read: list[list[str]] = []
        try:
            read.extend(record for _, record in islice(_records(file, text, separator, first), TOP))
        except QuotesBroken as failure:  # quotation marks may be sound under another separator
            broken = failure
        tops.append(_Top(separator, read))
    filled = [top for top in tops if top.records]
    if not filled and broken:
        raise broken
    if not filled:
        raise refuse_empty(file, "line", None)
    return max(filled, key=lambda top: top.score(known)).separator


def _records(file: str, text: str, separator: str, first: int) -> Iterator[tuple[int, list[str]]]:
    """Yield each record that holds anything, with the number of the line it begins in."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line = first
    try:
        for record in reader:
            if any(value.strip() for value in record):
                yield line, record
            line = reader.line_num + first
    except csv.Error:
        blanks = (
            Said(' If blanks part the fields, name the separator: " ".') if line == first else ""
        )
        raise QuotesBroken(
            "{file}, line {line}: a quotation mark in this line is not closed or stands"
            " inside a field. Write it twice or remove it.{blanks}",
            file=file,
            line=line,
            blanks=blanks,
        ) from None
