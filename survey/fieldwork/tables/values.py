"""What a value in a file stands for, whatever way the program that wrote it spells numbers."""

import re
from collections.abc import Hashable, Iterable
from typing import Final

from survey.errors import Said

_NUMBER: Final = re.compile(
    r"[+-]?(?:\d+(?:\.\d+)?|0,\d+|\d+,(?!\d{3}$)\d+)",  # 1,000 may be one or a thousand
    re.ASCII,
)
_DOUBTFUL: Final = re.compile(r"([+-]?[1-9]\d{0,2}),(\d{3})", re.ASCII)
SPREADSHEET_ERROR: Final = re.compile(
    r"#(?:N/A|NV|REF!|BEZUG!|VALUE!|WERT!|DIV/0!|NAME\?|NULL!|NUM!|ZAHL!|SPILL!|CALC!)"
)
"""What a cell shows whose formula failed, in English and in German."""
UNCOMPUTED: Final = "\0formula without a stored value"
"""Stands for a cell whose formula was never computed; no file can hold this text."""


def flaw(text: str) -> Said | None:
    """Return what is wrong with a cell that a spreadsheet left unfinished; None for nothing."""
    if text == UNCOMPUTED:
        return Said(
            "a formula stands there whose result is not stored: open the workbook in Excel, save"
            " it, and use that file"
        )
    if SPREADSHEET_ERROR.fullmatch(text.strip()):
        return Said("an error value of the spreadsheet stands there: correct its formula")
    return None


def with_decimal(text: str, mark: str | None) -> str:
    """Return a number written with this decimal mark without marks of thousands and with a dot."""
    if mark is None:
        return text
    thousands = "." if mark == "," else ","
    plain = text.strip().replace(thousands, "").replace(mark, ".")
    return plain if _NUMBER.fullmatch(plain) and text.count(mark) <= 1 else text


def readings(text: str) -> tuple[float, ...]:
    """Return the numbers that a text may write: two for ``33,333``, one or none for the rest.

    A percent is its number: ``64 %`` is 64.
    """
    plain = canonical(text.strip().removesuffix("%"))
    if doubtful := _DOUBTFUL.fullmatch(plain):
        return float(f"{doubtful[1]}.{doubtful[2]}"), float(doubtful[1] + doubtful[2])
    amount = number(plain)
    return () if amount is None else (amount,)


def canonical(text: str) -> str:
    """Return the form in which values are compared: ``1``, ``1.0``, ``01`` and ``1,0`` are ``1``.

    Text that is no number only loses the blanks around it.
    """
    text = text.strip()
    if not _NUMBER.fullmatch(text):
        return text
    sign = "-" if text.startswith("-") else ""
    whole, _, part = text.lstrip("+-").replace(",", ".").partition(".")
    whole, part = whole.lstrip("0") or "0", part.rstrip("0")
    if whole == "0" and not part:
        return "0"
    return f"{sign}{whole}.{part}" if part else f"{sign}{whole}"


def number(text: str) -> float | None:
    """Return the number that a text in any of these spellings writes, or None if it is none."""
    plain = canonical(text)
    return float(plain) if _NUMBER.fullmatch(plain) else None


def as_texts(values: Iterable[Hashable]) -> list[str]:
    """Return ``as_text`` of every value; it is asked once for each distinct one."""
    known: dict[tuple[type, Hashable], str] = {}
    texts = []
    for value in values:
        key = (value.__class__, value)
        text = known.get(key)
        if text is None:
            text = known[key] = as_text(value)
        texts.append(text)
    return texts


def as_text(value: object) -> str:
    """Return a cell of a spreadsheet or a statistics file as a text file would hold it.

    Whole numbers lose their decimals, empty cells are "", dates are in ISO form.
    """
    if value is None or value != value:  # only "not a number" differs from itself  # noqa: PLR0124
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return canonical(f"{value:.12f}" if abs(value) < 1e15 else repr(value))
    return str(value)
