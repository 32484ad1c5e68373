"""Job strain: demands across, control up, cut-offs drawn, each group a dot sized by its answers.

The share with the outcome stands in each quadrant's corner. It is the share of people in the
quadrant, not of the groups whose average lies there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import altair as alt
import pandas as pd

from analytics.charts.picture import Picture
from analytics.charts.point_names import name_layers, named_sides
from analytics.charts.theme import Palette, themed
from analytics.charts.words import cell_words, in_language, repeated, short_lines, with_department
from analytics.release.model import TOTAL, Analysis, Cell, MeasureEntry
from survey.i18n.catalogue import Texts
from survey.i18n.numbers import decimal

HEIGHT: Final = 400
CORNERS: Final = {
    "low_strain": ("left", "top"),
    "active": ("right", "top"),
    "passive": ("left", "bottom"),
    "high_strain": ("right", "bottom"),
}
MOST_NAMED: Final = 3
NARROW: Final = "width < 440"
"""Where there is no room for the bases in two corners beside each other."""
CORNER_WORDS: Final = 44
"""Pixels that the words in the corners take at the top and at the bottom."""
GROUP_COLUMNS: Final = ("group", "demands", "control", "n", "whole", "named", "words", "label")


@dataclass(frozen=True)
class Strain:
    """What the picture is made of: two measures with their cut-offs, and the shares by part."""

    demands: MeasureEntry
    control: MeasureEntry
    demands_cut: float
    control_cut: float
    shares: Sequence[Analysis]


def quadrants(strain: Strain, cells: Sequence[Cell], texts: Texts, palette: Palette) -> Picture:
    """Return the picture of one outcome; ``cells`` are the groups' and the organisation's."""
    frame = _groups(strain, cells, texts)
    parts = {row.category: part_words(row, texts) for row in strain.shares}
    described = texts(
        "charts.quadrants.alt",
        groups=len(frame),
        sentences="; ".join(
            f"{texts(f'charts.quadrants.{part}')}: {parts[part]}"
            for part in CORNERS
            if part in parts
        ),
    )
    draw = _Drawing(strain, frame, parts, texts, palette)
    table = pd.DataFrame(
        [
            (texts(f"charts.quadrants.{part}.long"), parts[part])
            for part in CORNERS
            if part in parts
        ],
        columns=[texts("charts.quadrants.part"), texts("charts.quadrants.share")],
    )
    chart = draw.chart().properties(description=described)
    return Picture(themed(chart, palette), described, table)


def part_words(row: Analysis, texts: Texts) -> str:
    """Return "52 % (44 to 60) of about 120", or that there are too few answers."""
    if row.value is None or row.low is None or row.high is None:
        return texts("charts.too_few")
    percents = [decimal(100 * one, 0, texts.language) for one in (row.value, row.low, row.high)]
    return texts(
        "charts.quadrants.words", percent=percents[0], low=percents[1], high=percents[2], n=row.n
    )


def _groups(strain: Strain, cells: Sequence[Cell], texts: Texts) -> pd.DataFrame:
    def by_place(key: str) -> dict[tuple[str, str], Cell]:
        return {
            (one.department, one.team): one
            for one in cells
            if one.measure == key and one.value is not None and one.breakdown == TOTAL
        }

    across, up = by_place(strain.demands.key), by_place(strain.control.key)
    names = [in_language(one.name, texts.language) for one in (strain.demands, strain.control)]
    records = []
    twice = repeated(across)
    for place in across.keys() & up.keys():
        one, other = across[place], up[place]
        words = "; ".join(
            f"{name}: {cell_words(cell, texts)}"
            for name, cell in zip(names, (one, other), strict=True)
        )
        name, label = with_department(*place, twice, texts), short_lines(*place, twice, texts)
        whole = place == (TOTAL, TOTAL)
        records.append((name, one.value, other.value, one.n, whole, 0, words, label))
    frame = pd.DataFrame(sorted(records), columns=list(GROUP_COLUMNS))
    strained = frame[
        (frame.demands > strain.demands_cut) & (frame.control < strain.control_cut) & ~frame.whole
    ]
    order = (strained.demands - strained.control).sort_values(ascending=False)
    frame.loc[order.index[:MOST_NAMED], "named"] = 1
    frame.loc[frame.whole, "named"] = 2
    return frame


@dataclass(frozen=True)
class _Drawing:
    strain: Strain
    frame: pd.DataFrame
    parts: dict[str, str]
    texts: Texts
    palette: Palette

    def chart(self) -> alt.LayerChart:
        self.frame["side"] = self._sides()
        self.frame["named"] = self.frame["named"].astype(bool)
        layers = [self._worst(), *self._cuts(), *self._dots(), *self._corners()]
        return alt.LayerChart(layer=layers, width="container", height=HEIGHT)

    def _ends(self, field: str, cut: float) -> list[float]:
        """Whole tens around every group and the cut-off, with room for the corners' words."""
        values = [*self.frame[field].tolist(), cut]
        low, high = min(values) // 10 * 10 - 10, -(-max(values) // 10) * 10 + 10
        return [max(0.0, low), min(100.0, high)]

    def _sides(self) -> list[str]:
        """Return by group where its name stands, "" for those without."""
        x = ("demands", self._ends("demands", self.strain.demands_cut))
        y = ("control", self._ends("control", self.strain.control_cut))
        return named_sides(self.frame, x, y, HEIGHT, CORNER_WORDS)

    def _x(self, field: str = "demands:Q") -> alt.X:
        title = self._title(self.strain.demands)
        return alt.X(field, scale=self._scale("demands"), axis=self._axis(title))

    def _y(self, field: str = "control:Q") -> alt.Y:
        title = self._title(self.strain.control)
        return alt.Y(field, scale=self._scale("control"), axis=self._axis(title))

    def _scale(self, field: str) -> alt.Scale:
        cut = self.strain.demands_cut if field == "demands" else self.strain.control_cut
        return alt.Scale(domain=self._ends(field, cut), nice=False)

    def _axis(self, title: str) -> alt.Axis:
        return alt.Axis(title=title, tickCount=5)

    def _title(self, entry: MeasureEntry) -> str:
        return in_language(entry.name, self.texts.language)

    def _worst(self) -> alt.Chart:
        cuts = pd.DataFrame(
            [(self.strain.demands_cut, self.strain.control_cut)], columns=["x", "y"]
        )
        drawn: alt.Chart = (
            alt.Chart(cuts)
            .mark_rect(fill=self.palette.fill(-1), opacity=0.55)
            .encode(
                x=self._x("x:Q"), x2=alt.value("width"), y=self._y("y:Q"), y2=alt.value("height")
            )
        )
        return drawn

    def _cuts(self) -> list[alt.Chart]:
        strain = self.strain
        cuts = pd.DataFrame([{"x": strain.demands_cut, "y": strain.control_cut}])
        rule = alt.Chart(cuts).mark_rule(stroke=self.palette.muted, strokeDash=[4, 3])
        return [rule.encode(x=self._x("x:Q")), rule.encode(y=self._y("y:Q"))]

    def _dots(self) -> list[alt.Chart]:
        base = alt.Chart(self.frame)
        biggest = max([10, *self.frame.loc[~self.frame.whole, "n"].tolist()])
        dot = base.transform_filter("!datum.whole").mark_circle(
            color=self.palette.muted, opacity=0.55, stroke=self.palette.paper, clip=True
        )
        size = alt.Size(
            "n:Q", scale=alt.Scale(domain=[0, biggest], range=[60, 420], clamp=True), legend=None
        )
        tooltip = [alt.Tooltip(f"{one}:N", title=" ") for one in ("group", "words")]
        whole = base.transform_filter("datum.whole").mark_point(
            shape="diamond", size=150, filled=True, color=self.palette.accent, opacity=1
        )
        return [
            dot.encode(x=self._x(), y=self._y(), size=size, tooltip=tooltip),
            whole.encode(x=self._x(), y=self._y(), tooltip=tooltip),
            *name_layers(base, self.palette.ink, x=self._x(), y=self._y()),
        ]

    def _corners(self) -> list[alt.Chart]:
        drawn = []
        for part, (side, end) in CORNERS.items():
            if part not in self.parts:
                continue
            heading = self.texts(f"charts.quadrants.{part}")
            for at, line in enumerate((heading, self.parts[part])):
                top = 8 + 16 * at
                frame = pd.DataFrame([{"line": line, "short": line.split(")")[0] + ")"}])
                either = f"{NARROW} && {at} ? datum.short : datum.line"
                mark = (
                    alt.Chart(frame)
                    .transform_calculate(said=either)
                    .mark_text(
                        align="left" if side == "left" else "right",
                        baseline="top" if end == "top" else "bottom",
                        fontWeight="normal" if at else "bold",
                        dx=6 if side == "left" else -6,
                    )
                )
                drawn.append(
                    mark.encode(
                        x=alt.value(0 if side == "left" else "width"),
                        y=alt.value(top if end == "top" else HEIGHT - 24 + 16 * at),
                        text="said:N",
                    )
                )
        return drawn
