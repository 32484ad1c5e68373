"""One measure of one group over waves: a line through the values, the interval as a band.

The axis begins at 0 and ends where the caller says, 100 if nowhere, the same for all pictures
beside each other. A bounded value is a bar between its ends, a withheld one a word.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

import altair as alt
import pandas as pd

from analytics.charts.picture import Picture
from analytics.charts.theme import LETTER, SMALL, Palette, themed
from analytics.charts.words import cell_short, cell_words, in_language
from analytics.release.model import Cell, CellStatus, MeasureEntry, Statistic
from survey.i18n.catalogue import Texts

HEIGHT: Final = 220
PADDING: Final = 0.6
ABOVE: Final = -13
"""Pixels from a point to the middle of its number: nearer to the line than to the band's edge."""
COLUMNS: Final = ("wave", "run", "status", "value", "low", "high", "short", "words")


@dataclass(frozen=True)
class Mark:
    """Something that began after a wave, and the short name that stands on the time line."""

    wave: str
    name: str


def change(
    cells: Sequence[Cell],
    measure: MeasureEntry,
    texts: Texts,
    palette: Palette,
    marks: Sequence[Mark] = (),
    top: float = 100.0,
) -> Picture:
    """Return the picture of one group's cells of one measure, in the order of the waves given.

    Give cells of the same people's units only: the picture joins what stands side by side. A
    mark stands halfway from its wave to the next. ``top`` is where the axis ends, in points.
    """
    records = [_record(cell, run, texts) for cell, run in zip(cells, _runs(cells), strict=True)]
    frame = pd.DataFrame(records, columns=list(COLUMNS))
    name = in_language(measure.name, texts.language)
    sentences = "; ".join(
        texts("charts.change.row", wave=row.wave, words=row.words) for row in frame.itertuples()
    )
    described = texts("charts.change.alt", measure=name, waves=len(frame), sentences=sentences)
    share = any(cell.statistic is Statistic.SHARE for cell in cells)
    drawing = Drawing(frame, palette, tuple(marks), share, top)
    drawn = drawing.chart().properties(description=described)
    table = frame[["wave", "words"]].rename(
        columns={
            "wave": texts("charts.change.wave"),
            "words": texts("charts.change.value"),
        }
    )
    return Picture(themed(drawn, palette), described, table)


def common_top(cells: Sequence[Cell]) -> float:
    """Return where an axis may end that holds all these cells: 50, 75 or 100 points."""
    ends = [_points(cell, cell.high if cell.high is not None else cell.value) for cell in cells]
    highest = max((one for one in ends if one is not None), default=100.0)
    return next((top for top in (50.0, 75.0) if highest <= 0.9 * top), 100.0)


def _points(cell: Cell, number: float | None) -> float | None:
    times = 100 if cell.statistic is Statistic.SHARE else 1
    return None if number is None else number * times


def _record(cell: Cell, run: int, texts: Texts) -> tuple[object, ...]:
    numbers = (_points(cell, number) for number in (cell.value, cell.low, cell.high))
    short, words = cell_short(cell, texts), cell_words(cell, texts)
    return (cell.wave, run, cell.status.value, *numbers, short, words)


def _runs(cells: Sequence[Cell]) -> list[int]:
    """Number the stretches without a gap: no line is drawn across a wave without a value."""
    gaps = (int(cell.status is not CellStatus.SHOWN) for cell in cells)
    return list(accumulate(gaps))


