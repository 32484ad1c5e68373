"""Groups down, measures across, the number in the cell and the organisation on top.

A cell's colour says how its group compares with the organisation, turned by the measure's good
end so that orange is always the worse side. A group whose interval includes the organisation's
value is about the same: no colour and no mark, whatever the size of the difference.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Any, Final

import altair as alt

from analytics.charts.grid import Grid, SortBy, described, grid_table, lay_out
from analytics.charts.headings import SCREEN, RowStyle, column_axis, is_narrow, row_axis
from analytics.charts.picture import Picture
from analytics.charts.theme import BANDS, SMALL, Band, Palette, themed
from analytics.release.model import TOTAL, Cell, CellStatus, GroupMember, MeasureEntry
from survey.i18n.catalogue import Texts

IS_SHOWN, IS_BOUNDED, IS_WITHHELD = (f"datum.status === '{status}'" for status in CellStatus)
HATCHES: Final = 5
LEGEND: Final = {-2: "worse", 0: "same", 2: "better"}


def heat_map(  # noqa: PLR0913  - all but four are settings, given by name
    cells: Sequence[Cell],
    measures: Sequence[MeasureEntry],
    texts: Texts,
    palette: Palette,
    *,
    sort_by: SortBy = None,
    groups: Sequence[GroupMember] = (),
    style: RowStyle = SCREEN,
    around: Mapping[str, float] | None = None,
) -> Picture:
    """Return the heat map of the cells without breakdown, and its table.

    Parameters
    ----------
    cells
        The rows to show and the organisation's own (department and team ``*``), which is what
        the others are compared with. Means, shares; anything else is left out.
    measures
        The columns, in order.
    sort_by
        A measure's key: rows from the worse end to the better, those without a value last. A
        number a row, such as the probability of being worse: the largest first.
        None orders them by department and name.
    groups
        Who is counted with whom, to name the others where a cell is shown together with them.
    style
        The room that a row takes: ``SCREEN`` or ``PAPER`` of ``headings``.
    around
        A reference by measure, in the cells' own unit, to hold every row against, the
        organisation's too. None holds the groups against the organisation.
    """
    grid = lay_out(cells, measures, texts, sort_by, groups, style.under_department, around=around)
    ending = "" if around is None else ".reference"
    said = described(grid, texts)
    chart = _chart(Drawing(grid, palette, style), texts, ending).properties(description=said)
    return Picture(themed(chart, palette), said, grid_table(grid, texts))


@dataclass(frozen=True)
class Drawing:
    """The layers of the map: columns are bands, rows as high as their names need."""

    grid: Grid
    palette: Palette
    style: RowStyle

    @cached_property
    def edges(self) -> tuple[int, ...]:
        """Pixels from the top to each row's upper edge, and to the last one's lower edge."""
        return tuple(accumulate(self.style.heights(self.grid.labels), initial=0))

    @property
    def height(self) -> int:
        """Pixels from the first row to the last."""
        return self.edges[-1]

    def _base(self, condition: str) -> alt.Chart:
        tops = json.dumps(dict(zip(self.grid.rows, self.edges, strict=False)))
        ends = json.dumps(dict(zip(self.grid.rows, self.edges[1:], strict=True)))
        return (
            alt.Chart(self.grid.frame)
            .transform_filter(condition)
            .transform_calculate(top=f"({tops})[datum.group]", end=f"({ends})[datum.group]")
        )

    def _x(self, at: float = 0.5) -> alt.X:
        columns = self.grid.columns
        return alt.X("measure:N", sort=list(columns), bandPosition=at, axis=column_axis(columns))

    def _y(self, field: str) -> alt.Y:
        edges = self.edges
        middles = {
            (top + end) / 2: name
            for name, top, end in zip(self.grid.labels, edges, edges[1:], strict=False)
        }
        wider = [at for at, unit in zip(middles, self.grid.units, strict=True) if unit[1] == TOTAL]
        axis = row_axis(middles, wider, self.style)
        scale = alt.Scale(domain=[0, self.height], reverse=True, nice=False, zero=False)
        return alt.Y(f"{field}:Q", scale=scale, axis=axis)

    def _rect(self, condition: str, fill: str | None = None) -> alt.Chart:
        mark = self._base(condition).mark_rect(
            invalid=None, stroke=self.palette.paper, strokeWidth=2
        )
        filled = {"fill": alt.value(fill)} if fill else {}
        placed: alt.Chart = mark.encode(
            x=self._x(), y=self._y("top"), y2="end:Q", tooltip=_tooltip(), **filled
        )
        return placed

    def _place(self, mark: alt.Chart, **channels: Any) -> alt.Chart:
        placed: alt.Chart = mark.transform_calculate(y="(datum.top + datum.end) / 2").encode(
            x=self._x(), y=self._y("y"), tooltip=_tooltip(), **channels
        )
        return placed

    def _line(self, base: alt.Chart, x: tuple[float, float], y: tuple[float, float]) -> alt.Chart:
        """A straight line between two places inside each cell, given as parts of its sides."""
        return base.transform_calculate(y=_inside(y[0]), y2=_inside(y[1])).encode(
            x=self._x(x[0]),
            x2=alt.X2("measure:N", bandPosition=x[1]),
            y=self._y("y"),
            y2="y2:Q",
        )

    def shown_cells(self, legend: alt.Legend) -> list[alt.Chart]:
        """Fills by comparison, and a triangle in the corner that says the same by its shape."""
        fills = alt.Scale(domain=list(BANDS), range=list(self.palette.diverging))
        shapes = ["triangle-down"] * 3 + ["circle"] + ["triangle-up"] * 3
        rect = self._rect(IS_SHOWN).encode(fill=alt.Fill("band:N", scale=fills, legend=legend))
        corner = (
            self._base(f"{IS_SHOWN} && datum.band !== 0")
            .transform_calculate(y="datum.top + 8")
            .mark_point(filled=True, size=30, opacity=1)
            .encode(
                x=self._x(0.88),
                y=self._y("y"),
                shape=alt.Shape(
                    "band:N", scale=alt.Scale(domain=list(BANDS), range=shapes), legend=legend
                ),
                color=self._ink(),
            )
        )
        return [rect, corner]

    def withheld_cells(self) -> list[alt.Chart]:
        """A light grey cell under thin diagonals, which scale with the cell at any width."""
        hatch = self._base(IS_WITHHELD).mark_rule(stroke=self.palette.hatch, strokeWidth=1)
        diagonals = [
            self._line(hatch, (at / HATCHES, (at + 1) / HATCHES), (0.96, 0.04))
            for at in range(HATCHES)
        ]
        return [self._rect(IS_WITHHELD, fill=self.palette.withheld), *diagonals]

    def bounded_cells(self) -> list[alt.Chart]:
        """A pale band between two ends, on paper: a range and never a point."""
        base = self._base(IS_BOUNDED)
        band = base.mark_rect(invalid=None, fill=self.palette.accent_pale).encode(
            tooltip=_tooltip()
        )
        end = base.mark_rule(stroke=self.palette.accent, strokeWidth=1.5)
        ends = [self._line(end, (at, at), (0.08, 0.92)) for at in (0.06, 0.94)]
        return [self._line(band, (0.06, 0.94), (0.14, 0.86)), *ends]

    def numbers(self) -> alt.Chart:
        """The number in each shown cell."""
        text = self._base(IS_SHOWN).mark_text(baseline="middle", fontSize=13)
        return self._place(text, text="short:N", color=self._ink())

    def words(self) -> alt.Chart:
        """The range or the word in each other cell, on two lines where the columns are narrow."""
        narrow = is_narrow(self.grid.columns)
        broken = f"{narrow} ? replace(datum.short, ' ', '\\n') : datum.short"
        lift = alt.ExprRef(f"{narrow} ? -{SMALL / 2} : 0")
        base = self._base(f"!({IS_SHOWN})").transform_calculate(broken=broken)
        text = base.mark_text(baseline="middle", fontSize=SMALL, lineBreak="\n", dy=lift)
        return self._place(text, text="broken:N", color=alt.value(self.palette.ink))

    def _ink(self) -> dict[str, Any]:
        """Text and corner marks in whichever colour reads on the fill beneath them."""
        bands_by_ink: dict[str, list[Band]] = {}
        for band in BANDS:
            ink = self.palette.text_on(self.palette.fill(band))
            bands_by_ink.setdefault(ink, []).append(band)
        conditions = [
            {"test": f"indexof({bands}, datum.band) >= 0", "value": ink}
            for ink, bands in bands_by_ink.items()
        ]
        return {"condition": conditions, "value": self.palette.ink}


def _chart(draw: Drawing, texts: Texts, ending: str) -> alt.LayerChart:
    layers = [
        *draw.shown_cells(_legend(draw, texts, ending)),
        *draw.withheld_cells(),
        *draw.bounded_cells(),
        draw.numbers(),
        draw.words(),
    ]
    return alt.LayerChart(layer=layers, width="container", height=draw.height)


def _legend(draw: Drawing, texts: Texts, ending: str) -> alt.Legend:
    words = {band: texts(f"charts.heat.legend.{side}") for band, side in LEGEND.items()}
    words[min(words)] = texts(f"charts.heat.legend.worse{ending}")
    return alt.Legend(
        title=None,
        orient="bottom",
        direction="horizontal",
        columns=alt.ExprRef(f"{is_narrow(draw.grid.columns)} ? 1 : {len(words)}"),
        values=list(words),
        labelColor=draw.palette.ink,
        symbolStrokeColor=draw.palette.muted,
        symbolStrokeWidth=0.75,
        labelExpr=f"({json.dumps(words)})[datum.value]",
        labelLimit=0,
    )


def _inside(part: float) -> str:
    """Return the expression for a place between a cell's upper edge (0) and its lower one (1)."""
    return f"datum.top + {part} * (datum.end - datum.top)"


def _tooltip() -> list[alt.Tooltip]:
    fields = ("group", "measure", "words", "compared")
    return [alt.Tooltip(f"{field}:N", title=" ") for field in fields]
