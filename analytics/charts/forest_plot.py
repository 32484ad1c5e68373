"""Odds ratios with their intervals on a logarithmic axis, each row with its words above it.

The name stands on the left and the numbers on the right of a line of their own, so that a row
reads the same on a phone and on a desk. A published figure is a hollow diamond beneath; it has
no interval, because none is published.
"""

import json
import math
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import altair as alt
import pandas as pd

from analytics.charts.forest_rows import (
    NO_NUMBER,
    OWN,
    PUBLISHED,
    contrast_words,
    forest_frame,
    forest_table,
    ratio_words,
    usual_contrast,
)
from analytics.charts.headings import wrapped
from analytics.charts.picture import Picture
from analytics.charts.published import Source
from analytics.charts.theme import SMALL, Palette, themed
from analytics.charts.words import in_language
from analytics.release.model import Estimate, MeasureEntry
from survey.i18n.catalogue import Texts
from survey.i18n.numbers import decimal

ROW_HEIGHT: Final = 66
ROW_HEIGHT_WITH_PUBLISHED: Final = 85
NAME_AT, LINE_FROM, OWN_AT, PUBLISHED_AT = 18, 40, 50, 69
"""Pixels from the top of a row. A name is nearer to its own line than to the one above."""
NARROW: Final = "width < 480"
"""Where a name and its numbers have no room beside each other; the numbers go beneath."""
BENEATH: Final = 15
WITHOUT_SOURCE: Final = "trim(slice(datum.said, lastindexof(datum.said, ':') + 1))"
"""Where a line has no room for a paper's name, whatever the font; the page names it beneath."""

WIDEST: Final = 32.0
"""The axis ends at 1/32 and 32; an interval beyond runs off it, its numbers stay in words."""

MARGIN: Final = 1.35
"""How far the axis goes beyond its last tick, so that the words under it have room."""
END_CHARACTERS: Final = 9

TITLE_CHARACTERS: Final = 50


def forest_plot(
    estimates: Sequence[Estimate],
    measures: Sequence[MeasureEntry],
    texts: Texts,
    palette: Palette,
    published: Sequence[Source] = (),
    others: Sequence[Estimate] = (),
) -> Picture:
    """Return the forest plot of the odds ratios of one outcome, and its table.

    Parameters
    ----------
    estimates
        The rows, in order, of one outcome; measures other than odds ratios are left out. Take
        one contrast a factor with ``forest_rows.odds_ratios``.
    measures
        The release's measures, for the names.
    published
        Papers whose figures are drawn beneath; see ``published_sources``.
    others
        The same odds ratios at other contrasts, for columns of the table.
    """
    ratios = [estimate for estimate in estimates if estimate.measure == "odds_ratio"]
    by_key = {entry.key: entry for entry in measures}
    described = _alt(ratios, by_key, texts)
    plot = Plot(
        frame=forest_frame(ratios, by_key, texts, published),
        title=_title(ratios, by_key, texts),
        ends=_ends(ratios, texts),
        palette=palette,
        language=texts.language,
    )
    chart = plot.chart().properties(description=described)
    table = forest_table(ratios, by_key, texts, published, others)
    return Picture(themed(chart, palette), described, table)


