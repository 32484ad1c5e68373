"""Job strain on a page: the quadrants with the share of people in each, and their sentence."""

from collections.abc import Sequence

import streamlit as st

from analytics.charts.quadrants import Strain, part_words, quadrants
from analytics.charts.whereabouts import groups_and_organisation
from analytics.charts.words import in_language
from analytics.release.content import Release
from analytics.release.model import Analysis, AnalysisKind
from analytics.statistics.analysis_reading import analysis_sentence
from pages.shell import chart
from pages.shell.language import words
from pages.shell.lead import paragraph
from pages.shell.selection import analyses_of, main_cells
from survey.vocabulary import GoodEnd

QUADRANTS = frozenset({"high_strain", "active", "passive", "low_strain"})


def strain_of(release: Release, outcome: str) -> Strain | None:
    """Return what the quadrants of an outcome are drawn from, None where it is not released."""
    rows = analyses_of(release, AnalysisKind.JOB_STRAIN)
    cuts = [one for one in rows if one.statistic == "cut_off" and one.value is not None]
    demands = _first(release, cuts, GoodEnd.LOW)
    control = _first(release, cuts, GoodEnd.HIGH)
    shares = [
        one
        for one in rows
        if one.outcome == outcome and one.category in QUADRANTS and one.value is not None
    ]
    if demands is None or control is None or not shares:
        return None
    return Strain(
        release.measure(demands.factor),
        release.measure(control.factor),
        demands.value or 0.0,
        control.value or 0.0,
        shares,
    )


def _first(release: Release, cuts: Sequence[Analysis], end: GoodEnd) -> Analysis | None:
    """Return the first cut-off of a scale with this good end: demands first, control next."""
    return next((one for one in cuts if release.measure(one.factor).good_end is end), None)


def show_strain(release: Release, outcome: str) -> None:
    """Draw the quadrants of an outcome."""
    text = words()
    strain = strain_of(release, outcome)
    if strain is None:
        st.markdown(text("screens.strain.none"))
        return
    name = in_language(release.measure(outcome).name, text.language)
    shares = {one.category: part_words(one, text) for one in strain.shares}
    if {"high_strain", "low_strain"} <= shares.keys():
        high, low = shares["high_strain"], shares["low_strain"]
        paragraph(text("screens.strain.lead", outcome=name, high=high, low=low))
    pair = (strain.demands.key, strain.control.key)
    cells = groups_and_organisation(one for one in main_cells(release) if one.measure in pair)
    chart.show(
        chart.kept(
            (release.manifest.id, "strain", outcome),
            lambda: quadrants(strain, cells, text, chart.palette()),
        ),
        text("screens.strain.caption", outcome=name),
        folded=True,
    )
    by_key = {one.key: one for one in release.measures}
    with st.expander(text("screens.how_to_read")):
        st.markdown(text("screens.strain.how"))
        for row in analyses_of(release, AnalysisKind.JOB_STRAIN):
            if row.analysis is AnalysisKind.JOB_STRAIN and row.statistic == "cut_off":
                paragraph(analysis_sentence(row, by_key, text))
