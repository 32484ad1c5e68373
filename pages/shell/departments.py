"""Small multiples: one measure in each department over the waves, on one common axis."""

from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

from analytics.charts.over_waves import Mark, change, common_top
from analytics.charts.picture import Picture
from analytics.charts.words import cell_words, in_language
from analytics.release.content import Release
from analytics.release.model import TOTAL, Cell, MeasureEntry
from analytics.statistics.change_reading import is_clear
from pages.shell import chart, table
from pages.shell.language import words
from pages.shell.lead import paragraph
from pages.shell.moved import changes
from pages.shell.selection import cell_at, main_cells
from pages.shell.trends import comparable
from survey.fieldwork.actions import PlannedAction

A_ROW = 3
MOST = 9
"""More pictures on a page are a wall; the fold below says where the others are."""


def show_departments(
    releases: Sequence[Release], entry: MeasureEntry, begun: Sequence[PlannedAction]
) -> None:
    """Draw a small picture a department of the same teams in all waves, and one table of all.

    ``begun`` are the actions to mark, each where it takes place.
    """
    text = words()
    same = _by_change(releases, entry)
    names = sorted(same[:MOST])
    if len(names) < 2:
        _say_others(releases, entry, [])
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
    _say_others(releases, entry, names)


def _by_change(releases: Sequence[Release], entry: MeasureEntry) -> list[str]:
    """Return the departments that can be compared, those that clearly changed last time first."""
    moved = {
        one.department
        for one in changes(releases[-1])
        if one.outcome == entry.key and one.team == TOTAL and is_clear(one)
    }
    return sorted(comparable(releases, entry), key=lambda name: (name not in moved, name))


def _say_others(releases: Sequence[Release], entry: MeasureEntry, drawn: Sequence[str]) -> None:
    """Say, folded, where the departments are that have no picture, and why."""
    text = words()
    every = {one.department for one in main_cells(releases[-1]) if one.measure == entry.key}
    same = set(comparable(releases, entry))
    others = {
        "where": sorted(same - set(drawn)),
        "not_same": sorted(every - same - {TOTAL}),
    }
    count = sum(len(names) for names in others.values())
    if not count:
        return
    with st.expander(text("results.trends.others", count=count)):
        for key, names in others.items():
            if names:
                paragraph(text(f"results.trends.others.{key}", names="; ".join(names)))


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
