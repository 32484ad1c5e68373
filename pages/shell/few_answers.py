"""Below 100 answers, on a page: published links updated by the released rows of groups."""

import streamlit as st

from analytics.charts.few_answers import few_answers
from analytics.release.content import Release
from pages.shell import chart
from pages.shell.language import words
from pages.shell.lead import findings, lead, paragraph


def show_few_answers(release: Release, outcome: str) -> bool:
    """Draw what can be said without a model; False where no paper says anything of it."""
    text = words()
    found = few_answers(release, outcome, text, chart.palette())
    if found is None:
        return False
    lead(found.lead)
    findings(found.findings)
    if len(found.links.table):
        chart.show(found.links, text("results.few.updated"))
        chart.show(found.weights, text("results.few.weight"))
    with st.expander(text("screens.how_to_read")):
        paragraph(found.warning)
    return True