@dataclass(frozen=True)
class Drawing:
    """The layers of the picture."""

    frame: pd.DataFrame
    palette: Palette
    marks: tuple[Mark, ...] = ()
    share: bool = False
    top: float = 100.0

    def chart(self) -> alt.LayerChart:
        """Return band, line, points and words, from back to front."""
        layers = [*self._marks(), *self._shown(), self._bounded(), *self._words()]
        return alt.LayerChart(layer=layers, width="container", height=HEIGHT)

    def _shown(self) -> list[alt.Chart]:
        base = self._where(CellStatus.SHOWN)
        band = base.mark_area(fill=self.palette.accent_pale, opacity=0.7)
        interval = base.mark_rule(stroke=self.palette.accent, strokeWidth=1)
        line = base.mark_line(stroke=self.palette.accent, strokeWidth=2)
        point = base.mark_point(filled=True, size=60, color=self.palette.accent, opacity=1)
        ends = {"y": self._y("low"), "y2": "high:Q", "detail": "run:N"}
        spans: list[alt.Chart] = [mark.encode(x=self._x(), **ends) for mark in (band, interval)]
        middle = {"y": self._y("value"), "detail": "run:N"}
        return [*spans, *(mark.encode(x=self._x(), **middle) for mark in (line, point))]

    def _marks(self) -> list[alt.Chart]:
        """A broken line between two waves for what began there, named at its top."""
        if not self.marks:
            return []
        by_wave: dict[str, list[str]] = {}
        for mark in self.marks:
            by_wave.setdefault(mark.wave, []).append(mark.name)
        rows = [{"wave": wave, "name": ", ".join(names)} for wave, names in by_wave.items()]
        steps = self.frame["wave"].nunique() - 1 + 2 * PADDING
        half = alt.ExprRef(f"width / {steps} / 2")
        base = alt.Chart(pd.DataFrame(rows))
        line = base.mark_rule(stroke=self.palette.muted, strokeDash=[4, 3], xOffset=half)
        name = base.mark_text(xOffset=half, baseline="top", align="left", dx=5, fontWeight="bold")
        top = alt.value(0)
        return [
            line.encode(x=self._x(), y=top, y2=alt.value(HEIGHT)),
            name.encode(x=self._x(), y=top, text="name:N"),
        ]

    def _bounded(self) -> alt.Chart:
        base = self._where(CellStatus.BOUNDED)
        bar = base.mark_bar(width=16, fill=self.palette.accent_pale, stroke=self.palette.accent)
        drawn: alt.Chart = bar.encode(x=self._x(), y=self._y("low"), y2="high:Q")
        return drawn

    def _words(self) -> list[alt.Chart]:
        shown = self._where(CellStatus.SHOWN)
        ground = shown.mark_text(
            dy=ABOVE, fontWeight="bold", stroke=self.palette.accent_pale, strokeWidth=4
        )
        ink = shown.mark_text(dy=ABOVE, fontWeight="bold")
        bounded = self._where(CellStatus.BOUNDED).mark_text(dy=-4, baseline="bottom")
        withheld = (
            self._where(CellStatus.WITHHELD)
            .transform_calculate(lines="split(datum.short, ' ')")
            .mark_text(fontSize=SMALL, lineHeight=SMALL + 3)
        )
        return [
            ground.encode(x=self._x(), y=self._y("value"), text="short:N"),
            ink.encode(x=self._x(), y=self._y("value"), text="short:N"),
            bounded.encode(x=self._x(), y=self._y("high"), text="short:N"),
            withheld.encode(x=self._x(), y=alt.value(HEIGHT / 2), text="lines:N"),
        ]

    def _where(self, status: CellStatus) -> alt.Chart:
        return alt.Chart(self.frame).transform_filter(f"datum.status === '{status}'")

    def _x(self) -> alt.X:
        waves = list(dict.fromkeys(self.frame["wave"]))
        scale = alt.Scale(type="point", domain=waves, padding=PADDING)
        axis = alt.Axis(
            title=None, labelAngle=0, domain=False, ticks=False, labelLimit=0,
            labelExpr=_in_lines(waves), labelOverlap="greedy",
        )  # fmt: skip
        return alt.X("wave:O", scale=scale, axis=axis)

    def _y(self, field: str) -> alt.Y:
        unit = "datum.label + '\u00a0%'" if self.share else alt.Undefined
        axis = alt.Axis(
            title=None, values=[0, 25, 50, 75, 100], domain=False, ticks=False, labelExpr=unit
        )
        return alt.Y(f"{field}:Q", scale=alt.Scale(domain=[0, self.top]), axis=axis)


def _in_lines(waves: Sequence[str]) -> str:
    """Return the expression that writes a wave's name, a line a word where there is little room."""
    words = {wave: wave.split() for wave in waves}
    longest = max((len(wave) for wave in waves), default=1)
    room = (longest * LETTER + LETTER) * max(1, len(waves))
    return f"width < {room} ? ({json.dumps(words)})[datum.value] : datum.value"
