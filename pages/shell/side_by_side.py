"""Groups side by side on a page: the coloured table, the same cells in words, and both as files."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from analytics.charts.drawing import on_paper
from analytics.charts.grid import SortBy, grid_table, lay_out
from analytics.charts.headings import SCREEN, UNDER_DEPARTMENT
from analytics.charts.heat_map import heat_map
from analytics.charts.theme import LIGHT
from analytics.release.content import Release
from analytics.release.model import Cell, CellStatus, MeasureEntry
from pages.shell import chart
from pages.shell.address_of import carried
from pages.shell.guard import current_scope
from pages.shell.heat_table import heat_table
from pages.shell.language import words
from pages.shell.take_along import offer


@dataclass(frozen=True)
class SideBySide:
    """The coloured table as HTML, and the table of the same cells in words with its marks."""

    html: str
    table: pd.DataFrame
    marks: Mapping[str, CellStatus]


def show_side_by_side(
    release: Release,
    cells: Sequence[Cell],
    measures: Sequence[MeasureEntry],
    caption: str,
    key: tuple[str, ...],
    *,
    order: SortBy = None,
    around: Mapping[str, float] | None = None,
) -> None:
    """Draw the legend, the table under it, and folded the numbers with interval and base.

    Parameters
    ----------
    key
        Everything that ``cells``, ``order`` and ``around`` depend on beside the release.
    order, around
        Those of ``heat_map``; by department where ``order`` is None.
    """
    text, along, style = words(), carried(), SCREEN if order else UNDER_DEPARTMENT
    good_ends = chart.good_end_words(measures, text)

    def make() -> SideBySide:
        grid = lay_out(
            cells, measures, text, order, release.groups, style.under_department, around=around
        )
        return SideBySide(
            heat_table(grid, caption, good_ends, text, along),
            grid_table(grid, text),
            chart.status_by_words(cells, release, text),
        )

    def picture() -> dict[str, object]:
        drawn = heat_map(
            cells, measures, text, LIGHT,
            sort_by=order, groups=release.groups, style=style, around=around,
        )  # fmt: skip
        return on_paper(drawn.chart.to_dict(), chart.WIDE, LIGHT.paper)

    seen = (text.language, repr(current_scope()), urlencode(along), release.manifest.id)
    found = _kept((*seen, caption, *key), make)
    st.html(found.html)
    chart.show_table(found.table, caption, found.marks, good_ends, folded=True)
    offer(caption, found.table, picture)


@st.cache_resource(show_spinner=False, max_entries=128)
def _kept(
    key: tuple[str, ...],  # noqa: ARG001  - what it is kept by
    _make: Callable[[], SideBySide],
) -> SideBySide:
    return _make()
