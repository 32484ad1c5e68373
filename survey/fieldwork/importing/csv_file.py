"""Text files with separators: comma, semicolon or tab, in the encoding that the mapping names."""

import codecs
import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path
from typing import ClassVar, Final

from survey.errors import BearingError
from survey.fieldwork.importing.table import (
    Table,
    find_columns,
    refuse_empty,
    refuse_uneven,
)

SEPARATORS: Final = (",", ";", "\t")
BYTE_ORDER_MARKS: Final = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
HEAD: Final = 4096


class EncodingWrong(BearingError):
    """The file is not in the encoding that the mapping names."""

    code: ClassVar[str] = "IMPORT-ENCODING"


class QuotesBroken(BearingError):
    """A quotation mark opens a field and does not close it, or stands in the middle of one."""

    code: ClassVar[str] = "IMPORT-QUOTES"


def read_csv(file: Path, encoding: str, wanted: Sequence[str]) -> Table:
    """Return the wanted columns of a text file.

    The separator is the one under which most of the wanted headings are found. Lines without
    any value are passed over. Raises the errors of this module and of ``table``.
    """
    marked = _check_marks(file, encoding)
    try:
        return _read(file, marked, wanted)
    except UnicodeError:
        raise _wrong_encoding(file, encoding) from None


def _read(file: Path, encoding: str, wanted: Sequence[str]) -> Table:
    top = _top(file, encoding, wanted)
    found = find_columns(file, ("line", top.line), top.headings, wanted, top.below)
    pick = itemgetter(*(found[heading] for heading in wanted), 0)  # the 0 makes it a tuple
    known: dict[str, str] = {}
    lines: list[int] = []
    rows: list[tuple[str, ...]] = []
    for line, record in _records(file, encoding, top.separator):
        if line == top.line:
            continue
        if len(record) != len(top.headings):
            raise refuse_uneven(file, "line", line, len(record), len(top.headings))
        lines.append(line)
        rows.append(tuple([known.setdefault(value, value) for value in pick(record)[:-1]]))
    if not rows:
        raise refuse_empty(file, "line", top.line)
    columns = dict(zip(wanted, zip(*rows, strict=True), strict=True))
    places = {heading: position + 1 for heading, position in found.items()}
    return Table(file.name, "line", lines, dict(columns), places, {})


@dataclass(frozen=True)
class _Top:
    """The first two records of a file, as one separator divides them."""

    separator: str
    line: int
    headings: list[str]
    below: list[str]

    def score(self, wanted: Sequence[str]) -> tuple[int, int]:
        named = {heading.strip() for heading in (*self.headings, *self.below)}
        return len(named & set(wanted)), len(self.headings)


def _top(file: Path, encoding: str, wanted: Sequence[str]) -> _Top:
    tops: list[_Top] = []
    broken: QuotesBroken | None = None
    for separator in SEPARATORS:
        records = _records(file, encoding, separator)
        try:
            line, headings = next(records, (0, []))
            tops.append(_Top(separator, line, headings, next(records, (0, []))[1]))
        except QuotesBroken as failure:  # quotation marks are sound under one separator only
            broken = failure
    if not tops and broken:
        raise broken
    best = max(tops, key=lambda top: top.score(wanted))
    if not best.line:
        raise refuse_empty(file, "line", None)
    return best


def _records(file: Path, encoding: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each record that holds anything, with the number of the line it begins in."""
    with file.open(encoding=encoding, newline="") as text:
        reader = csv.reader(text, delimiter=separator, strict=True)
        line = 1
        try:
            for record in reader:
                if any(value.strip() for value in record):
                    yield line, record
                line = reader.line_num + 1
        except csv.Error:
            raise QuotesBroken(
                f"{file.name}, line {line}: a quotation mark in this line is not closed or stands"
                " inside a field. Write it twice or remove it."
            ) from None


def _check_marks(file: Path, encoding: str) -> str:
    """Return the encoding to read with, once the file's first bytes agree with the one named."""
    named = codecs.lookup(encoding).name
    with file.open("rb") as content:
        start = content.read(HEAD)
    for mark, marked in BYTE_ORDER_MARKS.items():
        if start.startswith(mark):
            if not named.startswith(marked.removesuffix("-sig")):
                raise EncodingWrong(
                    f"{file.name}, line 1: the file begins as {marked.removesuffix('-sig')} and the"
                    f" mapping says {encoding}. Name that encoding in the mapping."
                )
            return marked
    if b"\0" in start and not named.startswith(("utf-16", "utf-32")):
        raise _wrong_encoding(file, encoding)
    if not named.startswith("utf"):
        _refuse_utf8(file, encoding)
    return encoding


def _refuse_utf8(file: Path, encoding: str) -> None:
    """One-byte encodings read anything, so look whether the file is sound UTF-8 instead."""
    content = file.read_bytes()
    if content.isascii():
        return
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return
    line = next(at for at, part in enumerate(text.split("\n"), start=1) if not part.isascii())
    raise EncodingWrong(
        f"{file.name}, line {line}: the file is UTF-8 and the mapping says {encoding}. Write"
        ' encoding = "utf-8" in the mapping.'
    )


def _wrong_encoding(file: Path, encoding: str) -> EncodingWrong:
    content = file.read_bytes()
    readable = content
    try:
        content.decode(encoding)
    except UnicodeDecodeError as broken:
        readable = content[: broken.start]
    except UnicodeError:
        readable = b""
    else:
        readable = content[: max(content.find(b"\0"), 0)]
    line = readable.decode(encoding, errors="ignore").count("\n") + 1
    return EncodingWrong(
        f"{file.name}, line {line}: the file is not in the encoding {encoding} that the mapping"
        " names. Save it as UTF-8, or name its encoding in the mapping: Excel writes"
        ' "cp1252" or "utf-16".'
    )
