"""A colour that can be read: as letters on white, and under white letters."""

import re
from typing import ClassVar, Final

from survey.errors import BearingError

HEX: Final = re.compile(r"#[0-9a-f]{6}")
LEAST_CONTRAST: Final = 4.5
"""Between letters and what is behind them (WCAG 2.2, success criterion 1.4.3)."""


class ColourUnfit(BearingError):
    """What should be a colour is none, or letters in it could not be read."""

    code: ClassVar[str] = "ORGANISATION-COLOUR"


def checked_colour(typed: str) -> str:
    """Return a colour in its one form, such as ``#0b6e75``; raises ``ColourUnfit``."""
    colour = typed.strip().lower()
    if not HEX.fullmatch(colour):
        raise ColourUnfit(
            "{typed!r} is no colour: write it as # and six digits, as in #0b6e75.", typed=typed
        )
    found = contrast_with_white(colour)
    if found < LEAST_CONTRAST:
        raise ColourUnfit(
            "{colour} is too light: letters in it have a contrast of {found:.1f} to white, and"
            " {least_contrast} is needed to read them. Choose a darker one.",
            colour=colour,
            found=found,
            least_contrast=LEAST_CONTRAST,
        )
    return colour


def contrast_with_white(colour: str) -> float:
    """Return the contrast of a colour to white, from 1 (the same) to 21 (black)."""
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
