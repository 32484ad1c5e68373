"""What would be expected: the share now, and at each stop on the way to the best quarter."""

from collections.abc import Sequence
from typing import Any, Final

import altair as alt
import pandas as pd

from analytics.charts.over_waves import ABOVE
from analytics.charts.picture import Picture
from analytics.charts.theme import PER_CENT, Palette, themed
from analytics.charts.words import cell_words
from analytics.release.model import Analysis, Cell
from survey.i18n.catalogue import Texts
from survey.i18n.numbers import decimal

HEIGHT: Final = 200
COLUMNS: Final = ("stop", "value", "low", "high", "chosen", "short", "words")


def what_if_picture(
    now: Cell, expected: Sequence[Analysis], chosen: str, texts: Texts, palette: Palette
) -> Picture:
    """Return the shares by stop of the slider; ``chosen`` is a row's category, "0" for now."""
    rows = [
        (texts("charts.what_if.now"), now.value, now.low, now.high, "0", cell_words(now, texts))
    ]
    rows += [
        (texts("charts.what_if.stop", step=row.category), row.value, row.low, row.high,
         row.category, _words(row, texts))
        for row in expected
    ]  # fmt: skip
    frame = pd.DataFrame(
        [
            (stop, value, low, high, step == chosen, _percent(value, texts), words)
            for stop, value, low, high, step, words in rows
        ],
        columns=list(COLUMNS),
    )
    sentences = "; ".join(f"{row.stop}: {row.words}" for row in frame.itertuples())
    described = texts("charts.what_if.alt", sentences=sentences)
    chart = alt.LayerChart(layer=_layers(frame, palette), width="container", height=HEIGHT)
    table = frame[["stop", "words"]].set_axis(
        [texts("charts.what_if.way"), texts("charts.what_if.share")], axis=1
    )
    return Picture(themed(chart.properties(description=described), palette), described, table)


def _words(row: Analysis, texts: Texts) -> str:
    ends = [_percent(one, texts) for one in (row.value, row.low, row.high)]
    return texts("charts.share_no_base", percent=ends[0], low=ends[1], high=ends[2])


def _percent(value: float | None, texts: Texts) -> str:
    return "" if value is None else decimal(100 * value, 0, texts.language)


def _layers(frame: pd.DataFrame, palette: Palette) -> list[alt.Chart]:
    base = alt.Chart(frame)
    scale = alt.Scale(type="point", domain=frame["stop"].tolist(), padding=0.4)
    x = alt.X("stop:O", scale=scale, axis=alt.Axis(title=None, labelAngle=0, domain=False))

    def y(field: str) -> alt.Y:
        axis = alt.Axis(title=None, domain=False, labelExpr=PER_CENT, tickCount=5)
        return alt.Y(f"{field}:Q", scale=alt.Scale(zero=True), axis=axis)

    colour = alt.condition("datum.chosen", alt.value(palette.accent), alt.value(palette.muted))
    label = base.transform_calculate(label="datum.short + '\u00a0%'")
    above: dict[str, Any] = {"dy": ABOVE, "fontWeight": "bold"}
    return [
        base.mark_area(fill=palette.accent_pale, opacity=0.6).encode(x=x, y=y("low"), y2="high:Q"),
        base.mark_line(stroke=palette.muted, strokeWidth=1).encode(x=x, y=y("value")),
        base.mark_rule(strokeWidth=2.5).encode(x=x, y=y("low"), y2="high:Q", color=colour),
        base.mark_point(filled=True, size=80, opacity=1).encode(x=x, y=y("value"), color=colour),
        label.mark_text(**above, stroke=palette.paper, strokeWidth=4).encode(
            x=x, y=y("value"), text="label:N"
        ),
        label.mark_text(**above).encode(x=x, y=y("value"), text="label:N"),
    ]
