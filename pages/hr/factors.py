"""Factors: how is each working condition answered, question by question, and how sure is that?"""

import streamlit as st

from analytics.charts.over_waves import change, common_top
from analytics.charts.references import references
from analytics.charts.words import cell_words, in_language
from analytics.release.model import TOTAL, AnalysisKind
from analytics.statistics.analysis_reading import analysis_sentence, flag_sentences
from pages.shell import chart, choice, reference, release_choice, table
from pages.shell.guard import require
from pages.shell.language import words
from pages.shell.lead import findings, lead, paragraph
from pages.shell.selection import analyses_of, cell_at, main_cells, shown_measures
from pages.shell.spread import place_name, show_spread, spread_places
from pages.shell.trends import until
from survey.vocabulary import MeasureRole, Role

require(Role.HR, Role.OCCUPATIONAL_HEALTH)

TRUST = (AnalysisKind.RELIABILITY, AnalysisKind.AGREEMENT)
text = words()
st.title(text("screens.factors.title"))
release = release_choice.chosen()
answer = st.container()
entries = {entry.key: entry for entry in shown_measures(release, MeasureRole.FACTOR)}
if not entries:
    lead(text("charts.too_few"))
    st.stop()
left, right = st.columns(2)
with left:
    key = choice.selectbox(
        text("screens.factors.factor"),
        entries,
        choice.Part("condition", "factor", kept=True),
        format_func=lambda one: in_language(entries[one].name, text.language),
    )
entry = entries[key]
places = spread_places(release, key)
with right:
    place = choice.selectbox(
        text("screens.factors.where"),
        places or [TOTAL],
        choice.Part("department", f"factor_place_{key}", kept=True),
        format_func=lambda one: place_name(one, text),
    )

name = in_language(entry.name, text.language)
cell = cell_at(release, key, (place, TOTAL)) or cell_at(release, key, (TOTAL, TOTAL))
with answer:
    if cell:
        lead(
            text(
                "screens.factors.lead",
                wave=release.manifest.wave,
                factor=name,
                place=place_name(cell.department, text),
                value=cell_words(cell, text),
                good=text(f"charts.good.{entry.good_end}"),
            )
        )
    if entry.low_end and entry.high_end:
        ends = {
            "low": in_language(entry.low_end, text.language),
            "high": in_language(entry.high_end, text.language),
        }
        paragraph(text("screens.factors.ends", **ends))

st.header(text("screens.factors.answers"))
show_spread(release, entry, place)

st.header(text("screens.factors.trust"))
by_key = {one.key: one for one in release.measures}
trust = [one for kind in TRUST for one in analyses_of(release, kind) if one.factor == key]
said = [analysis_sentence(one, by_key, text) for one in trust if one.statistic != "item_rest"]
below = flag_sentences(trust, [key], by_key, text)
if not said:
    st.markdown(text("screens.factors.trust_none"))
elif any(one.value is not None for one in trust if one.analysis is AnalysisKind.RELIABILITY):
    paragraph(below[0] if below else text("results.factors.holds", factor=name))
else:
    paragraph(said[0])
if any(one.value is not None for one in trust):
    with st.expander(text("results.factors.numbers")):
        findings(said)

st.header(text("screens.factors.change"))
waves = until(release, release_choice.every())
history = [
    found
    for one in waves
    for found in main_cells(one)
    if (found.measure, found.department, found.team) == (key, TOTAL, TOTAL)
]
if len(history) > 1:
    good = text(f"charts.good.{entry.good_end}")
    chart.show(
        chart.kept(
            (*(one.manifest.id for one in waves), "change", key),
            lambda: change(history, entry, text, chart.palette(), top=common_top(history)),
        ),
        text("screens.trends.caption", measure=name, place=place_name(TOTAL, text), good=good),
        chart.status_by_words(history, release, text),
        folded=True,
    )
    st.page_link("hr/trends.py", label=text("screens.overview.to_trends"))
else:
    st.markdown(text("screens.factors.change_none"))

st.header(text("screens.factors.reference"))
others = [one for one in reference.choices(release, text).values() if key in one.values]
if others:
    names = (text("results.reference.column"), name, text("results.reference.source"))
    rows = [
        [one.name, reference.value_words(entry, one.values[key], text), one.source]
        for one in others
    ]
    table.show(text("screens.factors.reference"), names, rows, quiet=True)
if not references(release.manifest.instrument):
    st.markdown(text("screens.factors.reference_none"))
with st.expander(text("screens.how_to_read")):
    st.markdown(text("screens.factors.how"))
