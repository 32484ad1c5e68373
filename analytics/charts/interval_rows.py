"""Numbers with their intervals, a row each, its name above the line and its words at the end.

For anything that is one number a row: a team's profile, links at two levels, what an action did.
A thin tick on the line is what the number is held against, such as the organisation's own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import altair as alt
import pandas as pd

from analytics.charts.headings import wrapped
from analytics.charts.picture import Picture
from analytics.charts.theme import Palette, themed
from survey.i18n.catalogue import Texts

LINE_HEIGHT: Final = 15
ABOVE, BAR, TICK, BELOW = 19, 16, 7, 13
"""Pixels from a row's top to its words' middle, from there to the bar, half a tick, and the rest.

A name is nearer to its own bar than to the one above (tested).
"""
NARROW: Final = "width < 600"
"""Where a name and its words have no room beside each other; the words go beneath."""
ON_A_PHONE, ON_A_PAGE = 40, 62
"""Characters of a name that have room in a line, beneath its words and beside them."""
COLUMNS: Final = (
    "row", "name", "value", "low", "high", "beside", "apart", "neighbour", "words", "cut", "whole",
)  # fmt: skip


@dataclass(frozen=True)
class IntervalRow:
    """A row: its name, its number with its interval, what it is held against, and its words.

    ``neighbour`` is another group's number, to stand beside it as a hollow circle.
    ``apart`` says that the interval leaves out what it is held against. A row without numbers
    has its words alone.
    """

    name: str
    words: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    beside: float | None = None
    apart: bool = False
    neighbour: float | None = None


@dataclass(frozen=True)
class Axis:
    """The common axis: its ends, whether it is logarithmic, and where there is no difference."""

    low: float
    high: float
    log: bool = False
    none: float | None = None
    ticks: tuple[float, ...] = ()


def interval_rows(
    rows: Sequence[IntervalRow],
    axis: Axis,
    headings: tuple[str, str],
    texts: Texts,
    palette: Palette,
) -> Picture:
    """Return the rows in the order given; ``headings`` are those of the table's two columns."""
    frame, bars = _frame(rows)
    height = _height(bars)
    sentences = "; ".join(
        texts("charts.participation.row", group=row.name, words=row.words) for row in rows
    )
    described = texts("charts.interval_rows.alt", rows=len(rows), sentences=sentences)
    layers = [*_marks(frame, bars, axis, palette), *_words(frame, bars)]
    chart = alt.LayerChart(layer=layers, width="container", height=height)
    table = frame[["name", "words"]].set_axis(list(headings), axis=1)
    return Picture(themed(chart.properties(description=described), palette), described, table)


def _frame(rows: Sequence[IntervalRow]) -> tuple[pd.DataFrame, list[int]]:
    """Return a row of the frame for each, and the pixels from the top at which its bar lies."""
    records, bars, top = [], [], 0
    for at, row in enumerate(rows):
        cut, whole = wrapped(row.name, ON_A_PHONE), wrapped(row.name, ON_A_PAGE)
        bars.append(top + ABOVE + LINE_HEIGHT * (max(len(cut) + 1, len(whole)) - 1) + BAR)
        numbers = (getattr(row, name) for name in COLUMNS[1:9])
        records.append((at, *numbers, "\n".join(cut), "\n".join(whole)))
        top = bars[-1] + BELOW
    return pd.DataFrame(records, columns=list(COLUMNS)), bars


def _height(bars: Sequence[int]) -> int:
    return bars[-1] + BELOW if bars else 1


def _at_bars(frame: pd.DataFrame, bars: Sequence[int]) -> alt.Chart:
    """Return the frame with the place of each row's bar: no number of the release, so not in it."""
    return alt.Chart(frame).transform_calculate(bar=f"{list(bars)}[datum.row]")


