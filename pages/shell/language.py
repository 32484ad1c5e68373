"""The language of the staff screens: chosen in the sidebar, at first that of the browser."""

import streamlit as st

from survey.i18n.catalogue import DEFAULT_LANGUAGE, Texts, languages, texts

SESSION_KEY = "language"
NAMES = {"en": "English", "de": "Deutsch"}


def current() -> str:
    """Return the language chosen in this session, else the browser's, else English."""
    chosen = st.session_state.get(SESSION_KEY)
    return chosen if chosen in languages() else from_browser(st.context.locale)


def from_browser(locale: str | None) -> str:
    """Return the catalogue's language for a tag such as ``de-AT``; English for all others."""
    tag = (locale or "").replace("_", "-").split("-")[0].lower()
    return tag if tag in languages() else DEFAULT_LANGUAGE


def words() -> Texts:
    """Return the wording of the current language."""
    return texts(current())


def switch() -> None:
    """Draw the language switch. Its choice is kept for the session, on every page."""
    choices = [code for code in NAMES if code in languages()]
    chosen = st.segmented_control(
        words()("screens.language.label"),
        choices,
        format_func=NAMES.__getitem__,
        default=current(),
        key="language_switch",
    )
    if chosen and chosen != current():
        st.session_state[SESSION_KEY] = chosen
        st.rerun()
