"""Overview: how do working conditions and backs stand in a wave, and where to look next?"""

import streamlit as st

from analytics.charts.forest_rows import odds_ratios
from analytics.charts.heat_map import heat_map
from analytics.charts.words import cell_words, in_language
from analytics.release.model import TOTAL
from analytics.statistics.analysis_reading import analysis_sentence
from analytics.statistics.reading import sentence
from pages.shell import chart, release_choice, table
from pages.shell.differences import clear_differences, difference_words
from pages.shell.guard import require
from pages.shell.language import words
from pages.shell.lead import lead, paragraph
from pages.shell.links import clear_links
from pages.shell.moved import change_words, changes, is_clear
from pages.shell.not_shown import show_pooled
from pages.shell.selection import (
    departments_and_organisation,
    groups_and_organisation,
    main_cells,
    main_outcome,
    organisation_cell,
    shown_measures,
    without_divided,
)
from survey.vocabulary import MeasureRole, Role

require(Role.HR, Role.OCCUPATIONAL_HEALTH)

text = words()
st.title(text("screens.overview.title"))
release = release_choice.chosen()
wave = release.manifest.wave

outcome = main_outcome(release)
cell = organisation_cell(release, outcome.key) if outcome else None
if outcome and cell:
    name = in_language(outcome.name, text.language)
    lead(text("screens.overview.lead", wave=wave, outcome=name, value=cell_words(cell, text)))

taking_part = [one for one in release.participation if one.department == "*"]
answers = text.plural("common.answers", release.manifest.responses)
if taking_part:
    share = cell_words(taking_part[0], text)
    st.markdown(text("screens.overview.base", answers=answers, participation=share))
else:
    st.markdown(text("screens.overview.base_alone", answers=answers))

st.header(text("screens.overview.findings"))
conditions = shown_measures(release, MeasureRole.FACTOR)
estimates = odds_ratios(release.estimates, outcome.key) if outcome else []
clear = clear_links(estimates)
if clear:
    paragraph(sentence(clear[0], {one.key: one for one in release.measures}, text))
elif outcome:
    name = in_language(outcome.name, text.language)
    st.markdown(text("screens.overview.no_link", outcome=name))
if estimates:
    st.page_link("hr/links.py", label=text("screens.overview.to_links"))
named = {entry.key for entry in conditions}
groups = groups_and_organisation(one for one in main_cells(release) if one.measure in named)
differences = clear_differences(release, groups, conditions)
if differences:
    first = next((one for one in differences if one.worse), differences[0])
    paragraph(difference_words(first, text))
else:
    st.markdown(text("screens.overview.no_difference"))
st.page_link("hr/teams.py", label=text("screens.overview.to_teams"))

moved = {one.outcome: one for one in changes(release) if one.department == TOTAL}
by_key = {entry.key: entry for entry in release.measures}
if moved:
    clear_moves = [one for one in moved.values() if one.value is not None and is_clear(one)]
    told = clear_moves or [moved[outcome.key]] if outcome and outcome.key in moved else clear_moves
    for one in told[:1]:
        paragraph(analysis_sentence(one, by_key, text))
    st.page_link("hr/trends.py", label=text("screens.overview.to_trends"))

st.header(text("screens.overview.departments"))
columns = [*conditions, *([outcome] if outcome else [])]
keys = {entry.key for entry in columns}
asked = [one for one in main_cells(release) if one.measure in keys]
cells = without_divided(release, departments_and_organisation(asked))
chart.show(
    chart.kept(
        (release.manifest.id, "overview"),
        lambda: heat_map(cells, columns, text, chart.palette(), groups=release.groups),
    ),
    text("screens.overview.caption", wave=wave),
    chart.status_by_words(cells, release, text),
    chart.good_end_words(columns, text),
)
st.header(text("screens.overview.figures"))
rows = [
    [
        f"{in_language(entry.name, text.language)} ({text(f'charts.good.{entry.good_end}')})",
        cell_words(figure, text),
        change_words(moved.get(entry.key), entry, text),
    ]
    for entry in [*shown_measures(release, MeasureRole.OUTCOME), *conditions]
    if (figure := organisation_cell(release, entry.key))
]
before = next((one.category for one in moved.values()), None)
column = text("screens.overview.column.change", wave=before) if before else ""
heads = [text("screens.overview.column.measure"), wave, column]
used = len(heads) if before else len(heads) - 1
table.show(text("screens.overview.figures"), heads[:used], [row[:used] for row in rows], quiet=True)

show_pooled(release)
with st.expander(text("screens.how_to_read")):
    st.markdown(text("screens.teams.how"))
    st.markdown(in_language(release.manifest.instrument_notice, text.language))
