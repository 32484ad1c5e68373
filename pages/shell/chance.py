"""Could it be chance? The funnel of a measure against the number of answers."""

from collections.abc import Sequence

import streamlit as st

from analytics.charts.funnel import funnel, middle_of
from analytics.charts.whereabouts import groups_and_organisation
from analytics.charts.words import in_language
from analytics.release.content import Release
from analytics.release.model import TOTAL, Cell, CellStatus, MeasureEntry, Statistic
from pages.shell import chart
from pages.shell.language import words
from pages.shell.lead import paragraph
from pages.shell.selection import main_cells, organisation_cell


def show_funnel(release: Release, entries: Sequence[MeasureEntry], first: MeasureEntry) -> None:
    """Draw the funnel of a measure that the reader chooses, over the smallest groups shown."""
    text = words()
    st.header(text("screens.funnel.title"))
    by_key = {entry.key: entry for entry in entries}
    key = st.selectbox(
        text("screens.trends.measure"),
        by_key,
        index=list(by_key).index(first.key) if first.key in by_key else 0,
        format_func=lambda one: in_language(by_key[one].name, text.language),
        key=f"funnel_{first.key}",
    )
    entry = by_key[key]
    whole = organisation_cell(release, key)
    middle = middle_of(whole, _spread(release, key)) if whole else None
    if middle is None:
        st.markdown(text("charts.too_few"))
        return
    asked = [one for one in main_cells(release) if one.measure == key]
    cells = [
        one
        for one in groups_and_organisation(asked)
        if one.status is not CellStatus.WITHHELD and one.department != TOTAL
    ]
    name = in_language(entry.name, text.language)
    picture = chart.kept(
        (release.manifest.id, "funnel", key),
        lambda: funnel(cells, middle, text, chart.palette()),
    )
    outside = sum(
        one.value is not None and middle.is_outside(one.value, one.n) for one in cells if one.n
    )
    said = "screens.funnel.lead" if outside else "screens.funnel.lead_none"
    paragraph(text(said, outcome=name, outside=outside, groups=len(cells)))
    chart.show(picture, text("screens.funnel.caption", outcome=name))
    with st.expander(text("screens.how_to_read")):
        st.markdown(text("screens.funnel.how"))


def _spread(release: Release, measure: str) -> Cell | None:
    """Return the organisation's standard deviation of a scale."""
    for cell in release.cells:
        if (cell.department, cell.team, cell.breakdown) != (TOTAL, TOTAL, TOTAL):
            continue
        if (cell.measure, cell.statistic) == (measure, Statistic.SD):
            return cell
    return None
