"""Groups of people: do age, time in the organisation or the kind of work make a difference?"""

import streamlit as st

from analytics.charts.categories import category_rows
from analytics.charts.interval_rows import Axis, interval_rows
from analytics.charts.words import cell_words, in_language
from analytics.release.model import TOTAL, CellStatus, Statistic
from pages.shell import chart, release_choice
from pages.shell.guard import require
from pages.shell.language import words
from pages.shell.lead import lead, paragraph
from pages.shell.selection import cell_at, shown_measures
from survey.vocabulary import MeasureRole, Role

require(Role.HR, Role.OCCUPATIONAL_HEALTH)

text = words()
st.title(text("screens.people.title"))
release = release_choice.chosen()
cells = [
    one
    for one in release.cells
    if TOTAL not in (one.breakdown, one.category) and one.statistic is not Statistic.SD
]
breakdowns = {
    one.key: one for one in release.breakdowns if any(cell.breakdown == one.key for cell in cells)
}
if not breakdowns:
    lead(text("screens.people.none"))
    st.stop()

answer = st.container()
left, right = st.columns(2)
with left:
    by = st.selectbox(
        text("screens.people.by"),
        breakdowns,
        format_func=lambda key: in_language(breakdowns[key].name, text.language),
        key="people_by",
    )
entries = {
    entry.key: entry
    for entry in [
        *shown_measures(release, MeasureRole.OUTCOME),
        *shown_measures(release, MeasureRole.FACTOR),
    ]
    if any((one.breakdown, one.measure) == (by, entry.key) for one in cells)
}
with right:
    key = st.selectbox(
        text("screens.trends.measure"),
        entries,
        format_func=lambda one: in_language(entries[one].name, text.language),
        key=f"people_measure_{by}",
    )
entry, breakdown = entries[key], breakdowns[by]
asked = [one for one in cells if (one.breakdown, one.measure) == (by, key)]
areas = sorted({one.department for one in asked}, key=lambda one: (one != TOTAL, one))
headings = (in_language(breakdown.name, text.language), in_language(entry.name, text.language))
good = text(f"charts.good.{entry.good_end}")
axis = Axis(0, 100, ticks=(0, 25, 50, 75, 100))

for area in areas:
    place = text("charts.organisation") if area == TOTAL else area
    whole = cell_at(release, key, (area, TOTAL))
    rows = category_rows([one for one in asked if one.department == area], whole, breakdown, text)
    if area == TOTAL:
        with answer:
            name = headings[1]
            apart = sum(row.apart for row in rows)
            said = cell_words(whole, text) if whole else text("charts.too_few")
            lead(
                text(
                    "screens.people.lead", wave=release.manifest.wave, measure=name,
                    apart=apart, rows=len(rows), value=said,
                )
            )  # fmt: skip
            paragraph(text("screens.people.blurred"))
    st.header(place)
    caption = text("screens.people.caption", measure=headings[1], place=place, good=good)
    chart.show(
        interval_rows(rows, axis, headings, text, chart.palette()),
        caption,
        chart.status_by_words(asked, release, text),
    )
together = [
    one.department
    for one in release.cells
    if (one.breakdown, one.measure, one.category) == (by, key, TOTAL)
    and one.status is CellStatus.WITHHELD
]
if together:
    paragraph(text("screens.people.together", names=", ".join(sorted(together))))
with st.expander(text("screens.how_to_read")):
    st.markdown(text("screens.people.how"))
