"""Numbers with their intervals, a row each, its name above the line and its words at the end.

For anything that is one number a row: a team's profile, links at two levels, what an action did.
A thin tick on the line is what the number is held against, such as the organisation's own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import altair as alt
import pandas as pd

from analytics.charts.picture import Picture
from analytics.charts.theme import Palette, themed
from survey.i18n.catalogue import Texts

ROW_HEIGHT: Final = 58
NAME_AT, LINE_AT, TICK_FROM, TICK_TO = (at / ROW_HEIGHT for at in (12, 45, 38, 52))
NARROW: Final = "width < 600"
"""Where a name and its words have no room beside each other; the words go beneath."""
WORDS_ROOM: Final = 200
"""Pixels that the words at the end of a line take."""
COLUMNS: Final = ("row", "name", "value", "low", "high", "beside", "apart", "neighbour", "words")


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
    frame = pd.DataFrame(
        [(at, *(getattr(row, name) for name in COLUMNS[1:])) for at, row in enumerate(rows)],
        columns=list(COLUMNS),
    )
    sentences = "; ".join(
        texts("charts.participation.row", group=row.name, words=row.words) for row in rows
    )
    described = texts("charts.interval_rows.alt", rows=len(rows), sentences=sentences)
    layers = [*_marks(frame, axis, palette), *_words(frame)]
    chart = alt.LayerChart(layer=layers, width="container", height=ROW_HEIGHT * max(1, len(rows)))
    table = frame[["name", "words"]].set_axis(list(headings), axis=1)
    return Picture(themed(chart.properties(description=described), palette), described, table)


def _marks(frame: pd.DataFrame, axis: Axis, palette: Palette) -> list[alt.Chart]:
    base = alt.Chart(frame)
    numbers = base.transform_filter("isValid(datum.low) && isValid(datum.high)")
    colour = alt.condition("datum.apart", alt.value(palette.accent), alt.value(palette.muted))
    line = (
        numbers.transform_filter("isValid(datum.value)")
        .mark_rule(strokeWidth=2.5, clip=True)
        .encode(x=_x("low", axis), x2="high:Q", y=_y(LINE_AT), color=colour)
    )
    band = (
        numbers.transform_filter("!isValid(datum.value)")
        .mark_rule(strokeWidth=12, stroke=palette.accent_pale, clip=True)
        .encode(x=_x("low", axis), x2="high:Q", y=_y(LINE_AT))
    )
    ends = [
        numbers.transform_filter("!isValid(datum.value)")
        .mark_rule(strokeWidth=2, stroke=palette.accent, clip=True)
        .encode(x=_x(end, axis), y=_y(TICK_FROM), y2=alt.Y2("row:O", bandPosition=TICK_TO))
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
        tick.encode(
            x=_x("beside", axis), y=_y(TICK_FROM), y2=alt.Y2("row:O", bandPosition=TICK_TO)
        ),
        dot.encode(x=_x("value", axis), y=_y(LINE_AT), color=colour),
    ]
    if any(frame["neighbour"].notna()):
        neighbour = base.transform_filter("isValid(datum.neighbour)").mark_point(
            shape="circle", size=80, stroke=palette.ink, strokeWidth=1.5, fill=palette.paper
        )
        drawn.append(neighbour.encode(x=_x("neighbour", axis), y=_y(LINE_AT)))
    if axis.none is None:
        return drawn
    none = base.mark_rule(stroke=palette.muted, strokeDash=[3, 3]).encode(
        x=alt.datum(axis.none, type="quantitative", scale=_scale(axis)),
        y=_y(TICK_FROM),
        y2=alt.Y2("row:O", bandPosition=1),
    )
    return [none, *drawn]


def _words(frame: pd.DataFrame) -> list[alt.Chart]:
    base, y = alt.Chart(frame), _y(NAME_AT)
    # A name too long for its line ends in an ellipsis; the table has it in full.
    room = alt.ExprRef(f"{NARROW} ? width : width - {WORDS_ROOM}")
    name = base.mark_text(align="left", fontWeight="bold", limit=room)
    words = base.mark_text(
        align=alt.ExprRef(f"{NARROW} ? 'left' : 'right'"),
        dy=alt.ExprRef(f"{NARROW} ? 15 : 0"),
    )
    return [
        name.encode(x=alt.value(0), y=y, text="name:N"),
        words.encode(x=alt.value(alt.ExprRef(f"{NARROW} ? 0 : width")), y=y, text="words:N"),
    ]


def _scale(axis: Axis) -> alt.Scale:
    ends = [axis.low, axis.high]
    if axis.log:
        return alt.Scale(type="log", domain=ends, nice=False)
    return alt.Scale(domain=ends, nice=False)


def _x(field: str, axis: Axis) -> alt.X:
    ticks = {"values": list(axis.ticks)} if axis.ticks else {"tickCount": 5}
    return alt.X(f"{field}:Q", scale=_scale(axis), axis=alt.Axis(title=None, domain=False, **ticks))


def _y(at: float) -> alt.Y:
    return alt.Y("row:O", bandPosition=at, scale=alt.Scale(padding=0), axis=None)
