"""Links: which working conditions go with back pain, told in people, and how clearly?"""

from collections.abc import Sequence
from typing import Final, Literal

import streamlit as st

from analytics.charts.clear_links import clear_links, estimated
from analytics.charts.forest_plot import forest_plot
from analytics.charts.forest_rows import odds_ratios
from analytics.charts.published import published_sources
from analytics.charts.words import in_language
from analytics.release.model import Estimate
from analytics.statistics.evidence import Source
from analytics.statistics.high_against_low import HIGH_LOW, comparable, high_against_low
from analytics.statistics.people_reading import differences, link_sentence
from analytics.statistics.reading import sentence
from pages.shell import chart, choice, link_questions
from pages.shell.few_answers import show_few_answers
from pages.shell.flags import show_flags
from pages.shell.guard import require
from pages.shell.language import words
from pages.shell.lead import findings, lead, paragraph
from pages.shell.selection import organisation_cell
from survey.vocabulary import Role

require(Role.HR, Role.OCCUPATIONAL_HEALTH)

MODELS: Final[list[Literal["adjusted", "unadjusted"]]] = ["adjusted", "unadjusted"]
TOLD: Final = 3
"""Links told in sentences; the chart has them all."""


def _cited(papers: Sequence[Source]) -> str:
    return ", ".join(one.cite for one in papers)


def _other_contrasts(drawn: Sequence[Estimate]) -> list[Estimate]:
    """Return the odds ratios per 10 points and per standard deviation, for the table."""
    factors = {one.factor for one in drawn if one.contrast == HIGH_LOW}
    both = [odds_ratios(release.estimates, outcome, model, one) for one in (False, True)]
    return [one for ratios in both for one in ratios if one.factor in factors]


text = words()
release = link_questions.begin("links")
answer = st.container()
left, right = st.columns(2)
with left:
    outcome = link_questions.outcome_of(release)
with right:
    model = choice.segmented(
        text("screens.links.model"),
        MODELS,
        choice.Part("model", "links_model"),
        format_func=lambda one: text(f"screens.links.model.{one}"),
    )

estimates = odds_ratios(release.estimates, outcome, model)
clear, known = clear_links(estimates), estimated(estimates)
by_key = {entry.key: entry for entry in release.measures}
name = in_language(by_key[outcome].name, text.language)
share = organisation_cell(release, outcome)
in_people = differences(release.estimates, outcome, model) and clear
told = [link_sentence(one, release.estimates, share, by_key, text) for one in clear[:TOLD]]
with answer:
    if known:
        wave, numbers = release.manifest.wave, {"clear": len(clear), "all": len(known)}
        lead(text("screens.links.lead", wave=wave, outcome=name, **numbers))
        findings(told)
        paragraph(text(f"screens.links.people.{model}") if in_people else text("reading.caution"))
    elif not show_few_answers(release, outcome):
        lead(text("screens.links.none"))

if known:
    drawn = high_against_low(release.estimates, outcome, model)
    beside = published_sources() if comparable(drawn) else ()
    picture = chart.kept(
        (release.manifest.id, "links", outcome, str(model)),
        lambda: forest_plot(
            drawn, release.measures, text, chart.palette(), beside, _other_contrasts(drawn)
        ),
    )
    caption = text("screens.links.caption", outcome=name)
    chart.show(*chart.without_constants(picture, caption), folded=True)
    if beside:
        paragraph(text("results.links.marks", source=_cited(beside)))

show_flags(release, [one.factor for one in estimates])
with st.expander(text("screens.links.numbers")):
    findings(sentence(one, by_key, text) for one in clear)
    if known and beside:
        paragraph(text("results.links.high_low", source=_cited(beside)))
    st.markdown(text("screens.links.how"))
    for method in sorted({one.method for one in estimates}):
        st.markdown(text("screens.links.method", method=method))
