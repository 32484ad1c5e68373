"""A list in a CSV file with named columns: staff, moves, addresses."""

import csv
import io
from collections.abc import Sequence

from survey.errors import BearingError


def read_list(
    raw: bytes, name: str, columns: Sequence[str], failure: type[BearingError]
) -> "csv.DictReader[str]":
    """Return a reader of a file's lines; more columns than those named do no harm.

    Columns are parted by commas, or by semicolons as a spreadsheet in German writes them.

    Raises ``failure`` with the line that is not UTF-8, or the first column that is missing. The
    decoder's own error is not kept with it, since it holds the whole file.
    """
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        line = raw[: wrong.start].count(b"\n") + 1
        raise failure(f"{name}, line {line}: not UTF-8. Save the file as UTF-8.") from None
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=_separator(text))
    missing = [column for column in columns if column not in (reader.fieldnames or ())]
    if missing:
        raise failure(
            f"{name}, line 1: column {missing[0]} is missing."
            f" The first line must be: {','.join(columns)}"
        )
    return reader


def _separator(text: str) -> str:
    first, _, _ = text.partition("\n")
    return ";" if ";" in first and "," not in first else ","
