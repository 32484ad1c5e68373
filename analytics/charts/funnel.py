"""Number against base: which groups lie outside what chance alone would give groups of that size.

The limits are those of Spiegelhalter 2005 (Stat Med 24:1185) by the normal approximation: the
organisation's number ± z · s / sqrt(n), z for 95 and 99.8 per cent. The spread s of a share p is
sqrt(p · (1 - p)), that of a mean the organisation's standard deviation. The browser draws the
limits from these published numbers.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import altair as alt
import pandas as pd

from analytics.charts.picture import Picture
from analytics.charts.point_names import name_layers, named_sides
from analytics.charts.theme import PER_CENT, Palette, themed
from analytics.charts.words import cell_words, repeated, short_lines, with_department
from analytics.release.model import TOTAL, Cell, Statistic
from survey.i18n.catalogue import Texts

HEIGHT: Final = 320
LIMITS: Final = {"95": 1.960, "99.8": 3.090}
MOST_LISTED: Final = 40
"""Groups beyond which the table lists only those outside the limits."""
MOST_NAMED: Final = 3
SMALLEST: Final = 6
"""Answers at which the limits begin: no row has fewer."""
COLUMNS: Final = ("group", "n", "value", "low", "high", "outside", "words", "label")


@dataclass(frozen=True)
class Middle:
    """What the groups are held against: the organisation's number and the spread of its people.

    A share has both from 0 to 1, a mean both from 0 to 100 (``top``).
    """

    value: float
    spread: float
    top: float

    def is_outside(self, value: float, n: int, z: float = LIMITS["95"]) -> bool:
        """Tell whether a number lies outside the limits for its base."""
        return abs(value - self.value) > z * self.spread / math.sqrt(n)


def middle_of(whole: Cell, sd: Cell | None = None) -> Middle | None:
    """Return the organisation's number with its spread; None for a mean without a released sd."""
    if whole.value is None:
        return None
    if whole.statistic is Statistic.SHARE:
        return Middle(whole.value, math.sqrt(whole.value * (1 - whole.value)), 1.0)
    if sd is None or sd.value is None:
        return None
    return Middle(whole.value, sd.value, 100.0)


def funnel(cells: Sequence[Cell], middle: Middle, texts: Texts, palette: Palette) -> Picture:
    """Return the groups' numbers against the organisation's.

    Groups with a range are drawn as their range and never count as outside.
    """
    counted = [cell for cell in cells if cell.n and cell.department != TOTAL]
    twice = repeated((cell.department, cell.team) for cell in counted)
    records = [_record(cell, middle, twice, texts) for cell in counted]
    frame = pd.DataFrame(records, columns=list(COLUMNS)).sort_values("n", ascending=False)
    outside = frame[frame.outside]
    named = "; ".join(f"{row.group}: {row.words}" for row in outside.itertuples())
    described = texts(
        "charts.funnel.alt",
        groups=len(frame),
        outside=len(outside),
        named=named or texts("charts.funnel.none"),
    )
    answers = texts("charts.forest.answers")
    most = 1.05 * (int(frame["n"].max()) if len(frame) else 10)
    ends = _ends(frame, middle)
    frame["named"] = _farthest(frame, middle)
    frame["side"] = named_sides(frame, ("n", (0.0, most)), ("value", ends), HEIGHT)
    frame = frame.drop(columns="named")
    layers = [
        *_limits(middle, most, ends, answers, palette),
        *_groups(frame, most, ends, answers, palette),
    ]
    chart = alt.LayerChart(layer=layers, width="container", height=HEIGHT)
    listed = frame if len(frame) <= MOST_LISTED else outside
    number = "charts.funnel.share" if middle.top == 1 else "charts.funnel.mean"
    table = listed[["group", "words"]].set_axis([texts("charts.group"), texts(number)], axis=1)
    return Picture(themed(chart.properties(description=described), palette), described, table)


