"""Groups of people: how do they differ, divided by age or by whatever else a wave is divided by?"""

from html import escape

import streamlit as st

from analytics.charts.categories import category_rows
from analytics.charts.interval_rows import Axis, IntervalRow, interval_rows
from analytics.charts.words import cell_words, in_language
from analytics.release.model import TOTAL, CellStatus
from pages.shell import chart, choice, release_choice, table
from pages.shell.guard import require
from pages.shell.language import words
from pages.shell.lead import lead, paragraph
from pages.shell.legend import show_legend
from pages.shell.selection import cell_at, divided_cells, main_outcome, shown_measures
from pages.shell.table import Entry
from survey.vocabulary import MeasureRole, Role

require(Role.HR, Role.OCCUPATIONAL_HEALTH)

A_ROW = 2
MOST = 12
"""More pictures on a page are a wall; the table below has every department."""
SHOWN = CellStatus.SHOWN


def place(area: str) -> str:
    """Return an area's name."""
    return text("charts.organisation") if area == TOTAL else area


text = words()
st.title(text("screens.people.title"))
release = release_choice.chosen()
cells = divided_cells(release)
breakdowns = {one.key: one for one in release.breakdowns if any(by == one.key for by, _ in cells)}
if not breakdowns:
    lead(text("screens.people.none"))
    st.stop()

answer = st.container()
left, right = st.columns(2)
with left:
    by = choice.selectbox(
        text("screens.people.by"),
        breakdowns,
        choice.Part("by", "people_by"),
        format_func=lambda key: in_language(breakdowns[key].name, text.language),
    )
first = main_outcome(release)
entries = {
    entry.key: entry
    for entry in [
        *([first] if first else []),
        *shown_measures(release, MeasureRole.OUTCOME),
        *shown_measures(release, MeasureRole.FACTOR),
    ]
    if (by, entry.key) in cells
}
with right:
    key = choice.selectbox(
        text("screens.trends.measure"),
        entries,
        choice.Part("measure", f"people_measure_{by}"),
        format_func=lambda one: in_language(entries[one].name, text.language),
    )
entry, breakdown = entries[key], breakdowns[by]
asked = [one for one in cells[by, key] if one.category != TOTAL]
areas = sorted({one.department for one in asked}, key=lambda one: (one != TOTAL, one))
headings = (in_language(breakdown.name, text.language), in_language(entry.name, text.language))
good = text(f"charts.good.{entry.good_end}")
axis = Axis(0, 100, ticks=(0, 25, 50, 75, 100))


def area_rows(area: str) -> list[IntervalRow]:
    """Return an area's categories, held against everybody there."""
    own = [one for one in asked if one.department == area]
    return category_rows(own, cell_at(release, key, (area, TOTAL)), breakdown, text)


def area_picture(area: str) -> chart.Drawn:
    """Return an area's picture."""
    return chart.kept(
        (release.manifest.id, "people", by, key, area),
        lambda: interval_rows(area_rows(area), axis, headings, text, chart.palette()),
    )


with answer:
    rows = area_rows(TOTAL)
    whole = cell_at(release, key, (TOTAL, TOTAL))
    lead(
        text(
            "screens.people.lead",
            wave=release.manifest.wave,
            measure=headings[1],
            apart=sum(row.apart for row in rows),
            rows=len(rows),
            value=cell_words(whole, text) if whole else text("charts.too_few"),
        )
    )
    paragraph(text("screens.people.blurred"))
caption = text("screens.people.caption", measure=headings[1], place=place(TOTAL), good=good)
marks = chart.status_by_words(asked, release, text)
own = [one for one in asked if one.department == TOTAL]
marks_own = chart.status_by_words(own, release, text)
chart.show(area_picture(TOTAL), caption, marks_own, folded=True)

within = [area for area in areas if area != TOTAL]
if within:
    st.header(text("results.people.departments"))
    show_legend(marks.values())
for start in range(0, len(within[:MOST]), A_ROW):
    for column, area in zip(st.columns(A_ROW), within[start : start + A_ROW], strict=False):
        with column:
            st.html(f"<h3 class='bearing-small'>{escape(area)}</h3>")
            chart.draw(area_picture(area))
if within:
    columns = list(dict.fromkeys(row.name for area in within for row in area_rows(area)))
    said = {area: {row.name: row.words for row in area_rows(area)} for area in within}
    body: list[list[Entry | str]] = []
    for area in within:
        found = [said[area].get(name, "") for name in columns]
        body.append([area, *(Entry(words_, marks.get(words_, SHOWN)) for words_ in found)])
    caption = text("results.people.table", measure=headings[1], by=headings[0])
    with st.expander(text("results.table.folded", rows=len(body))):
        table.show(caption, [text("screens.pooled.column.department"), *columns], body)
together = [
    one.department
    for one in cells[by, key]
    if one.category == TOTAL and one.status is CellStatus.WITHHELD
]
if together:
    paragraph(text("screens.people.together", names=", ".join(sorted(together))))
with st.expander(text("screens.how_to_read")):
    st.markdown(text("screens.people.how"))
