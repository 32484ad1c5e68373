"""Overview: how do working conditions and backs stand in a wave, and where to look next?"""

from collections.abc import Mapping
from html import escape

import streamlit as st

from analytics.charts.clear_links import clear_links, estimated
from analytics.charts.forest_rows import odds_ratios
from analytics.charts.words import cell_words, in_language
from analytics.release.model import TOTAL, Analysis
from analytics.statistics.analysis_reading import analysis_sentence
from analytics.statistics.change_reading import change_words, is_clear
from analytics.statistics.people_reading import link_sentence
from pages.shell import figures, release_choice, table
from pages.shell.first_things import first_things, show_first_things
from pages.shell.guard import require
from pages.shell.language import words
from pages.shell.lead import lead, paragraph, unbroken
from pages.shell.moved import changes
from pages.shell.not_shown import show_pooled
from pages.shell.selection import (
    departments_and_organisation,
    main_cells,
    main_outcome,
    organisation_cell,
    shown_measures,
    without_divided,
)
from pages.shell.side_by_side import show_side_by_side
from pages.shell.silence import show_silence
from survey.vocabulary import MeasureRole, Role

require(Role.HR, Role.OCCUPATIONAL_HEALTH)

FIGURES = 4
"""Key figures at the head: who took part, back pain, stress, and one working condition."""


def key_figures(moved: Mapping[str, Analysis]) -> list[figures.Figure]:
    """Return who took part, the main outcome, the first other one, and what moved most clearly."""
    answers = text.plural("common.answers", release.manifest.responses)
    found = [
        figures.participation(one, answers, text)
        for one in release.participation
        if one.department == TOTAL
    ]
    others = [entry for entry in shown_measures(release, MeasureRole.OUTCOME) if entry != outcome]
    moving = sorted(conditions, key=lambda entry: not _moves(moved.get(entry.key)))
    for entry in [*([outcome] if outcome else []), *others[:1], *moving][: FIGURES - len(found)]:
        cell = organisation_cell(release, entry.key)
        if cell is not None:
            found.append(figures.figure(entry, cell, moved.get(entry.key), text))
    return found


def _moves(row: Analysis | None) -> bool:
    return row is not None and is_clear(row)


def link_finding() -> str:
    """Return the clearest link, or that none is clear."""
    if ranges_only:
        return text("screens.overview.ranges_link")
    estimates = odds_ratios(release.estimates, outcome.key) if outcome else []
    clear = clear_links(estimates)
    if clear:
        share = organisation_cell(release, clear[0].outcome)
        return link_sentence(clear[0], release.estimates, share, by_key, text)
    if not estimated(estimates):
        return text("screens.links.none")
    name = in_language(outcome.name, text.language) if outcome else ""
    return text("screens.overview.no_link", outcome=name)


def change_finding() -> str:
    """Return the clearest change of the organisation, or how the main outcome stands."""
    if ranges_only:
        return text("screens.overview.ranges_change")
    clear = [one for one in moved.values() if _moves(one)]
    told = clear or [moved[outcome.key]] if outcome and outcome.key in moved else clear
    return analysis_sentence(told[0], by_key, text) if told else text("results.finding.first_wave")


def finding(title: str, said: str, page: str, label: str) -> None:
    """Draw a finding with the link to the page that proves it."""
    st.html(
        f'<div class="bearing-finding" lang="{text.language}"><h3>{escape(title)}</h3>'
        f"<p>{unbroken(said)}</p></div>"
    )
    st.page_link(page, label=label)


text = words()
st.title(text("screens.overview.title"))
release = release_choice.chosen()
wave = release.manifest.wave
ranges_only = release_choice.so_soon()
by_key = {entry.key: entry for entry in release.measures}
outcome = main_outcome(release)
conditions = shown_measures(release, MeasureRole.FACTOR)
moved = {one.outcome: one for one in changes(release) if one.department == TOTAL}

cell = organisation_cell(release, outcome.key) if outcome else None
if outcome and cell:
    name = in_language(outcome.name, text.language)
    lead(text("screens.overview.lead", wave=wave, outcome=name, value=cell_words(cell, text)))
figures.show(key_figures(moved))

st.header(text("screens.first.title"))
if ranges_only:
    paragraph(text("screens.overview.ranges_group"))
else:
    show_first_things(release, first_things(release))
st.page_link("hr/teams.py", label=text("screens.overview.to_teams"))

st.header(text("screens.overview.findings"))
columns = st.columns(2, gap="medium")
with columns[0]:
    title, label = text("results.finding.links"), text("screens.overview.to_links")
    finding(title, link_finding(), "hr/links.py", label)
with columns[1]:
    title, label = text("results.finding.change"), text("screens.overview.to_trends")
    finding(title, change_finding(), "hr/trends.py", label)

st.header(text("screens.overview.departments"))
measures = [*conditions, *([outcome] if outcome else [])]
keys = {entry.key for entry in measures}
asked = [one for one in main_cells(release) if one.measure in keys]
cells = without_divided(release, departments_and_organisation(asked))
caption = text("screens.overview.caption", wave=wave)
show_side_by_side(release, cells, measures, caption, ("overview",))
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
with st.expander(text("screens.overview.figures")):
    table.show(
        text("screens.overview.figures"), heads[:used], [row[:used] for row in rows], quiet=True
    )
    if outcome:
        show_silence(release, outcome.key)

show_pooled(release)
with st.expander(text("screens.how_to_read")):
    st.markdown(text("screens.teams.how"))
    st.markdown(in_language(release.manifest.instrument_notice, text.language))
