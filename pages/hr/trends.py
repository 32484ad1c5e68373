"""Change: how have conditions and backs moved from wave to wave?"""

import streamlit as st

from analytics.charts.over_waves import Mark, change, common_top
from analytics.charts.words import in_language
from analytics.release.model import TOTAL
from analytics.statistics.change_reading import latest_move
from pages.shell import chart, choice, release_choice, workspace
from pages.shell.departments import show_departments
from pages.shell.flags import show_flags
from pages.shell.guard import require
from pages.shell.language import words
from pages.shell.lead import findings, lead
from pages.shell.moved import changes
from pages.shell.selection import main_cells, main_outcome, shown_measures
from pages.shell.trends import comparable
from survey.fieldwork.actions import actions, within
from survey.vocabulary import MeasureRole, Role

require(Role.HR, Role.OCCUPATIONAL_HEALTH)

text = words()
st.title(text("screens.trends.title"))
releases = release_choice.every()
if len(releases) < 2:
    st.markdown(text("screens.trends.too_few" if releases else "screens.no_release"))
    st.stop()

answer = st.container()
newest = releases[-1]
entries = [
    *shown_measures(newest, MeasureRole.OUTCOME),
    *shown_measures(newest, MeasureRole.FACTOR),
]
by_key = {entry.key: entry for entry in entries}
first = main_outcome(newest)
left, right = st.columns(2)
with left:
    measure = choice.selectbox(
        text("screens.trends.measure"),
        by_key,
        choice.Part("measure", "trend_measure"),
        first=first.key if first else None,
        format_func=lambda key: in_language(by_key[key].name, text.language),
    )
entry = by_key[measure]
with right:
    department = choice.selectbox(
        text("screens.trends.where"),
        [TOTAL, *comparable(releases, entry)],
        choice.Part("department", f"trend_department_{measure}", kept=True),
        format_func=lambda one: text("charts.organisation") if one == TOTAL else one,
    )

cells = [
    cell
    for release in releases
    for cell in main_cells(release)
    if (cell.measure, cell.department, cell.team) == (measure, department, TOTAL)
]
place = text("charts.organisation") if department == TOTAL else department
name = in_language(entry.name, text.language)
moved = {(one.outcome, one.department, one.team): one for one in changes(newest)}
move = latest_move(moved.get((measure, department, TOTAL)))
with answer:
    key = f"screens.trends.lead.{move}"
    lead(text(key, measure=name, place=place, newest=cells[-1].wave, before=cells[-2].wave))

good = text(f"charts.good.{entry.good_end}")
caption = text("screens.trends.caption", measure=name, place=place, good=good)
waves = [one.wave for one in cells]
begun = [one for one in within(newest.scope, actions(workspace.current())) if one.since in waves]
marks = [Mark(one.since, str(one.number)) for one in begun]
chart.show(
    chart.kept(
        (*(one.manifest.id for one in releases), "trend", measure, department, repr(marks)),
        lambda: change(cells, entry, text, chart.palette(), marks, common_top(cells)),
    ),
    caption,
    chart.status_by_words(cells, newest, text),
    folded=True,
)
show_flags(newest, [measure])
if begun:
    st.markdown(text("screens.trends.actions"))
    findings(
        text("screens.trends.action", number=one.number, aim=one.aim, wave=one.since)
        for one in begun
    )
    st.page_link("hr/actions.py", label=text("screens.trends.to_actions"))
show_departments(releases, entry, begun)
with st.expander(text("screens.how_to_read")):
    st.markdown(text("screens.trends.how"))
