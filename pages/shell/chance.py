"""Could it be chance? The funnel of an outcome's share against the number of answers."""

import streamlit as st

from analytics.charts.funnel import funnel, is_outside
from analytics.charts.words import in_language
from analytics.release.content import Release
from analytics.release.model import TOTAL, CellStatus, MeasureEntry, Statistic
from pages.shell import chart
from pages.shell.language import words
from pages.shell.lead import paragraph
from pages.shell.selection import groups_and_organisation, main_cells, organisation_cell


def show_funnel(release: Release, entry: MeasureEntry) -> None:
    """Draw the funnel of a yes/no measure over the smallest groups shown."""
    text = words()
    whole = organisation_cell(release, entry.key)
    if whole is None or whole.value is None or whole.statistic is not Statistic.SHARE:
        return
    st.header(text("screens.funnel.title"))
    asked = [one for one in main_cells(release) if one.measure == entry.key]
    cells = [
        one
        for one in groups_and_organisation(asked)
        if one.status is not CellStatus.WITHHELD and one.department != TOTAL
    ]
    name = in_language(entry.name, text.language)
    picture = chart.kept(
        (release.manifest.id, "funnel", entry.key),
        lambda: funnel(cells, whole, text, chart.palette()),
    )
    outside = sum(
        one.value is not None and is_outside(one.value, whole.value, one.n)
        for one in cells
        if one.n
    )
    key = "screens.funnel.lead" if outside else "screens.funnel.lead_none"
    paragraph(text(key, outcome=name, outside=outside, groups=len(cells)))
    chart.show(picture, text("screens.funnel.caption", outcome=name))
    with st.expander(text("screens.how_to_read")):
        st.markdown(text("screens.funnel.how"))
