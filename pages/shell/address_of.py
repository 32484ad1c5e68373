"""Addresses of pages with their choices, for links in plain HTML and for links to send."""

from urllib.parse import urlencode

import streamlit as st

from pages.shell import language
from pages.shell.release_choice import wave_in_address


def address_of(path: str, **choices: str) -> str:
    """Return a page's address relative to the others, with the wave that is shown and choices.

    Such a link loads the page anew, so it also takes along a language that the reader chose.
    """
    said = {**wave_in_address(), **choices}
    if st.session_state.get(language.SESSION_KEY):
        said[language.IN_ADDRESS] = language.current()
    return f"{path}?{urlencode(said)}" if said else path