def _marks(
    frame: pd.DataFrame, bars: Sequence[int], axis: Axis, palette: Palette
) -> list[alt.Chart]:
    height = _height(bars)
    base = _at_bars(frame, bars).transform_calculate(
        tick_from=f"datum.bar - {TICK}", tick_to=f"datum.bar + {TICK}"
    )
    at, tick_from = _y("bar", height), _y("tick_from", height)
    numbers = base.transform_filter("isValid(datum.low) && isValid(datum.high)")
    colour = alt.condition("datum.apart", alt.value(palette.accent), alt.value(palette.muted))
    line = (
        numbers.transform_filter("isValid(datum.value)")
        .mark_rule(strokeWidth=2.5, clip=True)
        .encode(x=_x("low", axis), x2="high:Q", y=at, color=colour)
    )
    band = (
        numbers.transform_filter("!isValid(datum.value)")
        .mark_rule(strokeWidth=12, stroke=palette.accent_pale, clip=True)
        .encode(x=_x("low", axis), x2="high:Q", y=at)
    )
    ends = [
        numbers.transform_filter("!isValid(datum.value)")
        .mark_rule(strokeWidth=2, stroke=palette.accent, clip=True)
        .encode(x=_x(end, axis), y=tick_from, y2="tick_to:Q")
        for end in ("low", "high")
    ]
    dot = numbers.transform_filter("isValid(datum.value)").mark_point(
        filled=True, shape="square", size=90, opacity=1, clip=True
    )
    tick = base.transform_filter("isValid(datum.beside)").mark_rule(
        stroke=palette.ink, strokeWidth=2
    )
    drawn = [
        line,
        band,
        *ends,
        tick.encode(x=_x("beside", axis), y=tick_from, y2="tick_to:Q"),
        dot.encode(x=_x("value", axis), y=at, color=colour),
    ]
    if any(frame["neighbour"].notna()):
        neighbour = base.transform_filter("isValid(datum.neighbour)").mark_point(
            shape="circle", size=80, stroke=palette.ink, strokeWidth=1.5, fill=palette.paper
        )
        drawn.append(neighbour.encode(x=_x("neighbour", axis), y=at))
    if axis.none is None:
        return drawn
    none = base.transform_calculate(foot=f"datum.bar + {BELOW}").mark_rule(
        stroke=palette.muted, strokeDash=[3, 3]
    )
    middle = alt.datum(axis.none, type="quantitative", scale=_scale(axis))
    return [none.encode(x=middle, y=tick_from, y2="foot:Q"), *drawn]


def _words(frame: pd.DataFrame, bars: Sequence[int]) -> list[alt.Chart]:
    height = _height(bars)
    base = (
        _at_bars(frame, bars)
        .transform_calculate(said=f"{NARROW} ? datum.cut : datum.whole")
        .transform_calculate(lines="length(split(datum.said, '\\n'))")
        .transform_calculate(
            words_at=f"datum.bar - {BAR}",
            name_at=f"datum.bar - {BAR} - {LINE_HEIGHT} * (datum.lines - ({NARROW} ? 0 : 1))",
        )
    )
    name = base.mark_text(align="left", fontWeight="bold", lineBreak="\n", lineHeight=LINE_HEIGHT)
    words = base.mark_text(align=alt.ExprRef(f"{NARROW} ? 'left' : 'right'"))
    end = alt.value(alt.ExprRef(f"{NARROW} ? 0 : width"))
    return [
        name.encode(x=alt.value(0), y=_y("name_at", height), text="said:N"),
        words.encode(x=end, y=_y("words_at", height), text="words:N"),
    ]


def _scale(axis: Axis) -> alt.Scale:
    ends = [axis.low, axis.high]
    if axis.log:
        return alt.Scale(type="log", domain=ends, nice=False)
    return alt.Scale(domain=ends, nice=False)


def _x(field: str, axis: Axis) -> alt.X:
    ticks = {"values": list(axis.ticks)} if axis.ticks else {"tickCount": 5}
    return alt.X(f"{field}:Q", scale=_scale(axis), axis=alt.Axis(title=None, domain=False, **ticks))


def _y(field: str, height: int) -> alt.Y:
    """Return the place of a field in pixels from the top."""
    scale = alt.Scale(domain=[0, height], reverse=True, nice=False, zero=False)
    return alt.Y(f"{field}:Q", scale=scale, axis=None)
