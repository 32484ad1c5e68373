"""The language of the screens: chosen by the reader, else named by the link, else the browser's.

Staff screens offer the languages that have every word; a screen for everyone offers each that
has the words of that screen.
"""

from collections.abc import Sequence
from typing import Final

import streamlit as st

from survey.errors import BearingError, Said
from survey.i18n.catalogue import DEFAULT_LANGUAGE, PROMISE_PARTS, Texts, languages, texts
from survey.i18n.failures import in_words
from survey.i18n.writing import own_name

SESSION_KEY = "language"
PARTS_KEY: Final = "language_parts"
IN_ADDRESS: Final = "lang"


def begin(parts: Sequence[str]) -> None:
    """Say what the page at hand is worded in: parts of the catalogue; none for staff screens."""
    st.session_state[PARTS_KEY] = tuple(parts)
    asked = st.query_params.get(IN_ADDRESS)
    if asked in languages(*PROMISE_PARTS):
        # Streamlit drops the question from the address at the next page.
        st.session_state.setdefault(SESSION_KEY, asked)


def offered() -> tuple[str, ...]:
    """Return the languages that the page at hand can be read in, English first."""
    return languages(*_parts())


def current() -> str:
    """Return the language chosen in this session, else the browser's, else English."""
    chosen = st.session_state.get(SESSION_KEY)
    return chosen if chosen in offered() else from_browser(st.context.locale, offered())


def from_browser(locale: str | None, among: Sequence[str]) -> str:
    """Return which of the languages a tag such as ``de-AT`` means; English for all others."""
    tag = (locale or "").replace("_", "-").split("-")[0].lower()
    return tag if tag in among else DEFAULT_LANGUAGE


def words() -> Texts:
    """Return the wording of the current language."""
    return texts(current(), *_parts())


def worded(what: BearingError | Said) -> str:
    """Return what a failure says, or other words of the program, in the current language."""
    return in_words(what, current())


def switch() -> None:
    """Draw the language switch. Its choice is kept for the session, on every page that has it."""
    # Eight languages need more than one line on a phone, and a joined control falls apart there.
    draw = st.pills if _parts() else st.segmented_control
    chosen = draw(
        words()("screens.language.label"),
        offered(),
        format_func=own_name,
        default=current(),
        key=f"language_switch_{len(offered())}",
    )
    if chosen and chosen != current():
        st.session_state[SESSION_KEY] = chosen
        if IN_ADDRESS in st.query_params:
            st.query_params[IN_ADDRESS] = chosen
        st.rerun()


def _parts() -> tuple[str, ...]:
    return tuple(st.session_state.get(PARTS_KEY, ()))
