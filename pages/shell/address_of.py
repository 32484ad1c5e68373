"""Addresses of pages with their choices, for links in plain HTML and for links to send."""

from collections.abc import Mapping
from urllib.parse import urlencode

import streamlit as st

from pages.shell import language
from pages.shell.release_choice import wave_in_address


def carried() -> dict[str, str]:
    """Return what every link takes along: the wave that is shown, and a language that was chosen.

    Such a link loads the page anew.
    """
    said = wave_in_address()
    if st.session_state.get(language.SESSION_KEY):
        said[language.IN_ADDRESS] = language.current()
    return said


def address_of(path: str, along: Mapping[str, str], **choices: str) -> str:
    """Return a page's address relative to the others, with choices and what it takes along."""
    said = {**along, **choices}
    return f"{path}?{urlencode(said)}" if said else path
