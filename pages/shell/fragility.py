"""How fragile the links are, on a page: E-values in sentences, and one confounder to try."""

import streamlit as st

from analytics.charts.adjustment import adjustment_picture
from analytics.charts.words import in_language
from analytics.release.content import Release
from analytics.statistics.adjustment import adjustment
from analytics.statistics.fragility_reading import fragility_sentences, left_sentence
from analytics.statistics.limits_reading import silent_sentences, unseen_sentences
from analytics.statistics.unmeasured import EValue, bias_factor, e_values
from pages.shell import chart, choice
from pages.shell.language import words
from pages.shell.lead import findings, paragraph
from pages.shell.selection import organisation_cell
from survey.i18n.numbers import decimal

STEPS = (1.0, 1.1, 1.2, 1.3, 1.5, 1.7, 2.0, 2.5, 3.0, 4.0)
FIRST = 1.5


def show_fragility(release: Release, outcome: str) -> None:
    """Draw what would have to be true for the clear links of an outcome to be something else."""
    text = words()
    measures = {one.key: one for one in release.measures}
    name = in_language(measures[outcome].name, text.language)
    found = e_values(release.estimates, outcome)
    st.header(text("fragility.title"))
    paragraph(
        text("fragility.lead", outcome=name) if found else text("fragility.none", outcome=name)
    )
    findings(fragility_sentences(found, measures, text))
    if found:
        with st.expander(text("fragility.try")):
            _show_trial(release, found, name)
    _show_adjustment(release, outcome, name)
    paragraph(text("fragility.mood"))
    _show_limits(release, outcome)


def _show_adjustment(release: Release, outcome: str, name: str) -> None:
    """Draw what was held constant and what was not; nothing where there is no model."""
    text, held = words(), adjustment(release, outcome)
    if held is None:
        return
    picture = chart.kept(
        (release.manifest.id, "adjustment", outcome),
        lambda: adjustment_picture(held, release.measure(outcome).name, text, chart.palette()),
    )
    st.header(text("fragility.adjusted"))
    paragraph(text("fragility.adjusted.why", outcome=name))
    chart.show(picture, text("fragility.adjusted"), folded=True)


def _show_limits(release: Release, outcome: str) -> None:
    """Fold what the silent would have to be like, and what links could not have been seen."""
    text, measures = words(), {one.key: one for one in release.measures}
    silent = silent_sentences(release, outcome, text)
    if silent:
        with st.expander(text("fragility.silent")):
            findings(silent)
    whole = organisation_cell(release, outcome)
    share = whole.value if whole else None
    unseen = unseen_sentences(release.estimates, outcome, share, measures, text)
    if unseen:
        with st.expander(text("fragility.unseen.title")):
            paragraph(text("fragility.unseen.lead"))
            findings(unseen)


def _show_trial(release: Release, found: tuple[EValue, ...], outcome: str) -> None:
    text = words()
    measures = {one.key: one for one in release.measures}
    sides = {
        "with_condition": text("fragility.with_condition"),
        "with_outcome": text("fragility.with_outcome", outcome=outcome),
    }
    chosen = [
        choice.selectbox(
            label,
            STEPS,
            choice.Part(key, key),
            first=FIRST,
            format_func=lambda one: text("fragility.step", times=decimal(one, 1, text.language)),
        )
        for key, label in sides.items()
    ]
    factor = bias_factor(*chosen)
    findings(left_sentence(one.estimate, factor, measures, text) for one in found)
    st.caption(text("fragility.how"))
