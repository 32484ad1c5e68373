"""Participation in steps: a pale band between the ends of each step, never a point."""

from collections.abc import Sequence
from typing import Final

import altair as alt
import pandas as pd

from analytics.charts.picture import Picture
from analytics.charts.theme import Palette, themed
from analytics.charts.words import cell_words, group_name
from analytics.release.model import Cell
from survey.i18n.catalogue import Texts

ROW_HEIGHT: Final = 42
NAME_AT, TRACK_FROM, TRACK_TO = 12 / ROW_HEIGHT, 22 / ROW_HEIGHT, 34 / ROW_HEIGHT
COLUMNS: Final = ("row", "group", "low", "high", "words")


def participation(cells: Sequence[Cell], texts: Texts, palette: Palette) -> Picture:
    """Return each group's participation as its step on a track from 0 to 100 per cent."""
    frame = pd.DataFrame(
        [
            (
                place,
                group_name(cell.department, cell.team, texts),
                None if cell.low is None else cell.low * 100,
                None if cell.high is None else cell.high * 100,
                cell_words(cell, texts),
            )
            for place, cell in enumerate(cells)
        ],
        columns=list(COLUMNS),
    )
    sentences = "; ".join(
        texts("charts.participation.row", group=row.group, words=row.words)
        for row in frame.itertuples()
    )
    described = texts("charts.participation.alt", sentences=sentences)
    layers = [*_tracks(frame, palette), *_words(frame)]
    chart = alt.LayerChart(layer=layers, width="container", height=ROW_HEIGHT * len(frame))
    table = frame[["group", "words"]].rename(
        columns={
            "group": texts("charts.group"),
            "words": texts("charts.participation.value"),
        }
    )
    return Picture(themed(chart.properties(description=described), palette), described, table)


def _tracks(frame: pd.DataFrame, palette: Palette) -> list[alt.Chart]:
    x = alt.Scale(domain=[0, 100], nice=False)
    base = alt.Chart(frame)
    track = base.mark_rect(fill=palette.withheld, stroke=palette.muted, strokeWidth=0.5)
    step = base.mark_rect(fill=palette.accent_pale, stroke=palette.accent, strokeWidth=1.5)
    ends = {"y": _y(TRACK_FROM), "y2": alt.Y2("row:O", bandPosition=TRACK_TO)}
    return [
        track.encode(x=alt.value(0), x2=alt.value("width"), **ends),
        step.encode(x=alt.X("low:Q", scale=x, axis=None), x2="high:Q", **ends),
    ]


def _words(frame: pd.DataFrame) -> list[alt.Chart]:
    base, y = alt.Chart(frame), _y(NAME_AT)
    name = base.mark_text(align="left", fontWeight="bold")
    words = base.mark_text(align="right")
    return [
        name.encode(x=alt.value(0), y=y, text="group:N"),
        words.encode(x=alt.value("width"), y=y, text="words:N"),
    ]


def _y(at: float) -> alt.Y:
    return alt.Y("row:O", bandPosition=at, scale=alt.Scale(padding=0), axis=None)
