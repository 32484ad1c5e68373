"""Factors: how is each working condition answered, question by question, and how sure is that?"""

import streamlit as st

from analytics.charts.change import change
from analytics.charts.spread import Asked, lean, share_words, spread, step_words
from analytics.charts.words import cell_words, in_language
from analytics.release.content import Release
from analytics.release.model import TOTAL, AnalysisKind, Distribution, MeasureEntry
from analytics.statistics.analysis_reading import analysis_sentence
from pages.shell import chart, release_choice
from pages.shell.guard import require
from pages.shell.language import words
from pages.shell.lead import lead, paragraph
from pages.shell.selection import cell_at, main_cells, shown_measures
from pages.shell.trends import until
from pages.shell.wording import asked
from survey.vocabulary import MeasureRole, Role

require(Role.HR, Role.OCCUPATIONAL_HEALTH)

TRUST = (AnalysisKind.RELIABILITY, AnalysisKind.AGREEMENT)
SPREAD_TIMES = 4
"""A place has at least this many times the threshold in answers (analytics/distributions.py)."""


def show_spread(release: Release, entry: MeasureEntry, place: str) -> None:
    """Draw how the items of a scale were answered in a place, with what stands out first."""
    rows = [
        one for one in release.distributions if (one.measure, one.department) == (entry.key, place)
    ]
    if not rows:
        one_item = not any(one.measure == entry.key for one in release.distributions)
        many = bool(release.distributions) and one_item
        st.markdown(text("screens.factors.one_item" if many else "screens.factors.no_spread"))
        return
    keys = dict.fromkeys(one.item for one in rows)
    items = [asked(release.manifest, entry.key, key, text.language) for key in keys]
    worst = worst_step(rows, items)
    if worst:
        paragraph(worst)
    name = in_language(entry.name, text.language)
    chart.show(
        chart.kept(
            (release.manifest.id, "spread", entry.key, place),
            lambda: spread(rows, items, text, chart.palette()),
        ),
        text("screens.factors.caption", factor=name, place=place_name(place)),
    )
    k = release.manifest.policy["conditions"]
    st.markdown(text("screens.factors.merged", k=k))
    if any(" + " in one.department for one in release.distributions):
        st.markdown(text("screens.factors.departments", least=SPREAD_TIMES * k))


def worst_step(rows: list[Distribution], items: list[Asked]) -> str | None:
    """Return the sentence on the item with the largest part on the worse side."""
    found = []
    for item in items:
        own = [row for row in rows if row.item == item.key]
        worse = sorted(
            (row for row in own if lean(row, own, item) <= -2), key=lambda one: one.low_step
        )
        if worse:
            share = sum(row.count for row in worse) / worse[0].n
            found.append((share, item, worse))
    if not found:
        return None
    _, item, worse = max(found, key=lambda one: one[0])
    parts = [
        (step_words(item, row.low_step, row.high_step, text), share_words(row.count, row.n, text))
        for row in worse
    ]
    said = "; ".join(f"{step}: {share}" for step, share in parts)
    return text("screens.factors.worst", question=item.question, words=said)


def place_name(place: str) -> str:
    """Return a department's name, or the organisation's."""
    return text("charts.organisation") if place == TOTAL else place


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
    key = st.selectbox(
        text("screens.factors.factor"),
        entries,
        format_func=lambda one: in_language(entries[one].name, text.language),
        key="factor",
    )
entry = entries[key]
places = dict.fromkeys(one.department for one in release.distributions if one.measure == key)
with right:
    place = st.selectbox(
        text("screens.factors.where"),
        list(places) or [TOTAL],
        format_func=place_name,
        key=f"factor_place_{key}",
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
                place=place_name(cell.department),
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
trust = [one for one in release.analyses if one.analysis in TRUST and one.factor == key]
said = [analysis_sentence(one, by_key, text) for one in trust if one.statistic != "item_rest"]
for sentence in said:
    paragraph(sentence)
if not said:
    st.markdown(text("screens.factors.trust_none"))

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
            lambda: change(history, entry, text, chart.palette()),
        ),
        text("screens.trends.caption", measure=name, place=place_name(TOTAL), good=good),
        chart.status_by_words(history, release, text),
    )
    st.page_link("hr/trends.py", label=text("screens.overview.to_trends"))
else:
    st.markdown(text("screens.factors.change_none"))

st.header(text("screens.factors.reference"))
st.markdown(text("screens.factors.reference_none"))
with st.expander(text("screens.how_to_read")):
    st.markdown(text("screens.factors.how"))
