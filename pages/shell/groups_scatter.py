"""Groups in a scatter, as counted and drawn towards the organisation, with their sentence."""

import streamlit as st

from analytics.charts.scatter import Side, scatter
from analytics.charts.whereabouts import Row, groups_and_organisation
from analytics.charts.words import in_language
from analytics.release.content import Release
from analytics.release.model import TOTAL, AnalysisKind, Cell
from pages.shell import chart
from pages.shell.kept import kept
from pages.shell.language import words
from pages.shell.lead import paragraph
from pages.shell.selection import (
    analyses_of,
    main_cells,
    organisation_cell,
)
from survey.i18n.numbers import decimal

LEAST = 2
"""Groups; a single one makes no picture."""


@kept
def _shrunken(release: Release) -> dict[str, dict[Row, float]]:
    """Return by measure and group the number drawn towards the organisation."""
    found: dict[str, dict[Row, float]] = {}
    for one in analyses_of(release, AnalysisKind.GROUPS):
        if one.statistic == "shrunken" and one.value is not None:
            found.setdefault(one.outcome, {})[one.department, one.team] = one.value
    return found


@kept
def side(release: Release, measure: str) -> Side | None:
    """Return a measure as an axis; None where the organisation has no number of it."""
    whole = organisation_cell(release, measure)
    if whole is None or whole.value is None:
        return None
    cells: dict[Row, Cell] = {
        (one.department, one.team): one
        for one in groups_and_organisation(
            one for one in main_cells(release) if one.measure == measure
        )
        if one.department != TOTAL
    }
    shrunken = _shrunken(release).get(measure, {})
    return Side(release.measure(measure), whole.value, cells, shrunken)


def show_scatter(release: Release, outcome: str, factor: str) -> None:
    """Draw the groups, with a sentence on how far they differ as counted and drawn in."""
    text = words()
    across, up = side(release, factor), side(release, outcome)
    if across is None or up is None:
        return
    rows = [row for row in up.cells if across.has(row) and up.has(row)]
    if len(rows) < LEAST:
        return
    st.header(text("results.scatter.title"))

    def said(number: float) -> str:
        short = decimal(number * up.times, 0, text.language)
        return text("charts.short.share", percent=short) if up.times == 100 else short

    counted = [up.cells[row].value or 0.0 for row in rows]
    drawn = [up.shrunken[row] for row in rows]
    names = {
        "factor": in_language(across.entry.name, text.language),
        "outcome": in_language(up.entry.name, text.language),
    }
    ends = {"low": min(counted), "high": max(counted), "from_": min(drawn), "to": max(drawn)}
    spoken = {name: said(number) for name, number in ends.items()}
    paragraph(text("results.scatter.lead", groups=len(rows), **names, **spoken))
    chart.show(
        chart.kept(
            (release.manifest.id, "scatter", outcome, factor),
            lambda: scatter(across, up, text, chart.palette()),
        ),
        text("results.scatter.caption", **names),
        folded=True,
    )
    with st.expander(text("screens.how_to_read")):
        st.markdown(text("results.scatter.how"))
