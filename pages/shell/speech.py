"""The language of something that is made, which may be another than that of the screen."""

from collections.abc import Sequence

import streamlit as st

from pages.shell import language
from survey.i18n.writing import own_name


def choose(offered: Sequence[str], label: str, way: str) -> str:
    """Ask for a language, at first that of the screen; ``way`` tells the fields of a page apart."""
    spoken = language.current()
    return st.selectbox(
        label,
        offered,
        index=offered.index(spoken) if spoken in offered else 0,
        format_func=own_name,
        key=f"{way}_language_{spoken}",
    )