@dataclass(frozen=True)
class Plot:
    """The layers of the plot: rows from top to bottom by pixels, values on one log scale."""

    frame: pd.DataFrame
    title: list[str]
    ends: tuple[str, str]
    palette: Palette
    language: str

    @property
    def row_height(self) -> int:
        """Pixels a row, with room for a diamond where there is any."""
        return ROW_HEIGHT_WITH_PUBLISHED if self._has_published else ROW_HEIGHT

    @property
    def _has_published(self) -> bool:
        return bool((self.frame["kind"] == PUBLISHED).any())

    def chart(self) -> alt.LayerChart:
        """Return all layers, the line of no difference at the back."""
        rows = self.frame["row"].nunique()
        layers = [self._no_difference(), *self._own(), *self._published(), *self._text()]
        return alt.LayerChart(layer=layers, width="container", height=self.row_height * rows)

    def _no_difference(self) -> alt.Chart:
        """The line of no difference, beside the marks and not across the words."""
        rule = self._rows(OWN).mark_rule(stroke=self.palette.muted, strokeDash=[3, 3])
        drawn: alt.Chart = rule.encode(
            x=alt.datum(1, type="quantitative", scale=self._scale()),
            y=self._y(LINE_FROM),
            y2=alt.Y2("row:O", bandPosition=1),
        )
        return drawn

    def _own(self) -> list[alt.Chart]:
        """A filled square on its interval, in colour only where the interval leaves out 1."""
        base = self._rows(OWN)
        colour = alt.condition(
            "datum.apart", alt.value(self.palette.accent), alt.value(self.palette.muted)
        )
        line = base.mark_rule(strokeWidth=2.5, clip=True)
        square = base.mark_point(shape="square", filled=True, size=110, opacity=1, clip=True)
        y = self._y(OWN_AT)
        return [
            line.encode(x=self._x("low"), x2="high:Q", y=y, color=colour),
            square.encode(x=self._x("value"), y=y, color=colour),
        ]

    def _published(self) -> list[alt.Chart]:
        """Hollow diamonds, and their source beside the last one, where there is room for it."""
        if not self._has_published:
            return []
        base, y = self._rows(PUBLISHED), self._y(PUBLISHED_AT)
        diamond = base.mark_point(
            shape="diamond", filled=False, size=80, stroke=self.palette.ink, strokeWidth=1.5
        )
        drawn = [diamond.encode(x=self._x("value"), y=y)]
        beside = base.transform_joinaggregate(
            first="min(value)", last="max(value)", said="max(words)", groupby=["row"]
        )
        sides: tuple[tuple[str, str, Literal["left", "right"], int], ...] = (
            ("datum.last <= 1", "last", "left", 12),
            ("datum.last > 1", "first", "right", -12),
        )
        for where, end, align, away in sides:
            words = beside.transform_filter(f"{where} && datum.value === datum.{end}")
            words = words.transform_calculate(words=f"{NARROW} ? {WITHOUT_SOURCE} : datum.said")
            ground = words.mark_text(
                align=align, dx=away, fontSize=SMALL, stroke=self.palette.paper, strokeWidth=5
            )
            ink = words.mark_text(align=align, dx=away, fontSize=SMALL, color=self.palette.muted)
            for mark in (ground, ink):
                drawn.append(mark.encode(x=self._x("value"), y=y, text="words:N"))
        return drawn

    def _text(self) -> list[alt.Chart]:
        named = alt.Chart(self.frame).transform_filter(f"datum.kind !== '{PUBLISHED}'")
        lower = alt.ExprRef(f"{NARROW} ? 0 : {BENEATH}")
        name = named.mark_text(align="left", fontWeight="bold", dy=lower)
        numbers = self._rows(OWN).mark_text(
            align=alt.ExprRef(f"{NARROW} ? 'left' : 'right'"), dy=BENEATH
        )
        missing = self._rows(NO_NUMBER).mark_text(align="left", color=self.palette.muted)
        return [
            name.encode(x=alt.value(0), y=self._y(NAME_AT), text="label:N"),
            numbers.encode(
                x=alt.value(alt.ExprRef(f"{NARROW} ? 0 : width")),
                y=self._y(NAME_AT),
                text="words:N",
            ),
            missing.encode(x=alt.value(0), y=self._y(OWN_AT), text="words:N"),
        ]

    def _rows(self, kind: str) -> alt.Chart:
        return alt.Chart(self.frame).transform_filter(f"datum.kind === '{kind}'")

    def _y(self, pixels: int) -> alt.Y:
        scale = alt.Scale(domain=sorted(self.frame["row"].unique().tolist()), padding=0)
        at = pixels / self.row_height
        return alt.Y("row:O", bandPosition=at, scale=scale, axis=None)

    def _x(self, field: str) -> alt.X:
        return alt.X(f"{field}:Q", scale=self._scale(), axis=self._axis())

    def _doublings(self) -> int:
        """How many doublings the axis goes from 1, to hold every number but the widest."""
        numbers = self.frame[["low", "high", "value"]].to_numpy(dtype=float).ravel()
        logs = [abs(math.log2(number)) for number in numbers if number > 0]
        return max(1, min(math.ceil(max(logs, default=1.0)), int(math.log2(WIDEST))))

    def _scale(self) -> alt.Scale:
        end = MARGIN * 2.0 ** self._doublings()
        return alt.Scale(type="log", domain=[1 / end, end], nice=False)

    def _axis(self) -> alt.Axis:
        most = self._doublings()
        step = 1 if most < 3 else 2
        powers = sorted({side * power for power in range(0, most + 1, step) for side in (-1, 1)})
        ticks = [2.0**power for power in powers]
        labels = {f"{tick:g}": [self._tick(tick)] for tick in ticks}
        for tick, words in zip((ticks[0], ticks[-1]), self.ends, strict=True):
            labels[f"{tick:g}"] += wrapped(words, END_CHARACTERS)
        return alt.Axis(
            values=ticks,
            title=self.title,
            titlePadding=10,
            labelExpr=f"({json.dumps(labels)})['' + datum.value]",
            labelOverlap=False,
            labelFlush=False,
        )

    def _tick(self, tick: float) -> str:
        digits = max(0, -math.floor(math.log2(tick))) if tick < 1 else 0
        return decimal(tick, digits, self.language)


def _ends(ratios: Sequence[Estimate], texts: Texts) -> tuple[str, str]:
    kind = "pain" if all("pain" in estimate.outcome for estimate in ratios) else "other"
    return texts(f"charts.forest.less.{kind}"), texts(f"charts.forest.more.{kind}")


def _title(
    ratios: Sequence[Estimate], measures: Mapping[str, MeasureEntry], texts: Texts
) -> list[str]:
    if not ratios:
        return []
    usual = usual_contrast(ratios)
    of_usual = next(estimate for estimate in ratios if estimate.contrast == usual)
    line = texts(
        "charts.forest.axis",
        outcome=_outcome(ratios, measures, texts),
        contrast=contrast_words(of_usual, texts),
    )
    return textwrap.wrap(line, TITLE_CHARACTERS)


def _outcome(ratios: Sequence[Estimate], measures: Mapping[str, MeasureEntry], texts: Texts) -> str:
    return in_language(measures[ratios[0].outcome].name, texts.language) if ratios else ""


def _alt(ratios: Sequence[Estimate], measures: Mapping[str, MeasureEntry], texts: Texts) -> str:
    sentences = "; ".join(
        texts(
            "charts.forest.alt_row",
            factor=in_language(measures[estimate.factor].name, texts.language),
            words=ratio_words(estimate, texts),
        )
        for estimate in ratios
    )
    outcome = _outcome(ratios, measures, texts)
    return texts("charts.forest.alt", outcome=outcome, sentences=sentences)
