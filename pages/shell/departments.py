"""Small multiples: one measure in each department over the waves, on one common axis."""

from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

from analytics.charts.over_waves import Mark, change, common_top
from analytics.charts.picture import Picture
from analytics.charts.words import cell_words, in_language
from analytics.release.content import Release
from analytics.release.model import TOTAL, Cell, MeasureEntry
from pages.shell import chart, table
from pages.shell.language import words
from pages.shell.selection import cell_at
from pages.shell.trends import comparable
from survey.fieldwork.actions import PlannedAction

A_ROW = 3
MOST = 9
"""More pictures on a page are a wall; the choice above has every department."""


def show_departments(
    releases: Sequence[Release], entry: MeasureEntry, begun: Sequence[PlannedAction]
) -> None:
    """Draw a small picture a department of the same teams in all waves, and one table of all.

    ``begun`` are the actions to mark, each where it takes place.
    """
    text = words()
    names = comparable(releases, entry)[:MOST]
    if len(names) < 2:
        return
    st.header(text("screens.trends.departments"))
    by_name = {name: _cells(releases, entry, name) for name in names}
    top = common_top([one for cells in by_name.values() for one in cells])
    for start in range(0, len(names), A_ROW):
        for column, name in zip(st.columns(A_ROW), names[start : start + A_ROW], strict=False):
            with column:
                st.html(f"<h3 class='bearing-small'>{_escaped(name)}</h3>")
                marks = _marks(begun, name)
                draw = partial(change, by_name[name], marks=marks, top=top)
                chart.draw(_picture(releases, entry, (name, repr(marks)), draw))
    waves = [one.manifest.wave for one in releases]
    rows = [
        [
            name,
            *({one.wave: cell_words(one, text) for one in cells}.get(wave, "") for wave in waves),
        ]
        for name, cells in by_name.items()
    ]
    measure = in_language(entry.name, text.language)
    caption = text("screens.trends.departments_caption", measure=measure)
    with st.expander(text("results.table.folded", rows=len(rows))):
        table.show(caption, [text("screens.pooled.column.department"), *waves], rows)


def _picture(
    releases: Sequence[Release],
    entry: MeasureEntry,
    key: tuple[str, ...],
    draw: Callable[..., Picture],
) -> chart.Drawn:
    ids = (one.manifest.id for one in releases)
    return chart.kept(
        (*ids, "department", entry.key, *key),
        lambda: draw(measure=entry, texts=words(), palette=chart.palette()),
    )


def _marks(begun: Sequence[PlannedAction], department: str) -> list[Mark]:
    """Return the actions that take place in a department, or in a team of it."""
    return [
        Mark(one.since, str(one.number))
        for one in begun
        if any(unit[0] == department for unit in one.units)
    ]


def _cells(releases: Sequence[Release], entry: MeasureEntry, name: str) -> list[Cell]:
    found = (cell_at(release, entry.key, (name, TOTAL)) for release in releases)
    return [cell for cell in found if cell]


def _escaped(name: str) -> str:
    return name.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
