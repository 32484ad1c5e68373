"""People and teams apart: the same link at both levels, each with its own sentence."""

import streamlit as st

from analytics.charts.forest_rows import ratio
from analytics.charts.interval_rows import Axis, IntervalRow, interval_rows
from analytics.charts.words import in_language
from analytics.release.content import Release
from analytics.release.model import Analysis, AnalysisKind
from analytics.statistics.analysis_reading import analysis_sentence
from analytics.statistics.apart import side_of
from pages.shell import chart
from pages.shell.language import words
from pages.shell.lead import findings, lead, paragraph
from pages.shell.selection import analyses_of
from survey.i18n.catalogue import Texts

WIDEST = 4.0
MORE = (
    AnalysisKind.LEVELS,
    AnalysisKind.DEPARTMENTS,
    AnalysisKind.PUBLISHED,
    AnalysisKind.INTERACTION,
    AnalysisKind.IMPUTATION,
)


def show_levels(release: Release, outcome: str, factor: str) -> None:
    """Draw the odds ratios within and between teams, or say why there are none."""
    text = words()
    by_key = {one.key: one for one in release.measures}
    rows = [
        one
        for one in analyses_of(release, AnalysisKind.LEVELS)
        if (one.outcome, one.factor) == (outcome, factor)
    ]
    if not rows or rows[0].reason:
        for row in rows:
            paragraph(analysis_sentence(row, by_key, text))
        return
    names = {
        "outcome": in_language(by_key[outcome].name, text.language),
        "factor": in_language(by_key[factor].name, text.language),
    }
    told = [text(f"results.levels.{one.category}.{_side(one)}", **names) for one in rows]
    lead(told[0])
    for sentence in told[1:]:
        paragraph(sentence)
    paragraph(text("screens.levels.lead") + " " + text("results.levels.caution"))
    headings = (text("screens.levels.column.level"), text("screens.levels.column.ratio"))
    axis = Axis(1 / WIDEST, WIDEST, log=True, none=1.0, ticks=(0.25, 0.5, 1, 2, 4))
    chart.show(
        chart.kept(
            (release.manifest.id, "levels", outcome, factor),
            lambda: interval_rows(
                [_row(one, text) for one in rows], axis, headings, text, chart.palette()
            ),
        ),
        text("screens.levels.caption", **names),
        folded=True,
    )
    paragraph(text("results.levels.axis", **names))


def show_more(release: Release, outcome: str, factor: str) -> None:
    """Say, folded, what else there is on a link: departments, papers, interaction, gaps filled."""
    text = words()
    by_key = {one.key: one for one in release.measures}
    rows = [
        one
        for kind in MORE
        for one in analyses_of(release, kind)
        if (one.outcome, one.factor) == (outcome, factor)
    ]
    said = dict.fromkeys(analysis_sentence(one, by_key, text) for one in rows)
    if any(said):
        with st.expander(text("screens.links.more")):
            findings(one for one in said if one)


def _side(row: Analysis) -> str:
    return {-1: "lower", 0: "unclear", 1: "higher"}[side_of(row.low, row.high, 1.0)]


def _row(row: Analysis, text: Texts) -> IntervalRow:
    name = text(f"screens.levels.{row.category}")
    if row.value is None or row.low is None or row.high is None:
        return IntervalRow(name, text("charts.forest.none.other"))
    numbers = [ratio(one, text) for one in (row.value, row.low, row.high)]
    said = text("charts.forest.value", value=numbers[0], low=numbers[1], high=numbers[2])
    apart = side_of(row.low, row.high, 1.0) != 0
    return IntervalRow(name, said, row.value, row.low, row.high, apart=apart)