def _ends(frame: pd.DataFrame, middle: Middle) -> tuple[float, float]:
    """Whole tenths of the scale around every group and the outer limits of the smallest one."""
    step = middle.top / 10
    reach = LIMITS["99.8"] * middle.spread / math.sqrt(SMALLEST)
    values = frame[["value", "low", "high"]].to_numpy(dtype=float).ravel()
    known = [one for one in values if not math.isnan(one)]
    low, high = min([*known, middle.value - reach]), max([*known, middle.value + reach])
    return max(0.0, low // step * step), min(middle.top, -(-high // step) * step)


def _farthest(frame: pd.DataFrame, middle: Middle) -> list[int]:
    """Return by row how soon its name is wanted: those outside that chance explains least."""
    away = (frame["value"].astype(float) - middle.value).abs() * frame["n"].astype(float) ** 0.5
    ranked = away[frame["outside"]].sort_values(ascending=False).index[:MOST_NAMED].tolist()
    return [MOST_NAMED - ranked.index(at) if at in ranked else 0 for at in frame.index.tolist()]


def _record(cell: Cell, middle: Middle, twice: frozenset[str], texts: Texts) -> tuple[object, ...]:
    outside = cell.value is not None and middle.is_outside(cell.value, cell.n or 1)
    row = (cell.department, cell.team)
    name, label = with_department(*row, twice, texts), short_lines(*row, twice, texts)
    low, high = (cell.low, cell.high) if cell.value is None else (None, None)
    return name, cell.n, cell.value, low, high, outside, cell_words(cell, texts), label


def _limits(
    middle: Middle, most: float, ends: Sequence[float], answers: str, palette: Palette
) -> list[alt.Chart]:
    drawn = []
    at, top = middle.value, middle.top
    for label, z in LIMITS.items():
        base = (
            alt.Chart(alt.sequence(SMALLEST, most, max(1, most / 120), as_="n"))
            .transform_calculate(
                reach=f"{z} * {middle.spread} / sqrt(datum.n)",
            )
            .transform_calculate(
                lower=f"max(0, {at} - datum.reach)", upper=f"min({top}, {at} + datum.reach)"
            )
        )
        dash = [1, 0] if label == "95" else [4, 3]
        for end in ("lower", "upper"):
            line = base.mark_line(stroke=palette.muted, strokeWidth=1, strokeDash=dash)
            drawn.append(line.encode(x=_x(answers, most), y=_y(end, ends)))
    whole = alt.Chart(pd.DataFrame([{"value": at}])).mark_rule(stroke=palette.accent)
    return [*drawn, whole.encode(y=_y("value", ends))]


def _groups(
    frame: pd.DataFrame, most: float, ends: Sequence[float], answers: str, palette: Palette
) -> list[alt.Chart]:
    base = alt.Chart(frame)
    tooltip = [alt.Tooltip(f"{one}:N", title=" ") for one in ("group", "words")]
    colour = alt.condition("datum.outside", alt.value(palette.ink), alt.value(palette.muted))
    dot = base.transform_filter("isValid(datum.value)").mark_point(
        filled=True, size=55, opacity=0.85
    )
    span = base.transform_filter("isValid(datum.low)").mark_rule(
        stroke=palette.accent, strokeWidth=4, opacity=0.5
    )
    x = _x(answers, most)
    return [
        span.encode(x=x, y=_y("low", ends), y2="high:Q", tooltip=tooltip),
        dot.encode(x=x, y=_y("value", ends), color=colour, tooltip=tooltip),
        *name_layers(base, palette.ink, x=x, y=_y("value", ends)),
    ]


def _x(title: str, most: float) -> alt.X:
    axis = alt.Axis(title=title, tickCount=6)
    return alt.X("n:Q", axis=axis, scale=alt.Scale(nice=False, domain=[0, most]))


def _y(field: str, ends: Sequence[float]) -> alt.Y:
    labels = PER_CENT if ends[1] <= 1 else alt.Undefined
    axis = alt.Axis(title=None, tickCount=5, domain=False, labelExpr=labels)
    return alt.Y(f"{field}:Q", axis=axis, scale=alt.Scale(domain=list(ends), nice=False))
