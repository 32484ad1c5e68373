"""Groups by a condition and an outcome: each as counted, and drawn towards the organisation.

The hollow circle is the group's own number, the filled one the same shrunken: what small groups
say by chance is taken back, the more the smaller they are. A thin line joins the two.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import altair as alt
import pandas as pd

from analytics.charts.picture import Picture
from analytics.charts.point_names import name_layers, named_sides
from analytics.charts.theme import Palette, themed
from analytics.charts.whereabouts import Row
from analytics.charts.words import cell_words, in_language, repeated, short_lines, with_department
from analytics.release.model import Cell, MeasureEntry
from survey.i18n.catalogue import Texts
from survey.i18n.numbers import decimal

HEIGHT: Final = 380
MOST_NAMED: Final = 3
COLUMNS: Final = (
    "group", "across", "up", "to_across", "to_up", "n", "named", "counted", "drawn", "words",
    "label",
)  # fmt: skip


@dataclass(frozen=True)
class Side:
    """One axis: a measure, its cells by group, and the same numbers shrunken."""

    entry: MeasureEntry
    whole: float
    cells: Mapping[Row, Cell]
    shrunken: Mapping[Row, float]

    @property
    def times(self) -> int:
        """What turns a number into points of 0 to 100."""
        return 100 if self.entry.kind == "yes_no" else 1

    def has(self, row: Row) -> bool:
        """Whether a group has both numbers."""
        return row in self.shrunken and row in self.cells and self.cells[row].value is not None


def scatter(across: Side, up: Side, texts: Texts, palette: Palette) -> Picture:
    """Return the picture of the groups that have a number of their own on both axes."""
    frame = _frame(across, up, texts)
    names = [in_language(one.entry.name, texts.language) for one in (across, up)]
    described = texts(
        "charts.scatter.alt",
        groups=len(frame),
        factor=names[0],
        outcome=names[1],
        sentences="; ".join(frame.loc[frame.named, "words"]),
    )
    unit = "\u00a0%" if up.times == 100 else ""
    middle = (across.whole * across.times, up.whole * up.times)
    chart = alt.LayerChart(
        layer=[
            *_middle(middle, frame, names, unit, palette),
            *_groups(frame, names, unit, palette),
        ],
        width="container",
        height=HEIGHT,
    )
    heads = [texts(f"charts.{name}") for name in ("group", "scatter.raw", "scatter.shrunken")]
    table = frame[["group", "counted", "drawn"]].set_axis(heads, axis=1)
    return Picture(themed(chart.properties(description=described), palette), described, table)


def _frame(across: Side, up: Side, texts: Texts) -> pd.DataFrame:
    records = []
    twice = repeated(up.cells)
    for row in sorted(up.cells):
        if not (across.has(row) and up.has(row)):
            continue
        cell = up.cells[row]
        name, counted = with_department(*row, twice, texts), cell_words(cell, texts)
        drawn = _short(up.shrunken[row] * up.times, up, texts)
        words = texts("charts.scatter.group_words", group=name, raw=counted, shrunken=drawn)
        numbers = (
            (across.cells[row].value or 0.0) * across.times,
            (cell.value or 0.0) * up.times,
            across.shrunken[row] * across.times,
            up.shrunken[row] * up.times,
        )
        records.append((name, *numbers, cell.n, False, counted, drawn, words,
                        short_lines(*row, twice, texts)))  # fmt: skip
    frame = pd.DataFrame(records, columns=list(COLUMNS))
    away = (frame.to_up - up.whole * up.times).abs().sort_values(ascending=False)
    frame.loc[away.index[:MOST_NAMED], "named"] = True
    x, y = _ends(frame, ("across", "to_across")), _ends(frame, ("up", "to_up"))
    frame["side"] = named_sides(frame, ("across", x), ("up", y), HEIGHT)
    return frame


def _short(points: float, side: Side, texts: Texts) -> str:
    number = decimal(points, 0, texts.language)
    return texts("charts.short.share", percent=number) if side.times == 100 else number


def _groups(
    frame: pd.DataFrame, names: Sequence[str], unit: str, palette: Palette
) -> list[alt.Chart]:
    base = alt.Chart(frame)
    tooltip = [alt.Tooltip("words:N", title=" ")]
    most = max([10, *frame["n"].dropna().tolist()])
    size = alt.Size("n:Q", scale=alt.Scale(domain=[0, most], range=[30, 320]), legend=None)
    x, y = _ends(frame, ("across", "to_across")), _ends(frame, ("up", "to_up"))
    place = {"x": _x("across", names, x), "y": _y("up", names, y, unit)}
    to = {"x": _x("to_across", names, x), "y": _y("to_up", names, y, unit)}
    way = base.mark_rule(stroke=palette.muted, strokeWidth=1, opacity=0.6)
    raw = base.mark_point(
        shape="circle", filled=False, size=28, stroke=palette.muted, strokeWidth=1.2, opacity=0.9
    )
    drawn_in = base.mark_circle(color=palette.accent, opacity=0.75, stroke=palette.paper)
    return [
        way.encode(**place, x2="to_across:Q", y2="to_up:Q"),
        raw.encode(**place, tooltip=tooltip),
        drawn_in.encode(**to, size=size, tooltip=tooltip),
        *name_layers(base, palette.ink, **place),
    ]


def _middle(
    at: tuple[float, float],
    frame: pd.DataFrame,
    names: Sequence[str],
    unit: str,
    palette: Palette,
) -> list[alt.Chart]:
    """The organisation's two numbers as thin lines."""
    rule = alt.Chart(pd.DataFrame([{"across": at[0], "up": at[1]}])).mark_rule(
        stroke=palette.muted, strokeDash=[4, 3], opacity=0.8
    )
    x, y = _ends(frame, ("across", "to_across")), _ends(frame, ("up", "to_up"))
    return [rule.encode(x=_x("across", names, x)), rule.encode(y=_y("up", names, y, unit))]


def _ends(frame: pd.DataFrame, columns: Sequence[str]) -> list[float]:
    """Whole tens around every group."""
    values = frame[list(columns)].to_numpy(dtype=float).ravel().tolist() or [0.0, 100.0]
    return [max(0.0, min(values) // 10 * 10), min(100.0, -(-max(values) // 10) * 10)]


def _x(field: str, names: Sequence[str], ends: Sequence[float]) -> alt.X:
    axis = alt.Axis(title=names[0], tickCount=6)
    return alt.X(f"{field}:Q", scale=alt.Scale(domain=list(ends), nice=False), axis=axis)


def _y(field: str, names: Sequence[str], ends: Sequence[float], unit: str) -> alt.Y:
    axis = alt.Axis(title=names[1], tickCount=5, labelExpr=f"datum.label + '{unit}'")
    return alt.Y(f"{field}:Q", scale=alt.Scale(domain=list(ends), nice=False), axis=axis)
