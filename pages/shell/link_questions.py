"""The questions about links, each a page of its own: the row of them, and what they share."""

from typing import Final

import streamlit as st

from analytics.charts.words import in_language
from analytics.release.content import Release
from pages.shell import choice, release_choice
from pages.shell.language import words
from pages.shell.lead import lead
from pages.shell.selection import outcomes_with_estimates
from pages.shell.what_if import what_if_rows

QUESTIONS: Final = ("links", "strain", "what_if", "levels", "against")
"""The pages by their address, in the order of the row."""

IN_ADDRESS: Final = ("wave", "outcome", "condition")
"""What is chosen once for all of them."""


def begin(question: str) -> Release:
    """Draw the heading and the row of questions; return the release that is shown."""
    text = words()
    st.title(text(f"screens.{question}.title"))
    release = release_choice.chosen()
    kept = {name: st.query_params[name] for name in IN_ADDRESS if name in st.query_params}
    with st.container(horizontal=True):
        for one in QUESTIONS:
            name = text(f"screens.menu.{one}")
            if one == question:
                st.markdown(f"**{name}**", width="content")
            else:
                st.page_link(f"hr/{one}.py", label=name, query_params=kept)
    return release


def outcome_of(release: Release) -> str:
    """Draw the choice of the outcome; say what is missing and stop where there is none."""
    text = words()
    outcomes = {
        entry.key: in_language(entry.name, text.language)
        for entry in outcomes_with_estimates(release)
    }
    if not outcomes:
        lead(text("screens.links.none"))
        st.stop()
    return choice.selectbox(
        text("screens.links.outcome"),
        outcomes,
        choice.Part("outcome", "outcome", kept=True),
        format_func=outcomes.__getitem__,
    )


def outcome_and_condition(release: Release) -> tuple[str, str]:
    """Draw both choices side by side; say what is missing and stop where there is none."""
    left, right = st.columns(2)
    with left:
        outcome = outcome_of(release)
    with right:
        factor = _condition_of(release, outcome)
    if factor is None:
        lead(words()("screens.links.none"))
        st.stop()
    return outcome, factor


def _condition_of(release: Release, outcome: str) -> str | None:
    """Draw the choice of a working condition; None where none was modelled."""
    text = words()
    by_key = {entry.key: entry for entry in release.measures}
    modelled = dict.fromkeys(one.factor for one in release.estimates if one.outcome == outcome)
    factors = {
        key: in_language(by_key[key].name, text.language)
        for key in modelled
        if what_if_rows(release, outcome, key)
    }
    if not factors:
        return None
    return choice.selectbox(
        text("screens.what_if.factor"),
        factors,
        choice.Part("condition", f"condition_{outcome}", kept=True),
        format_func=factors.__getitem__,
    )
