"""Which characters the fonts that ship have, so that a name is refused before it is printed."""

import struct
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

FONTS: Final = Path(__file__).parent / "fonts"
WEIGHTS: Final = ("Regular", "Bold")
UNICODE: Final = frozenset({(0, 3), (0, 4), (3, 1), (3, 10)})
"""Platform and encoding of the tables that go from Unicode to glyphs."""


def undrawable(text: str) -> str | None:
    """Return the first character that no font can draw in every weight; None where all can be."""
    return next((character for character in text if ord(character) not in drawn()), None)


def named(character: str) -> str:
    """Return a character with its number and its name in Unicode: ⚕ (U+2695, staff of ...)."""
    name = unicodedata.name(character, "").lower()
    return f"{character} (U+{ord(character):04X}{', ' + name if name else ''})"


@cache
def drawn() -> frozenset[int]:
    """Return the code points that can be drawn, regular and bold."""
    have = [
        {point for path in FONTS.glob(f"*-{weight}.ttf") for point in _points(path.read_bytes())}
        for weight in WEIGHTS
    ]
    return frozenset(set.intersection(*have))


def _points(font: bytes) -> Iterator[int]:
    """Give the code points of a TrueType font's ``cmap`` (OpenType specification, 1.9.1)."""
    tables = struct.unpack_from(">H", font, 4)[0]
    entries = (struct.unpack_from(">4sLLL", font, 12 + 16 * at) for at in range(tables))
    start = next(offset for tag, _, offset, _ in entries if tag == b"cmap")
    for at in range(struct.unpack_from(">H", font, start + 2)[0]):
        platform, encoding, offset = struct.unpack_from(">HHL", font, start + 4 + 8 * at)
        if (platform, encoding) in UNICODE:
            yield from _mapped(font, start + offset)


def _mapped(font: bytes, start: int) -> Iterator[int]:
    """Give the code points of one subtable, of format 4 (16 bits) or 12 (32 bits)."""
    if struct.unpack_from(">H", font, start)[0] == 4:
        count = struct.unpack_from(">H", font, start + 6)[0] // 2
        ends = struct.unpack_from(f">{count}H", font, start + 14)
        begins = struct.unpack_from(f">{count}H", font, start + 16 + 2 * count)
        for first, last in zip(begins, ends, strict=True):
            yield from (point for point in range(first, last + 1) if point != 0xFFFF)
    elif struct.unpack_from(">H", font, start)[0] == 12:
        for at in range(struct.unpack_from(">L", font, start + 12)[0]):
            first, last, _ = struct.unpack_from(">LLL", font, start + 16 + 12 * at)
            yield from range(first, last + 1)
