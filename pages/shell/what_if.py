"""What-if on a page: a slider over the stops that publishing worked out, and its sentences."""

from collections.abc import Sequence

import streamlit as st

from analytics.charts.what_if import what_if_picture
from analytics.charts.words import cell_words, in_language
from analytics.release.content import Release
from analytics.release.model import Analysis, AnalysisKind
from analytics.statistics.analysis_reading import analysis_sentence
from pages.shell import chart
from pages.shell.language import words
from pages.shell.lead import lead, paragraph
from pages.shell.selection import analyses_of, organisation_cell

NOW = "0"
FIRST_STOP = "50"


def what_if_rows(release: Release, outcome: str, factor: str) -> list[Analysis]:
    """Return the rows of one outcome and one factor, a sentence instead of numbers included."""
    return [
        one
        for one in analyses_of(release, AnalysisKind.WHAT_IF)
        if (one.outcome, one.factor) == (outcome, factor)
    ]


def show_what_if(release: Release, outcome: str, factor: str) -> None:
    """Draw the slider, what it would mean in a sentence, and the shares at every stop."""
    text = words()
    by_key = {one.key: one for one in release.measures}
    rows = what_if_rows(release, outcome, factor)
    now = organisation_cell(release, outcome)
    expected = [one for one in rows if one.statistic == "expected_share" and one.value is not None]
    if not expected or now is None or now.value is None:
        for row in rows[:1]:
            paragraph(analysis_sentence(row, by_key, text))
        return
    answer = st.container()
    chosen = st.select_slider(
        text("screens.what_if.slider"),
        [NOW, *(one.category for one in expected)],
        value=FIRST_STOP if any(one.category == FIRST_STOP for one in expected) else NOW,
        format_func=lambda step: text("screens.what_if.stop", step=step),
        key=f"what_if_{outcome}_{factor}",
    )
    with answer:
        _sentences(rows, chosen, text("screens.what_if.now", value=cell_words(now, text)), release)
    names = {
        "outcome": in_language(by_key[outcome].name, text.language),
        "factor": in_language(by_key[factor].name, text.language),
    }
    chart.show(
        chart.kept(
            (release.manifest.id, "what_if", outcome, factor, chosen),
            lambda: what_if_picture(now, expected, chosen, text, chart.palette()),
        ),
        text("screens.what_if.caption", **names),
        folded=True,
    )


def _sentences(rows: Sequence[Analysis], chosen: str, now: str, release: Release) -> None:
    text = words()
    by_key = {one.key: one for one in release.measures}
    said = [analysis_sentence(one, by_key, text) for one in rows if one.category == chosen]
    said = sorted(said, key=lambda one: one != _expected(rows, chosen, release))
    if not said:
        lead(now)
    for at, sentence in enumerate(said):
        (paragraph if at else lead)(sentence)
    paragraph(text("analyses.what_if.only_if"))
    for row in rows:
        if row.statistic == "target":
            paragraph(analysis_sentence(row, by_key, text))


def _expected(rows: Sequence[Analysis], chosen: str, release: Release) -> str:
    by_key = {one.key: one for one in release.measures}
    return next(
        (
            analysis_sentence(one, by_key, words())
            for one in rows
            if one.category == chosen and one.statistic == "expected_share"
        ),
        "",
    )
