"""Links: which working conditions go with back pain, how clearly, and what speaks against it?"""

from typing import Final, Literal

import streamlit as st

from analytics.charts.forest_plot import forest_plot
from analytics.charts.forest_rows import odds_ratios
from analytics.charts.published import published_sources
from analytics.charts.words import in_language
from analytics.statistics.evidence import Counter, Source, counter_evidence, sources
from analytics.statistics.reading import sentence
from pages.shell import chart, release_choice
from pages.shell.clear_links import clear_links, estimated
from pages.shell.few_answers import show_few_answers
from pages.shell.flags import show_flags
from pages.shell.groups_scatter import show_scatter
from pages.shell.guard import require
from pages.shell.language import words
from pages.shell.lead import findings, lead
from pages.shell.levels import show_levels, show_more
from pages.shell.selection import outcomes_with_estimates
from pages.shell.strain import show_strain
from pages.shell.what_if import show_what_if, what_if_rows
from survey.vocabulary import Role

require(Role.HR, Role.OCCUPATIONAL_HEALTH)

MODELS: Final[list[Literal["adjusted", "unadjusted"]]] = ["adjusted", "unadjusted"]

text = words()
st.title(text("screens.links.title"))
release = release_choice.chosen()
outcomes = {
    entry.key: in_language(entry.name, text.language) for entry in outcomes_with_estimates(release)
}
if not outcomes:
    lead(text("screens.links.none"))
    st.stop()

answer = st.container()
left, right = st.columns(2)
with left:
    outcome = st.selectbox(
        text("screens.links.outcome"), outcomes, format_func=outcomes.__getitem__, key="outcome"
    )
with right:
    model = st.segmented_control(
        text("screens.links.model"),
        MODELS,
        format_func=lambda one: text(f"screens.links.model.{one}"),
        default="adjusted",
        required=True,
        key="links_model",
    )

estimates = odds_ratios(release.estimates, outcome, model)
clear, known = clear_links(estimates), estimated(estimates)
by_key = {entry.key: entry for entry in release.measures}
with answer:
    if known:
        lead(
            text(
                "screens.links.lead",
                wave=release.manifest.wave,
                clear=len(clear),
                all=len(known),
                outcome=outcomes[outcome],
            )
        )
        findings(sentence(one, by_key, text) for one in clear[:3])
    elif not show_few_answers(release, outcome):
        lead(text("screens.links.none"))

if known:
    picture = chart.kept(
        (release.manifest.id, "links", outcome, str(model)),
        lambda: forest_plot(
            estimates, release.measures, text, chart.palette(), published=published_sources()
        ),
    )
    caption = text("screens.links.caption", outcome=outcomes[outcome])
    chart.show(*chart.without_constants(picture, caption))

show_flags(release, [one.factor for one in estimates])
show_strain(release, outcome)

factors = {
    one.factor: in_language(by_key[one.factor].name, text.language)
    for one in [*clear, *estimates]
    if what_if_rows(release, outcome, one.factor)
}
if factors:
    st.header(text("screens.what_if.title"))
    factor = st.selectbox(
        text("screens.what_if.factor"),
        factors,
        format_func=factors.__getitem__,
        key=f"what_if_factor_{outcome}",
    )
    show_what_if(release, outcome, factor)
    show_scatter(release, outcome, factor)
    st.header(text("screens.levels.title"))
    show_levels(release, outcome, factor)
    show_more(release, outcome, factor)

st.header(text("screens.links.against"))
st.markdown(text("screens.links.against_lead"))
papers: list[Source | Counter] = [*sources(), *counter_evidence()]
for found in papers:
    place = f"[doi:{found.doi}](https://doi.org/{found.doi})" if found.doi else ""
    st.markdown(f"- {text(f'evidence.{found.key}')} {found.cite.removesuffix('.')}. {place}")
with st.expander(text("screens.how_to_read")):
    st.markdown(text("screens.links.how"))
    for method in sorted({one.method for one in estimates}):
        st.markdown(text("screens.links.method", method=method))
