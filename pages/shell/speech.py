"""The language of something that is made, which may be another than that of the screen."""

from collections.abc import Sequence

import streamlit as st

from pages.shell import language, workspace
from survey.i18n.writing import own_name
from survey.organisation.profile import read_profile


def choose(offered: Sequence[str], label: str, way: str) -> str:
    """Ask for a language, at first the organisation's most usual, else that of the screen.

    ``way`` tells the fields of a page apart.
    """
    usual = [one for one in read_profile(workspace.current()).languages if one in offered]
    spoken = usual[0] if usual else language.current()
    return st.selectbox(
        label,
        offered,
        index=offered.index(spoken) if spoken in offered else 0,
        format_func=own_name,
        key=f"{way}_language_{spoken}",
    )
