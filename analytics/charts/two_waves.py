"""Two waves as a picture: what follows of one who left where only a threshold hides, and here.

The team is made up, so that the picture tells nothing of anybody: the range is the one that the
rule of ranges gives it (docs/adr/0011).
"""

from typing import Any, Final

import altair as alt
import pandas as pd

from analytics.charts.picture import Picture
from analytics.charts.theme import Palette, themed
from analytics.disclosure.standing.ranges import Stood, range_since
from survey.i18n.catalogue import Texts

ROW_HEIGHT: Final = 52
NAME_AT, MARK_AT = 10 / ROW_HEIGHT, 34 / ROW_HEIGHT
N_THEN, YES_THEN = 12, 5
N_NOW, YES_NOW = 11, 4
HALF: Final = 0.12
"""Of one person, half the width of the bar of an exact number."""
COLUMNS: Final = ("row", "rule", "none", "all", "first", "low", "high", "words")
"""None is named "then": what Vega reads without eval refuses a property of that name."""


def two_waves(threshold: int, texts: Texts, palette: Palette) -> Picture:
    """Return a made-up team in two waves, one person less in the second, by two rules.

    ``threshold`` is the least number of answers of a row about working conditions.
    """
    room = range_since([Stood(N_THEN, YES_THEN, YES_THEN)], N_NOW, 1, threshold)
    rows = (("hide_below_5", YES_NOW, YES_NOW), ("ours", room.low, room.high))
    frame = pd.DataFrame(
        [
            (
                place,
                texts("rivals.waves.ours" if rule == "ours" else f"rivals.rule.{rule}"),
                0,
                N_THEN,
                YES_THEN,
                low - HALF,
                high + HALF,
                texts(
                    f"rivals.waves.read.{rule}",
                    then=YES_THEN, n_then=N_THEN, low=low, high=high, n_now=N_NOW,
                ),
            )
            for place, (rule, low, high) in enumerate(rows)
        ],
        columns=list(COLUMNS),
    )  # fmt: skip
    sentences = " ".join(f"{row.rule}: {row.words}." for row in frame.itertuples())
    described = texts("rivals.waves.alt", sentences=sentences)
    chart = alt.LayerChart(
        layer=_marks(frame, palette), width="container", height=ROW_HEIGHT * len(frame)
    ).properties(description=described)
    table = frame[["rule", "words"]].rename(
        columns={"rule": texts("rivals.column.rule"), "words": texts("rivals.waves.follows")}
    )
    return Picture(themed(chart, palette), described, table)


def _marks(frame: pd.DataFrame, palette: Palette) -> list[alt.Chart]:
    scale = alt.Scale(domain=[0, N_THEN], nice=False)
    base = alt.Chart(frame)
    whole = base.mark_rect(fill=palette.lines)
    now = base.mark_rect(fill=palette.accent)
    then = base.mark_point(
        shape="circle", size=150, strokeWidth=2, stroke=palette.ink, fill=palette.paper, opacity=1
    )
    name = base.mark_text(align="left", fontWeight="bold")
    return [
        whole.encode(x=alt.X("none:Q", scale=scale, axis=None), x2="all:Q", **_band(1)),
        now.encode(x=alt.X("low:Q", scale=scale, axis=None), x2="high:Q", **_band(5)),
        then.encode(x=alt.X("first:Q", scale=scale, axis=None), y=_y(MARK_AT)),
        name.encode(x=alt.value(0), y=_y(NAME_AT), text="rule:N"),
    ]


def _band(half: int) -> dict[str, Any]:
    """A bar about the middle of a row's marks; ``half`` of its height in pixels."""
    away = half / ROW_HEIGHT
    return {"y": _y(MARK_AT - away), "y2": alt.Y2("row:O", bandPosition=MARK_AT + away)}


def _y(at: float) -> alt.Y:
    return alt.Y("row:O", bandPosition=at, scale=alt.Scale(padding=0), axis=None)
