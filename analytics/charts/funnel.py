"""Share against base: which groups lie outside what chance alone would give groups of that size.

The limits are those of Spiegelhalter 2005 (Stat Med 24:1185) by the normal approximation: the
organisation's share ± z · sqrt(share · (1 - share) / n), z for 95 and 99.8 per cent. The browser
draws them from the published share.
"""

import math
from collections.abc import Sequence
from typing import Final

import altair as alt
import pandas as pd

from analytics.charts.picture import Picture
from analytics.charts.theme import SMALL, Palette, themed
from analytics.charts.words import cell_words, group_name
from analytics.release.model import TOTAL, Cell
from survey.i18n.catalogue import Texts

HEIGHT: Final = 320
LIMITS: Final = {"95": 1.960, "99.8": 3.090}
MOST_LISTED: Final = 40
"""Groups beyond which the table lists only those outside the limits."""
COLUMNS: Final = ("group", "n", "value", "low", "high", "outside", "words")


def funnel(cells: Sequence[Cell], whole: Cell, texts: Texts, palette: Palette) -> Picture:
    """Return the groups' shares against the organisation's.

    Groups with a range are drawn as their range and never count as outside.
    """
    share = whole.value or 0.0
    records = [_record(cell, share, texts) for cell in cells if cell.n and cell.department != TOTAL]
    frame = pd.DataFrame(records, columns=list(COLUMNS)).sort_values("n", ascending=False)
    outside = frame[frame.outside]
    named = "; ".join(f"{row.group}: {row.words}" for row in outside.itertuples())
    described = texts(
        "charts.funnel.alt",
        groups=len(frame),
        outside=len(outside),
        named=named or texts("charts.funnel.none"),
    )
    biggest = int(frame["n"].max()) if len(frame) else 10
    layers = [*_limits(share, biggest, palette), *_groups(frame, palette)]
    chart = alt.LayerChart(layer=layers, width="container", height=HEIGHT)
    listed = frame if len(frame) <= MOST_LISTED else outside
    table = listed[["group", "words"]].set_axis(
        [texts("charts.group"), texts("charts.funnel.share")], axis=1
    )
    return Picture(themed(chart.properties(description=described), palette), described, table)


def is_outside(value: float, share: float, n: int, z: float = LIMITS["95"]) -> bool:
    """Tell whether a share lies outside the limits around the organisation's, for its base."""
    return abs(value - share) > z * math.sqrt(share * (1 - share) / n)


def _record(cell: Cell, share: float, texts: Texts) -> tuple[object, ...]:
    outside = cell.value is not None and is_outside(cell.value, share, cell.n or 1)
    name = group_name(cell.department, cell.team, texts)
    low, high = (cell.low, cell.high) if cell.value is None else (None, None)
    return name, cell.n, cell.value, low, high, outside, cell_words(cell, texts)


def _limits(share: float, biggest: int, palette: Palette) -> list[alt.Chart]:
    drawn = []
    for label, z in LIMITS.items():
        base = (
            alt.Chart(alt.sequence(5, biggest * 1.05, max(1, biggest / 120), as_="n"))
            .transform_calculate(
                reach=f"{z} * sqrt({share} * (1 - {share}) / datum.n)",
            )
            .transform_calculate(
                lower=f"max(0, {share} - datum.reach)", upper=f"min(1, {share} + datum.reach)"
            )
        )
        dash = [1, 0] if label == "95" else [4, 3]
        for end in ("lower", "upper"):
            line = base.mark_line(stroke=palette.muted, strokeWidth=1, strokeDash=dash)
            drawn.append(line.encode(x=_x(), y=_y(end)))
    middle = alt.Chart(pd.DataFrame([{"share": share}])).mark_rule(stroke=palette.accent)
    return [*drawn, middle.encode(y=_y("share"))]


def _groups(frame: pd.DataFrame, palette: Palette) -> list[alt.Chart]:
    base = alt.Chart(frame)
    tooltip = [alt.Tooltip(f"{one}:N", title=" ") for one in ("group", "words")]
    colour = alt.condition("datum.outside", alt.value(palette.ink), alt.value(palette.muted))
    dot = base.transform_filter("isValid(datum.value)").mark_point(
        filled=True, size=55, opacity=0.85
    )
    span = base.transform_filter("isValid(datum.low)").mark_rule(
        stroke=palette.accent, strokeWidth=4, opacity=0.5
    )
    name = base.transform_filter("datum.outside").mark_text(dy=-10, fontSize=SMALL, align="center")
    return [
        span.encode(x=_x(), y=_y("low"), y2="high:Q", tooltip=tooltip),
        dot.encode(x=_x(), y=_y("value"), color=colour, tooltip=tooltip),
        name.encode(x=_x(), y=_y("value"), text="group:N"),
    ]


def _x() -> alt.X:
    return alt.X("n:Q", axis=alt.Axis(title=None, tickCount=6), scale=alt.Scale(nice=False))


def _y(field: str) -> alt.Y:
    axis = alt.Axis(title=None, format="%", tickCount=5, domain=False)
    return alt.Y(f"{field}:Q", axis=axis, scale=alt.Scale(domain=[0, 1]))
