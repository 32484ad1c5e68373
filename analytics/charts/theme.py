"""Colours, type and the chart settings that every picture shares: one place for the look.

Colour never stands alone: a cell also carries its number and a shape. Text has a contrast of at
least 4.5 : 1 on what lies behind it, marks of at least 3 : 1 on the paper (both are tested).
"""

from dataclasses import dataclass
from typing import Final, TypeVar

import altair as alt

FONT: Final = "Noto Sans, Source Sans, sans-serif"
"""The first family is the one shipped in ``survey/i18n/fonts`` and set in the PDF."""

FONT_SIZE: Final = 13
SMALL: Final = 12
LETTER: Final = 8
"""Pixels that a letter of ``FONT_SIZE`` takes at most on average, bold and in a wide font."""

PER_CENT: Final = "round(datum.value * 100) + '\u00a0%'"
"""How an axis of shares writes its ticks, whatever the browser's own language."""

Band = int
"""How a number compares: -3 (much worse) to 3 (much better); 0 is about the same."""

BANDS: Final[tuple[Band, ...]] = (-3, -2, -1, 0, 1, 2, 3)

AnyChart = TypeVar("AnyChart", bound=alt.TopLevelMixin)


@dataclass(frozen=True)
class Palette:
    """The colours of one theme.

    Attributes
    ----------
    diverging
        Seven fills from worse to better, the middle for about the same.
    hatch
        The lines across what is withheld, on ``withheld``.
    """

    name: str
    paper: str
    ink: str
    muted: str
    lines: str
    accent: str
    accent_pale: str
    withheld: str
    hatch: str
    diverging: tuple[str, str, str, str, str, str, str]

    def fill(self, band: Band) -> str:
        """Return the fill of a comparison."""
        return self.diverging[band + 3]

    def text_on(self, fill: str) -> str:
        """Return whichever of ink, paper, black and white reads best on ``fill``, in this order.

        The first of them with a contrast of 4.5 : 1 or more is taken.
        """
        choices = (self.ink, self.paper, "#ffffff", "#000000")
        return next((choice for choice in choices if contrast(choice, fill) >= 4.5), choices[-1])


LIGHT: Final = Palette(
    name="light",
    paper="#ffffff",
    ink="#1f2933",
    muted="#52606d",
    lines="#d9e2ec",
    accent="#0b6e75",
    accent_pale="#cfe5e6",
    withheld="#f5f5f5",
    hatch="#c9d1d9",
    diverging=("#b35806", "#ef8a62", "#fddbc7", "#f2f2f2", "#d1e5f0", "#67a9cf", "#2166ac"),
)
DARK: Final = Palette(
    name="dark",
    paper="#151b21",
    ink="#f5f7fa",
    muted="#b8c4cf",
    lines="#3e4c59",
    accent="#5cc4cb",
    accent_pale="#24555a",
    withheld="#28323c",
    hatch="#4a5865",
    diverging=("#f2a56b", "#a9531c", "#5e3b27", "#36434f", "#234760", "#2f6ea8", "#8fc4e8"),
)


def luminance(colour: str) -> float:
    """Return the relative luminance (0 to 1) of ``#rrggbb`` as WCAG 2.2 defines it."""
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
        for channel in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio (1 to 21) of two colours as WCAG 2.2 defines it."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def themed(chart: AnyChart, palette: Palette) -> AnyChart:
    """Return the chart with the house's type, axes and transparent ground."""
    axis = {
        "labelColor": palette.ink,
        "titleColor": palette.muted,
        "domainColor": palette.lines,
        "tickColor": palette.muted,
        "labelFontSize": FONT_SIZE,
        "titleFontSize": FONT_SIZE,
        "titleFontWeight": "normal",
        "grid": False,
    }
    dressed: AnyChart = chart.configure(
        font=FONT,
        background="transparent",
        padding=2,
        view={"stroke": None},
        axis=axis,
        legend={"labelFontSize": SMALL},
        text={"color": palette.ink, "fontSize": FONT_SIZE},
    )
    return dressed
