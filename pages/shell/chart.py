"""A picture on a page: the chart with its words for those who do not see it, then its table."""

from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any, Final

import altair as alt
import pandas as pd
import pyarrow as pa
import streamlit as st
from altair.utils import schemapi
from altair.utils.schemapi import debug_mode

from analytics.charts.drawing import on_paper
from analytics.charts.picture import Picture
from analytics.charts.theme import DARK, LIGHT, Palette
from analytics.charts.whereabouts import together_with
from analytics.charts.words import cell_words, in_language
from analytics.release.content import Release
from analytics.release.model import Cell, CellStatus, MeasureEntry
from pages.shell import guard, language, table
from pages.shell.legend import show_legend
from pages.shell.table import Entry
from pages.shell.take_along import offer
from survey.i18n.catalogue import Texts

FIT_WIDTH: Final = alt.AutoSizeParams(type="fit-x", contains="padding")
"""Else Streamlit fits the height too, axes and legend included, and flattens the rows."""


WIDE: Final = 820
"""Pixels of a picture that is taken along: those of a page."""

MOST_OPEN: Final = 12
"""Rows, at three columns, beyond which the table under a picture is folded: pages stay short."""


@dataclass(frozen=True)
class Drawn:
    """A picture as the browser takes it: the chart's specification with its frames.

    ``frames`` are the specification's data sets as Streamlit sends them, made once.
    """

    spec: dict[str, Any]
    alt: str
    table: pd.DataFrame
    frames: Mapping[str, pa.Table]


def palette() -> Palette:
    """Return the colours of the reader's theme."""
    return DARK if st.context.theme.type == "dark" else LIGHT


def show(
    picture: Picture | Drawn,
    caption: str,
    marks: Mapping[str, CellStatus] | None = None,
    good_ends: Mapping[str, str] | None = None,
    *,
    folded: bool = False,
    taken_along: bool = True,
) -> None:
    """Draw a picture and under it the table of the same cells.

    Parameters
    ----------
    marks
        The words in the table that stand for a cell that is withheld or bounded.
    good_ends
        What to add to a column's name, such as "low is good".
    folded
        Fold the table however short it is: where the picture has every number of it.
    taken_along
        Offer both as files, which only those who may take results along can do.
    """
    drawn = picture if isinstance(picture, Drawn) else _drawn(picture)
    draw(drawn)
    show_legend((marks or {}).values())
    show_table(drawn.table, caption, marks, good_ends, folded=folded)
    if taken_along:
        offer(caption, drawn.table, lambda: on_paper(drawn.spec, WIDE, palette().paper))


def show_table(
    frame: pd.DataFrame,
    caption: str,
    marks: Mapping[str, CellStatus] | None = None,
    good_ends: Mapping[str, str] | None = None,
    *,
    folded: bool = False,
) -> None:
    """Draw a picture's table, folded where it is long; the parameters are those of ``show``."""
    ends = good_ends or {}
    columns = [f"{name} ({ends[name]})" if name in ends else str(name) for name in frame.columns]
    rows = entries(frame, marks or {})
    if folded or len(rows) > MOST_OPEN or len(rows) * len(columns) > MOST_OPEN * 3:
        with st.expander(language.words()("results.table.folded", rows=len(rows))):
            table.show(caption, columns, rows)
    elif rows:
        table.show(caption, columns, rows)


def without_constants(picture: Picture | Drawn, caption: str) -> tuple[Drawn, str]:
    """Return the picture without columns that are the same in all rows; the caption has them."""
    drawn = picture if isinstance(picture, Drawn) else _drawn(picture)
    frame = drawn.table
    same = [name for name in frame.columns[1:] if len(frame) > 1 and frame[name].nunique() == 1]
    said = [f"{name}: {frame[name].iloc[0]}" for name in same]
    shorter = replace(drawn, table=frame.drop(columns=same))
    return shorter, "; ".join([caption, *said])


def draw(picture: Picture | Drawn) -> None:
    """Draw a picture without its table, for a place where one table serves several pictures."""
    drawn = picture if isinstance(picture, Drawn) else _drawn(picture)
    # Streamlit works on what it is given; the rows of the frames it only reads.
    spec = deepcopy({name: part for name, part in drawn.spec.items() if name != "datasets"})
    spec["datasets"] = dict(drawn.frames)
    st.vega_lite_chart(spec, width="stretch", theme=None, alt=drawn.alt)


def kept(key: tuple[str, ...], make: Callable[[], Picture]) -> Drawn:
    """Return a picture that is made once for a reader's language, theme and scope, and then kept.

    Parameters
    ----------
    key
        The ids of the releases that it is made of, and everything else that it depends on.
    make
        Makes the picture; asked only where it is not kept yet.
    """
    scope = repr(guard.current_scope())
    return _kept((language.current(), palette().name, scope, *key), make)


def kept_for_everyone(key: tuple[str, ...], make: Callable[[], Picture]) -> Drawn:
    """Return a picture of a page that needs no sign-in, kept as ``kept`` does; it has no scope."""
    return _kept((language.current(), palette().name, *key), make)


@st.cache_resource(show_spinner=False, max_entries=256)
def _kept(key: tuple[str, ...], _make: Callable[[], Picture]) -> Drawn:  # noqa: ARG001  - its key
    # Checking a picture against its grammar takes longer than making it; the tests do that.
    with debug_mode(False):
        return _drawn(_make())


def _drawn(picture: Picture) -> Drawn:
    # Marks are no stops for a screen reader: the accessible name and the table say it all.
    chart = picture.chart.properties(autosize=FIT_WIDTH).configure_mark(aria=False)
    # The words go once, as the accessible name: Streamlit warns of a description beside them.
    chart.description = alt.Undefined
    with alt.data_transformers.enable("default", max_rows=None):
        spec = chart.to_dict(validate=schemapi.DEBUG_MODE)
    # The menu that the drawing library lays over a picture is in English and shows its grammar.
    spec["usermeta"] = {"embedOptions": {"actions": False}}
    # Streamlit sets axes in the page's font; the numbers beside them are to be in the same.
    spec["config"]["font"] = st.get_option("theme.font")
    frames = {
        name: pa.Table.from_pandas(pd.DataFrame(rows))
        for name, rows in spec.get("datasets", {}).items()
    }
    return Drawn(spec, picture.alt, picture.table, frames)


def good_end_words(measures: Iterable[MeasureEntry], text: Texts) -> dict[str, str]:
    """Return which end of each measure is the good one, by the measure's name."""
    return {
        in_language(entry.name, text.language): text(f"charts.good.{entry.good_end}")
        for entry in measures
    }


def status_by_words(cells: Iterable[Cell], release: Release, text: Texts) -> dict[str, CellStatus]:
    """Return which words in a table stand for a number that is withheld or between bounds."""
    by_key = {entry.key: entry for entry in release.measures}
    return {
        cell_words(cell, text, together_with(cell, by_key[cell.measure], release.groups)): (
            cell.status
        )
        for cell in cells
        if cell.status is not CellStatus.SHOWN and cell.measure in by_key
    }


def entries(frame: pd.DataFrame, marks: Mapping[str, CellStatus]) -> list[list[Entry | str]]:
    """Return a picture's table as rows of entries."""
    return [
        [Entry(str(words), marks.get(str(words), CellStatus.SHOWN)) for words in row]
        for row in frame.itertuples(index=False)
    ]
